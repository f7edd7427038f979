"""Every page, asked for as a browser without a script asks: it answers, in both languages, with nothing inline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.exercise.library import exercise_keys
from levelhip.web.app import NO_SUCH_PAGE
from levelhip.web.language import language
from tests.web.page_reading import Page, read
from tests.web.page_world import NOW, Browser, World, live_record, make_world

SAME = re.compile(r"[\W\d]*|Levelhip.*|[a-z]+/.*")
OWN_WORDS = {"English", "Español", "Ana"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A person with two weeks behind them."""
    made = make_world(tmp_path_factory.mktemp("data"))
    made.clear()
    made.add_weeks(2)
    made.add_session(NOW - timedelta(hours=26), live_record(2, told=True), way="clock", agrees=False, pain=3)
    made.services.person.change({"name": "Ana", "way": "camera"})
    return made


@pytest.fixture
def new(tmp_path: Path) -> World:
    """A person of whom nothing is known."""
    return make_world(tmp_path)


@pytest.fixture
def person(world: World) -> Iterator[Browser]:
    yield Browser(world.app)
    world.services.person.change({"language": None})


def addresses(world: World) -> list[str]:
    sessions = [each["url"] for each in world.services.history.sessions(3)]
    exercises = [f"/exercises/{key}" for key in exercise_keys()]
    settled = [
        "/",
        "/clearance?again=1",
        "/clearance/result",
        "/history",
        "/exercises",
        "/settings",
        "/clinicians",
        "/reminders",
        "/about",
        "/evidence",
        "/outcomes",
        "/outcomes/pain",
        "/outcomes/activities",
        "/outcomes/strength",
        "/outcomes/active_range",
        "/belt",
        "/belt?leg_length_cm=88&ankle_girth_cm=24&mass_kg=70",
        "/emg",
        "/session",
    ]
    return [*settled, *sessions, *exercises]


def page_of(client: Browser, address: str, accept: str = "en") -> Page:
    response = client.get(address, accept)
    assert response.status_code == 200, address
    return read(response.text)


def test_every_page_answers_with_one_title_and_ordered_headings(world: World, person: Browser) -> None:
    for address in addresses(world):
        if address == "/session":
            continue
        page = page_of(person, address)
        levels = [level for level, _ in page.headings]
        assert levels.count(1) <= 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), (address, levels)
        assert len(page.ids) == len(set(page.ids)), address


def test_nothing_stands_inline_that_the_content_policy_refuses(world: World, person: Browser) -> None:
    for address in addresses(world):
        page = page_of(person, address)
        for element, name, value in page.attributes:
            assert name != "style", (address, element)
            assert not name.startswith("on"), (address, element, name)
            assert not value.lower().startswith("javascript:"), (address, element)
        assert not [tag for tag, _, _ in page.attributes if tag == "style"]
        for script in page.scripts:
            assert "src" in script or script.get("type") == "application/json", address


@pytest.mark.slow
def test_every_link_leads_somewhere_of_ours(world: World, person: Browser) -> None:
    links = {link for address in addresses(world) for link in page_of(person, address).links}
    for link in sorted(links):
        assert not urlsplit(link).netloc, link
        if link.startswith(("#", "/session")) or "recording.csv" in link:
            continue
        response = person.get(link)
        assert response.status_code == 200, link
        if fragment := urlsplit(link).fragment:
            assert fragment in read(response.text).ids, link


def test_no_page_shows_an_untranslated_message(world: World, person: Browser) -> None:
    messages = language("es").messages
    english = {said for asked, said in messages.items() if asked == said}
    for address in addresses(world):
        page = page_of(person, address, "es")
        assert page.language == "es"
        left = [words for words in page.words if words in messages and words not in english | OWN_WORDS]
        assert not left, (address, left)
        for _, name, value in page.attributes:
            if name in {"aria-label", "alt", "title", "placeholder"} and value:
                assert value not in messages or value in english, (address, value)


def test_the_language_is_the_browsers_until_it_is_set(world: World, person: Browser) -> None:
    assert "Good morning, Ana" in page_of(person, "/", "en").text
    assert "Buenos días, Ana" in page_of(person, "/", "es-MX").text
    world.services.person.change({"language": "es"})
    assert "Buenos días, Ana" in page_of(person, "/", "en").text


def test_an_unknown_exercise_or_session_is_not_there(person: Browser) -> None:
    for address in ("/exercises/none", "/exercises/..%2f..", "/history/none", "/history/none/trace.svg"):
        assert person.get(address).status_code == 404, address


def test_what_is_not_there_is_said_in_the_readers_language(person: Browser) -> None:
    for address, english in (("/none", NO_SUCH_PAGE), ("/exercises/none", "There is no such exercise.")):
        assert english in person.get(address).text
        page = read(person.get(address, "es").text)
        assert language("es").say(english) in page.text
        assert "Aquí no hay nada" in page.text


# --- today ------------------------------------------------------------------------------------------------------------


def test_a_new_person_is_led_to_the_questions(new: World) -> None:
    page = page_of(Browser(new.app), "/")
    assert ("form", "action", "/clearance") in page.attributes
    assert ("form", "action", "/session") not in page.attributes
    assert "First a few questions" in page.text


def test_who_is_cleared_may_start_and_choose_how_it_is_measured(world: World, person: Browser) -> None:
    page = page_of(person, "/")
    assert ("form", "action", "/session") in page.attributes
    assert "2nd of 2 today" in page.text
    assert "7 holds of 6 s, each side" in page.text
    values = [value for element, name, value in page.attributes if (element, name) == ("input", "value")]
    assert {"clock", "camera", "shin", "belt", "simulated"} <= set(values)
    assert "iPhones and iPads do not have" in page.text
    assert world.services.today.today(None)["may_start"]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"calf_swollen": "yes"}, "Speak with a doctor today"),
        ({"chest_pain_now": "yes"}, "Get help now"),
        ({"hip_replacement": "yes"}, "Not before it is allowed"),
        ({"lying_on_side_hurts": "yes"}, "Not this one, not like this"),
        ({"resting_pain": 8}, "Not today"),
        ({"pregnant": "unknown"}, "Ask first"),
    ],
)
def test_who_is_not_cleared_reads_what_to_do_and_can_start_nothing(
    new: World, answers: dict[str, object], said: str
) -> None:
    new.clear(**answers)
    client = Browser(new.app)
    page = page_of(client, "/")
    assert said in page.text
    assert not [value for _, name, value in page.attributes if name in {"action", "href"} and "/session" in value]
    assert said in page_of(client, "/clearance/result").text


def test_what_was_done_today_is_counted(new: World) -> None:
    new.clear()
    client = Browser(new.app)
    for number, said in enumerate(("1st of 2 today", "2nd of 2 today", "All 2 done today")):
        assert said in page_of(client, "/").text
        new.add_session(NOW - timedelta(minutes=40 - number), live_record(2))
    assert "One more" in page_of(client, "/").text


def test_days_before_the_first_session_were_not_missed(new: World) -> None:
    page = page_of(Browser(new.app), "/")
    assert "of 2 done" not in " ".join(words for words in page.words if words.startswith(("Monday", "Tuesday")))


@pytest.mark.parametrize(
    ("pain", "said"), [("0", "You said 0 of 10."), ("7", "You said 7 of 10."), ("skip", "Skipped")]
)
def test_the_morning_is_asked_kept_and_changed(new: World, pain: str, said: str) -> None:
    client = Browser(new.app)
    assert ("button", "value", "skip") in page_of(client, "/").attributes
    answered = client.post("/today/morning", data={"day": "2026-11-18", "pain": pain})
    assert said in answered.text
    kept = new.services.today.today(None)["morning"]
    assert kept == {"rating": None if pain == "skip" else int(pain), "skipped": pain == "skip"}
    assert ("button", "value", "skip") in read(
        client.post("/today/morning", data={"day": "2026-11-18", "pain": "again"}).text
    ).attributes


@pytest.mark.parametrize("data", [{"pain": "11"}, {"pain": "-1"}, {"pain": "x"}, {}, {"pain": "3", "day": "x"}])
def test_a_morning_that_cannot_be_is_refused(new: World, data: dict[str, str]) -> None:
    client = Browser(new.app)
    assert client.post("/today/morning", data={"day": "2026-11-18", **data}).status_code in {400, 422}
    assert new.services.today.today(None)["morning"] is None


# --- the history ------------------------------------------------------------------------------------------------------


def test_an_empty_history_says_what_will_stand_there(new: World) -> None:
    page = page_of(Browser(new.app), "/history")
    assert "Your first session will stand here" in page.text
    assert "After your first session the seconds you held will appear here" in page.text
    assert not [value for _, name, value in page.attributes if name == "data-plot"]


def test_the_history_shows_each_session_and_each_day(world: World, person: Browser) -> None:
    page = page_of(person, "/history")
    count = len(world.services.history.sessions())
    assert len([link for link in page.links if link.startswith("/history/")]) == min(20, count)
    plots = [value for _, name, value in page.attributes if name == "data-plot"]
    assert plots == ["held_s", "complete", "press_n", "pain"]
    assert "18 November 2026" in page.text
    older = next(link for link in page.links if link.startswith("/history?before="))
    rest = [link for link in page_of(person, older).links if link.startswith("/history/")]
    assert len(rest) == min(20, count - 20)


def test_a_measured_session_in_detail(world: World, person: Browser) -> None:
    url = world.services.history.sessions(1)[0]["url"]
    page = page_of(person, url)
    assert "12 of 14 holds lasted the full 6 s" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "camera · measured" in page.text
    assert "To try next time:" in page.text
    assert ("img", "src", f"{url}/trace.svg") in page.attributes
    assert "Right: 6 of 7 full" in page.text
    assert "the very same" in page.text
    assert "self-reported, not measured" not in page.text


def test_a_told_session_never_passes_for_a_measured_one(world: World, person: Browser) -> None:
    told = next(each for each in world.services.history.sessions() if each["way"] == "clock")
    page = page_of(person, told["url"])
    assert "clock only · self-reported, not measured" in page.text
    assert "as you told it" in page.text
    assert not [value for _, name, value in page.attributes if name == "src" and "trace" in value]
    assert "the counts are the same. Not all of the rest is." in page.text
    assert "left, repetition 3" not in page.text


def test_the_picture_speaks_the_readers_language(world: World, person: Browser) -> None:
    url = world.services.history.sessions(1)[0]["url"]
    english = person.get(f"{url}/trace.svg", "en")
    spanish = person.get(f"{url}/trace.svg", "es")
    assert english.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in english.headers["content-security-policy"]
    assert "Press above rest (N)" in english.text
    assert "Presión sobre el reposo (N)" in spanish.text
    said = re.findall(r"<text\b[^>]*>([^<]*)</text>", spanish.text)
    assert not [words for words in said if words in language("es").messages]
    report = person.get(f"{url}/report.html", "es").text
    assert '<html lang="es">' in report
    assert "Cada repetición frente a su objetivo" in report
    assert "Each repetition against its target" in person.get(f"{url}/report.html", "en").text


# --- settings ---------------------------------------------------------------------------------------------------------


def writing(world: World) -> Browser:
    return Browser(world.app)


def test_settings_are_kept(new: World) -> None:
    form = {"name": " Ana ", "leg_length_cm": "84,5", "mass_kg": "", "sex": "female", "complaint": "left"}
    more = {"sides": "both", "times_a_day": "2", "way": "shin", "sound": "tones", "language": "es"}
    page = read(writing(new).post("/settings", data={**form, **more}).text)
    assert "Guardado." in page.text
    assert ("input", "value", "84,5") in page.attributes
    kept = new.services.person.settings()
    assert (kept.name, kept.leg_length_cm, kept.mass_kg, kept.sex) == ("Ana", 84.5, None, "female")
    assert (kept.times_a_day, kept.way, kept.sound, kept.language) == (2, "shin", "tones", "es")


def test_what_cannot_be_kept_is_said_and_nothing_is_changed(new: World) -> None:
    response = writing(new).post("/settings", data={"name": "Ana", "leg_length_cm": "840", "mass_kg": "many"})
    page = read(response.text)
    assert response.status_code == 422
    assert "Please write a number from 50 to 130, or leave it empty." in page.text
    assert ("input", "value", "840") in page.attributes
    assert ("input", "value", "many") in page.attributes
    assert new.services.person.settings().name is None


@pytest.mark.parametrize(
    "data", [{"sex": "x"}, {"way": "scales"}, {"rigging": "both"}, {"language": "xx"}, {"times_a_day": "x"}]
)
def test_an_answer_that_was_not_offered_changes_nothing(new: World, data: dict[str, str]) -> None:
    before = new.services.person.settings()
    writing(new).post("/settings", data=data)
    assert new.services.person.settings() == before


def test_settings_say_where_the_data_lie(new: World, tmp_path: Path) -> None:
    assert str(tmp_path) in page_of(Browser(new.app), "/settings").text


def test_erasing_wants_the_word(world: World, new: World) -> None:
    new.clear()
    new.add_session(NOW, live_record(2))
    client = writing(new)
    refused = client.post("/settings/erase", data={"word": "delete"})
    assert refused.status_code == 422
    assert refused.text.count("That was another word: nothing was erased.") == 2, "at the top and beside the word"
    assert "Nothing was saved yet" not in refused.text
    assert [name for element, name, _ in read(refused.text).attributes if name == "autofocus"]
    assert new.services.history.sessions()
    assert "Everything is erased" in client.post("/settings/erase", data={"word": "Erase"}).text
    assert not new.services.history.sessions()
    assert world.services.history.sessions()


def test_another_sites_form_is_refused(new: World) -> None:
    client = Browser(new.app, "http://elsewhere.example")
    assert client.post("/settings/erase", data={"word": "erase"}).status_code == 403
    assert client.post("/clearance", data={"keys": ""}).status_code == 403
