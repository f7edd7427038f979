"""Programmes: those that are shipped, and what is wrong with a therapist's own, in one line."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.evidence import references
from levelhip.exercise.library import LibraryError, load_exercise
from levelhip.exercise.library.programme_files import (
    DEFAULT_PROGRAMME,
    UnknownProgrammeError,
    load_programme,
    programme_keys,
)
from levelhip.exercise.library.programme_parsing import parse_programme
from levelhip.exercise.library.shipped import shipped
from levelhip.exercise.programme import Item, Programme
from tests.exercise.progression_factories import PROGRAMME_TEXT, SMALL

KEYS: Final = programme_keys()
BELT: Final = "isometric_hip_abduction"


def items(programme: Programme) -> list[Item]:
    return [item for stage in programme.stages for item in (*stage.items, *stage.beside)]


def test_the_programmes_are_there() -> None:
    assert KEYS == ("easier_start", "hip")
    assert DEFAULT_PROGRAMME in KEYS


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_programme_is_whole(key: str) -> None:
    programme = load_programme(key)
    assert programme.key == key
    assert programme is load_programme(key)
    assert 0 <= programme.first_step <= programme.last_step
    assert [programme.find(step.place) for step in programme.steps] == list(range(len(programme.steps)))
    assert {*programme.evidence, *(source for item in items(programme) for source in item.evidence)} <= set(
        references()
    )


@pytest.mark.parametrize("key", KEYS)
def test_every_dose_is_one_that_the_coach_can_lead(key: str) -> None:
    for item in items(load_programme(key)):
        exercise = load_exercise(item.exercise)
        for rung in item.rungs:
            assert (rung.hold_s > 0) == (exercise.kind == "hold")
            assert rung.per_day <= exercise.dose.per_day[1]


@pytest.mark.parametrize("key", KEYS)
def test_exercises_go_from_easy_to_hard(key: str) -> None:
    for stage in load_programme(key).stages:
        tiers = [tier for item in stage.items if (tier := load_exercise(item.exercise).tier) is not None]
        assert tiers == sorted(tiers)
        for item in stage.items:
            assert all(harder.weekly > easier.weekly for easier, harder in pairwise(item.rungs))


def test_the_default_programme_is_as_its_source_says() -> None:
    programme = load_programme(DEFAULT_PROGRAMME)
    assert [stage.key for stage in programme.stages] == ["foundation", "build", "advanced", "maintain"]
    foundation, *later = programme.stages
    assert [item.exercise for item in foundation.items] == [BELT]
    begins = programme.steps[programme.first_step].dose
    assert (begins.per_day, begins.days_a_week, begins.hold_s, begins.reps) == (2, 7, 6, 7)
    assert [rung.per_day for rung in foundation.items[0].rungs[programme.first_step :]] == [2, 3]
    for stage in later:  # a few times a week
        kept = next(item for item in (*stage.items, *stage.beside) if item.exercise == BELT)
        assert [(rung.per_day, rung.days_a_week, rung.hold_s, rung.reps) for rung in kept.rungs] == [(1, 3, 6, 7)]
    assert [stage.aim for stage in programme.stages] == ["gain", "gain", "gain", "keep"]
    assert programme.last_step_alone is not None
    assert programme.steps[programme.last_step_alone].stage.key == "build"


def test_an_easier_start_is_a_therapists() -> None:
    assert load_programme("easier_start").last_step_alone is None


def test_an_unknown_programme_is_told_the_nearest() -> None:
    with pytest.raises(
        UnknownProgrammeError, match=r"no programme is called 'hipp' \(did you mean 'hip'\?\)"
    ) as caught:
        load_programme("hipp")
    assert (caught.value.key, caught.value.keys) == ("hipp", KEYS)


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(PROGRAMME_TEXT, "utf-8")
    (tmp_path / "notes.txt").write_text("-", "utf-8")
    assert programme_keys(tmp_path) == ("mine",)
    assert load_programme("mine", tmp_path).stages == SMALL.stages
    (tmp_path / "odd.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(LibraryError, match=r"^odd\.toml: file: cannot be read: .*; allowed: UTF-8 text$"):
        load_programme("odd", tmp_path)


# What is changed in PROGRAMME_TEXT, into what, the key that is named, and words of the message after it.
CLAMS: Final = "{ per_day = 1, days_a_week = 3, reps = 10 },"
FIRST: Final = "stages[1].items[0]"
LAST: Final = "stages[2].items[0].rungs[1]"
WRONG: Final = {
    "not TOML": ('name = "Small"', "name = Small", "file", "is not TOML"),
    "unknown key": ("alone_until", "alone_til", "alone_til", "did you mean 'alone_until'?"),
    "no name": ('name = "Small"\n', "", "name", "is missing"),
    "no such stage": ('alone_until = "build"', 'alone_until = "bild"', "alone_until", "did you mean 'build'?"),
    "no such source": ('["levelhip_convention"]\nbegins', '["me"]\nbegins', "evidence", "is 'me'"),
    "begins nowhere": ("rung = 2", "rung = 3", "begins", "there is no foundation isometric_hip_abduction 3"),
    "unknown exercise": ('"clamshell"', '"clamshel"', f"{FIRST}.exercise", "did you mean 'clamshell'?"),
    "a hold in a movement": (CLAMS, CLAMS.replace("reps", "hold_s = 6, reps"), f"{FIRST}.rungs[0].hold_s", "stands"),
    "no hold in a hold": ("days_a_week = 4, hold_s = 6,", "days_a_week = 4,", f"{LAST}.hold_s", "is missing"),
    "too many days": ("days_a_week = 4", "days_a_week = 8", f"{LAST}.days_a_week", "from 1 to 7"),
    "not harder": ("days_a_week = 4", "days_a_week = 2", LAST, "asks 84 a week and side, the rung before 126"),
    "aim": ('aim = "keep"', 'aim = "rest"', "stages[2].aim", "gain, keep"),
    "a stage twice": ('key = "maintain"', 'key = "build"', "stages", "'build' stands there twice"),
    "another kind": ('"clamshell"', f'"{BELT}"', f"{FIRST}.rungs[0].hold_s", "is missing"),
}  # fmt: skip


def parsed(text: str, source: str = "mine.toml") -> Programme:
    return parse_programme(text, source)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_programme_is_refused_in_one_line(name: str) -> None:
    old, new, key, words = WRONG[name]
    assert old in PROGRAMME_TEXT
    with pytest.raises(LibraryError) as caught:
        parsed(PROGRAMME_TEXT.replace(old, new, 1))
    message = str(caught.value)
    assert message.startswith(f"mine.toml: {key}: ")
    assert words in message
    assert "\n" not in message


def test_what_is_kept_up_is_not_worked_on_too() -> None:
    text = PROGRAMME_TEXT.replace(
        '[[stages.beside]]\nexercise = "isometric_hip_abduction"', '[[stages.beside]]\nexercise = "clamshell"'
    )
    with pytest.raises(LibraryError, match=r"stages\[1\]\.beside\[0\]\.hold_s: stands in a movement"):
        parsed(text)
    with pytest.raises(LibraryError, match=r"stages\[1\]\.items: 'clamshell' stands there twice"):
        parsed(text.replace("days_a_week = 3\nhold_s = 6", "days_a_week = 3"))


@pytest.mark.parametrize(("text", "key"), [
    ("stages = []", "stages"), ('name = "A"', "stages"), ("", "stages"),
    ('[[stages]]\nkey = "a"\nname = "A"\nwhy = "A."\naim = "gain"', "stages[0].items"),
    ('[[stages]]\naim = "gain"\n[[stages.items]]\nexercise = "clamshell"', "stages[0].items[0].rungs"),
])  # fmt: skip
def test_a_programme_cut_short_is_refused(text: str, key: str) -> None:
    with pytest.raises(LibraryError) as caught:
        parsed(text)
    assert caught.value.key == key


@pytest.mark.parametrize("source", ["My Plan.toml", "../.toml", "9.toml"])
def test_a_file_is_named_like_a_key(source: str) -> None:
    with pytest.raises(LibraryError, match="cannot be a key"):
        parsed(PROGRAMME_TEXT, source)


@given(st.text(max_size=60), st.integers(0, len(PROGRAMME_TEXT)), st.integers(0, 80))
def test_whatever_is_written_is_read_or_refused(noise: str, at: int, cut: int) -> None:
    assert "\n" not in refusal(PROGRAMME_TEXT[:at] + noise + PROGRAMME_TEXT[at + cut :])


def refusal(text: str) -> str:
    """The line with which it is refused; nothing where it is read."""
    try:
        parsed(text)
    except LibraryError as error:
        return str(error)
    return ""


def test_programmes_are_no_exercises() -> None:
    assert shipped().joinpath("programmes", "hip.toml").is_file()
