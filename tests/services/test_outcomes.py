"""Outcomes kept and read again: each against the first that compares, unknown never zero; a clinic's files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.library.questionnaire_parsing import questionnaires
from levelhip.exercise.library.shipped import shipped
from levelhip.services.outcomes import MEASURED, OutcomeError, Outcomes
from levelhip.services.questionnaire_files import offered
from levelhip.store.store import SqlStore

NOON: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
STRENGTH: Final[dict[str, Any]] = {
    "left": 100, "right": 80, "unit": "N", "position": "side_lying", "lever_m": 0.8, "is_gravity_corrected": True,
}  # fmt: skip
LEFS_FILE: Final = shipped().joinpath("questionnaires", "lefs.toml").read_text("utf-8")


@dataclass
class Clock:
    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment


@dataclass
class Room:
    outcomes: Outcomes
    store: SqlStore
    clock: Clock
    folder: Path

    def keep(self, measure: str, days: int = 0, **answers: object) -> int:
        self.clock.moment = NOON + timedelta(days=days)
        number: int = self.outcomes.keep(measure, dict(answers), UTC)["id"]
        return number

    def entries(self, measure: str) -> list[dict[str, Any]]:
        return next((each["entries"] for each in self.outcomes.history() if each["measure"] == measure), [])

    def verdicts(self, measure: str) -> list[str | None]:
        """Oldest first."""
        return [each["change"] and each["change"]["verdict"] for each in reversed(self.entries(measure))]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store, clock = SqlStore(tmp_path / "levelhip.sqlite3"), Clock()
    yield Room(Outcomes(store.outcomes, clock, tmp_path / "questionnaires"), store, clock, tmp_path / "questionnaires")
    store.close()


def add_file(room: Room, name: str, text: str) -> None:
    room.folder.mkdir(exist_ok=True)
    (room.folder / name).write_text(text, "utf-8")


def licensed(text: str = LEFS_FILE) -> str:
    items = ", ".join(f'"item {number}"' for number in range(1, 21))
    return text.replace("item_count = 20", f"item_count = 20\nitems = [{items}]")


# -- answers -----------------------------------------------------------------------------------------------------------


def test_pain_is_set_against_the_first(room: Room) -> None:
    for day, rating in enumerate((6, 5, 4, 7)):
        room.keep("pain", day, ratings=[rating])
    assert room.verdicts("pain") == [None, "better", "much_better", "not_judged"]
    assert [each["score"] for each in room.entries("pain")] == [7, 4, 5, 6]
    assert room.entries("pain")[1]["change"]["evidence"] == ["salaffi_2004"]


def test_activities_are_set_against_the_first_time_they_were_rated(room: Room) -> None:
    first, others = ["stairs", "sleep", "walking"], ["running", "sleep", "walking"]
    for day, (ratings, labels) in enumerate((([2, 2, 2], first), ([5, 5, 5], others), ([4, 3, 2], first))):
        room.keep("activities", day, ratings=ratings, labels=labels)
    assert room.verdicts("activities") == [None, "unknown", "not_judged"]
    assert room.entries("activities")[0]["change"]["gain"] == 1


def test_what_is_missing_stays_unknown(room: Room) -> None:
    room.keep("activities", 0, ratings=[2, None, 2], labels=["a", "b", "c"])
    room.keep("activities", 1, ratings=[2, 0, 2], labels=["a", "b", "c"])
    newest, oldest = room.entries("activities")
    assert (oldest["score"], oldest["answers"]["ratings"]) == (None, [2, None, 2])
    assert newest["change"]["verdict"] == "unknown"
    room.keep("activities", 2, ratings=[3, 3, 3], labels=["a", "b", "c"])
    assert room.entries("activities")[0]["change"]["verdict"] == "not_judged"


@pytest.mark.parametrize(
    ("measure", "answers", "words"),
    [
        ("pain", {"ratings": [None]}, "pain: nothing was answered"),
        ("pain", {"ratings": 3}, "pain: ratings: a list is wanted"),
        ("pain", {}, "pain: ratings"),
        ("pain", {"ratings": [3], "labels": "x"}, "labels"),
        ("pain", {"ratings": [30]}, "answer 1: a whole number from 0 to 10"),
        ("lefs", {"ratings": [4] * 20}, "lefs: its questions are not here"),
        ("hoos", {"ratings": []}, "hoos"),
        ("x" * 99, {"ratings": [1]}, "nothing is called"),
        ("strength", {**STRENGTH, "left": None, "right": None}, "strength: left, right: neither was told"),
        ("strength", {**STRENGTH, "left": -1}, "left: a number from 0 to 5000, or null"),
        ("strength", {**STRENGTH, "left": True}, "left"),
        ("strength", {**STRENGTH, "left": float("nan")}, "left"),
        ("strength", {**STRENGTH, "unit": "kg"}, "unit: one of N, Nm"),
        ("strength", {**STRENGTH, "unit": None}, "unit"),
        ("strength", {**STRENGTH, "position": "sitting"}, "position: one of side_lying, supine, standing, or null"),
        ("strength", {**STRENGTH, "lever_m": 0}, "lever_m: a number, more than 0"),
        ("strength", {**STRENGTH, "is_gravity_corrected": "yes"}, "is_gravity_corrected"),
        ("strength", {**STRENGTH, "measured_on": "yesterday"}, "measured_on: a date like 2026-11-22"),
        ("strength", {**STRENGTH, "measured_on": 3}, "measured_on: a date"),
        ("strength", {**STRENGTH, "measured_on": "2026-11-23"}, "2026-11-23 has not come yet"),
        ("knee_in_a_jump", {"left": 200}, "left: a number from -180 to 180"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    room: Room, measure: str, answers: dict[str, Any], words: str
) -> None:
    with pytest.raises(OutcomeError, match=words) as refused:
        room.outcomes.keep(measure, answers, UTC)
    assert "\n" not in str(refused.value)
    assert room.outcomes.history() == []


JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-20, 20) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
NAMES: Final = st.sampled_from([
    "ratings", "labels", "left", "right", "unit", "position", "lever_m", "measured_on", "is_gravity_corrected",
])  # fmt: skip


@given(st.sampled_from([*questionnaires(), *MEASURED]) | st.text(), st.dictionaries(NAMES, JSON))
def test_whatever_is_sent_is_kept_or_refused(measure: str, answers: dict[str, Any]) -> None:
    class Memory:
        def __init__(self) -> None:
            self.rows: list[Any] = []

        def add(self, measure: str, answers: dict[str, Any], answered_at: datetime) -> Any:  # noqa: ANN401 - a row
            from levelhip.ports import KeptOutcome  # noqa: PLC0415 - only here

            self.rows.append(KeptOutcome(len(self.rows) + 1, measure, answers, answered_at))
            return self.rows[-1]

        def add_once(self, *told: Any) -> Any:  # noqa: ANN401 - a row
            raise NotImplementedError(told)

        def change(self, *told: Any) -> bool:  # noqa: ANN401 - a number, and what to do
            raise NotImplementedError(told)

        def all(self) -> list[Any]:
            return self.rows

        def remove(self, number: int) -> bool:
            return bool(number)

    outcomes = Outcomes(Memory(), Clock(), None)
    try:
        outcomes.keep(measure, answers, UTC)
    except OutcomeError:
        assert outcomes.history() == []
    else:
        assert len(outcomes.history()[0]["entries"]) == 1


# -- what somebody measured --------------------------------------------------------------------------------------------


def test_both_sides_stand_beside_each_other_with_the_warning(room: Room) -> None:
    room.keep("strength", **STRENGTH)
    room.keep("strength", 1, **{**STRENGTH, "left": 150, "right": None})
    newest, oldest = room.entries("strength")
    assert oldest["symmetry"] == {
        "left": 100, "right": 80, "index": 80,
        "warning": "This number hides a weakness on both sides: look at the two values themselves.",
    }  # fmt: skip
    assert newest["symmetry"]["index"] is None
    assert newest["symmetry"]["warning"]
    assert newest["changes"]["left"]["verdict"] == "better"
    assert newest["changes"]["right"]["verdict"] == "unknown"


def test_a_strength_measured_otherwise_waits_for_one_that_compares(room: Room) -> None:
    room.keep("strength", 0, **STRENGTH)
    room.keep("strength", 1, **{**STRENGTH, "position": "supine"})
    room.keep("strength", 2, **{**STRENGTH, "left": 140})
    verdicts = [each["changes"]["left"] and each["changes"]["left"]["verdict"] for each in room.entries("strength")]
    assert verdicts == ["better", "unknown", None]


def test_measurements_stand_in_the_order_of_their_days(room: Room) -> None:
    room.keep("pelvis_on_one_leg", left=87, right=83)
    room.keep("pelvis_on_one_leg", left=83, right=83, measured_on="2026-11-01")
    newest, oldest = room.entries("pelvis_on_one_leg")
    assert (newest["answers"]["left"], oldest["answers"]["left"]) == (87, 83)
    assert newest["changes"]["left"]["verdict"] == "not_judged"
    assert newest["changes"]["right"]["verdict"] == "within_error"
    assert oldest["changes"]["left"] is None


def test_an_entry_can_be_removed(room: Room) -> None:
    number = room.keep("pain", ratings=[9])
    assert not room.outcomes.remove(number + 1)
    assert room.outcomes.remove(number)
    assert room.outcomes.history() == []


# -- a clinic's files --------------------------------------------------------------------------------------------------


def test_a_clinic_brings_the_wording(room: Room) -> None:
    assert not room.outcomes.offered().questionnaires["lefs"].can_be_asked
    add_file(room, "lefs.toml", licensed())
    assert room.outcomes.offered().problems == ()
    assert room.outcomes.offered().questionnaires["lefs"].can_be_asked
    room.keep("lefs", ratings=[2] * 20)
    room.keep("lefs", 28, ratings=[2] * 11 + [3] * 9)
    assert room.verdicts("lefs") == [None, "better"]
    shutil.rmtree(room.folder)
    assert room.verdicts("lefs") == [None, "better"], "what was kept can be read without the wording"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("lefs.toml", licensed().replace("error = 9", "error = 1"), "change: is another than that of this"),
        ("lefs.toml", licensed(LEFS_FILE.replace("[0, 4]", "[0, 5]")), "scale: is another"),
        ("lefs.toml", "nonsense", "is not TOML"),
        ("Mine.toml", licensed(), "file name: 'Mine' cannot be a key"),
        ("strength.toml", licensed(), "is the name of a measurement"),
        ("big.toml", "#" * 200_001, "is too large; allowed: at most 200 kB"),
    ],
)
def test_a_wrong_file_is_told_of_in_a_line_and_the_rest_works(room: Room, name: str, text: str, words: str) -> None:
    add_file(room, name, text)
    found = room.outcomes.offered()
    assert len(found.problems) == 1
    assert words in found.problems[0]
    assert "\n" not in found.problems[0]
    assert found.questionnaires == questionnaires()


def test_a_file_that_is_no_text_or_cannot_be_read_is_told_of(room: Room) -> None:
    room.folder.mkdir()
    (room.folder / "odd.toml").write_bytes(b"\xff")
    (room.folder / "notes.txt").write_text("no questionnaire")
    (room.folder / "folder.toml").mkdir()
    assert offered(room.folder).problems == ("odd.toml: file: cannot be read: invalid start byte; allowed: UTF-8 text",)
    assert offered(None).problems == offered(room.folder / "nowhere").problems == ()


def test_a_clinics_own_questionnaire_is_asked(room: Room) -> None:
    own = licensed().replace("Lower Extremity Functional Scale (LEFS)", "Ours")
    add_file(room, "ours.toml", own)
    room.keep("ours", ratings=[4] * 20)
    assert room.entries("ours")[0]["score"] == 80
    add_file(
        room, "ours.toml", own.replace("item_count = 20", "item_count = 21").replace('"item 1"', '"item 0", "item 1"')
    )
    assert room.entries("ours")[0]["score"] is None, "another questionnaire now"


# -- the own error of strength -----------------------------------------------------------------------------------------

AT_HOME = {"unit": "Nm/kg", "position": "side_lying", "lever_m": 0.9, "is_gravity_corrected": True, "rate_hz": 80}


def test_two_checks_within_two_weeks_tell_the_own_error_by_which_later_ones_are_judged(room: Room) -> None:
    room.keep("strength", 0, left=1.50, right=1.40, **AT_HOME)
    room.keep("strength", 7, left=1.52, right=1.41, **AT_HOME)
    room.keep("strength", 60, left=1.70, right=1.44, **AT_HOME)
    newest, second, first = room.entries("strength")
    assert first["changes"] == {"left": None, "right": None}
    assert first["own_error"]["pairs"] == 2
    assert first["own_error"]["share"] == pytest.approx(0.069, abs=0.02)
    assert second["changes"]["left"]["verdict"] == "within_error"  # by the usual error: nothing was known before
    assert second["changes"]["left"]["evidence"] == ["plos_one_0202248", "levelhip_convention"]
    assert newest["changes"]["left"]["verdict"] == "better"
    assert newest["changes"]["right"]["verdict"] == "within_error"
    assert "No change beyond the measurement's own error" in newest["changes"]["right"]["reason"]["text"]
    assert newest["changes"]["left"]["evidence"] == ["widler_2009", "levelhip_convention"]
    assert newest["bars"]["left"] == pytest.approx(1.70 * first["own_error"]["share"] / 2**0.5)


def test_a_belt_press_and_a_hold_are_kept_apart_from_strength(room: Room) -> None:
    room.keep("strength", 0, left=200, right=190, **{**AT_HOME, "unit": "N"})
    room.keep("belt_press", 1, left=150, right=150, **{**AT_HOME, "unit": "N"})
    room.keep("hold_to_failure", 1, left=40, right=35, **{**AT_HOME, "unit": "s"})
    assert [each["measure"] for each in room.outcomes.history()] == ["strength", "belt_press", "hold_to_failure"]
    assert {result.value for result in room.outcomes.strengths()} == {200, 190}
    for measure, unit, words in (("belt_press", "Nm/kg", "one of N"), ("hold_to_failure", "N", "one of s")):
        with pytest.raises(OutcomeError, match=words):
            room.keep(measure, 2, left=1, **{**AT_HOME, "unit": unit})
    with pytest.raises(OutcomeError, match="unit: one of N, Nm"):
        room.keep("strength", 2, left=1, **{**AT_HOME, "unit": "s"})
