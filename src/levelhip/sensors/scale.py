"""A WH-C06 hanging scale: heard, never connected to. Where it falls silent for long, it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING, Final

from levelhip.ports import SensorError, SensorNews, SensorState
from levelhip.sensors.radio import Radio
from levelhip.session.crane_scale import COMPANY, is_crane_scale
from levelhip.session.load_cell import LoadCell, Rigging

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

SILENCE_S: Final = 2.0
"""Sixteen readings are missing."""
GIVE_UP_S: Final = 120.0
"""After this long a scale that is not heard again is told of as gone."""


class CraneScale:
    """Listens to a scale's advertisements. `clock`: gives session seconds."""

    device = "wh-c06"

    def __init__(self, device: BLEDevice, rigging: Rigging, clock: Callable[[], float], radio: Radio) -> None:
        self.name = device.name or device.address
        self.cell = LoadCell(rigging)
        self._address, self._clock, self._radio = device.address, clock, radio

    async def news(self) -> AsyncGenerator[SensorNews, None]:
        """As the port says."""
        heard_so_far: asyncio.Queue[tuple[bytes, float]] = asyncio.Queue()

        def seen(device: BLEDevice, heard: AdvertisementData) -> None:
            name = heard.local_name or device.name
            if device.address == self._address and is_crane_scale(name, heard.manufacturer_data):
                heard_so_far.put_nowait((bytes(heard.manufacturer_data[COMPANY]), self._clock()))

        async with self._radio.scanning(seen):
            state = SensorState.CONNECTED
            while True:
                said, t_s = await self._next(heard_so_far, GIVE_UP_S)
                yield SensorNews(state, t_s)
                try:
                    while True:
                        if samples := self.cell.hear(said, t_s):
                            yield SensorNews(SensorState.SAMPLES, t_s, tuple(samples), packet=said)
                        said, t_s = await self._next(heard_so_far, SILENCE_S)
                except SensorError:
                    yield SensorNews(SensorState.LOST, self._clock())
                state = SensorState.FOUND

    async def _next(self, heard: asyncio.Queue[tuple[bytes, float]], within_s: float) -> tuple[bytes, float]:
        try:
            async with asyncio.timeout(within_s):
                return await heard.get()
        except TimeoutError:
            raise SensorError(f"{self.name} has not been heard for {within_s:.0f} s") from None
