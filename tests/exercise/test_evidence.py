"""The references: what they rest on, how they are shown, and how strictly their file is read."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.evidence import Reference, numbers, reference, references
from levelhip.exercise.library import LibraryError, exercise_keys, load_clearance, load_exercise
from levelhip.exercise.library.bibliography import FILE, bibliography, parse_bibliography
from levelhip.exercise.library.questionnaire_parsing import questionnaires
from levelhip.exercise.library.shipped import shipped

SOURCES_OF_THE_ARTICLE: Final = {
    "reiman_matheson_2013",
    "payne_2020",
    "laporte_2019",
    "huang_2013",
    "ueno_2020",
    "dejong_2020",
    "buckthorpe_2019",
}

GOOD: Final = r"""% a remark

@article{one_2020,
  author = {One \& Two},
  title = {A title},
  year = {2020},
  journal = {Journal 1(2):3-4},
  doi = {10.1234/a.b(c)},
  pubmed = {123},
  confidence = {H},
  note = {Read.}
}
@misc{two,
  confidence = {M},
  note = {Nothing more is known.},
}
"""

# What is changed in GOOD, into what, the line that is named, and words of the message after it.
WRONG: Final = {
    "no entry": ("% a remark", "a remark", 1, ["'a remark' opens no entry", "@article{key,"]),
    "unknown type": ("@misc{two", "@thesis{two", 13, ["opens no entry", "@misc{key,"]),
    "key that is none": ("@misc{two", "@misc{Two", 13, ["opens no entry"]),
    "key twice": ("@misc{two", "@misc{one_2020", 13, ["one_2020 is there already", "each key once"]),
    "no field": ("title = {A title}", "title = A title", 5, ["'title = A title,' is no field", "field = {value}"]),
    "braces inside": ("{A title}", "{A {T}itle}", 5, ["is no field"]),
    "unknown field": ("title =", "titel =", 5, ["unknown field titel", "author, title, year"]),
    "field twice": ("title =", "author =", 5, ["author is there already", "each field once"]),
    "empty field": ("{A title}", "{ }", 5, ["title is ''", "a text"]),
    "year": ("{2020}", "{20}", 6, ["year is '20'", "four digits"]),
    "doi with an address": ("{10.1234", "{https://doi.org/10.1234", 8, ["doi is 'https://", "10.<registrant>/<name>"]),
    "pubmed": ("{123}", "{PMID 123}", 9, ["pubmed is 'PMID 123'", "a PubMed number"]),
    "confidence": ("{H}", "{high}", 10, ["confidence is 'high'", "H, M, D"]),
    "no confidence": ("  confidence = {M},\n", "", 15, ["confidence is missing in two", "H, M, D"]),
    "no note": ("  note = {Read.}\n", "", 11, ["note is missing in one_2020", "a text"]),
    "entry in an entry": ("{Read.}\n}", "{Read.}", 12, ["'@misc{two,' is no field", "or }"]),
    "not closed": ("known.},\n}", "known.},", 16, ["the entry two is not closed", "a line with }"]),
}


def test_every_reference_is_used_or_is_a_source_of_the_article() -> None:
    exercises = [load_exercise(key) for key in exercise_keys()]
    rules = load_clearance()
    asked = {
        key for row in (rules.questions, rules.together, rules.requirements) for each in row for key in each.evidence
    }
    used = {key for exercise in exercises for key in (*exercise.evidence, *exercise.dose.evidence)} | asked
    used |= {key for each in questionnaires().values() for key in each.evidence}
    used |= {key for each in numbers().values() for case in (*each.cases, *each.conflicts) for key in case.evidence}
    used.add("prescribed")  # in programmes that a therapist makes in the page
    assert not used & SOURCES_OF_THE_ARTICLE
    assert used | SOURCES_OF_THE_ARTICLE == set(references())


def test_references_are_those_of_the_file() -> None:
    assert list(references()) == list(bibliography())
    assert references() is references()
    assert all(key == each.key for key, each in references().items())


def test_what_nobody_read_again_is_shown_as_unverified() -> None:
    for each in references().values():
        assert ("unverified" in str(each)) == (each.confidence == "M")
        assert each.standing in str(each)
    assert references()["bolgla_uhl_2005"].standing == "unverified"
    assert references()["distefano_2009"].standing == "read in the source"
    assert references()["levelhip_convention"].confidence == "D"


def test_a_reference_is_shown_with_all_that_is_known() -> None:
    entries = parse_bibliography(GOOD)
    full, sparse = (reference(key, fields) for key, fields in entries.items())
    assert full == Reference(
        key="one_2020",
        title="A title",
        year=2020,
        where="Journal 1(2):3-4, PubMed 123",
        doi="10.1234/a.b(c)",
        confidence="H",
        note="Read.",
        author="One & Two",
    )
    assert str(full) == "One & Two 2020, A title, Journal 1(2):3-4, PubMed 123, doi:10.1234/a.b(c) (read in the source)"
    assert sparse == Reference("two", None, None, "", None, "M", "Nothing more is known.")
    assert str(sparse) == "two (unverified)"
    assert references()["wall_squat_pmc5882444"].where == "PMC5882444"


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_its_line(case: str) -> None:
    before, after, line, words = WRONG[case]
    assert GOOD.count(before) == 1
    with pytest.raises(LibraryError) as caught:
        parse_bibliography(GOOD.replace(before, after))
    message = str(caught.value)
    assert message.startswith(f"references.bib: line {line}: ")
    assert not [word for word in words if word not in message], message


def test_line_ends_of_windows_change_nothing() -> None:
    assert parse_bibliography(GOOD.replace("\n", "\r\n")) == parse_bibliography(GOOD)


@given(st.data())
def test_whatever_a_line_says_nothing_but_a_library_error_is_raised(draw: st.DataObject) -> None:
    lines = shipped().joinpath(FILE).read_text(encoding="utf-8").split("\n")
    lines[draw.draw(st.integers(0, len(lines) - 1))] = draw.draw(st.text() | st.sampled_from(lines))
    try:
        parse_bibliography("\n".join(lines))
    except LibraryError as error:
        assert str(error).startswith("references.bib: line ")  # noqa: PT017 - it may also be right
