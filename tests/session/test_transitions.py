from __future__ import annotations

from levelhip.session.transitions import TRANSITIONS, Phase, Trigger, diagram


def test_every_phase_is_reached_and_left() -> None:
    reached = {Phase.SETTLING}
    for _ in Phase:
        reached |= {to for (start, _), to in TRANSITIONS.items() if start in reached}
    assert reached == set(Phase)
    assert {start for start, _ in TRANSITIONS} == set(Phase)


def test_rest_is_reached_from_everywhere() -> None:
    leads_to_rest = {Phase.REST}
    for _ in Phase:
        leads_to_rest |= {start for (start, _), to in TRANSITIONS.items() if to in leads_to_rest}
    assert leads_to_rest == set(Phase)


def test_every_trigger_is_used() -> None:
    assert {trigger for _, trigger in TRANSITIONS} == set(Trigger)


def test_no_row_leads_back_to_where_it_started() -> None:
    assert all(start is not to for (start, _), to in TRANSITIONS.items())


def test_the_diagram_has_every_row() -> None:
    lines = diagram().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> settling"]
    assert len(lines) == 2 + len(TRANSITIONS)
    assert "    rest --> lifting: left rest" in lines
