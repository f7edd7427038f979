"""A Tindeq Progressor, or a load cell built to speak like one: connected, told to stream, sought again where lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING, Final

from levelhip.ports import SensorError, SensorNews, SensorState
from levelhip.sensors.radio import Radio, quietly, refusals
from levelhip.session.load_cell import LoadCell, Rigging
from levelhip.session.progressor import NOTIFY_UUID, WRITE_UUID, Command, command_bytes

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.device import BLEDevice

SILENCE_S: Final = 3.0
"""A connection that says nothing for so long is none: 240 readings are missing."""
AGAIN_S: Final = (0.2, 0.5, 1.0, 2.0)
"""Waited before each attempt to connect again; the last one over and over."""
GIVE_UP_S: Final = 120.0
"""After this long a belt that is not found again is told of as gone."""

Arrival = tuple[bytes, float] | None
"""A notification and when it came; None: the connection is lost."""


class Progressor:
    """Streams a Progressor's samples. `clock`: gives session seconds."""

    device = "progressor"

    def __init__(self, device: BLEDevice, rigging: Rigging, clock: Callable[[], float], radio: Radio) -> None:
        self.name = device.name or device.address
        self.cell = LoadCell(rigging)
        self._device, self._clock, self._radio = device, clock, radio
        self._told_low = False

    async def news(self) -> AsyncGenerator[SensorNews, None]:
        """As the port says."""
        link = await self._connected()
        yield SensorNews(SensorState.CONNECTED, self._clock())
        while True:
            try:
                while (arrival := await link.next()) is not None:
                    yield self._told(*arrival)
            finally:
                await link.close()
            yield SensorNews(SensorState.LOST, self._clock())
            link = await self._found_again()
            yield SensorNews(SensorState.FOUND, self._clock())

    def _told(self, packet: bytes, t_s: float) -> SensorNews:
        cell = self.cell
        before_mv = cell.battery_mv
        if samples := cell.receive(packet, t_s):
            return SensorNews(SensorState.SAMPLES, t_s, tuple(samples), packet=packet)
        if cell.battery_mv != before_mv:
            return SensorNews(SensorState.BATTERY, t_s, battery_mv=cell.battery_mv, packet=packet)
        if cell.is_low and not self._told_low:
            self._told_low = True
            return SensorNews(SensorState.LOW_POWER, t_s, battery_mv=cell.battery_mv, packet=packet)
        return SensorNews(SensorState.PACKET, t_s, packet=packet)

    async def _connected(self) -> _Link:
        link = _Link(self._clock)
        await link.open(await self._radio.connect(self._device, link.broke))
        return link

    async def _found_again(self) -> _Link:
        """Connect again, after a pause that grows. Raises SensorError where that has been tried for long enough."""
        since_s, turn = self._clock(), 0
        while True:
            await asyncio.sleep(AGAIN_S[min(turn, len(AGAIN_S) - 1)])
            turn += 1
            # Before it streams, so that no sample of the new connection is timed by the old one.
            self.cell.reconnected(self._clock())
            try:
                return await self._connected()
            except SensorError as error:
                if self._clock() - since_s > GIVE_UP_S:
                    raise SensorError(f"{self.name} was lost and not found again in {GIVE_UP_S:.0f} s") from error


class _Link:
    """One connection: what it brings, in order, and its end."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._arrivals: asyncio.Queue[Arrival] = asyncio.Queue()
        self._client: BleakClient | None = None

    def broke(self) -> None:
        """The connection is lost; what came before is still read."""
        self._arrivals.put_nowait(None)

    async def open(self, client: BleakClient) -> None:
        """Ask for the battery, then for readings. Raises SensorError; the connection is closed then."""
        self._client = client
        try:
            with refusals("the device does not answer as a Progressor"):
                await client.start_notify(
                    NOTIFY_UUID, lambda _, data: self._arrivals.put_nowait((bytes(data), self._clock()))
                )
                for command in (Command.BATTERY, Command.START):
                    await client.write_gatt_char(WRITE_UUID, command_bytes(command))
        except SensorError:
            await self.close()
            raise

    async def next(self) -> Arrival:
        """The next notification; None when the connection is lost, or has been silent for too long."""
        try:
            async with asyncio.timeout(SILENCE_S):
                return await self._arrivals.get()
        except TimeoutError:
            return None

    async def close(self) -> None:
        """Stop the readings and let go, if it is still there."""
        client, self._client = self._client, None
        if client is None:
            return
        if client.is_connected:
            with quietly():
                await client.write_gatt_char(WRITE_UUID, command_bytes(Command.STOP))
        with quietly():
            await client.disconnect()
