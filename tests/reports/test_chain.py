"""From the lift to the leg at rest in a report: what two sensors told, drawn and in words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from levelhip.reports.chain_section import SENSORS, from_lift_to_rest
from levelhip.reports.chain_svg import ChainWords, chain_picture, drawn_chain
from levelhip.reports.session_html import render_session_html
from levelhip.reports.wording import ENGLISH
from levelhip.session.chain import Chain, chain_sources
from tests.reports.factories import make_session, parse

WHOLE = Chain("right", 1, 10.0, 10.4, 16.6, 17.0, 9.0, 1.0, 12.0, 0.3, 1.1, 18.6)
HALF = Chain("right", 2, 30.0, 30.4, 36.6, 37.0, 29.0, 1.0, 12.4, faults=("sagged",))
UNSEEN = Chain("left", 1, 50.0, 50.4, 56.6, 57.0)


def with_lifts(*lifts: Chain, leg: str = "shin", belt: str = "belt") -> str:
    record, trace = make_session()
    return render_session_html(
        replace(record, lifts=lifts, lift_sources=tuple(chain_sources(belt, leg).items())), trace
    )


def test_each_quantity_is_told_with_its_sensor() -> None:
    page = with_lifts(WHOLE, HALF, UNSEEN)
    parse(page)
    for words in ("Leg: lifted 12°", "by the phone on the shin", "by the sensor in the belt", "Right side 2: leg sank"):
        assert words in page
    assert "not known" in page, "the second lowering was not seen"
    for source, words in SENSORS.items():
        assert words in with_lifts(WHOLE, leg=source)


def test_where_no_second_sensor_saw_anything_nothing_is_said() -> None:
    record, trace = make_session()
    assert from_lift_to_rest(record, ENGLISH) == ""
    assert with_lifts(UNSEEN) == render_session_html(record, trace)


def test_what_is_drawn_was_seen_to_its_end() -> None:
    assert drawn_chain([HALF, WHOLE, UNSEEN]) == WHOLE
    assert drawn_chain([HALF, UNSEEN]) is None


@given(moments=st.lists(st.floats(0, 100), min_size=7, max_size=7))
def test_any_moments_can_be_drawn(moments: list[float]) -> None:
    tension_s, hold_start_s, hold_end_s, loose_s, lift_s, lowered_s, lowering_s = moments
    chain = replace(
        WHOLE, tension_s=tension_s, hold_start_s=hold_start_s, hold_end_s=hold_end_s, loose_s=loose_s,
        lift_start_s=lift_s, lowered_s=lowered_s, lowering_s=lowering_s,
    )  # fmt: skip
    parse(chain_picture(chain, ChainWords("a <b>", "leg", "belt")))
