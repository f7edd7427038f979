"""Wrong files of numbers and of questionnaires: refused in one line, and nothing else is raised."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise import evidence_fields
from levelhip.exercise.evidence_fields import Found, filled
from levelhip.exercise.library import LibraryError
from levelhip.exercise.library.numbers_parsing import FOLDER, number_files, parse_numbers
from levelhip.exercise.library.questionnaire_parsing import FOLDER as QUESTIONNAIRES
from levelhip.exercise.library.questionnaire_parsing import parse_questionnaire
from levelhip.exercise.library.shipped import shipped

NUMBERS: Final = """
title = "How much"
order = 1
last_reviewed = "2026-11-22"

[[numbers]]
key = "protocol.COMPLETE_FRACTION"
name = "A full hold"
value = 0.9
unit = "share"
effect = "counts"
decides = "From this on."
evidence = ["levelhip_convention"]

[[numbers.conflicts]]
value = [1, 2]
spread = 0.5
says = "elsewhere"
evidence = ["thomee_1997"]

[[fields]]
key = "dose.hold_s"
name = "Hold"
unit = "s"
joined = "to"
effect = "asks"
decides = "How long."
last_reviewed = "2026-11-23"

[[fields.cases]]
of = ["side_plank", "bridge"]
evidence = ["sears_verywell"]
"""

# What is changed, into what, the key that is named, and words of the message after it.
WRONG_NUMBERS: Final = {
    "not TOML": ("order = 1", "order = ", "file", ["is not TOML", "TOML 1.0"]),
    "unknown key": ("order", "ordre", "ordre", ["unknown key (did you mean 'order'?)"]),
    "no title": ('title = "How much"', "", "title", ["is missing"]),
    "order": ("order = 1", "order = 0", "order", ["is 0", "a whole number from 1 to 100"]),
    "no date": ('"2026-11-22"', '"last week"', "last_reviewed", ["is 'last week'", 'a date like "2026-11-22"']),
    "another date": ('"2026-11-23"', '"2026-13-23"', "fields[0].last_reviewed", ["is '2026-13-23'"]),
    "no value": ("value = 0.9\n", "", "numbers[0].value", ["is missing", "a number from", "or a list of them"]),
    "value is true": ("value = 0.9", "value = true", "numbers[0].value", ["is True"]),
    "value is nan": ("value = 0.9", "value = nan", "numbers[0].value", ["is nan"]),
    "values are none": ("[1, 2]", "[]", "numbers[0].conflicts[0].value", ["is []"]),
    "one of the values": ("[1, 2]", '[1, "2"]', "numbers[0].conflicts[0].value", ["is '2'"]),
    "spread": ("spread = 0.5", "spread = -1", "numbers[0].conflicts[0].spread", ["is -1"]),
    "unit": ('unit = "share"', 'unit = "shares"', "numbers[0].unit", ["did you mean 'share'?"]),
    "effect": ('"counts"', '"count"', "numbers[0].effect", ["did you mean 'counts'?"]),
    "joined": ('joined = "to"', 'joined = "till"', "fields[0].joined", ["to, over, and"]),
    "no source": ('evidence = ["levelhip_convention"]', "", "numbers[0].evidence", ["is missing"]),
    "sources are none": ('["levelhip_convention"]', "[]", "numbers[0].evidence", ["at least one"]),
    "unknown source": ('"sears_verywell"', '"sears"', "fields[0].cases[0].evidence", ["is 'sears'", "sears_verywell"]),
    "unverified alone": (
        '["levelhip_convention"]', '["thomee_1997"]', "numbers[0].evidence",
        ["counts on unverified sources alone", "a source with H or D beside them"],
    ),
    "key twice": ('"dose.hold_s"', '"protocol.COMPLETE_FRACTION"', "numbers", ["protocol.COMPLETE_FRACTION"]),
}  # fmt: skip

QUESTIONNAIRE: Final = """
name = "Hips"
summary = "Two questions."
kind = "items"
scale = [0, 2]
answers = ["no", "a little", "much"]
items = ["Can you walk?", "Can you stand?"]
item_count = 2
total = "sum"
better = "higher"
licence = "Ours."
evidence = ["levelhip_convention"]

[change]
error = 2
important = 1
important_share = 0.2
much = 2
evidence = ["salaffi_2004"]
"""

RATING: Final = 'kind = "rating"\nask = "How?"\nends = ["bad", "good"]'

WRONG_QUESTIONNAIRES: Final = {
    "not TOML": ("kind", "kind kind", "file", ["is not TOML"]),
    "unknown key": ("summary", "sumary", "sumary", ["did you mean 'summary'?"]),
    "kind": ('"items"', '"item"', "kind", ["did you mean 'items'?"]),
    "scale": ("[0, 2]", "[2, 0]", "scale", ["is 0", "the smaller one first"]),
    "answers": (', "much"]', "]", "answers", ["has 2 texts", "3 texts, one for each answer"]),
    "too few items": (', "Can you stand?"]', "]", "items", ["has 1 texts", "2 texts, as item_count says"]),
    "item_count": ("item_count = 2", "item_count = 0", "item_count", ["is 0", "from 1 to 200"]),
    "no item_count": ("item_count = 2\n", "", "item_count", ["is missing"]),
    "total": ('"sum"', '"all"', "total", ["sum, mean"]),
    "better": ('"higher"', '"more"', "better", ["higher, lower"]),
    "no licence": ('licence = "Ours."', "", "licence", ["is missing"]),
    "error": ("error = 2", "error = 0", "change.error", ["is 0"]),
    "share alone": ("important = 1\n", "", "change.important_share", ["stands there without important"]),
    "much alone": ("important = 1\nimportant_share = 0.2\n", "", "change.much", ["is 2", "at least important"]),
    "much less": ("much = 2", "much = 0.5", "change.much", ["is 0.5", "at least important"]),
    "source": ('"salaffi_2004"', '"salafi"', "change.evidence", ["salaffi_2004"]),
    "items in a rating": ('kind = "items"', RATING, "items", ["stands in a questionnaire of kind rating"]),
    "activities in items": ("total", "activity_count = [3, 5]\ntotal", "activity_count", ["of kind items"]),
    "one end": ("total", 'ends = ["bad"]\ntotal', "ends", ["has 1 texts", "two texts"]),
    "a listed one with a scale": ('"items"', '"listed"', "scale", ["unknown key"]),
}


@pytest.mark.parametrize("case", WRONG_NUMBERS)
def test_a_wrong_file_of_numbers_is_refused(case: str) -> None:
    before, after, key, words = WRONG_NUMBERS[case]
    assert before in NUMBERS
    with pytest.raises(LibraryError) as caught:
        parse_numbers(NUMBERS.replace(before, after), "dose.toml")
    _check(str(caught.value), f"dose.toml: {key}: ", words)


@pytest.mark.parametrize("case", WRONG_QUESTIONNAIRES)
def test_a_wrong_questionnaire_is_refused(case: str) -> None:
    before, after, key, words = WRONG_QUESTIONNAIRES[case]
    assert before in QUESTIONNAIRE
    with pytest.raises(LibraryError) as caught:
        parse_questionnaire(QUESTIONNAIRE.replace(before, after, 1), "hips.toml")
    _check(str(caught.value), f"hips.toml: {key}: ", words)


def _check(message: str, start: str, words: list[str]) -> None:
    assert message.startswith(start), message
    assert "\n" not in message
    assert not [word for word in words if word not in message], message


def test_what_is_right_is_read() -> None:
    file = parse_numbers(NUMBERS, "dose.toml")
    assert (file.topic.key, file.topic.title, file.topic.order) == ("dose", "How much", 1)
    assert file.numbers[0].conflicts[0].values == (1, 2)
    assert file.fields[0].own == {"side_plank": ("sears_verywell",), "bridge": ("sears_verywell",)}
    assert file.fields[0].about.last_reviewed.isoformat() == "2026-11-23"
    asked = parse_questionnaire(QUESTIONNAIRE, "hips.toml")
    assert asked.can_be_asked
    assert (asked.lowest, asked.highest) == (0, 4)


def test_a_topic_without_a_number_is_none() -> None:
    with pytest.raises(LibraryError, match=r"numbers: is missing; allowed: at least one table"):
        parse_numbers(NUMBERS[: NUMBERS.index("[[numbers]]")], "dose.toml")


@pytest.mark.parametrize("name", ["Hips.toml", "two words.toml", ".toml"])
def test_a_questionnaires_file_name_is_its_key(name: str) -> None:
    with pytest.raises(LibraryError, match=r"file name: .* cannot be a key"):
        parse_questionnaire(QUESTIONNAIRE, name)


@pytest.mark.parametrize(
    ("evidence", "problem"), [((), "has no evidence"), (("thomee_1997",), "asks on unverified sources alone")]
)
def test_a_field_without_a_source_is_refused(
    evidence: tuple[str, ...], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = replace(parse_numbers(NUMBERS, "dose.toml").fields[0], own={})
    monkeypatch.setitem(
        evidence_fields.FIELDS, "dose.hold_s", lambda: iter([Found("plank", "Plank", (6.0,), evidence)])
    )
    with pytest.raises(LibraryError, match=problem):
        filled(field, "dose.toml")


def test_evidence_of_what_is_not_there_is_refused() -> None:
    field = parse_numbers(NUMBERS.replace('"bridge"', '"brigde"'), "dose.toml").fields[0]
    with pytest.raises(LibraryError, match=r"dose\.hold_s: its cases name brigde, which is not there"):
        filled(field, "dose.toml")


def test_an_unknown_field_is_refused() -> None:
    field = parse_numbers(NUMBERS.replace("dose.hold_s", "dose.holds"), "dose.toml").fields[0]
    with pytest.raises(LibraryError, match=r"dose.holds: is no field of the library \(did you mean 'dose.hold_s'\?\)"):
        filled(field, "dose.toml")


TEXTS: Final = [
    (entry.name, entry.read_text("utf-8"), parse)
    for folder, parse in ((FOLDER, parse_numbers), (QUESTIONNAIRES, parse_questionnaire))
    for entry in shipped().joinpath(folder).iterdir()
]


@given(st.data())
def test_whatever_a_line_says_nothing_but_a_library_error_is_raised(draw: st.DataObject) -> None:
    name, text, parse = draw.draw(st.sampled_from(TEXTS))
    lines = text.split("\n")
    lines[draw.draw(st.integers(0, len(lines) - 1))] = draw.draw(st.text() | st.sampled_from(lines))
    try:
        parse("\n".join(lines), name)
    except LibraryError as error:
        assert "\n" not in str(error)  # noqa: PT017 - it may also be right


def test_the_shipped_files_are_read_once() -> None:
    assert number_files() is number_files()
    assert all(tomllib.loads(text) for _, text, _ in TEXTS)
