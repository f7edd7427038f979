"""A Progressor that does not exist, on bumble's radio in this process: it advertises, answers, streams, breaks off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from bumble.controller import Controller
from bumble.core import AdvertisingData
from bumble.device import Connection, Device
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.hci import Address
from bumble.host import Host
from bumble.link import LocalLink
from bumble.transport.common import AsyncPipeSink

from levelhip.session.progressor import (
    NOTIFY_UUID,
    SERVICE_UUID,
    WRITE_UUID,
    Command,
    Weight,
    answer_packet,
    battery_packet,
    low_power_packet,
    weight_packet,
)

ADDRESS: Final = "C0:01:02:03:04:05"
NAME: Final = "Progressor_0042"
RATE_HZ: Final = 80
A_PACKET: Final = 8
"""Readings in one notification."""


def a_link() -> LocalLink:
    """The air of this process."""
    return LocalLink()  # type: ignore[no-untyped-call]


def device_on(link: LocalLink, name: str, address: str) -> Device:
    """A Bluetooth device on a radio that ends at this process."""
    controller = Controller(name, link=link)
    host = Host(controller, AsyncPipeSink(controller))
    controller.random_address = Address(address)
    return Device(name=name, address=Address(address), host=host)


class VirtualProgressor:
    """Streams `kg_at(seconds)`, 80 readings a second. Its clock begins at `first_us` with every start."""

    def __init__(self, link: LocalLink, kg_at: Callable[[float], float], first_us: int = 0) -> None:
        self.device = device_on(link, NAME, ADDRESS)
        self.sent: list[Weight] = []
        self.commands: list[int] = []
        self._is_on = True
        self._kg_at, self._first_us = kg_at, first_us
        self._answering: set[asyncio.Task[None]] = set()
        self._streaming: asyncio.Task[None] | None = None
        self._notify: Characteristic[bytes] = Characteristic(
            NOTIFY_UUID, Characteristic.Properties.NOTIFY, Characteristic.READABLE, b""
        )
        write = CharacteristicValue[bytes](write=self._asked)
        properties = Characteristic.Properties.WRITE | Characteristic.Properties.WRITE_WITHOUT_RESPONSE
        takes: Characteristic[bytes] = Characteristic(WRITE_UUID, properties, Characteristic.WRITEABLE, write)
        self.device.add_service(Service(SERVICE_UUID, [self._notify, takes]))
        self.device.on("connection", self._connected)

    async def begin(self) -> None:
        """Switch it on."""
        await self.device.power_on()
        await self._advertise()

    async def _advertise(self) -> None:
        """By its name alone: this radio has no answers to scans, and name and service do not fit together."""
        name = AdvertisingData([(AdvertisingData.COMPLETE_LOCAL_NAME, NAME.encode())])
        await self.device.start_advertising(advertising_data=bytes(name))

    async def break_off(self) -> None:
        """Lose the connection, as out of reach; then be there again."""
        self._stop()
        for connection in list(self.device.connections.values()):
            await connection.disconnect()

    async def switch_off(self) -> None:
        """Break off, and not be there again."""
        self._is_on = False
        await self.break_off()

    async def say_low(self) -> None:
        """Tell that the battery is almost empty."""
        await self.device.notify_subscribers(self._notify, low_power_packet())

    def _connected(self, connection: Connection) -> None:
        connection.on("disconnection", lambda _: asyncio.get_running_loop().create_task(self._lost()))

    async def _lost(self) -> None:
        self._stop()
        if self._is_on and not self.device.is_advertising:
            await self._advertise()

    def _asked(self, _: Connection, value: bytes) -> None:
        self.commands.append(value[0])
        match value[0]:
            case Command.START:
                self._stop()
                self._streaming = asyncio.get_running_loop().create_task(self._stream())
            case Command.STOP:
                self._stop()
            case Command.BATTERY:
                self._answer(battery_packet(3911))
            case Command.FIRMWARE:
                self._answer(answer_packet(b"1.2.3.4"))

    def _answer(self, packet: bytes) -> None:
        task = asyncio.get_running_loop().create_task(self.device.notify_subscribers(self._notify, packet))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    def _stop(self) -> None:
        if self._streaming is not None:
            self._streaming.cancel()
        self._streaming = None

    async def _stream(self) -> None:
        """Readings in real time, a packet of them at once."""
        loop = asyncio.get_running_loop()
        began_s, told = loop.time(), 0
        while True:
            due = int((loop.time() - began_s) * RATE_HZ)
            while told + A_PACKET <= due:
                packet = tuple(self._reading(began_s, told + k) for k in range(A_PACKET))
                self.sent += packet
                await self.device.notify_subscribers(self._notify, weight_packet(packet))
                told += A_PACKET
            await asyncio.sleep(0.02)

    def _reading(self, began_s: float, k: int) -> Weight:
        return Weight(self._kg_at(began_s + k / RATE_HZ), (self._first_us + k * 1_000_000 // RATE_HZ) % 2**32)
