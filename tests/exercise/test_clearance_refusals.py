"""A wrong clearance.toml is refused in one line: the file, the key, what is wrong, what is allowed."""

from __future__ import annotations

import copy
import tomllib
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.evidence import references
from levelhip.exercise.library import LibraryError, exercise_keys, load_clearance, parse_clearance
from levelhip.exercise.library.clearance_parsing import BAD_OUTCOMES
from levelhip.exercise.library.shipped import shipped
from tests.exercise.test_library_refusals import ANYTHING, as_toml, holder_of, places

FILE: Final = "clearance.toml"
TEXT: Final = shipped().joinpath(FILE).read_text(encoding="utf-8")
DATA: Final[dict[str, Any]] = tomllib.loads(TEXT)

HEAD: Final = '[[questions]]\nkey = "injury_cannot_move"\n'
PAIN: Final = '[[questions.verdicts]]\nabove = 5\noutcome = "not_today"\nwhy = "It hurts more than 5 of 10 at rest."'
SHIPPED_ROW: Final = 'answers = ["yes"]\noutcome = "emergency"\nwhy = "After a fall'

# What is changed in the shipped file (its first place), into what, the key that is named, and words after it.
WRONG: Final = {
    "not TOML": ("[[groups]]", "[groups", "file", ["is not TOML", "TOML 1.0"]),
    "unknown key": (HEAD, HEAD + "txt = 1\n", "questions[0].txt", ["unknown key (did you mean 'text'?)"]),
    "unknown group": ('group = "today"', 'group = "tody"', "questions[0].group", ["did you mean 'today'?", "health"]),
    "unknown kind": ('kind = "yes_no"', 'kind = "yesno"', "questions[0].kind", ["did you mean 'yes_no'?", "scale"]),
    "unknown place": ('["any"]', '["standin"]', "questions[0].matters_for", ["did you mean 'standing'?", "clamshell"]),
    "unknown evidence": ('["nhs_highland_hip"]', '["nhs"]', "questions[0].evidence", ["is 'nhs'", "nice_ng158"]),
    "a row that clears": (
        SHIPPED_ROW,
        SHIPPED_ROW.replace("emergency", "cleared"),
        "questions[0].verdicts[0].outcome",
        ["is 'cleared'", "redirected, not_today, clinician, blocked, same_day, emergency"],
    ),
    "an answer there is not": (
        SHIPPED_ROW,
        SHIPPED_ROW.replace("yes", "yess"),
        "questions[0].verdicts[0].answers",
        ["did you mean 'yes'?", "yes, no, unknown"],
    ),
    "yes and no": (
        SHIPPED_ROW,
        SHIPPED_ROW.replace('"yes"', '"yes", "no"'),
        "questions[0].verdicts",
        ["yes and no both lead to something", "one of them harmless"],
    ),
    "nothing about unknown": (
        'answers = ["unknown"]',
        'answers = ["no"]',
        "questions[0].verdicts",
        ["nothing is said about the answer unknown"],
    ),
    "an answer twice": (
        'answers = ["unknown"]',
        'answers = ["unknown", "yes"]',
        "questions[0].verdicts",
        ["'yes' stands there twice"],
    ),
    "nothing but unknown": (
        SHIPPED_ROW,
        SHIPPED_ROW.replace('answers = ["yes"]', 'answers = ["unknown"]').replace("emergency", "blocked"),
        "questions[0].verdicts",
        ["'unknown' stands there twice"],
    ),
    "a release of an emergency": (
        SHIPPED_ROW,
        SHIPPED_ROW.replace('"emergency"', '"emergency"\nreleased_by = "surgeon"'),
        "questions[0].verdicts[0].released_by",
        ["stands beside emergency", "only beside clinician, blocked"],
    ),
    "a release of what is worse together": (
        'key = "clot_and_breath"',
        'key = "clot_and_breath"\nreleased_by = "surgeon"',
        "together[0].released_by",
        ["stands beside emergency", "only beside clinician, blocked"],
    ),
    "something to mind where nobody can open": (
        SHIPPED_ROW,
        'mind = "Stop."\n' + SHIPPED_ROW,
        "questions[0].verdicts[0].mind",
        ["stands where nobody can open", "only beside released_by"],
    ),
    "a stop for pain that is forgotten": (
        'stopped = "You have',
        '# "You have',
        "groups",
        ["none has the key stopped", "asked anew after a stop for pain"],
    ),
    "a limit beside yes and no": (
        SHIPPED_ROW,
        "above = 3\n" + SHIPPED_ROW,
        "questions[0].verdicts[0].above",
        ["stands in a yes_no", "only in a scale"],
    ),
    "a limit beyond the scale": ("above = 5", "above = 10", "questions[8].verdicts[0].above", ["is 10", "from 0 to 9"]),
    "a scale without a limit": (
        "above = 5",
        'answers = ["unknown"]',
        "questions[8].verdicts",
        ["'unknown' stands there twice"],
    ),
    "a question twice": (
        'key = "leg_shortened"',
        'key = "injury_cannot_move"',
        "questions",
        ["'injury_cannot_move' stands there twice"],
    ),
    "together with nobody": (
        'questions = ["calf_swollen"',
        'questions = ["calf_swolen"',
        "together[0].questions",
        ["did you mean 'calf_swollen'?"],
    ),
    "no requirement for a maximal press": (
        'key = "therapist_word"\nmatters_for = ["maximal"]',
        'key = "therapist_word"\nmatters_for = ["stop"]',
        "requirements",
        ["none matters for maximal"],
    ),
    "an hour too short": ("valid_h = 24", "valid_h = 0", "groups[0].valid_h", ["is 0", "from 1 to 1000"]),
}


def refused(text: str) -> LibraryError:
    with pytest.raises(LibraryError) as caught:
        parse_clearance(text, FILE, exercise_keys())
    return caught.value


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_what_is_allowed(case: str) -> None:
    before, after, key, words = WRONG[case]
    assert before in TEXT
    error = refused(TEXT.replace(before, after, 1))
    message = str(error)
    assert message.startswith(f"{FILE}: {key}: ")
    assert "; allowed: " in message
    assert message.isprintable()
    assert not [word for word in words if word not in message], message


def changed(number: int, **changes: object) -> str:
    data = copy.deepcopy(DATA)
    data["questions"][number].update(changes)
    return as_toml(data)


def test_what_a_kind_needs() -> None:
    pain = next(index for index, each in enumerate(DATA["questions"]) if each["key"] == "resting_pain")
    verdict = {"outcome": "blocked", "why": "W.", "do": "D."}
    options = [{"key": "a", "text": "A"}]
    assert refused(changed(0, options=options)).problem == "stand in a yes_no"
    assert refused(changed(0, kind="choice")).problem == "are missing in a choice"
    assert refused(changed(0, verdicts=[{**verdict, "answers": ["unknown"]}])).problem.startswith("no answer but")
    assert refused(changed(pain, verdicts=[{**verdict, "answers": ["unknown"]}])).problem == "0 have the key above"
    twice = {**verdict, "above": 3}
    both = [{**twice, "answers": ["unknown"]}, twice]
    assert refused(changed(pain, verdicts=both)).problem == "2 have the key above"
    parse_clearance(changed(pain, verdicts=both[:1]), FILE, exercise_keys())
    assert refused(changed(0, options=options * 2, kind="choice")).problem == "'a' stands there twice"


@pytest.mark.parametrize("rows", ["groups", "questions", "requirements"])
def test_a_file_cut_short_is_refused(rows: str) -> None:
    assert refused(as_toml({**DATA, rows: []})).key.endswith(rows) or rows == "groups"
    data = {key: value for key, value in DATA.items() if key != rows}
    refused(as_toml(data))
    for context in ("any", "maximal", "stop", "grave_stop"):
        kept = [each for each in DATA["questions"] if context not in each["matters_for"]]
        used = {each["key"] for each in kept}
        together = [each for each in DATA["together"] if used.issuperset(each["questions"])]
        error = refused(as_toml({**DATA, "questions": kept, "together": together}))
        assert error.problem == f"none matters for {context}"


def test_no_groups_are_refused() -> None:
    error = refused(as_toml({**DATA, "groups": []}))
    assert (error.key, error.problem) == ("groups", "is missing")


def test_writing_and_reading_again_changes_nothing() -> None:
    assert parse_clearance(as_toml(DATA), FILE, exercise_keys()) == load_clearance()


def test_only_rows_nobody_needs_may_be_dropped() -> None:
    """A key that is gone is refused, but for whose word releases: without it nobody's does."""
    few = {rows: DATA[rows][:2] for rows in ("together", "requirements")}
    kept = [each for each in DATA["questions"] if each["group"] != "health" or each["key"] == "recent_surgery"]
    small = {"groups": DATA["groups"], "questions": kept, **few}
    parse_clearance(as_toml(small), FILE, exercise_keys())
    for place in places(small):
        data = copy.deepcopy(small)
        holder = holder_of(data, place)
        if isinstance(holder, dict) and place[-1] not in {"released_by", "together"}:
            del holder[place[-1]]
            refused(as_toml(data))


@given(st.data())
def test_whatever_stands_there_nothing_but_a_library_error_is_raised(draw: st.DataObject) -> None:
    data = copy.deepcopy(DATA)
    place = draw.draw(st.sampled_from(places(data)))
    holder_of(data, place)[place[-1]] = draw.draw(ANYTHING)
    try:
        parse_clearance(as_toml(data), FILE, exercise_keys())
    except LibraryError as error:
        assert str(error).startswith(f"{FILE}: ")  # noqa: PT017 - it may also be right
        assert str(error).isprintable()  # noqa: PT017


def test_no_row_clears_and_what_nobody_read_opens_nothing() -> None:
    """An unverified row may stop or redirect; to go on takes a harmless answer, never a row."""
    rules = load_clearance()
    findings = [verdict.finding for question in rules.questions for verdict in question.verdicts]
    findings += [each.finding for each in rules.together]
    findings += [each.finding for each in rules.requirements]
    assert {finding.outcome for finding in findings} == set(BAD_OUTCOMES)
    for finding in findings:
        assert finding.released_by == "nobody" or finding.outcome in {"clinician", "blocked"}
    for question in rules.questions:
        assert {references()[key].confidence for key in question.evidence}
