"""The page of the range check: its start, what came of it, the question about the pelvis, and recordings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from levelhip.recordings import write_csv
from levelhip.services.demonstrate import SimulationRequest, simulate
from levelhip.services.outcomes import RANGE
from levelhip.web.security import RECORDINGS
from tests.coaching.live_people import Room
from tests.coaching.range_people import LYING, STANDING, lifts, play
from tests.web.catalogues import compile_all
from tests.web.live_uploads import upload
from tests.web.page_reading import Page, read
from tests.web.servers import HOST, ORIGIN, Json, Server, harmless_answers, make_server

FORM = {"origin": ORIGIN}


@pytest.fixture(scope="module")
def shin(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("range") / "shin.csv"
    write_csv(path, simulate(SimulationRequest(3, "everyday", ())).recording("shin"))
    return path.read_bytes()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    compile_all()
    made = make_server(tmp_path)
    yield made
    made.services.store.close()


@pytest.fixture
def cleared(server: Server) -> Server:
    for exercise in (LYING, STANDING):
        server.put(f"/api/clearance?exercise={exercise}", {"answers": harmless_answers(exercise)})
    return server


def page(server: Server, address: str = "/range", status: int = 200, **headers: str) -> Page:
    response = server.browser.get(address, headers=headers)
    assert response.status_code == status, response.text
    return read(response.text)


def send(
    server: Server, content: bytes, name: str = "shin.csv", address: str = "/range/recording", **fields: str
) -> httpx.Response:
    response: httpx.Response = server.browser.post(address, data=fields, files={"file": (name, content)}, headers=FORM)
    return response


def post(server: Server, address: str, data: Mapping[str, str]) -> httpx.Response:
    response: httpx.Response = server.browser.post(address, data=dict(data), headers=FORM)
    return response


def entries(server: Server) -> list[Json]:
    return next((each["entries"] for each in server.services.outcomes.history() if each["measure"] == RANGE), [])


def checked(server: Server, seed: int = 3) -> str:
    """A check that was done and has arrived; gives its session."""
    config = server.get(f"/api/config?exercise={LYING}&way=shin&purpose=range")
    room = play(Room({**config, "sides": ["right", "left"]}), "shin", seed)
    assert upload(server, room)["agrees"]
    return str(config["id"])


# -- the start ---------------------------------------------------------------------------------------------------------


def test_nothing_begins_without_the_exercises_clearance(server: Server) -> None:
    shown = page(server)
    assert "What measures it?" not in shown.text
    assert f"/clearance?exercise={LYING}" in shown.links
    assert "You have a recording?" in shown.text


@pytest.mark.parametrize(("address", "exercise"), [("/range", LYING), ("/range?position=standing", STANDING)])
def test_it_starts_the_session_by_camera_or_shin_alone(cleared: Server, address: str, exercise: str) -> None:
    shown = page(cleared, address)
    assert ("form", "action", "/session") in shown.attributes
    values = [value for tag, name, value in shown.attributes if tag == "input" and name == "value"]
    assert values[:4] == [exercise, "range", "camera", "shin"]
    assert "The clock alone measures nothing" in shown.text
    assert "as high as is comfortable" in shown.text


def test_it_is_found_where_the_other_checks_are(cleared: Server) -> None:
    assert "/range" in page(cleared, "/outcomes").links
    assert "/range" in page(cleared, "/outcomes/active_range").links


def test_while_the_plan_rests_the_page_says_so(cleared: Server) -> None:
    cleared.services.today.note_morning(str(cleared.clock.now().astimezone().date()), 9, None)
    shown = page(cleared)
    assert "your plan rests" in shown.text
    assert "What measures it?" not in shown.text


# -- what came of it ---------------------------------------------------------------------------------------------------


def test_what_came_of_it_is_told_and_stands_in_the_history(cleared: Server) -> None:
    session = checked(cleared)
    shown = page(cleared, f"/range/{session}")
    for side in ("left", "right"):
        said = re.search(rf"{side.capitalize()}: (\d+)° from rest, the best of", shown.text)
        assert said is not None
        assert float(said[1]) == pytest.approx(lifts("shin").best_deg[side], abs=3.5)
    assert "off by less than 2° two times in three" in shown.text
    assert "This is the first check of its kind" in shown.text
    history = page(cleared, "/history")
    assert "Range, without the belt" in history.text
    assert "Range check" in history.text
    assert "lifts without the belt" in history.text
    own = page(cleared, f"/history/{session}")
    assert f"/range/{session}" in own.links
    assert "Until now" in page(cleared).text


def test_the_question_about_the_pelvis_is_asked_until_it_is_answered(cleared: Server) -> None:
    session = checked(cleared)
    assert "Did your hips stay one above the other?" in page(cleared, f"/range/{session}").text
    assert post(cleared, f"/range/{session}/pelvis", {"stayed": "no"}).status_code == 303
    shown = page(cleared, f"/range/{session}")
    assert "Did your hips stay one above the other?" not in shown.text
    assert "part of the number is the pelvis" in shown.text
    assert post(cleared, f"/range/{session}/pelvis", {"stayed": "perhaps"}).status_code == 404


def test_what_is_no_check_is_not_found(cleared: Server) -> None:
    page(cleared, "/range/6f3b1c52-0f0a-4f2f-9a55-2f9d0a1b7c11", 404)
    page(cleared, "/range/nothing", 404)


# -- recordings --------------------------------------------------------------------------------------------------------


def waiting_in(response: httpx.Response) -> str:
    found = re.search(r'name="result" value="([^"]+)"', response.text)
    assert found is not None, response.text
    return found[1]


def test_a_recording_is_measured_as_the_command_does_and_kept_only_when_told(server: Server, shin: bytes) -> None:
    response = send(server, shin)
    assert response.status_code == 200, response.text
    shown = read(response.text)
    assert "shin.csv" in shown.text
    assert "from rest, the best of" in shown.text
    assert "a change under 5.5° may be chance" in shown.text
    assert entries(server) == []
    word = waiting_in(response)
    assert (
        post(server, "/range/recording/keep", {"result": word, "then": "keep"})
        .headers["location"]
        .startswith("/outcomes?kept=1")
    )
    assert len(entries(server)) == 1
    again = post(server, "/range/recording/keep", {"result": word, "then": "keep"})
    assert again.status_code == 422  # once
    assert "not here any more" in again.text
    assert len(entries(server)) == 1


def test_what_is_not_to_be_kept_is_forgotten(server: Server, shin: bytes) -> None:
    word = waiting_in(send(server, shin))
    assert post(server, "/range/recording/keep", {"result": word, "then": "drop"}).headers["location"] == "/range"
    assert post(server, "/range/recording/keep", {"result": word, "then": "keep"}).status_code == 422
    assert entries(server) == []


def test_what_waits_is_erased_with_everything(server: Server, shin: bytes) -> None:
    word = waiting_in(send(server, shin))
    server.post("/api/erase", {"word": "erase"})
    assert post(server, "/range/recording/keep", {"result": word, "then": "keep"}).status_code == 422
    assert entries(server) == []


def without_a_side(shin: bytes) -> bytes:
    rows = shin.decode().splitlines()
    at = rows[0].split(",").index("side")
    kept = [row.split(",") for row in rows if not row.split(",")[at] or row.split(",")[at] in ("side", "right")]
    return "\n".join(",".join(cell for n, cell in enumerate(row) if n != at) for row in kept).encode()


def test_where_the_file_does_not_say_the_side_is_asked(server: Server, shin: bytes) -> None:
    unknown = send(server, without_a_side(shin))
    assert "Please choose the side" in unknown.text
    assert 'name="result"' not in unknown.text
    known = send(server, without_a_side(shin), side="right")
    assert "Right: " in read(known.text).text
    waiting_in(known)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "shin.csv", "the file is empty"),
        (b"t_s,force_n\n0,1\n1,2\n2,3\n", "press.csv", "side_lying_hip_abduction cannot be measured"),
        (b"\0\1\2\3" * 40, "photo.png", "this kind of file is not read"),
        (b"not a c3d at all", "lifts.c3d", "lifts.c3d"),
        (b"not parquet", "lifts.parquet", "lifts.parquet"),
        (b"nothing here {0} {name}\n", "../../etc/{x}.csv", "_x_.csv"),
    ],
)
def test_what_cannot_be_read_is_one_line_without_innards(server: Server, content: bytes, name: str, words: str) -> None:
    response = send(server, content, name)
    assert response.status_code == 422, response.text
    shown = read(response.text)
    assert words in shown.text
    assert "Traceback" not in response.text
    assert "levelhip-" not in shown.text  # the folder it lay in
    assert entries(server) == []


def test_no_file_is_asked_for(server: Server) -> None:
    assert "Please choose a file." in post(server, "/range/recording", {}).text


def test_too_much_is_refused_and_so_is_another_sites_form(server: Server, shin: bytes) -> None:
    for path, limit in RECORDINGS.items():
        length = {"content-length": str(limit + 1), **FORM}
        assert server.browser.post(path, content=b"", headers=length).status_code == 413
        foreign: Any = {"origin": "http://elsewhere.example"}
        assert server.browser.post(path, files={"file": shin}, headers=foreign).status_code == 403
        assert server.browser.post(path, files={"file": shin}, headers={**FORM, "host": "evil"}).status_code == 421
    assert HOST in ORIGIN
