"""What is kept, for other programs: `levelhip export ics` and `levelhip export json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from levelhip.commands.kept import kept_services
from levelhip.commands.options import DataDirOption

export = typer.Typer(
    name="export",
    help="Give what is kept to other programs: the reminders as a calendar, or everything about you as JSON.",
    no_args_is_help=True,
)

OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there instead of printing it.")]


@export.command()
def ics(
    out: OutFile = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="NAME", help="Where the times are meant: Europe/Madrid (here).")
    ] = None,
    data_dir: DataDirOption = None,
) -> None:
    """Print the reminders as a calendar: a daily event for each time you chose, with an alarm, a year ahead."""
    from levelhip.services.zones import local_zone, named_zone
    from levelhip.web.language import language

    where = named_zone(zone) if zone else local_zone()
    with kept_services(data_dir) as services:
        person = services.person.settings()
        if not person.reminder_times:
            raise ValueError("no times to be reminded at: choose some on the page Settings, Reminders")
        _give(services.reminders.calendar(where, language(person.language or "en").messages), out)


@export.command(name="json")
def json_(out: OutFile = None, data_dir: DataDirOption = None) -> None:
    """Print settings, answers, mornings, outcomes and the list of sessions: the levelhip.json of Settings' export."""
    with kept_services(data_dir) as services:
        _give(json.dumps(services.leaving.about(), ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n", out)


def _give(content: bytes, out: Path | None) -> None:
    from levelhip.files import replace_file

    if out is None:
        sys.stdout.buffer.write(content)  # bytes: a calendar's line ends are its own on every system
        return
    replace_file(out, lambda file: file.write(content))
    print(f"Written to {out}.")
