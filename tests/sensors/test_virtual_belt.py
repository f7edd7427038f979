"""The whole way, from a virtual Progressor's radio through bleak to samples: found, lost in mid-hold, found again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from itertools import count, pairwise

import pytest
from bumble.link import LocalLink

from levelhip.ports import SensorNews, SensorState
from levelhip.sensors.finding import Found, battery_mv, find
from levelhip.sensors.radio import Radio
from levelhip.session.load_cell import net_force_n
from levelhip.session.progressor import Command
from tests.sensors.bumble_backend import radio_on
from tests.sensors.virtual_progressor import A_PACKET, ADDRESS, NAME, VirtualProgressor, a_link, device_on

HOST = "C0:0A:0B:0C:0D:0E"
JUST_BEFORE_THE_WRAP = 2**32 - 500_000


def within(seconds: float, what: Coroutine[object, object, None]) -> None:
    """Run something that must end in time."""

    async def limited() -> None:
        async with asyncio.timeout(seconds):
            await what

    asyncio.run(limited())


async def found_on(link: LocalLink) -> tuple[Found, Radio]:
    host = device_on(link, "host", HOST)
    await host.power_on()
    radio = radio_on(host)
    (found,) = await find(radio, NAME[:10])
    return found, radio


def test_found_told_its_battery_and_streamed_over_a_wrap_and_a_broken_connection() -> None:
    async def story() -> None:
        link, readings = a_link(), count()
        belt = VirtualProgressor(link, lambda _: next(readings) / 100, JUST_BEFORE_THE_WRAP)
        await belt.begin()
        found, radio = await found_on(link)
        assert (found.kind, found.name, found.address) == ("Tindeq Progressor", NAME, ADDRESS)
        assert await battery_mv(found, radio) == 3911
        begun = len(belt.sent)
        news = await listened(found, radio, belt)
        check(news, belt, begun)

    within(30, story())


async def listened(found: Found, radio: Radio, belt: VirtualProgressor) -> list[SensorNews]:
    """A second of readings, a broken connection, a second of readings, then it is let go."""
    heard: list[SensorNews] = []
    sensor = found.sensor("strand", asyncio.get_running_loop().time, radio)
    async with aclosing(sensor.news()) as news:
        async for each in news:
            heard.append(each)
            taken = sum(len(one.samples) for one in heard)
            if taken == 80 and each.samples:
                await belt.break_off()
            elif taken >= 160:
                break
            if each.state is SensorState.FOUND:
                await belt.say_low()
    await asyncio.sleep(0.1)
    assert belt.commands[-1] == Command.STOP
    return heard


def check(news: list[SensorNews], belt: VirtualProgressor, begun: int) -> None:
    """Every reading that was sent is there, once and in its order, but for those that the broken connection took."""
    states = [each.state for each in news if each.state is not SensorState.SAMPLES]
    assert states[0] == SensorState.CONNECTED
    assert states.count(SensorState.BATTERY) == states.count(SensorState.LOST) == states.count(SensorState.FOUND) == 1
    assert SensorState.LOW_POWER in states
    samples = [sample for each in news for sample in each.samples]
    came = [round(force_n / net_force_n(0.01, "strand")) for _, force_n in samples]
    sent = [round(weight.kg * 100) for weight in belt.sent[begun:]]
    jumps = [after - before for before, after in pairwise(came) if after - before != 1]
    assert came[0] == sent[0]
    assert len(jumps) <= 1
    assert all(1 < jump <= 3 * A_PACKET for jump in jumps)
    steps_s = [after - before for (before, _), (after, _) in pairwise(samples)]
    assert min(steps_s) > 0.005
    gap_s = max(steps_s)
    assert gap_s > 0.2
    assert sum(steps_s) - gap_s == pytest.approx((len(samples) - 2) / 80, abs=0.1)


def test_two_belts_are_told_apart_by_name_and_address() -> None:
    async def story() -> None:
        link = a_link()
        await VirtualProgressor(link, lambda _: 0.0).begin()
        host = device_on(link, "host", HOST)
        await host.power_on()
        radio = radio_on(host)
        assert [each.name for each in await find(radio, ADDRESS.lower())] == [NAME]
        assert await find(radio, "Progressor_9", look_s=0.3) == []

    within(20, story())
