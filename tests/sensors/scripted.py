"""A sensor that tells what it is given, at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence

from levelhip.ports import SensorError, SensorNews, SensorState
from levelhip.session.load_cell import GRAVITY_MS2, LoadCell, Rigging


class ScriptedSensor:
    """`readings`: times (s) and the cell's kg; a gap of more than a second is a connection lost and found."""

    name = "Scripted"

    def __init__(self, readings: Iterable[tuple[float, float]], rigging: Rigging = "inline", end: str = "") -> None:
        self.cell = LoadCell(rigging)
        self.was_let_go = False
        self._readings, self._end = list(readings), end

    def zero(self) -> bool:
        return self.cell.tare()

    async def news(self) -> AsyncGenerator[SensorNews, None]:
        try:
            last_s = self._readings[0][0] if self._readings else 0.0
            yield SensorNews(SensorState.CONNECTED, last_s)
            for t_s, kg in self._readings:
                if t_s - last_s > 1.0:
                    yield SensorNews(SensorState.LOST, last_s)
                    yield SensorNews(SensorState.FOUND, t_s)
                yield SensorNews(SensorState.SAMPLES, t_s, tuple(self.cell.weigh(kg, t_s)))
                last_s = t_s
            if self._end:
                raise SensorError(self._end)
        finally:
            self.was_let_go = True


def loose_then(press: Sequence[tuple[float, float]], *, loose_kg: float = 0.3) -> list[tuple[float, float]]:
    """Three seconds of a loose belt, then a press given in N, as an inline cell reads it; 80 readings a second."""
    loose = [(k / 80, loose_kg) for k in range(240)]
    return loose + [(3.0 + t_s, loose_kg + force_n / GRAVITY_MS2) for t_s, force_n in press]
