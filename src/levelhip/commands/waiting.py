"""Something to look at while a command takes its time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

PATIENCE_S: Final = 1.0


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[float | None], None]]:
    """A progress bar on stderr for what takes more than a second; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    began_s = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(label, total=None)

    def show(fraction: float | None) -> None:
        if time.monotonic() - began_s > PATIENCE_S:
            bar.start()
            bar.update(task, total=None if fraction is None else 1.0, completed=fraction or 0.0)

    try:
        yield show
    finally:
        bar.stop()


@contextmanager
def status(label: str) -> Iterator[Callable[[str], None]]:
    """Says on stderr what is being done, where somebody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(label) as status:
        yield lambda step: status.update(f"{label}: {step}")
