"""The recorded cases say today what they said when they were recorded, to a billionth."""

from __future__ import annotations

import json

import pytest

from tests.session.make_cases import cases, counted_in
from tests.session.recorded_cases import differences, load, names, play_case


@pytest.mark.parametrize("name", names())
def test_a_case_says_what_it_said(name: str) -> None:
    case = load(name)
    said = json.loads(json.dumps(play_case(case), allow_nan=False))
    assert not list(differences(said, case["events"]))


@pytest.mark.parametrize("name", [name for name, *_ in cases()])
def test_every_case_is_recorded_and_counted_right(name: str) -> None:
    """The script would write the same inputs, and what is counted in them is what a person would count."""
    made, counted, missed = next(rest for each, *rest in cases() if each == name)
    case = load(name)
    assert not list(differences({**json.loads(json.dumps(made)), "events": None}, {**case, "events": None}))
    assert counted_in(case["events"]) == (counted, missed)


def test_a_difference_is_found() -> None:
    one = {"a": [1.0, 2.0], "b": None, "c": "x"}
    assert not list(differences(one, {"a": [1.0, 2.0 + 1e-12], "b": None, "c": "x"}))
    assert len(list(differences(one, {"a": [1.0, 2.1], "b": 0.0, "c": "y"}))) == 3
    assert list(differences(one, {"a": [1.0], "b": None, "c": "x"})) == [".a: 2 instead of 1"]
