"""Which load cells are near: told by what they advertise, and asked for their battery."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from levelhip.ports import Sensor, SensorError, SensorState
from levelhip.sensors.progressor import Progressor
from levelhip.sensors.radio import Radio
from levelhip.sensors.scale import CraneScale
from levelhip.session.crane_scale import is_crane_scale
from levelhip.session.load_cell import Rigging
from levelhip.session.progressor import NAME_PREFIX, SERVICE_UUID

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

Kind = Literal["Tindeq Progressor", "WH-C06"]
LOOK_S: Final = 5.0
"""How long is looked for devices: they advertise several times a second."""
BATTERY_S: Final = 5.0
"""How long a device is waited for to tell its battery."""


@dataclass(frozen=True, slots=True)
class Found:
    """A load cell that is near. `strength_dbm`: how loud it is heard."""

    kind: Kind
    name: str
    address: str
    strength_dbm: int
    device: BLEDevice

    def sensor(self, rigging: Rigging, clock: Callable[[], float], radio: Radio) -> Sensor:
        """The sensor it is."""
        make = Progressor if self.kind == "Tindeq Progressor" else CraneScale
        return make(self.device, rigging, clock, radio)


def kind_of(name: str | None, heard: AdvertisementData) -> Kind | None:
    """What advertises so; None: no load cell that is known."""
    if SERVICE_UUID in (uuid.lower() for uuid in heard.service_uuids) or (name or "").startswith(NAME_PREFIX):
        return "Tindeq Progressor"
    return "WH-C06" if is_crane_scale(name, heard.manufacturer_data) else None


async def find(radio: Radio, wanted: str | None = None, *, look_s: float = LOOK_S) -> list[Found]:
    """The load cells that are near, loudest first; where one is `wanted` by its name or address, it as soon as heard.

    Raises SensorError where there is no Bluetooth.
    """
    found: dict[str, Found] = {}
    enough = asyncio.Event()

    def seen(device: BLEDevice, heard: AdvertisementData) -> None:
        name = heard.local_name or device.name
        kind = kind_of(name, heard)
        if kind is not None:
            each = Found(kind, name or kind, device.address, heard.rssi, device)
            if wanted is None or is_wanted(each, wanted):
                found[each.address] = each
                if wanted is not None:
                    enough.set()

    async with radio.scanning(seen):
        try:
            async with asyncio.timeout(look_s):
                await enough.wait()
        except TimeoutError:
            pass
    return sorted(found.values(), key=lambda each: (-each.strength_dbm, each.address))


def is_wanted(found: Found, wanted: str) -> bool:
    """Whether a device is meant by a name, or its beginning, or an address."""
    return wanted.lower() == found.address.lower() or found.name.lower().startswith(wanted.lower())


async def battery_mv(found: Found, radio: Radio) -> int | None:
    """What its battery has, millivolt; None: it does not tell. Nothing is measured for that."""
    if found.kind != "Tindeq Progressor":
        return None
    news = found.sensor("inline", asyncio.get_running_loop().time, radio).news()
    try:
        async with asyncio.timeout(BATTERY_S):
            async for each in news:
                if each.state is SensorState.BATTERY:
                    return each.battery_mv
    except (SensorError, TimeoutError):
        pass
    finally:
        await news.aclose()
    return None
