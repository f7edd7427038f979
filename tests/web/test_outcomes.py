"""Whether something has changed: the API, and the pages as a browser without a script sees them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.bootstrap import build
from levelhip.exercise.library.shipped import shipped
from levelhip.store.store import SqlStore
from levelhip.web.app import create_app
from tests.web.page_reading import Page, read
from tests.web.page_world import HOSTS, Browser, FixedClock, World, make_world
from tests.web.servers import WRITE, Server

STRENGTH = {"left": "100", "right": "80,5", "unit": "N", "position": "side_lying", "lever_m": "0,8"}


@pytest.fixture
def new(tmp_path: Path) -> World:
    return make_world(tmp_path)


@pytest.fixture
def clinic(tmp_path: Path) -> World:
    """A device to which a clinic added the wording of its questionnaire, and a file that is wrong."""
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    text = shipped().joinpath("questionnaires", "lefs.toml").read_text("utf-8")
    items = ", ".join(f'"<b>item</b> {number}"' for number in range(1, 21))
    words = 'answers = ["cannot", "hardly", "so so", "nearly", "easily"]'
    (folder / "lefs.toml").write_text(
        f"{words}\n" + text.replace("item_count", f"items = [{items}]\nitem_count"), "utf-8"
    )
    (folder / "wrong.toml").write_text("name = <", "utf-8")
    clock = FixedClock()
    services = build(SqlStore(tmp_path / "levelhip.sqlite3"), clock, lambda _: {}, folder)
    return World(services, clock, create_app(services, HOSTS))


def fields(page: Page, element: str) -> set[str]:
    return {value for tag, name, value in page.attributes if (tag, name) == (element, "name")}


# -- the API -----------------------------------------------------------------------------------------------------------


def test_answers_are_kept_read_and_removed(server: Server) -> None:
    kept = server.post("/api/outcomes", {"measure": "pain", "answers": {"ratings": [6]}}, 201)
    server.post("/api/outcomes", {"measure": "pain", "answers": {"ratings": [3]}}, 201)
    found = server.get("/api/outcomes")
    assert {each["key"] for each in found["questionnaires"]} >= {"pain", "activities", "global_change", "lefs"}
    assert [each["score"] for each in found["history"][0]["entries"]] == [3, 6]
    assert found["history"][0]["entries"][0]["change"]["verdict"] == "much_better"
    path = f"/api/outcomes/{kept['id']}"
    assert server.browser.request("DELETE", path, headers=WRITE).status_code == 204
    assert server.browser.request("DELETE", path, headers=WRITE).status_code == 404
    assert [each["score"] for each in server.get("/api/outcomes")["history"][0]["entries"]] == [3]


def test_what_cannot_be_kept_is_refused_in_a_line(server: Server) -> None:
    for body in (
        {"measure": "pain", "answers": {"ratings": [11]}},
        {"measure": "pain", "answers": []},
        {"measure": 3, "answers": {}},
        {"measure": "nothing", "answers": {}},
        {"measure": "strength", "answers": {"left": 1}},
    ):
        line = server.post("/api/outcomes", body, 422)["error"]
        assert "\n" not in line
    assert server.get("/api/outcomes")["history"] == []


def test_writes_need_our_own_page(server: Server) -> None:
    body = {"measure": "pain", "answers": {"ratings": [6]}}
    assert server.browser.post("/api/outcomes", json=body).status_code == 403
    assert server.browser.request("DELETE", "/api/outcomes/1").status_code == 403


def test_what_was_answered_is_taken_along_and_erased(server: Server) -> None:
    server.post("/api/outcomes", {"measure": "pain", "answers": {"ratings": [6]}}, 201)
    with zipfile.ZipFile(io.BytesIO(server.browser.get("/api/export").content)) as archive:
        about = json.loads(archive.read("levelhip.json"))
    assert about["outcomes"] == [
        {
            "id": 1,
            "measure": "pain",
            "answers": {"ratings": [6], "labels": []},
            "answered_at": "2026-11-22T12:00:00+00:00",
        }
    ]
    assert server.post("/api/erase", {"word": "erase"})["erased"]["outcomes"] == 1
    assert server.get("/api/outcomes")["history"] == []


# -- the pages ---------------------------------------------------------------------------------------------------------


def test_an_empty_page_says_what_will_stand_there(new: World) -> None:
    page = read(Browser(new.app).get("/outcomes").text)
    assert "Your answers will stand here" in page.text
    assert "Lower Extremity Functional Scale (LEFS)" in page.text
    assert {"/outcomes/pain", "/outcomes/activities", "/outcomes/global_change", "/outcomes/strength"} <= set(
        page.links
    )
    assert "/outcomes/lefs" not in page.links
    for address in ("/history", "/settings"):
        assert "/outcomes" in read(Browser(new.app).get(address).text).links


def test_pain_is_asked_kept_and_compared(new: World) -> None:
    client = Browser(new.app)
    page = read(client.get("/outcomes/pain").text)
    assert "How much does your hip hurt now?" in page.text
    assert fields(page, "input") == {"rating-1"}
    assert "Kept." in client.post("/outcomes/pain", {"rating-1": "6"}).text
    page = read(client.post("/outcomes/pain", {"rating-1": "4"}).text)
    assert "Better by 2: as much as people call much better." in page.text
    assert "Salaffi and others 2004" in page.text
    assert "/evidence#outcomes" in page.links


def test_whatever_is_left_out_is_not_known_and_an_empty_form_keeps_nothing(new: World) -> None:
    client = Browser(new.app)
    for key in ("pain", "activities", "strength"):
        refused = client.post(f"/outcomes/{key}", {"rating-1": "", "unit": "N"})
        assert refused.status_code == 422
        assert "Nothing was answered, so nothing was kept." in refused.text
    assert new.services.outcomes.history() == []
    form = {
        "label-1": "stairs",
        "rating-1": "3",
        "label-2": "sleep",
        "rating-2": "",
        "label-3": "walking",
        "rating-3": "0",
    }
    page = read(client.post("/outcomes/activities", form).text)
    assert "sleep: not known" in page.text
    assert "walking: 0" in page.text
    assert "not known" in page.words


def test_activities_named_before_stand_in_the_form(new: World) -> None:
    client = Browser(new.app)
    labels = {f"label-{number}": name for number, name in enumerate(("stairs", "sleep", "walking"), 1)}
    client.post("/outcomes/activities", {**labels, "rating-1": "2", "rating-2": "2", "rating-3": "2"})
    page = read(client.get("/outcomes/activities").text)
    assert {"stairs", "sleep", "walking"} <= {value for tag, name, value in page.attributes if tag == "input"}
    text = client.post("/outcomes/activities", {**labels, "rating-1": "3", "rating-2": "4", "rating-3": "5"}).text
    assert "Better by 2. There is no agreed number here for what that means." in text


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("pain", {"rating-1": "11"}),
        ("pain", {"rating-1": "x"}),
        ("activities", {"rating-1": "3"}),
        ("activities", {"label-1": "a", "rating-1": "1", "label-2": "A", "rating-2": "1"}),
        ("strength", {**STRENGTH, "left": "strong"}),
        ("strength", {**STRENGTH, "unit": ""}),
        ("strength", {**STRENGTH, "measured_on": "2027-01-01"}),
    ],
)
def test_what_cannot_be_understood_keeps_nothing_and_stays_in_the_form(
    new: World, key: str, form: dict[str, str]
) -> None:
    answer = Browser(new.app).post(f"/outcomes/{key}", form)
    assert answer.status_code == 422
    assert "Something could not be understood" in answer.text
    assert new.services.outcomes.history() == []
    if "left" in form:
        assert f'value="{form["left"]}"' in answer.text


def test_both_sides_stand_beside_each_other_with_what_their_ratio_hides(new: World) -> None:
    client = Browser(new.app)
    page = read(client.post("/outcomes/strength", {**STRENGTH, "is_gravity_corrected": "yes"}).text)
    shown = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "100 N" in shown
    assert "80.5 N" in shown
    assert "80.5 %" in shown
    assert "hides a weakness on both sides" in page.text
    page = read(client.post("/outcomes/pelvis_on_one_leg", {"left": "-3.5", "right": ""}).text)
    assert "\N{MINUS SIGN}3.5°" in page.text
    assert "There is no agreed limit" in page.text


def test_an_entry_is_removed(new: World) -> None:
    client = Browser(new.app)
    client.post("/outcomes/pain", {"rating-1": "9"})
    page = read(client.get("/outcomes").text)
    assert ("form", "action", "/outcomes/entries/1/remove") in page.attributes
    assert "Removed." in client.post("/outcomes/entries/1/remove", {}).text
    assert new.services.outcomes.history() == []


def test_a_clinics_questionnaire_is_asked_and_its_words_are_only_words(clinic: World) -> None:
    client = Browser(clinic.app)
    overview = client.get("/outcomes")
    assert "/outcomes/lefs" in read(overview.text).links
    assert "wrong.toml: file: is not TOML" in read(overview.text).text
    page = client.get("/outcomes/lefs")
    assert "<b>item</b>" not in page.text
    assert {f"rating-{number}" for number in range(1, 21)} == fields(read(page.text), "input")
    assert "so so" in page.text
    form = {f"rating-{number}": "2" for number in range(1, 21)}
    assert "40" in read(client.post("/outcomes/lefs", form).text).words
    page_ = read(client.post("/outcomes/lefs", {**form, "rating-7": ""}).text)
    assert "not known" in page_.words
    assert "Not compared: one of the two is not known." in page_.text


def test_what_is_not_here_is_not_asked(new: World) -> None:
    client = Browser(new.app)
    for key in ("lefs", "hoos", "nothing", "..%2f.."):
        assert client.get(f"/outcomes/{key}").status_code == 404
        assert client.post(f"/outcomes/{key}", {"rating-1": "1"}).status_code in {404, 405}


def test_another_sites_form_is_refused(new: World) -> None:
    client = Browser(new.app, "http://elsewhere.example")
    assert client.post("/outcomes/pain", {"rating-1": "3"}).status_code == 403
    assert client.post("/outcomes/entries/1/remove", {}).status_code == 403
