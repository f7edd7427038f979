"""The command line. Exit 0: done; 1: measured, but nothing found; 2: bad usage or unreadable input, one line on stderr.

Commands import what they need when they run, so that `levelhip --help` starts at once.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Final

import typer

from levelhip.commands import (
    analyze,
    batch,
    belt,
    devices,
    doctor,
    emg,
    export,
    knowledge,
    live,
    plan,
    range_check,
    releases,
    serve,
    simulated,
    strength,
)

BAD_INPUT: Final = 2

app = typer.Typer(
    name="levelhip",
    help="Coaches the isometric gluteus medius exercise at home, and measures every repetition.",
    epilog="Alone it opens the coach. See how it measures: levelhip demo. It does not diagnose; stop if it hurts.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from levelhip import __version__

        print(f"levelhip {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Coaches the isometric gluteus medius exercise at home, and measures every repetition."""
    del version  # done already
    if context.invoked_subcommand is None:
        serve.serve()


app.command()(serve.serve)
app.command()(analyze.analyze)
app.command()(simulated.demo)
app.command()(simulated.simulate)
app.command()(knowledge.exercises)
app.command()(knowledge.evidence)
app.command()(doctor.doctor)
app.command()(releases.release)
app.add_typer(releases.key)
app.command()(plan.plan)
app.command()(belt.belt)
app.command(name="range")(range_check.range_)
app.command()(devices.devices)
app.command()(live.live)
app.command()(emg.emg)
app.command()(strength.strength)
app.command()(batch.batch)
app.add_typer(export.export)

for _group in (app, releases.key, export.export):
    for _registered in _group.registered_commands:
        told = _registered.callback
        if told is not None and told.__doc__:  # before examples click wants the character
            told.__doc__ = told.__doc__.replace(r"\b", "\b")


def main() -> None:
    """Entry point: every error a person can mend is one line on stderr and exit 2, never a traceback."""
    code: object = 0
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except (typer.Abort, KeyboardInterrupt):
        _stop("stopped")
    except typer.TyperException as error:
        _stop(str(getattr(error, "format_message", error.__str__)()))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _stop(f"{error.filename or 'input'}: {error.strerror or error}")
    except ValueError as error:  # readers, library, simulator: each says in one line what is wrong
        _stop(str(error))
    sys.exit(code if isinstance(code, int) else 0)


def _stop(message: str) -> None:
    from levelhip.reports.words import printable

    print(f"levelhip: {printable(message)}", file=sys.stderr)
    sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
