"""Measure as it happens, with a load cell in the belt: `levelhip live`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from levelhip.commands.options import DataDirOption

if TYPE_CHECKING:
    from levelhip.exercise.protocol import Prescription
    from levelhip.ports import Sensor, SensorNews
    from levelhip.reports.live_text import LiveView
    from levelhip.services.following import LiveRun, RunningFile, Show
    from levelhip.services.measure import Measurement
    from levelhip.session.events import Event
    from levelhip.session.load_cell import Rigging

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
    side: Annotated[Literal["left", "right"] | None, typer.Option("--side", help="Which leg.")] = None,
    exercise: Annotated[
        str, typer.Option("--exercise", "-e", metavar="KEY", help="See `levelhip exercises`.")
    ] = "isometric_hip_abduction",
    record: Annotated[
        Path | None, typer.Option("--record", metavar="FILE.csv", help="Write the samples there, as they come.")
    ] = None,
    data_dir: DataDirOption = None,
) -> None:
    r"""Measure one set live: zero the belt, show how hard you press, count; at the end the table of `analyze`.

    It ends after the exercise's repetitions, or with Ctrl-C. Only who is cleared for the exercise may start.

    \b
    levelhip live --rigging strand
    levelhip live --rigging inline --side left --record session.csv
    """
    from levelhip.exercise.library import UnknownExerciseError, load_exercise
    from levelhip.exercise.protocol import prescribe
    from levelhip.services.following import LiveRun

    try:
        prescription = prescribe(load_exercise(exercise))
    except UnknownExerciseError as error:
        raise ValueError(str(error)) from None
    run = LiveRun("live" if record is None else record.name, prescription, rigging, side)
    _refuse_uncleared(data_dir, exercise)
    measured = asyncio.run(_live(run, prescription, rigging, device, record, side))
    from levelhip.reports.session_text import print_session

    print_session(measured.record)
    if record is not None:
        print(f"Written to {record}. The same again: levelhip analyze {record} --exercise {exercise}")
    if measured.record.rep_count == 0:
        raise typer.Exit(NOTHING_FOUND)


def _refuse_uncleared(data_dir: Path | None, exercise: str) -> None:
    """Raise ValueError unless the coach would start it now."""
    from levelhip.bootstrap import open_services
    from levelhip.ports import StoreError
    from levelhip.services.coaching import NotCleared, Resting
    from levelhip.settings import Settings, usual_data_dir

    settings = Settings(data_dir or usual_data_dir())
    answer = "answer its questions first: run `levelhip` and open Clearance"
    if not settings.database.is_file():
        raise ValueError(f"{exercise}: nothing is known yet of whether you may start; {answer}")
    try:
        services = open_services(settings, lambda _: {})
    except StoreError as error:
        raise ValueError(error.line) from None
    try:
        services.coaching.config(exercise, "clock")
    except NotCleared as no:
        reason = no.assessment.reasons[0]
        raise ValueError(f"{exercise}: you may not start now: {reason.text} {no.assessment.do_now or answer}") from None
    except Resting as rest:
        raise ValueError(f"{exercise}: {rest.reason}") from None
    except StoreError as error:
        raise ValueError(error.line) from None
    finally:
        services.store.close()


async def _live(
    run: LiveRun,
    prescription: Prescription,
    rigging: Rigging,
    device: str | None,
    record: Path | None,
    side: Literal["left", "right"] | None,
) -> Measurement:
    from levelhip.reports.live_text import LiveView, rigging_words
    from levelhip.services.following import RunningFile

    with ExitStack() as stack:
        file = None if record is None else stack.enter_context(RunningFile(record, run.quantity, side))
        sensor = await _sensor(device, rigging)
        print(f"{sensor.name}, {rigging_words(rigging)}")
        print("Keep breathing, and stop if it hurts: Ctrl-C.")
        await _until_stopped(sensor, run, file, LiveView(prescription), prescription.reps)
    return run.finish()


async def _sensor(device: str | None, rigging: Rigging) -> Sensor:
    """The one that is wanted, or the loudest. Raises ValueError where there is none."""
    from levelhip.ports import SensorError
    from levelhip.sensors.finding import find
    from levelhip.sensors.radio import Radio

    radio, began_s = Radio(), time.monotonic()
    found = await find(radio, device)
    if not found:
        what = "no load cell is near" if device is None else f"{device}: not near"
        raise SensorError(f"{what}; switch it on, bring it here, close other apps that use it, see `levelhip devices`")
    return found[0].sensor(rigging, lambda: time.monotonic() - began_s, radio)


async def _until_stopped(sensor: Sensor, run: LiveRun, file: RunningFile | None, view: LiveView, reps: int) -> None:
    """Follow the sensor until it is done, or Ctrl-C: then what there is is measured."""
    from levelhip.ports import SensorError
    from levelhip.services.following import follow

    with _screen(view) as show:
        try:
            await follow(sensor, run, file, show, reps=reps)
        except (asyncio.CancelledError, SensorError) as end:
            if run.is_empty:
                raise
            print(f"Ended: {end}" if str(end) else "Stopped. If it hurt, do no more today.")
    print("Take the belt off before you get up.")


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

        def show(news: SensorNews, events: Sequence[Event]) -> None:
            for line in view.take(news, events):
                console.print(f"{news.t_s:7.1f} s  {line}", markup=False)
            if screen is not None:
                screen.update(view.text())

        yield show
