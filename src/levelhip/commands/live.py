"""A session on the terminal, with a load cell in the belt: `levelhip live`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from levelhip.commands.options import DataDirOption

if TYPE_CHECKING:
    from levelhip.bootstrap import Services
    from levelhip.ports import Json, Sensor, SensorNews
    from levelhip.reports.live_text import LiveView
    from levelhip.services.following import Show
    from levelhip.services.running_set import RunningSet
    from levelhip.session.load_cell import Rigging
    from levelhip.session.record import SessionRecord

NOTHING_FOUND: Final = 1


def live(
    rigging: Annotated[
        Literal["strand", "inline"],
        typer.Option(
            "--rigging", help="Where the cell is: in one strand of the loop, or inline between two cuffs. Needed."
        ),
    ],
    device: Annotated[
        str | None, typer.Option("--device", metavar="NAME|ADDRESS", help="Which one; see `levelhip devices`.")
    ] = None,
    side: Annotated[Literal["left", "right"] | None, typer.Option("--side", help="One leg only.")] = None,
    exercise: Annotated[
        str, typer.Option("--exercise", "-e", metavar="KEY", help="See `levelhip exercises`.")
    ] = "isometric_hip_abduction",
    record: Annotated[
        Path | None, typer.Option("--record", metavar="FILE.csv", help="Write the samples there, as they come.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Keep it in the history, as the page does, or leave no trace.")
    ] = True,
    data_dir: DataDirOption = None,
) -> None:
    r"""Coach a session on the terminal: the words, how hard you press, the count; at the end the table of `analyze`.

    It has the dose that your plan has today and is kept in the history. It ends by itself, or with Ctrl-C. Only who is
    cleared for the exercise may start.

    \b
    levelhip live --rigging strand
    levelhip live --rigging inline --side left --record session.csv --no-keep
    """
    from levelhip.services.following import RunningFile

    with _services(data_dir, exercise) as services, ExitStack() as stack:
        for cut_off in services.live_sets.finish_what_was_cut_off():
            when = cut_off["started_at"][:16].replace("T", " ")
            print(f"The session of {when} UTC was cut off; kept as far as it came: {cut_off['summary']}")
        running = _begun(services, exercise, rigging, side, keeps=keep)
        if record is not None:
            running.live.listen(stack.enter_context(RunningFile(record, rigging)).add)
        clock = _stopwatch()
        asyncio.run(_live(running, rigging, device, clock))
        _ask_how_it_was(services, running, clock(), keeps=keep)
        measured = _measured(running.finish())
    _tell(measured, running, record, exercise, keeps=keep)
    if measured.rep_count == 0:
        raise typer.Exit(NOTHING_FOUND)


@contextmanager
def _services(data_dir: Path | None, exercise: str) -> Iterator[Services]:
    """What is kept of the person. Raises ValueError where nothing is: nobody has answered anything yet then."""
    from levelhip.commands.kept import kept_services
    from levelhip.settings import Settings, usual_data_dir

    if not Settings(data_dir or usual_data_dir()).database.is_file():
        raise ValueError(
            f"{exercise}: nothing is known yet of whether you may start; "
            "answer its questions first: run `levelhip` and open Clearance"
        )
    with kept_services(data_dir) as services:
        yield services


def _begun(
    services: Services, exercise: str, rigging: Rigging, side: Literal["left", "right"] | None, *, keeps: bool
) -> RunningSet:
    """The session. Raises ValueError unless the coach would start it now."""
    from levelhip.exercise.library import UnknownExerciseError
    from levelhip.services.coaching import NotCleared, Resting

    try:
        return services.live_sets.begin(exercise, rigging, side, keeps=keeps)
    except UnknownExerciseError as error:
        raise ValueError(str(error)) from None
    except NotCleared as no:
        reason = no.assessment.reasons[0]
        do = no.assessment.do_now or "answer its questions first: run `levelhip` and open Clearance"
        raise ValueError(f"{exercise}: you may not start now: {reason.text} {do}") from None
    except Resting as rest:
        raise ValueError(f"{exercise}: {rest.reason}") from None


def _stopwatch() -> Callable[[], float]:
    began_s = time.monotonic()
    return lambda: time.monotonic() - began_s


async def _live(running: RunningSet, rigging: Rigging, device: str | None, clock: Callable[[], float]) -> None:
    """Follow the sensor until the session is over, or Ctrl-C. Raises SensorError where nothing was heard of it."""
    from levelhip.ports import SensorError
    from levelhip.reports.live_text import LiveView, rigging_words
    from levelhip.services.following import follow

    sensor = await _sensor(device, rigging, clock)
    print(f"{sensor.name}, {rigging_words(rigging)}")
    print("Keep breathing, and stop if it hurts: Ctrl-C.")
    with _screen(LiveView()) as show:
        try:
            await follow(sensor, running, show, clock)
        except (asyncio.CancelledError, SensorError) as end:
            if running.is_empty:
                raise
            print(f"Ended: {end}" if str(end) else "Stopped.")
    print("Take the belt off before you get up.")


async def _sensor(device: str | None, rigging: Rigging, clock: Callable[[], float]) -> Sensor:
    """The one that is wanted, or the loudest. Raises SensorError where there is none."""
    from levelhip.ports import SensorError
    from levelhip.sensors.finding import find
    from levelhip.sensors.radio import Radio

    radio = Radio()
    found = await find(radio, device)
    if not found:
        what = "no load cell is near" if device is None else f"{device}: not near"
        raise SensorError(f"{what}; switch it on, bring it here, close other apps that use it, see `levelhip devices`")
    return found[0].sensor(rigging, clock, radio)


@contextmanager
def _screen(view: LiveView) -> Iterator[Show]:
    """Shows the view where somebody looks, and the lines worth keeping everywhere."""
    from rich.console import Console
    from rich.live import Live

    console = Console(highlight=False, soft_wrap=True)
    with ExitStack() as stack:
        screen = None
        if console.is_terminal:
            screen = stack.enter_context(Live(view.text(), console=console, refresh_per_second=12, transient=True))

        def show(news: SensorNews | None, outputs: Sequence[Json]) -> None:
            for line in view.take(news, outputs):
                console.print(line, markup=False)
            if screen is not None:
                screen.update(view.text())

        yield show


def _ask_how_it_was(services: Services, running: RunningSet, now_s: float, *, keeps: bool) -> None:
    """Whether it hurt, where it was stopped; else pain and effort. Whoever is not there, or skips, tells nothing."""
    from levelhip.commands.asking import ask_scale, ask_yes, somebody_is_there

    asks = somebody_is_there()
    if not running.is_over:
        hurt = ask_yes("Did you stop because it hurt?") if asks else None
        running.take({"do": "command", "command": "pain" if hurt else "stop", "t_s": now_s})
        if hurt:
            _stopped_for_pain(services, running, now_s, keeps=keeps)
            return
        if hurt is None:
            print("If it hurt, do no more today, and tell it on the session's page.")
    if asks and keeps:
        told = {"pain": ask_scale("Pain in it, at its worst?"), "effort": ask_scale("Effort?"), "stop_answers": None}
        running.take({"do": "afterwards", "t_s": now_s, **told})


def _stopped_for_pain(services: Services, running: RunningSet, now_s: float, *, keeps: bool) -> None:
    """Ask what is asked after a stop for pain, and say what to do. It closes the day, kept session or not."""
    from levelhip.commands.asking import ask_all
    from levelhip.exercise.clearance import assess_stop, stop_questions

    number = None if keeps and not running.is_empty else services.strength.stop()
    answers = ask_all(stop_questions())
    running.take({"do": "afterwards", "t_s": now_s, "pain": None, "effort": None, "stop_answers": answers or None})
    after = assess_stop(answers) if number is None else services.strength.answer_stop(number, answers)
    for reason in after.reasons:
        print(reason.text)
    print(after.do_now)


def _measured(record: Json) -> SessionRecord:
    from levelhip.services.rebuilding import rebuilt

    return rebuilt(record)[0]


def _tell(measured: SessionRecord, running: RunningSet, record: Path | None, exercise: str, *, keeps: bool) -> None:
    """The table, and where everything is."""
    from levelhip.reports.session_text import print_session

    print_session(measured)
    if record is not None and record.is_file():
        asked = measured.prescription
        again = f"levelhip analyze {record} --exercise {exercise} --hold {asked.hold_s:g}"
        print(f"Written to {record}. The same again: {again}")
    if running.trouble:
        print(f"Not kept in the history: {running.trouble}")
    elif keeps and not running.is_empty:
        print(f"Kept in the history: run `levelhip` and open /history/{running.config['id']}")
