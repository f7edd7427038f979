"""What a measurement leaves behind: a table or JSON on the terminal, a report, a picture."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.services.measure import Measurement


def write_report(measured: Measurement, path: Path) -> None:
    """Write the report, one page. Raises ValueError where it cannot be written."""
    from levelhip.reports.session_html import write_session_html

    writing(path, lambda: write_session_html(measured.record, measured.trace, path))


def write_trace(measured: Measurement, path: Path) -> None:
    """Write the picture of the signal. Raises ValueError where it cannot be written."""
    from levelhip.reports.trace_image import write_trace_image

    writing(path, lambda: write_trace_image(measured.record, measured.trace, path))


def writing(path: Path, write: Callable[[], None]) -> None:
    """Let `write` write to `path`. Raises ValueError where it cannot be written."""
    try:
        write()
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror or error}"
        raise ValueError(message) from None


def show(measured: Measurement, *, as_json: bool) -> None:
    """Print it."""
    record = measured.record
    if as_json:
        print(json.dumps(record.as_dict(), indent=1, ensure_ascii=False))
        return
    from levelhip.reports.session_text import print_session

    print_session(record)
