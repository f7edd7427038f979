"""Releases through the API: nothing opens before everything was done, and everything that ends it ends it at once."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any, Final

import pytest

from levelhip.exercise.letters import LONGEST_LETTER
from levelhip.services.signing import Order, Signer
from tests.exercise.clinician_factories import card_letter, signer
from tests.services.releasing_world import spoken
from tests.web.servers import EXERCISE, HOST, WRITE, Server, foreign_config, harmless_answers

REPAIRED: Final = {"abductor_repair": "yes"}
WRITES: Final = (
    "/api/clinicians/cards", "/api/clinicians/pairings/1", "/api/clinicians/keys/x/remove",
    "/api/clinicians/revocations", "/api/releases", "/api/releases/x/withdraw",
)  # fmt: skip


@pytest.fixture
def blocked(server: Server) -> Server:
    """A server whose person waits for a surgeon's word."""
    server.put("/api/clearance", {"answers": {**harmless_answers(), **REPAIRED}})
    return server


def pair(server: Server, by: Signer | None = None) -> Signer:
    by = by or signer()
    asked = server.post("/api/clinicians/cards", {"text": json.dumps(by._letter)}, 201)
    answer = json.dumps(by.answer(asked["challenge"], server.clock.now()))
    path = f"/api/clinicians/pairings/{asked['pairing']}"
    (key,) = server.post(path, {"digits": spoken(by), "answer": answer})["keys"][:1]
    assert key["standing"] == "trusted"
    return by


def letter(server: Server, by: Signer, *gates: str, days: float = 30) -> str:
    now, code = server.clock.now(), server.get("/api/clinicians")["patient_code"]
    return json.dumps(by.release(Order(code, [EXERCISE], gates, now + timedelta(days=days)), now))


def start(server: Server, status: int) -> None:
    server.get("/api/config", status)
    server.post("/api/sessions", {"config": foreign_config(server.clock)}, 201 if status == 200 else 403)


def test_from_the_card_to_the_start_and_back(blocked: Server) -> None:
    start(blocked, 403)
    by = pair(blocked)
    start(blocked, 403)
    release = blocked.post("/api/releases", {"text": letter(blocked, by, "abductor_repair")}, 201)
    assert (release["force"], release["opens"], release["name"]) == ("in_force", ["abductor_repair"], by.card.name)
    start(blocked, 200)
    assessment = blocked.get("/api/clearance")["assessment"]
    assert [each["release_id"] for each in assessment["opened"]] == [release["id"]]
    after = blocked.post(f"/api/clinicians/keys/{by.card.key_id}/remove", {})
    assert [each["standing"] for each in after["keys"]] == ["removed"]
    assert [each["force"] for each in after["releases"]] == ["closed"]
    start(blocked, 403)


def test_a_session_is_replayed_with_its_releases(blocked: Server) -> None:
    by = pair(blocked)
    blocked.post("/api/releases", {"text": letter(blocked, by, "abductor_repair")}, 201)
    config = blocked.start()
    assert [each["key_id"] for each in config["clearance"]["releases"]] == [by.card.key_id]
    url = f"/api/sessions/{config['id']}"
    blocked.post(f"/api/clinicians/keys/{by.card.key_id}/remove", {})
    blocked.put(f"{url}/parts/0", {"inputs": [{"do": "command", "t_s": 0.0, "command": "begin"}]}, 204)
    done = blocked.post(f"{url}/finish", {"parts": 1, "record": {}})
    assert done["agrees"] is False, "it was counted, by what held when it began"
    assert blocked.get(url)["clearance_held"] is True
    assert blocked.get(url)["assessment"]["opened"][0]["by"] == by.card.name


@pytest.mark.parametrize("changes", [
    {"releases": []}, {"keys": []}, {"patient": "0"}, {"latest": "2040-01-01T00:00:00+00:00"}, {"releases": "all"},
])  # fmt: skip
def test_the_engine_checks_the_releases_itself(blocked: Server, changes: dict[str, Any]) -> None:
    by = pair(blocked)
    blocked.post("/api/releases", {"text": letter(blocked, by, "abductor_repair")}, 201)
    config = blocked.get("/api/config")
    blocked.post("/api/sessions", {"config": {**config, "clearance": {**config["clearance"], **changes}}}, 403)
    blocked.post("/api/sessions", {"config": config}, 201)


def test_what_is_asked_about_does_not_tell_its_last_digits(server: Server) -> None:
    asked = server.post("/api/clinicians/cards", {"text": json.dumps(card_letter())}, 201)
    assert (asked["standing"], asked["key_id"], len(asked["fingerprint"])) == ("asked", None, 6)
    shown = json.dumps(server.get("/api/clinicians"))
    assert not [group for group in spoken(signer()).split() if group in shown]


def test_withdrawing_ends_a_release(blocked: Server) -> None:
    by = pair(blocked)
    text = letter(blocked, by, "abductor_repair")
    release = blocked.post("/api/releases", {"text": text}, 201)
    after = blocked.post(f"/api/releases/{release['id']}/withdraw", {})
    assert [each["force"] for each in after["releases"]] == ["withdrawn"]
    start(blocked, 403)
    blocked.post(f"/api/releases/{release['id']}/withdraw", {}, 404)
    assert "before" in blocked.post("/api/releases", {"text": text}, 422)["error"]


def test_a_revocation_closes_everything(blocked: Server) -> None:
    by = pair(blocked)
    blocked.post("/api/releases", {"text": letter(blocked, by, "abductor_repair")}, 201)
    start(blocked, 200)
    end = json.dumps(by.revocation(blocked.clock.now()))
    assert blocked.post("/api/clinicians/revocations", {"text": end})["keys"][0]["standing"] == "revoked"
    start(blocked, 403)
    blocked.post("/api/clinicians/cards", {"text": json.dumps(card_letter())}, 422)


def test_it_ends_by_itself(blocked: Server) -> None:
    by = pair(blocked)
    blocked.post("/api/releases", {"text": letter(blocked, by, "abductor_repair", days=0.5)}, 201)
    blocked.clock.move(hours=11)
    start(blocked, 200)
    blocked.clock.move(hours=1)
    start(blocked, 403)
    assert blocked.get("/api/clinicians")["releases"][0]["force"] == "over"


@pytest.mark.parametrize("path", WRITES)
def test_only_our_own_pages_write(server: Server, path: str) -> None:
    for headers in (
        {"host": HOST},
        {**WRITE, "origin": "http://evil.example"},
        {**WRITE, "sec-fetch-site": "cross-site"},
    ):
        assert server.browser.post(path, json={"text": ""}, headers=headers).status_code == 403


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize(
    "body", [{}, {"text": None}, {"text": 3}, {"text": ""}, {"text": "x"}, {"text": "{}"}, {"digits": "", "answer": ""}]
)
def test_nonsense_is_refused_in_a_line(server: Server, path: str, body: dict[str, Any]) -> None:
    response = server.browser.post(path, json=body, headers=WRITE)
    assert response.status_code in {404, 422}
    assert "\n" not in response.json()["error"]
    assert server.get("/api/clinicians")["keys"] == []


def test_a_letter_has_its_length(server: Server) -> None:
    server.post("/api/clinicians/cards", {"text": "x" * (LONGEST_LETTER + 1)}, 422)
    server.browser.post("/api/clinicians/cards", content=b"x", headers=WRITE)


def test_what_exactly_is_wrong_is_told_to_programs(server: Server) -> None:
    error = server.post("/api/clinicians/cards", {"text": json.dumps({**card_letter(), "name": ""})}, 422)["error"]
    assert "name: must be a text" in error


def test_they_are_taken_along_and_erased(blocked: Server) -> None:
    by = pair(blocked)
    release = blocked.post("/api/releases", {"text": letter(blocked, by, "abductor_repair")}, 201)
    with zipfile.ZipFile(io.BytesIO(blocked.browser.get("/api/export").content)) as archive:
        about = json.loads(archive.read("levelhip.json"))["clinicians"]
    assert about["keys"][0]["card"] == card_letter()
    assert about["keys"][0]["paired_at"] == blocked.clock.now().isoformat()
    assert about["releases"][0]["letter"]["id"] == release["id"]
    code = blocked.get("/api/clinicians")["patient_code"]
    gone = blocked.post("/api/erase", {"word": "erase"})["erased"]
    assert (gone["clinician_keys"], gone["releases"]) == (1, 1)
    after = blocked.get("/api/clinicians")
    assert (after["keys"], after["releases"]) == ([], [])
    assert after["patient_code"] != code
