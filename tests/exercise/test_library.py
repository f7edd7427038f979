"""The exercises that come with Levelhip, and how they are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelhip.exercise.evidence import references
from levelhip.exercise.library import (
    FEATURES,
    FORM_FEATURES,
    LOAD_BANDS,
    LibraryError,
    UnknownExerciseError,
    exercise_keys,
    load_exercise,
    parse_exercise,
)
from levelhip.exercise.library.shipped import shipped
from levelhip.exercise.protocol import prescribe
from levelhip.exercise.signals import SIDES, Quantity

KEYS = exercise_keys()
SOURCE_EXERCISE = "isometric_hip_abduction"


def shipped_text(key: str) -> str:
    return shipped().joinpath(f"{key}.toml").read_text(encoding="utf-8")


def test_a_whole_hip_programme_is_there() -> None:
    assert KEYS == (
        "banded_clamshell",
        "bridge",
        "clamshell",
        "hurdle_step",
        "isometric_hip_abduction",
        "jump_landing",
        "lateral_band_walk",
        "pelvic_drop",
        "side_lying_hip_abduction",
        "side_plank",
        "side_plank_with_abduction",
        "single_leg_bridge",
        "single_leg_deadlift",
        "single_leg_squat",
        "standing_hip_abduction",
        "standing_isometric_abduction",
        "standing_leg_raise",
        "step_down",
        "step_up",
        "supine_isometric_abduction",
        "weighted_side_lying_hip_abduction",
    )


@pytest.mark.parametrize("key", KEYS)
def test_every_shipped_exercise_loads_and_can_be_prescribed(key: str) -> None:
    exercise = load_exercise(key)
    assert exercise.key == key
    assert exercise == parse_exercise(shipped_text(key), f"{key}.toml")
    prescription = prescribe(exercise)
    assert (prescription.hold_s > 0) == (exercise.kind == "hold")
    assert exercise.load.startswith(tuple(f"{band}: " for band in LOAD_BANDS))
    assert {check.feature for check in exercise.form_checks} <= set(FORM_FEATURES)


@pytest.mark.parametrize("key", KEYS)
def test_every_signal_can_be_told_from_rest(key: str) -> None:
    for signal in load_exercise(key).signals:
        assert signal.feature in FEATURES[signal.quantity]
        assert signal.unit == ("N" if signal.feature == "press" else "deg")
        assert 0 < signal.still < signal.least < signal.most


@pytest.mark.parametrize("key", KEYS)
def test_every_number_has_a_source(key: str) -> None:
    exercise = load_exercise(key)
    assert exercise.evidence
    assert {*exercise.evidence, *exercise.dose.evidence} <= set(references())
    assert "levelhip_convention" in exercise.dose.evidence
    assert ("sears_verywell" in exercise.dose.evidence) == (key == SOURCE_EXERCISE)


def test_the_exercise_with_the_belt_is_as_its_source_says() -> None:
    exercise = load_exercise(SOURCE_EXERCISE)
    dose = exercise.dose
    assert (exercise.kind, exercise.position) == ("hold", "side_lying")
    assert (dose.hold_s, dose.reps, dose.sides, dose.per_day) == (6, 7, SIDES, (2, 3))
    assert (dose.rest_s, dose.side_change_s, dose.release_s, dose.press_band_n) == (3, 30, 2, (10, 40))
    assert [signal.quantity for signal in exercise.signals] == [
        Quantity.FORCE,
        Quantity.STRAND_TENSION,
        Quantity.LANDMARKS,
        Quantity.ACCELERATION,
        Quantity.ABDUCTION,
        Quantity.MARKERS,
    ]
    assert exercise.load.startswith("unmeasured: ")
    assert any("take it off before you get up" in caution for caution in exercise.cautions)


def test_no_fault_of_form_is_asked_of_a_camera() -> None:
    """From the front it sees neither a rolled pelvis nor a bent knee, and the line of the pelvis only in its noise."""
    for key in KEYS:
        for check in load_exercise(key).form_checks:
            assert check.seen_by == (Quantity.MARKERS,)
            assert check.limit_deg == 15


@pytest.mark.parametrize("key", KEYS)
def test_where_both_legs_work_in_one_set_there_are_no_sides_to_change(key: str) -> None:
    exercise = load_exercise(key)
    assert exercise.both_legs == (key in {"bridge", "supine_isometric_abduction", "jump_landing"})
    assert (exercise.dose.side_change_s == 0) == exercise.both_legs


def test_who_stands_on_one_leg_has_something_to_hold_on_to() -> None:
    """A fall is the risk of every standing exercise but the jump, which wants room, and the walk along a wall."""
    for exercise in map(load_exercise, KEYS):
        if exercise.position == "standing" and exercise.key not in {"jump_landing", "lateral_band_walk"}:
            assert any("hold on to" in caution for caution in exercise.cautions)
            assert "support" in exercise.figure.props


def test_whatever_goes_round_the_legs_comes_off_before_getting_up() -> None:
    for exercise in map(load_exercise, KEYS):
        worn = exercise.belt != "none" or "weight" in exercise.figure.props
        assert worn == any("off before you" in caution for caution in exercise.cautions)


def test_a_position_of_its_own_is_told_before_the_phases() -> None:
    step = load_exercise("step_up")
    assert step.ready is not None
    assert step.steps == (step.ready, *(phase.say for phase in step.phases))
    assert load_exercise("clamshell").steps == tuple(phase.say for phase in load_exercise("clamshell").phases)


def test_a_shipped_exercise_is_read_once() -> None:
    assert load_exercise("clamshell") is load_exercise("clamshell")


def test_an_unknown_exercise_is_told_the_nearest_and_where_all_are() -> None:
    with pytest.raises(UnknownExerciseError) as caught:
        load_exercise("clamshel")
    message = str(caught.value)
    assert "did you mean 'clamshell'?" in message
    assert message.endswith(f"`levelhip exercises` lists all {len(KEYS)}")
    assert (caught.value.key, caught.value.keys) == ("clamshel", KEYS)


def test_where_nothing_is_near_nothing_is_suggested() -> None:
    with pytest.raises(UnknownExerciseError, match="no exercise is called 'xyz'; `levelhip exercises` lists all"):
        load_exercise("xyz")


@pytest.mark.parametrize("key", ["", "../library/bridge", "bridge.toml", "references.bib"])
def test_only_a_key_leads_to_a_file(key: str) -> None:
    with pytest.raises(UnknownExerciseError):
        load_exercise(key)


def test_to_add_an_exercise_is_to_add_its_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not an exercise", encoding="utf-8")
    assert exercise_keys(tmp_path) == ()
    (tmp_path / "my_clamshell.toml").write_text(shipped_text("clamshell"), encoding="utf-8")
    (tmp_path / "a_bridge.toml").write_text(shipped_text("bridge"), encoding="utf-8")
    assert exercise_keys(tmp_path) == ("a_bridge", "my_clamshell")
    exercise = load_exercise("my_clamshell", tmp_path)
    assert exercise.key == "my_clamshell"
    assert exercise.signals == load_exercise("clamshell").signals
    with pytest.raises(UnknownExerciseError, match="did you mean 'my_clamshell'"):
        load_exercise("clamshell", tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(LibraryError, match=r"^odd\.toml: file: cannot be read: .*; allowed: UTF-8 text$"):
        load_exercise("odd", tmp_path)
