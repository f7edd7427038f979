"""What every live sensor must do, as tests: derive from `SensorContract`, and say how to have one."""

from __future__ import annotations

import asyncio
import math
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, aclosing
from itertools import pairwise
from typing import Final

from levelhip.ports import Sensor, SensorNews, SensorState

LONG_ENOUGH_S: Final = 20.0


class SensorContract(ABC):
    """A sensor that is there, hangs loose, and loses its connection once after some samples."""

    @abstractmethod
    def a_sensor(self) -> AbstractAsyncContextManager[Sensor]:
        """A sensor in its surroundings."""

    async def heard(self, samples: int) -> tuple[Sensor, list[SensorNews]]:
        """Listen for so many samples, then let go."""
        news: list[SensorNews] = []
        async with self.a_sensor() as sensor, asyncio.timeout(LONG_ENOUGH_S), aclosing(sensor.news()) as told:
            news.extend([each async for each in _until(told, samples)])
        return sensor, news

    def test_it_keeps_the_laws_of_a_sensor(self) -> None:
        """Connected first; times go forward; lost, then found, never twice; samples are numbers."""
        sensor, news = asyncio.run(self.heard(100))
        assert sensor.name
        assert news[0].state is SensorState.CONNECTED
        ways = [each.state for each in news if each.state in {SensorState.LOST, SensorState.FOUND}]
        assert ways[:2] == [SensorState.LOST, SensorState.FOUND]
        assert all(one is not other for one, other in pairwise(ways))
        assert all(bool(each.samples) == (each.state is SensorState.SAMPLES) for each in news)
        assert all(each.packet for each in news if each.samples), "a session is replayed from what was sent"
        assert sensor.device
        samples = [sample for each in news for sample in each.samples]
        assert all(later[0] > earlier[0] for earlier, later in pairwise(samples))
        assert all(math.isfinite(t_s) and math.isfinite(force_n) for t_s, force_n in samples)


async def _until(told: AsyncIterator[SensorNews], samples: int) -> AsyncIterator[SensorNews]:
    """What is told until so many samples came, and the connection was lost and found."""
    came, was_found = 0, False
    async for each in told:
        yield each
        came += len(each.samples)
        was_found = was_found or each.state is SensorState.FOUND
        if came >= samples and was_found:
            return
