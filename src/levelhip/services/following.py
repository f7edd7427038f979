"""Follow a force sensor that is there now through a coached session: what it sends, what is due, and its recording."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Final, Self, TextIO

from levelhip.exercise.signals import COLUMNS, Quantity, Sample, Side
from levelhip.ports import Json, RecordingError, Sensor, SensorError, SensorNews, SensorState
from levelhip.services.running_set import RunningSet
from levelhip.session.load_cell import STRANDS, Rigging

QUANTITIES: Final[dict[Rigging, Quantity]] = {"strand": Quantity.STRAND_TENSION, "inline": Quantity.FORCE}
"""What is written down for each rigging, so that a recording tells where its sensor was."""

Show = Callable[[SensorNews | None, Sequence[Json]], None]
"""Told of everything the sensor tells (None: only time has passed), and of what the coach makes of it."""


class RunningFile:
    """A recording that grows row by row: whoever is killed loses the last packet at most. Without a row, no file."""

    def __init__(self, path: Path, rigging: Rigging) -> None:
        self._path, self._strands = path, STRANDS[rigging]
        self._is_empty = True
        above = "" if QUANTITIES[rigging] is Quantity.STRAND_TENSION else f"# rigging: {rigging}\n"
        self._header = above + ",".join(("t_s", *COLUMNS[QUANTITIES[rigging]], "side"))

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

    def add(self, t_s: float, force_n: Sample, side: Side | None) -> None:
        """Write a row; it is the system's when this returns. `side`: for which it counts. Raises RecordingError."""
        if isinstance(force_n, float):
            self._is_empty = False
            self._write(f"{t_s!r},{force_n / self._strands!r},{side or ''}\n")

    def _write(self, text: str) -> None:
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            raise RecordingError(f"{self._path}: cannot be written: {error.strerror or error}") from None


async def follow(sensor: Sensor, running: RunningSet, show: Show, clock: Callable[[], float]) -> None:
    """Give the session what the sensor sends, and the time, until it is over. `clock`: gives session seconds.

    Cancel it to stop sooner. Raises SensorError where the sensor is gone for good, RecordingError, NotCleared.
    """
    show(None, running.take({"do": "command", "command": "begin", "t_s": 0.0}))
    arrivals: asyncio.Queue[SensorNews | Exception] = asyncio.Queue()
    listening = asyncio.create_task(_listen(sensor.news(), arrivals))
    try:
        while not running.is_over:
            arrival = await _next(arrivals, running.live.next_deadline_s(), clock)
            if isinstance(arrival, Exception):
                raise arrival
            outputs = [each for given in _inputs(sensor, arrival, clock) for each in running.take(given)]
            show(arrival, outputs)
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def _listen(news: AsyncGenerator[SensorNews, None], arrivals: asyncio.Queue[SensorNews | Exception]) -> None:
    """Put everything it tells into the queue; its end too."""
    try:
        async with aclosing(news):
            async for each in news:
                arrivals.put_nowait(each)
        arrivals.put_nowait(SensorError("the sensor has ended"))
    except Exception as error:  # noqa: BLE001 - whoever follows raises it again
        arrivals.put_nowait(error)


async def _next(
    arrivals: asyncio.Queue[SensorNews | Exception], due_s: float | None, clock: Callable[[], float]
) -> SensorNews | Exception | None:
    """What comes next; None where something is due before."""
    try:
        async with asyncio.timeout(None if due_s is None else max(0.0, due_s - clock())):
            return await arrivals.get()
    except TimeoutError:
        return None


def _inputs(sensor: Sensor, news: SensorNews | None, clock: Callable[[], float]) -> list[Json]:
    """The session's inputs, as a page makes them."""
    if news is None:
        return [{"do": "advance", "t_s": round(clock(), 6)}]
    if news.state in (SensorState.CONNECTED, SensorState.FOUND):
        return [{"do": "connected", "t_s": round(news.t_s, 6), "device": sensor.device}]
    if news.packet:
        return [{"do": "packet", "t_s": round(news.t_s, 6), "device": sensor.device, "hex": news.packet.hex()}]
    return []
