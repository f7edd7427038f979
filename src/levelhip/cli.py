"""The command line. Exit 0: done; 1: measured, but nothing found; 2: bad usage or unreadable input, one line on stderr.

Commands import what they need when they run, so that `levelhip --help` starts at once.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from levelhip.commands import batch, belt, devices, emg, export, live, plan, range_check, releases, strength
from levelhip.commands.options import ColumnOption, ColumnsOption, DataDirOption, FrameOption, JsonOption, SideOption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from levelhip.exercise.protocol import Prescription
    from levelhip.ports import ReadOptions
    from levelhip.services.measure import Measurement

NOTHING_FOUND: Final = 1
BAD_INPUT: Final = 2
DEFAULT_EXERCISE: Final = "isometric_hip_abduction"

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
        serve()


ExerciseOption = Annotated[str, typer.Option("--exercise", "-e", metavar="KEY", help="See `levelhip exercises`.")]


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", metavar="NAME", help="127.0.0.1, ::1 or localhost.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=1, max=65535, help="8377, or one near it that is free.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
    data_dir: DataDirOption = None,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let a phone on the home network in, by HTTPS and a pairing code.")
    ] = False,
) -> None:
    r"""Open the coach in the browser: it speaks, watches and counts. The same as `levelhip` alone.

    Only this machine reaches it (unless --lan), and nothing leaves it. Everything is kept in one file of --data-dir.
    """
    import gc

    gc.disable()  # nothing to collect while it starts; it answers sooner
    from levelhip.settings import Settings, usual_data_dir
    from levelhip.web.serving import serve as run

    run(Settings(data_dir or usual_data_dir(), host=host, port=port, open_browser=not no_browser, lan=lan))


@app.command()
def analyze(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, CSV.gz, Parquet, C3D, TRC, MOT or STO.")],
    exercise: ExerciseOption = DEFAULT_EXERCISE,
    side: SideOption = None,
    column: ColumnOption = None,
    columns: ColumnsOption = None,
    frame: FrameOption = None,
    rigging: Annotated[
        Literal["strand", "inline"] | None,
        typer.Option(
            "--rigging", help="Where the load cell sat: in one strand of the loop, or inline (foreign files)."
        ),
    ] = None,
    hold: Annotated[
        float | None,
        typer.Option(
            "--hold", metavar="S", min=0.1, max=600, help="Prescribed hold in seconds, instead of the exercise's."
        ),
    ] = None,
    best_press: Annotated[
        float | None,
        typer.Option(
            "--best-press", metavar="N", min=1, max=5000, help="Own best press, N net: gentle is 20-40 % of it."
        ),
    ] = None,
    json_: JsonOption = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write a report, one self-contained page.")
    ] = None,
    trace: Annotated[
        Path | None, typer.Option("--trace", metavar="FILE.svg|.png", help="Write a picture of the signal.")
    ] = None,
) -> None:
    r"""Measure a recording: when the person lifted, pressed, held and let go, how often, and how well.

    \b
    levelhip analyze session.csv
    levelhip analyze thigh.csv.gz --columns t_s,ax_g,ay_g,az_g --exercise clamshell
    levelhip analyze export.csv --rigging strand
    levelhip analyze scale.csv --column t_s=Time:ms --column force_n=Weight:kg --report report.html
    """
    from levelhip.commands.reading_options import read_options
    from levelhip.services.measure import with_dose

    _keep_apart(file, report, trace)
    options = read_options(column, columns, frame, side, rigging)
    prescription = with_dose(_prescription(exercise), hold)
    measured = _measure_file(file, options, prescription, side, best_press)
    if report is not None:
        _write_report(measured, report)
    if trace is not None:
        _write_trace(measured, trace)
    _show(measured, as_json=json_)
    if measured.record.rep_count == 0:
        raise typer.Exit(NOTHING_FOUND)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the files go.")] = Path("levelhip-demo"),
    seed: Annotated[int, typer.Option("--seed", help="Another patient, another session.")] = 1,
) -> None:
    """A simulated patient does today's session: it is measured, shown, and reported. No questions, no network."""
    from levelhip.recordings import write_csv
    from levelhip.services.demonstrate import DEMO_FAULTS, SimulationRequest, measure_simulated, simulate, write_session

    session = simulate(SimulationRequest(seed=seed, faults=DEMO_FAULTS))
    with _status("a simulated patient does today's session") as tell:
        kinds = ("force", "camera", "shin")
        files = write_session(session, out, kinds, write_csv, suffix=".csv", name="session", progress=tell)
        measured = measure_simulated(session, "force", _prescription(DEFAULT_EXERCISE), files[0].name)
    _write_report(measured, out / "report.html")
    _show(measured, as_json=False)
    print(f"\nWritten to {out}: report.html, {', '.join(file.name for file in files)}")
    print(f"Next: levelhip analyze {files[0]}")


@app.command()
def simulate(
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files go.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same session.")] = 1,
    population: Annotated[str, typer.Option("--population", help="everyday, frail or athletic.")] = "everyday",
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Sensor to record: force, strand, camera, shin, ... (all)")
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="KIND:SIDE:NUMBER", help="What goes wrong: early_release:right:3 (drawn)"),
    ] = None,
    no_faults: Annotated[bool, typer.Option("--no-faults", help="Nothing goes wrong.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet instead of CSV.")] = False,
) -> None:
    r"""Record a virtual patient with every sensor, together with the truth.

    \b
    levelhip simulate recordings --seed 7
    levelhip simulate recordings --kind camera --fault broken:right:2 --fault partial_lift:left:5
    """
    from levelhip import simulation
    from levelhip.recordings import write_csv, write_parquet
    from levelhip.services import demonstrate as service

    faults = tuple(service.parse_fault(text) for text in fault or [])
    wanted = faults if faults or no_faults else None
    with _status("recording") as tell:
        files = service.write_session(
            service.simulate(service.SimulationRequest(seed, population, wanted)),
            out,
            kind or simulation.RECORDING_KINDS,
            write_parquet if parquet else write_csv,
            suffix=".parquet" if parquet else ".csv",
            name=f"session{seed}",
            progress=tell,
        )
    for file in files:
        print(file)


@app.command()
def exercises(
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="One exercise, explained.")] = None,
    json_: JsonOption = False,
) -> None:
    """List the exercises, or explain one: how to do it, how much, what can measure it, and where that comes from."""
    from levelhip.exercise.library import exercise_keys, load_exercise
    from levelhip.reports.exercise_text import exercise_dict, explain, overview

    if key is None:
        shown = [load_exercise(each) for each in exercise_keys()]
        print(json.dumps([exercise_dict(each) for each in shown], indent=1) if json_ else overview(shown))
        return
    one = _prescription(key).exercise
    print(json.dumps(exercise_dict(one), indent=1) if json_ else explain(one))


@app.command()
def evidence(
    word: Annotated[str | None, typer.Argument(metavar="[KEY|WORD]", help="A number's key, or a word to find.")] = None,
    json_: JsonOption = False,
) -> None:
    r"""Where every number comes from: its value, what it decides, its sources and how far they are to be trusted.

    \b
    levelhip evidence
    levelhip evidence dose.hold_s
    levelhip evidence Sears
    """
    from levelhip.exercise.evidence import UnknownNumberError, find_numbers, numbers
    from levelhip.reports.evidence_text import evidence_text, number_dict

    try:
        found = tuple(numbers().values()) if word is None else find_numbers(word)
    except UnknownNumberError as error:
        raise _InputError(str(error)) from None
    print(json.dumps([number_dict(each) for each in found], indent=1) if json_ else evidence_text(found))


@app.command()
def doctor(json_: JsonOption = False) -> None:
    """Look after the installation: what is there, what is missing, and whether the engine measures as it should."""
    from dataclasses import asdict

    from levelhip.services.doctor import examine

    findings = list(examine())
    if json_:
        print(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            print(f"{finding.state:8} {finding.what}: {finding.said}")
    if any(finding.state != "ok" for finding in findings):
        raise typer.Exit(NOTHING_FOUND)


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
    for _command in _group.registered_commands:
        if _command.callback is not None and _command.callback.__doc__:  # before examples click wants the character
            _command.callback.__doc__ = _command.callback.__doc__.replace(r"\b", "\b")


# -- what the commands share -------------------------------------------------------------------------------------------


class _InputError(ValueError):
    """Something a person can mend; the message is one line."""


def _keep_apart(file: Path, *targets: Path | None) -> None:
    """A report never takes the place of the recording it is about."""
    for target in targets:
        if target is not None and target.exists() and file.exists() and target.samefile(file):
            message = f"{target}: that is the recording itself; give the report another name"
            raise _InputError(message)


def _prescription(key: str) -> Prescription:
    from levelhip.exercise.library import UnknownExerciseError, load_exercise
    from levelhip.exercise.protocol import prescribe

    try:
        return prescribe(load_exercise(key))
    except UnknownExerciseError as error:
        raise _InputError(str(error)) from None


def _measure_file(
    file: Path,
    options: ReadOptions,
    prescription: Prescription,
    side: Literal["left", "right"] | None,
    best_press_n: float | None,
) -> Measurement:
    from levelhip.commands.waiting import progress_bar
    from levelhip.recordings import open_recording
    from levelhip.services.measure import measure

    with progress_bar(f"measuring {file.name}") as progress:
        recording = open_recording(file, options)
        return measure(recording, prescription, side=side, best_press_n=best_press_n, progress=progress)


def _write_report(measured: Measurement, path: Path) -> None:
    from levelhip.reports.session_html import write_session_html

    _writing(path, lambda: write_session_html(measured.record, measured.trace, path))


def _write_trace(measured: Measurement, path: Path) -> None:
    from levelhip.reports.trace_image import write_trace_image

    _writing(path, lambda: write_trace_image(measured.record, measured.trace, path))


def _writing(path: Path, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror or error}"
        raise _InputError(message) from None


def _show(measured: Measurement, *, as_json: bool) -> None:
    record = measured.record
    if as_json:
        print(json.dumps(record.as_dict(), indent=1, ensure_ascii=False))
        return
    from levelhip.reports.session_text import print_session

    print_session(record)


# -- progress, errors --------------------------------------------------------------------------------------------------


@contextmanager
def _status(label: str) -> Iterator[Callable[[str], None]]:
    """Says on stderr what is being done, where somebody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(label) as status:
        yield lambda step: status.update(f"{label}: {step}")


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
