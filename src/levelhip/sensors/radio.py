"""The machine's Bluetooth: scanning and connecting, and in one line what is wrong where that cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from levelhip.extras import needs_extra
from levelhip.ports import SensorError

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.client import BaseBleakClient
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

CONNECT_S: Final = 10.0
"""How long a connection may take to come about."""
NO_RADIO: Final = "no Bluetooth here: no radio, or the system's Bluetooth service (on Linux, BlueZ) is not running"


@dataclass(frozen=True, slots=True)
class Radio:
    """The system's Bluetooth, or classes that stand in for it, as bleak takes them."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None

    @asynccontextmanager
    async def scanning(self, seen: Callable[[BLEDevice, AdvertisementData], None]) -> AsyncIterator[None]:
        """Call `seen` for every advertisement. Raises SensorError where there is no Bluetooth."""
        with refusals():
            from bleak import BleakScanner  # noqa: PLC0415  (an extra)

            scanner = BleakScanner(seen, backend=self.scanner)
            await scanner.start()
        try:
            yield
        finally:
            with quietly():
                await scanner.stop()

    async def connect(self, device: BLEDevice, lost: Callable[[], None]) -> BleakClient:
        """Connect to a device; `lost` is called when the connection breaks. Raises SensorError."""
        with refusals(f"{device.name or device.address}: no connection"):
            from bleak import BleakClient  # noqa: PLC0415  (an extra)

            client = BleakClient(device, lambda _: lost(), timeout=CONNECT_S, backend=self.client)
            async with asyncio.timeout(CONNECT_S):
                await client.connect()
            return client


@contextmanager
def refusals(what: str = "no Bluetooth") -> Iterator[None]:
    """Turn what goes wrong with a radio into one line."""
    with needs_extra("devices"):
        from bleak.exc import BleakBluetoothNotAvailableError, BleakError  # noqa: PLC0415  (an extra)
    try:
        yield
    except (FileNotFoundError, BleakBluetoothNotAvailableError) as error:  # no D-Bus; no radio, off, or not allowed
        raise SensorError(NO_RADIO) from error
    except TimeoutError as error:
        raise SensorError(f"{what} (it took too long); is it switched on, near, and with no other app?") from error
    except (BleakError, OSError, EOFError) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise SensorError(f"{what} ({why})") from error


@contextmanager
def quietly() -> Iterator[None]:
    """What goes wrong in letting go of a radio changes nothing any more."""
    with suppress(SensorError), refusals():
        yield
