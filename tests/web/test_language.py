"""The catalogues are complete, agree with the sources, and the right one is chosen."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it reads the messages off the sources")

from levelhip.exercise import clearance, figure
from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.web.language import LANGUAGES, guess, language
from levelhip.web.library_messages import texts
from tests.web.catalogues import TEMPLATE, TRANSLATED, compile_all, extracted, kept, messages, po_file

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
RENEW = "run `python -m tests.web.catalogues` and translate what is new"


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    compile_all()


def test_the_template_has_every_message_of_the_sources() -> None:
    assert set(messages(kept(TEMPLATE))) == set(messages(extracted())), RENEW


@pytest.mark.parametrize("code", TRANSLATED)
def test_everything_is_translated(code: str) -> None:
    asked, given = messages(kept(TEMPLATE)), messages(kept(po_file(code)))
    assert set(given) == set(asked), RENEW
    missing = [key for key, message in given.items() if not message.string or not all(message.string)]
    assert not missing
    assert not [key for key, message in given.items() if message.fuzzy]


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_agree(code: str) -> None:
    for key, message in messages(kept(po_file(code))).items():
        asked = set(PLACEHOLDER.findall(_many(key)))
        for said in _all(message.string):
            assert set(PLACEHOLDER.findall(said)) <= asked, key
        assert set(PLACEHOLDER.findall(_many(message.string))) == asked, key


@pytest.mark.parametrize("code", TRANSLATED)
def test_sentences_end_alike(code: str) -> None:
    for key, message in messages(kept(po_file(code))).items():
        for asked, said in zip(_all(key), _all(message.string), strict=True):
            assert asked[-1:] in "?.:!" or said[-1:] not in "?:!", (asked, said)
            assert (asked.endswith("?")) == (said.endswith("?")), (asked, said)
            assert asked.strip() == asked, asked
            assert said.strip() == said, said


def test_the_languages_are_those_there_are_catalogues_of() -> None:
    assert set(LANGUAGES) == {"en", *TRANSLATED}
    assert {folder.parent.parent.name for folder in TEMPLATE.parent.glob("*/LC_MESSAGES/*.po")} == set(TRANSLATED)


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_the_library_and_the_rules_say_is_translated(code: str) -> None:
    said = language(code).messages
    exercises = [load_exercise(key) for key in exercise_keys()]
    wanted = {*clearance.texts(), *figure.texts()}
    for exercise in exercises:
        wanted |= {exercise.name, exercise.summary, *exercise.cautions}
        wanted |= {*exercise.steps} | {check.say for check in exercise.form_checks}
        wanted.add(exercise.load.partition(": ")[2])
    assert not {sentence for sentence in wanted if sentence and sentence not in said}


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        (None, "en"),
        ("", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-GB,en;q=0.9,es;q=0.8", "en"),
        ("de-DE,de;q=0.9,es;q=0.5,en;q=0.3", "es"),
        ("fr,ja", "en"),
        ("es;q=0,en", "en"),
        ("es;q=abc, en;q=0.1", "en"),
        ("*", "en"),
        (";;,,q=1;es", "en"),
    ],
)
def test_the_first_guess_is_the_browsers_wish(asked: str | None, chosen: str) -> None:
    assert guess(asked) == chosen


def test_sentences_are_filled_in() -> None:
    spanish, english = language("es"), language("en")
    assert english.say("Good morning, {name}", name="Ana") == "Good morning, Ana"
    assert spanish.say("Good morning, {name}", name="{x}") == "Buenos días, {x}"
    assert spanish.say("") == ""
    assert english.count("{number} time a day", "{number} times a day", 1) == "1 time a day"
    assert spanish.count("{number} time a day", "{number} times a day", 3) == "3 veces al día"
    assert english.messages == {}
    assert spanish.messages["Belt press"] == "Presión con cinturón"
    assert (english.decimal_point, spanish.decimal_point) == (".", ",")
    assert language("xx").code == "en"


def test_the_texts_of_a_library_file() -> None:
    file = {
        "name": "A",
        "key": "not shown",
        "cautions": ["B", "C"],
        "phases": [{"name": "lift", "say": "D"}],
        "load": {"band": "low", "why": "E"},
    }
    assert list(texts(file)) == ["A", "B", "C", "D", "E"]


def _all(words: object) -> tuple[str, ...]:
    return tuple(map(str, words)) if isinstance(words, tuple | list) else (str(words),)


def _many(words: object) -> str:
    """The sentence; of a singular and a plural the plural."""
    return _all(words)[-1]
