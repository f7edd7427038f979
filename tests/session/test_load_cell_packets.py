"""What a load cell sends: read as it was sent, or refused in one line, whatever the bytes are."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.session.crane_scale import COMPANY, advertisement, is_crane_scale, read_advertisement
from levelhip.session.progressor import (
    Answer,
    BatteryMv,
    Command,
    DeviceId,
    LowPower,
    PacketError,
    Rfd,
    Text,
    Weight,
    Weights,
    answer_packet,
    battery_packet,
    command_bytes,
    low_power_packet,
    read_reply,
    weight_packet,
)

WEIGHTS = st.builds(Weight, st.floats(width=32, allow_nan=False, allow_infinity=False), st.integers(0, 2**32 - 1))


def read_or_refused(packet: bytes, asked: Command | None) -> bool:
    try:
        read_reply(packet, asked)
    except PacketError as refusal:
        return str(refusal).isprintable()
    return True


def test_a_packet_as_the_device_sends_it() -> None:
    packet = bytes.fromhex("0110" + "0000c03f" + "40420f00" + "00000040" + "102a1000")
    assert read_reply(packet) == Weights((Weight(1.5, 1_000_000), Weight(2.0, 1_059_344)))


@given(st.lists(WEIGHTS, min_size=1, max_size=31))
def test_weights_are_read_as_they_were_sent(weights: list[Weight]) -> None:
    assert read_reply(weight_packet(tuple(weights))) == Weights(tuple(weights))


@given(st.binary(max_size=300), st.sampled_from([None, *Command]))
def test_whatever_comes_is_read_or_refused_in_one_line(packet: bytes, asked: Command | None) -> None:
    assert read_or_refused(packet, asked)


@given(st.binary(max_size=40))
def test_any_payload_of_any_type_is_read_or_refused(payload: bytes) -> None:
    for kind in range(6):
        assert read_or_refused(bytes((kind, len(payload))) + payload, None)


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        (b"", "too short"),
        (b"\x01", "too short"),
        (b"\x01\x08\x00", "announces 8 bytes and brings 1"),
        (b"\x01\x00", "no multiple of 8"),
        (b"\x01\x07" + bytes(7), "no multiple of 8"),
        (b"\x09\x00", "type 9 is not known"),
        (b"\x01\x08" + struct.pack("<fI", float("nan"), 1), "not a number"),
    ],
)
def test_a_refusal_says_why(packet: bytes, said: str) -> None:
    with pytest.raises(PacketError, match=said):
        read_reply(packet)


def test_a_packet_filled_up_behind_is_read() -> None:
    assert read_reply(weight_packet((Weight(1.0, 5),)) + bytes(8)) == Weights((Weight(1.0, 5),))


def test_answers_are_read_by_what_was_asked() -> None:
    assert command_bytes(Command.BATTERY) == b"\x6f"
    assert read_reply(battery_packet(3911), Command.BATTERY) == BatteryMv(3911)
    assert read_reply(answer_packet(b"1.2.3.4\0"), Command.FIRMWARE) == Text("1.2.3.4")
    assert read_reply(answer_packet(b"\x01\x02"), Command.ID) == DeviceId("0201")
    assert read_reply(answer_packet(b""), Command.TARE) == Answer(b"")
    assert read_reply(low_power_packet()) == LowPower()
    assert read_reply(b"\x02\x01\x00") == Rfd(b"\x00")
    with pytest.raises(PacketError, match="4 bytes, not 2"):
        read_reply(answer_packet(b"\0\0"), Command.BATTERY)


def test_a_battery_is_known_without_asking_and_a_version_is_not_taken_for_one() -> None:
    assert read_reply(battery_packet(3911)) == BatteryMv(3911)
    assert read_reply(answer_packet(b"1.23")) == Answer(b"1.23")
    assert read_reply(answer_packet(b"")) == Answer(b"")


@given(st.integers(0, 65_535))
def test_a_crane_scale_tells_its_weight(hundredths: int) -> None:
    told = advertisement(hundredths / 100)
    assert read_advertisement(told) == pytest.approx(hundredths / 100)
    assert is_crane_scale("IF_B7", told)
    assert is_crane_scale(None, told)


@given(st.dictionaries(st.integers(0, 65_535) | st.just(COMPANY), st.binary(max_size=40), max_size=3))
def test_what_else_advertises_is_no_crane_scale(makers_data: dict[int, bytes]) -> None:
    assert not is_crane_scale("a watch", makers_data)
    if is_crane_scale(None, makers_data):
        assert 0 <= read_advertisement(makers_data) < 656
    else:
        with pytest.raises(PacketError, match="too short"):
            read_advertisement(makers_data)
