"""What is kept, for other programs: `levelhip export ics` and `levelhip export json`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from levelhip.bootstrap import Services

export = typer.Typer(
    name="export",
    help="Give what is kept to other programs: the reminders as a calendar, or everything about you as JSON.",
    no_args_is_help=True,
)

OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there instead of printing it.")]
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", metavar="DIR", help="Where everything is kept (LEVELHIP_DATA_DIR).")
]


@export.command()
def ics(
    out: OutFile = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="NAME", help="Where the times are meant: Europe/Madrid (here).")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Print the reminders as a calendar: a daily event for each time you chose, with an alarm, a year ahead."""
    from levelhip.services.zones import local_zone, named_zone
    from levelhip.web.language import language

    where = named_zone(zone) if zone else local_zone()
    with _kept(data_dir) as services:
        person = services.person.settings()
        if not person.reminder_times:
            raise ValueError("no times to be reminded at: choose some on the page Settings, Reminders")
        _give(services.reminders.calendar(where, language(person.language or "en").messages), out)


@export.command(name="json")
def json_(out: OutFile = None, data_dir: DataDir = None) -> None:
    """Print settings, answers, mornings, outcomes and the list of sessions: the levelhip.json of Settings' export."""
    with _kept(data_dir) as services:
        _give(json.dumps(services.leaving.about(), ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n", out)


@contextmanager
def _kept(data_dir: Path | None) -> Iterator[Services]:
    """The services over what is there. Nothing is made where nothing is."""
    from levelhip.bootstrap import open_services
    from levelhip.ports import StoreError
    from levelhip.settings import Settings, usual_data_dir
    from levelhip.web.language import language

    settings = Settings(data_dir or usual_data_dir())
    if not settings.database.is_file():
        raise ValueError(f"{settings.data_dir}: nothing is kept there yet")
    try:
        services = open_services(settings, lambda code: language(code).messages)
        try:
            yield services
        finally:
            services.store.close()
    except StoreError as error:
        raise ValueError(error.line) from None


def _give(content: bytes, out: Path | None) -> None:
    from levelhip.files import replace_file

    if out is None:
        sys.stdout.buffer.write(content)  # bytes: a calendar's line ends are its own on every system
        return
    replace_file(out, lambda file: file.write(content))
    print(f"Written to {out}.")
