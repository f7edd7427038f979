"""Follow a force sensor that is there now: zero it, measure and write down what comes, end as a recording would."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TextIO

from levelhip.exercise.protocol import Prescription
from levelhip.exercise.signals import COLUMNS, Quantity, Side
from levelhip.ports import Chunk, Recording, RecordingError, Sensor, SensorError, SensorNews, SensorState
from levelhip.services.measure import Measurement, Run, choose_signal
from levelhip.session.engine import Profile
from levelhip.session.events import Event, RepCompleted
from levelhip.session.load_cell import STRANDS, Rigging
from levelhip.session.replay import RecordBuilder

QUANTITIES: Final[dict[Rigging, Quantity]] = {"strand": Quantity.STRAND_TENSION, "inline": Quantity.FORCE}
"""What is written down for each rigging, so that a recording tells where its sensor was."""
ZERO_EVERY_S: Final = 1.0
ZERO_WITHIN_S: Final = 60.0
"""A belt that does not hang loose for so long is given up."""

Show = Callable[[SensorNews, Sequence[Event]], None]
"""Told of everything the sensor tells, and of what the engine makes of it."""


@dataclass(slots=True)
class _Listened(RecordBuilder):
    """Hears the events on their way into the record."""

    heard: list[Event] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """One event, in order."""
        self.heard.append(event)
        RecordBuilder.take(self, event)


class LiveRun:
    """Measures samples as they come. What comes of them is what `measure` makes of their recording."""

    def __init__(self, source: str, prescription: Prescription, rigging: Rigging, side: Side | None) -> None:
        self.quantity = QUANTITIES[rigging]
        self.reps = 0
        self.is_empty = True
        """Whether nothing has come yet."""
        self._source, self._side, self._strands = source, side, STRANDS[rigging]
        columns = ("t_s", *COLUMNS[self.quantity])
        signal = choose_signal(prescription, columns, side)
        self._builder = _Listened(prescription)
        self._run = Run(source, prescription, Profile(driver=signal.quantity), signal, side, self._builder)

    def take(self, samples: Sequence[tuple[float, float]]) -> tuple[list[tuple[float, float]], list[Event]]:
        """Measure times (s) and net forces (N); gives them as they are written down, and what the engine says."""
        self.is_empty = False
        rows = [(t_s, force_n / self._strands) for t_s, force_n in samples]
        sides = None if self._side is None else [str(self._side)] * len(rows)
        numbers = {COLUMNS[self.quantity][0]: [value for _, value in rows]}
        self._run.take(Chunk([t_s for t_s, _ in rows], numbers, sides))
        said, self._builder.heard = self._builder.heard, []
        self.reps += sum(isinstance(event, RepCompleted) for event in said)
        return rows, said

    def finish(self) -> Measurement:
        """It is over. Raises RecordingError where nothing came."""
        columns = ("t_s", *COLUMNS[self.quantity], *(() if self._side is None else ("side",)))
        return self._run.finish().measurement(Recording(self._source, columns, iter(())))


class RunningFile:
    """A recording that grows row by row: whoever is killed loses the last packet at most. Without a row, no file."""

    def __init__(self, path: Path, quantity: Quantity, side: Side | None) -> None:
        self._path, self._side = path, side
        self._is_empty = True
        self._header = ",".join(("t_s", *COLUMNS[quantity], *(() if side is None else ("side",))))

    def __enter__(self) -> Self:
        """Begin the file. Raises RecordingError where there is one, or none can be."""
        try:
            self._file: TextIO = self._path.open("x", encoding="utf-8", newline="")
        except FileExistsError:
            raise RecordingError(f"{self._path}: is there already; choose another name") from None
        except OSError as error:
            raise RecordingError(f"{self._path}: cannot be written: {error.strerror or error}") from None
        self._write(f"{self._header}\n")
        return self

    def __exit__(self, *_: object) -> None:
        """End the file."""
        self._file.close()
        if self._is_empty:
            self._path.unlink(missing_ok=True)

    def add(self, rows: Sequence[tuple[float, float]]) -> None:
        """Write rows; they are the system's when this returns. Raises RecordingError."""
        self._is_empty = False
        end = "\n" if self._side is None else f",{self._side}\n"
        self._write("".join(f"{t_s!r},{value!r}{end}" for t_s, value in rows))

    def _write(self, text: str) -> None:
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            raise RecordingError(f"{self._path}: cannot be written: {error.strerror or error}") from None


async def follow(sensor: Sensor, run: LiveRun, file: RunningFile | None, show: Show, *, reps: int) -> None:
    """Zero a sensor, then measure and write down what it tells until `reps` repetitions are counted.

    Cancel it to stop sooner: what came until then is measured and written. Raises SensorError, RecordingError.
    """
    async with aclosing(sensor.news()) as news:
        await _zero(sensor, news, show)
        async for each in news:
            rows, said = run.take(each.samples) if each.samples else ([], [])
            if file is not None and rows:
                file.add(rows)
            show(each, said)
            if run.reps >= reps:
                return


async def _zero(sensor: Sensor, news: AsyncGenerator[SensorNews, None], show: Show) -> None:
    """Listen until the belt hangs loose, and take that for nothing."""
    began_s = next_s = None
    async for each in news:
        show(each, ())
        if each.state is not SensorState.SAMPLES:
            continue
        if began_s is None or next_s is None:
            began_s, next_s = each.t_s, each.t_s + ZERO_EVERY_S
        if each.t_s >= next_s:
            if sensor.zero():
                show(SensorNews(SensorState.ZEROED, each.t_s), ())
                return
            next_s = each.t_s + ZERO_EVERY_S
            if each.t_s - began_s > ZERO_WITHIN_S:
                raise SensorError(f"the belt was pulled for {ZERO_WITHIN_S:.0f} s; let it hang loose, then start again")
