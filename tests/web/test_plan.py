"""The plan: the API, and the pages as a browser without a script sees them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from tests.exercise.progression_factories import PROGRAMME_TEXT
from tests.web.page_reading import Page, read
from tests.web.page_world import NOW, Browser, World, live_record, make_world
from tests.web.servers import Server
from tests.web.test_days import done, finished

OWN = {"text": PROGRAMME_TEXT, "prescribed_by": "R. Okafor"}


@pytest.fixture
def new(tmp_path: Path) -> World:
    return make_world(tmp_path)


def page_of(world: World, address: str) -> Page:
    return read(Browser(world.app).get(address).text)


# -- the API -----------------------------------------------------------------------------------------------------------


def test_the_plan_is_told_with_its_reasons(server: Server) -> None:
    told = server.get("/api/plan?zone=UTC")
    assert told["plan"]["step"] == ["foundation", "isometric_hip_abduction", 3]
    assert told["why"]["sentences"]
    assert [each["verdict"] for each in told["changes"]] == ["begun"]
    back = server.post("/api/plan/back?zone=UTC", {})
    assert back["plan"]["step"] == ["foundation", "isometric_hip_abduction", 2]
    assert [each["verdict"] for each in back["changes"]] == ["chosen", "begun"]
    server.post("/api/plan/back?zone=UTC", {})
    assert "\n" not in server.post("/api/plan/back?zone=UTC", {}, 409)["error"]


def test_what_cannot_be_begun_is_refused_in_a_line(server: Server) -> None:
    for path, body, status in (
        ("begin", {"programme": "hop"}, 404),
        ("begin", {"programme": 3}, 422),
        ("begin", {"programme": "easier_start"}, 422),
        ("own", {"text": "name = <", "prescribed_by": "R. Okafor"}, 422),
        ("own", {"text": PROGRAMME_TEXT}, 422),
        ("own", {"text": PROGRAMME_TEXT, "prescribed_by": "x" * 81}, 422),
    ):
        assert "\n" not in server.post(f"/api/plan/{path}", body, status)["error"]
    assert len(server.get("/api/plan")["changes"]) == 1
    for path in ("begin", "own", "back"):
        assert server.browser.post(f"/api/plan/{path}", json={}).status_code == 403


def test_a_session_has_the_dose_of_the_plan(server: Server) -> None:
    server.clear()
    server.post("/api/plan/back?zone=UTC", {})
    server.post("/api/plan/back?zone=UTC", {})
    config = server.get("/api/config?zone=UTC")
    assert (config["exercise"], config["reps"], config["hold_s"]) == ("isometric_hip_abduction", 4, 6)
    assert config["sides"] == ["right", "left"]
    server.put("/api/settings", {"sides": "left"})
    assert server.get("/api/config?zone=UTC")["sides"] == ["left"]
    server.post("/api/plan/own?zone=UTC", OWN)
    assert server.get("/api/config?zone=UTC")["reps"] == 7


def test_an_exercise_that_is_not_in_the_plan_has_its_own_dose_and_sides(server: Server) -> None:
    server.clear()
    server.put("/api/settings", {"sides": "left"})
    config = server.browser.get("/api/config?exercise=bridge").json()
    assert "assessment" in config or len(config["sides"]) == 1, "both hips work at once, whichever side was chosen"


def test_after_much_pain_nothing_is_due_and_nothing_starts_but_the_simulated_patient(server: Server) -> None:
    server.clear()
    session = finished(server, {**done(), "pain": 8})
    today = server.get("/api/today?zone=UTC")
    assert session
    assert (today["items"], today["due"]["next"], today["plan"]["pauses"]) == ([], None, True)
    assert not today["may_start"]
    server.get("/api/config?zone=UTC&way=clock", 409)
    assert server.get("/api/config?zone=UTC&way=simulated")["way"] == "simulated"


def test_plans_are_taken_along_and_erased(server: Server) -> None:
    server.post("/api/plan/own?zone=UTC", OWN)
    with zipfile.ZipFile(io.BytesIO(server.browser.get("/api/export").content)) as archive:
        about = json.loads(archive.read("levelhip.json"))
    assert [each["programme"] for each in about["plans"]] == ["hip", "own"]
    assert about["plans"][1]["own_text"] == PROGRAMME_TEXT
    assert server.post("/api/erase", {"word": "erase"})["erased"]["plans"] == 2
    assert server.get("/api/plan?zone=UTC")["plan"]["prescribed_by"] == "self"


# -- the pages ---------------------------------------------------------------------------------------------------------


def test_today_says_which_of_the_days_sessions_is_next_and_why(new: World) -> None:
    new.clear()
    page = page_of(new, "/")
    assert "1st of 2 today" in page.text
    assert "/plan" in page.links
    assert "Your plan began with it on 18 November 2026." in page.text


def test_the_page_marks_where_the_person_is(new: World) -> None:
    page = page_of(new, "/plan")
    assert "Foundation · you are here" in page.text.replace("\n", " ")
    assert [value for tag, name, value in page.attributes if (tag, name) == ("li", "aria-current")] == ["step"]
    assert "(only when a therapist prescribes it)" in page.text.replace("( ", "(").replace(" )", ")")
    assert "/evidence#progression" in page.links
    assert "By itself it moves between these." in page.text
    for address in ("/", "/history", "/exercises", "/exercises/clamshell"):
        new.clear()
        new.add_session(NOW - timedelta(minutes=5), live_record(2))
        assert "/plan" in page_of(new, address).links


def test_one_step_back_by_a_form_and_no_further_than_the_easiest(new: World) -> None:
    client = Browser(new.app)
    page = read(client.post("/plan/back", {}).text)
    assert "One step back, from today." in page.text
    assert "One step back, because you chose it." in page.text
    client.post("/plan/back", {})
    refused = client.post("/plan/back", {})
    assert refused.status_code == 422
    assert "This is the easiest dose of the plan." in refused.text
    assert ("form", "action", "/plan/back") not in read(refused.text).attributes
    assert "A little less from today" in page_of(new, "/").text


def test_another_programme_needs_the_therapist_who_prescribed_it(new: World) -> None:
    client = Browser(new.app)
    refused = client.post("/plan/choose", {"programme": "easier_start", "prescribed_by": ""})
    assert refused.status_code == 422
    assert "please write who did" in refused.text
    page = read(client.post("/plan/choose", {"programme": "easier_start", "prescribed_by": "<b>R. Okafor"}).text)
    assert "Prescribed by <b>R. Okafor, as you wrote it here." in page.text
    assert client.post("/plan/choose", {"programme": "../hip", "prescribed_by": "x"}).status_code == 404


def test_a_therapists_programme_comes_as_text_or_as_a_file(new: World) -> None:
    client = Browser(new.app)
    assert "Small" in client.post("/plan/own", OWN).text
    wrong = client.post("/plan/own", {**OWN, "text": PROGRAMME_TEXT.replace("clamshell", "clamshall")})
    assert wrong.status_code == 422
    assert "clamshall" in read(wrong.text).text
    assert client.post("/plan/own", {"text": "", "prescribed_by": "x"}).status_code == 422
    uploaded = client.upload("/plan/own", "file", PROGRAMME_TEXT.encode())
    assert uploaded.status_code == 422
    assert "Please write who prescribed it." in uploaded.text
    assert "That is no text." in client.upload("/plan/own", "file", b"\xff\xfe\xff").text


def test_words_in_a_therapists_programme_are_only_words(new: World) -> None:
    text = PROGRAMME_TEXT.replace('"Foundation"', '"<script>x</script> {since}"')
    page = Browser(new.app).post("/plan/own", {**OWN, "text": text})
    assert "<script>x" not in page.text
    assert "{since}" in read(page.text).text
    new.clear()
    assert "<script>x" not in Browser(new.app).get("/").text


def test_which_side(new: World) -> None:
    client = Browser(new.app)
    assert "The sides are kept." in client.post("/plan/sides", {"sides": "left"}).text
    assert new.services.person.settings().sides == "left"
    assert client.post("/plan/sides", {"sides": "up"}).status_code == 422


def test_what_is_closed_shows_what_to_do_instead(new: World) -> None:
    new.services.planning.bring_in(PROGRAMME_TEXT, "R. Okafor", None)
    new.clear(lying_on_side_hurts="yes")
    page = page_of(new, "/")
    assert "Not this one, not like this" in page.text
    assert not [value for _, name, value in page.attributes if name in {"action", "href"} and "/session" in value]


def test_the_history_lists_the_changes_of_dose(new: World) -> None:
    new.add_weeks(2)
    client = Browser(new.app)
    client.post("/plan/back", {})
    page = read(client.get("/history").text)
    assert "Changes of dose" in page.text
    assert "One step back, because you chose it." in page.text


def test_another_sites_form_is_refused(new: World) -> None:
    client = Browser(new.app, "http://elsewhere.example")
    for path, form in (("back", {}), ("choose", {"programme": "hip"}), ("own", OWN), ("sides", {"sides": "left"})):
        assert client.post(f"/plan/{path}", form).status_code == 403
