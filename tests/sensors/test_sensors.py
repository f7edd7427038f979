"""The sensors on radios that do not exist: the contract, and what is said where there is no radio."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from typing import Any, ClassVar

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakError

from levelhip.extras import MissingExtraError
from levelhip.ports import Sensor, SensorError
from levelhip.sensors import progressor, radio, scale
from levelhip.sensors.finding import find
from levelhip.sensors.radio import Radio
from levelhip.session.crane_scale import advertisement
from levelhip.testing.sensor_contract import SensorContract
from tests.sensors.bumble_backend import radio_on
from tests.sensors.virtual_progressor import VirtualProgressor, a_link, device_on


class ScriptedScanner(BaseBleakScanner):
    """Calls out what its script says, again and again, while somebody listens."""

    heard: ClassVar[Callable[[], AdvertisementData | None]]
    trouble: ClassVar[Exception | None] = None
    every_s = 0.02

    def __init__(self, *told: Any, **_: Any) -> None:  # noqa: ANN401 - the signature is bleak's
        super().__init__(*told[:2])
        self._telling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        if self.trouble is not None:
            raise self.trouble
        self._telling = asyncio.get_running_loop().create_task(self._tell())

    async def stop(self) -> None:
        if self._telling is not None:
            self._telling.cancel()

    async def _tell(self) -> None:
        while True:
            told = type(self).heard()
            if told is not None:
                device = self.create_or_update_device("scale", "00:11:22:33:44:55", told.local_name, None, told)
                self.call_detection_callbacks(device, told)
            await asyncio.sleep(self.every_s)


def told(kg: float, name: str | None = "IF_B7") -> AdvertisementData:
    return AdvertisementData(name, advertisement(kg), {}, [], None, -60, ())


def scanner(heard: Callable[[], AdvertisementData | None], trouble: Exception | None = None) -> Radio:
    return Radio(type("Scanner", (ScriptedScanner,), {"heard": staticmethod(heard), "trouble": trouble}))


class TestProgressor(SensorContract):
    """On bumble's radio, in real time."""

    def a_sensor(self) -> AbstractAsyncContextManager[Sensor]:
        return self._surroundings()

    @asynccontextmanager
    async def _surroundings(self) -> AsyncIterator[Sensor]:
        link = a_link()
        belt = VirtualProgressor(link, lambda _: 0.4)
        await belt.begin()
        host = device_on(link, "host", "C0:0A:0B:0C:0D:0E")
        await host.power_on()
        (found,) = await find(radio_on(host), "progressor")
        breaking = asyncio.get_running_loop().create_task(self._break(belt))
        yield found.sensor("strand", asyncio.get_running_loop().time, radio_on(host))
        await breaking

    async def _break(self, belt: VirtualProgressor) -> None:
        await asyncio.sleep(1.5)
        await belt.break_off()


class TestCraneScale(SensorContract):
    """A scale that is out of hearing for a while."""

    @pytest.fixture(autouse=True)
    def _impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scale, "SILENCE_S", 0.3)

    def a_sensor(self) -> AbstractAsyncContextManager[Sensor]:
        return self._surroundings()

    @asynccontextmanager
    async def _surroundings(self) -> AsyncIterator[Sensor]:
        turns = count()
        there = scanner(lambda: None if 60 < next(turns) < 85 else told(0.4))
        (found,) = await find(there, "if_b7")
        assert (found.kind, found.name) == ("WH-C06", "IF_B7")
        yield found.sensor("inline", asyncio.get_running_loop().time, there)


def test_a_scale_that_does_not_come_back_is_told_of_as_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "SILENCE_S", 0.05)
    monkeypatch.setattr(scale, "GIVE_UP_S", 0.1)
    turns = count()
    there = scanner(lambda: told(0.4) if next(turns) < 5 else None)

    async def story() -> None:
        (found,) = await find(there, "if_b7")
        async for _ in found.sensor("inline", asyncio.get_running_loop().time, there).news():
            pass

    with pytest.raises(SensorError, match="IF_B7 has not been heard for 0 s"):
        asyncio.run(story())


def test_a_progressor_that_does_not_come_back_is_told_of_as_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progressor, "GIVE_UP_S", 0.0)

    async def story() -> None:
        link = a_link()
        belt = VirtualProgressor(link, lambda _: 0.4)
        await belt.begin()
        host = device_on(link, "host", "C0:0A:0B:0C:0D:0E")
        await host.power_on()
        (found,) = await find(radio_on(host), "progressor")
        async for _ in found.sensor("inline", asyncio.get_running_loop().time, radio_on(host)).news():
            if len(belt.sent) > 10 and belt.device.connections:
                monkeypatch.setattr(radio, "CONNECT_S", 0.3)
                await belt.switch_off()

    with pytest.raises(SensorError, match="Progressor_0042 was lost and not found again"):
        asyncio.run(story())


def test_what_is_no_load_cell_is_not_listed() -> None:
    others = scanner(lambda: AdvertisementData("A watch", {76: b"\x10"}, {}, [], None, -40, ()))
    assert asyncio.run(find(others, look_s=0.2)) == []


NO_RADIO = BleakBluetoothNotAvailableReason.NO_BLUETOOTH


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (FileNotFoundError(2, "No such file or directory"), "no Bluetooth here"),
        (BleakBluetoothNotAvailableError("none", NO_RADIO), "no Bluetooth here"),
        (BleakError("the adapter\nis busy"), r"no Bluetooth \(the adapter is busy\)"),
        (OSError(), r"no Bluetooth \(OSError\)"),
        (TimeoutError(), "took too long"),
    ],
)
def test_trouble_with_the_radio_is_one_line(trouble: Exception, said: str) -> None:
    with pytest.raises(SensorError, match=said) as refused:
        asyncio.run(find(scanner(lambda: None, trouble), look_s=0.1))
    assert str(refused.value).isprintable()


def test_who_has_not_the_extra_is_told_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bleak.exc", None)
    with pytest.raises(MissingExtraError, match="pip install 'levelhip\\[devices\\]'"):
        asyncio.run(find(Radio()))


def test_a_device_that_cannot_be_connected_to_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(radio, "CONNECT_S", 0.2)

    async def story() -> None:
        host = device_on(a_link(), "host", "C0:0A:0B:0C:0D:0E")
        await host.power_on()
        nobody = BLEDevice("C0:FF:FF:FF:FF:FF", "Progressor_1", None)
        sensor = progressor.Progressor(nobody, "inline", asyncio.get_running_loop().time, radio_on(host))
        async for _ in sensor.news():
            pass

    with pytest.raises(SensorError, match="Progressor_1: no connection"):
        asyncio.run(story())
