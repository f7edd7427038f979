"""The range without the belt: told on its page, kept, judged by the error of its route, drawn beside the holds."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from tests.web.page_reading import read
from tests.web.page_world import Browser, World, make_world
from tests.web.servers import Server

RANGE = {"left": "30", "right": "34,5", "measured_on": "2026-11-10", "route": "shin", "position": "side_lying"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.add_weeks(1)
    return made


def send(client: Browser, **changed: str) -> int:
    return client.post("/outcomes/active_range", {**RANGE, **changed}).status_code


def test_it_is_told_kept_and_judged_by_its_routes_error(world: World) -> None:
    client = Browser(world.app)
    form = read(client.get("/outcomes/active_range").text)
    assert "Without the belt, knee straight" in form.text
    assert send(client) == 200
    assert send(client, left="33", right="41", measured_on="2026-11-17") == 200
    found = read(client.get("/outcomes").text)
    assert "Left: No change beyond the measurement's own error of 5.5°." in found.text
    assert "Right: Changed by 6.5°: beyond the measurement's own error of 5.5°." in found.text


def test_another_route_is_not_compared(world: World) -> None:
    client = Browser(world.app)
    send(client)
    send(client, route="camera", left="60")
    assert "Not compared: measured in another way (what measured it)." in read(client.get("/outcomes").text).text


def test_it_stands_beside_the_holds_with_its_error(world: World) -> None:
    client = Browser(world.app)
    assert "Range, without the belt" not in client.get("/history").text
    send(client)
    send(client, right="", left="33", measured_on="2026-11-17")
    text = client.get("/history").text
    found = read(text)
    assert "Left: 33° on 17 November 2026. No change beyond the measurement's own error of 5.5°." in found.text
    assert "Right: 34.5° on 10 November 2026." in found.text
    assert "How far each leg was lifted without the belt" in text
    assert "/outcomes#active_range" in found.links


def test_what_cannot_be_is_refused(server: Server) -> None:
    for answers in (
        {"left": -3},
        {"left": 30, "route": "eye"},
        {"left": 30, "position": "supine"},
        {"left": 200},
        {"left": None, "right": None},
    ):
        error = server.post("/api/outcomes", {"measure": "active_range", "answers": answers}, 422)["error"]
        assert error.startswith("active_range: ")
        assert "\n" not in error
    kept = server.post("/api/outcomes", {"measure": "active_range", "answers": {"left": 30}}, 201)
    assert kept["answers"]["route"] is None
