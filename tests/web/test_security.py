# ruff: noqa: ANN401 - JSON is of any type

from __future__ import annotations

from typing import Any

import pytest

from levelhip.ports import StoreError
from levelhip.web.security import CONTENT_POLICY, host_name
from tests.web.servers import HOST, ORIGIN, WRITE, Server

GOOD = {"host": HOST, **WRITE}


def put_settings(server: Server, headers: dict[str, str]) -> int:
    headers = {"content-type": "application/json", **headers}
    return server.browser.put("/api/settings", content=b'{"name": "Ana"}', headers=headers).status_code


# -- who may ask -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", [HOST, "localhost:8377", "LOCALHOST", "127.0.0.1", "[::1]:8377", "localhost:1"])
def test_own_names_are_answered(server: Server, host: str) -> None:
    assert server.browser.get("/api/today", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8377", "127.0.0.1.evil.example", "localhost.evil.example:8377", "", "evil@127.0.0.1",
     "127.0.0.1:8377:8377", "[::1", "127.0.0.2", "localhost.", "0x7f000001", "\u0130localhost"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/export", "/static/x/y"])
def test_other_names_are_not(server: Server, host: str, path: str) -> None:
    response = server.browser.get(path, headers={b"host": host.encode("utf-8")})
    assert response.status_code == 421
    assert "Ana" not in response.text


def test_two_names_are_not(server: Server) -> None:
    response = server.browser.get("/api/today", headers=[("host", HOST), ("host", "evil.example")])
    assert response.status_code in {400, 421}


@pytest.mark.parametrize(
    "headers",
    [
        GOOD,
        {**GOOD, "origin": ORIGIN},
        {**GOOD, "origin": ORIGIN, "sec-fetch-site": "same-origin"},
        {**GOOD, "origin": "null", "sec-fetch-site": "same-origin"},
        {"host": "localhost:8377", **WRITE, "origin": "http://localhost:8377"},
    ],
)
def test_own_pages_write(server: Server, headers: dict[str, str]) -> None:
    assert put_settings(server, headers) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": HOST},
        {"host": HOST, "x-levelhip": "2"},
        {**GOOD, "origin": "http://evil.example"},
        {**GOOD, "origin": "http://evil.example", "sec-fetch-site": "same-origin"},
        {**GOOD, "origin": "http://127.0.0.1:9999"},
        {**GOOD, "origin": "https://127.0.0.1:8377"},
        {**GOOD, "origin": "null"},
        {**GOOD, "origin": ""},
        {**GOOD, "sec-fetch-site": "cross-site"},
        {**GOOD, "sec-fetch-site": "same-site"},
        {**GOOD, "sec-fetch-site": "none"},
        {**GOOD, "origin": ORIGIN, "sec-fetch-site": "cross-site"},
    ],
)
def test_other_pages_do_not_write(server: Server, headers: dict[str, str]) -> None:
    assert put_settings(server, headers) == 403
    assert server.get("/api/settings")["name"] is None


def test_a_form_needs_a_page_of_ours(server: Server) -> None:
    @server.browser.app.post("/a-form")
    def form() -> str:
        return "done"

    def send(**headers: str) -> int:
        return server.browser.post("/a-form", data={"a": "b"}, headers=headers).status_code

    fetch_site = "sec-fetch-site"
    assert send(origin=ORIGIN) == 200
    assert send(origin="null", **{fetch_site: "same-origin"}) == 200
    assert send(origin="null") == 403
    assert send() == 403
    assert send(origin="http://evil.example") == 403
    assert send(origin=ORIGIN, **{fetch_site: "cross-site"}) == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_pages_do_not_embed(server: Server, site: str) -> None:
    for mode in ("no-cors", "cors", "websocket"):
        headers = {"sec-fetch-site": site, "sec-fetch-mode": mode}
        assert server.browser.get("/api/settings", headers=headers).status_code == 403
    headers = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
    assert server.browser.get("/api/instance", headers=headers).status_code == 200, "a link from elsewhere works"


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH", "PROPFIND"])
def test_other_methods_are_not_done(server: Server, method: str) -> None:
    response = server.browser.request(method, "/api/settings", headers={**WRITE, "origin": ORIGIN})
    assert response.status_code == 405
    assert "access-control-allow-origin" not in response.headers


# -- what every answer carries -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "host"),
    [("/api/today", HOST), ("/api/nothing", HOST), ("/nothing", HOST), ("/api/today", "evil.example"), ("/", HOST)],
)
def test_every_answer_is_dressed(server: Server, path: str, host: str) -> None:
    headers = server.browser.get(path, headers={"host": host}).headers
    assert headers["content-security-policy"] == CONTENT_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_nothing_describes_it_to_strangers(server: Server, path: str) -> None:
    assert server.browser.get(path).status_code == 404


# -- what may be sent --------------------------------------------------------------------------------------------------


def send(server: Server, body: bytes, path: str = "/api/settings") -> Any:
    return server.browser.put(path, content=body, headers={**WRITE, "content-type": "application/json"})


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b'{"name": "A', b"[]", b"null", b'"text"', b"\xff\xfe", b'{"name": "\xff"}', b'{"name": "\\ud800"}',
        b'{"\\ud800": 1}', b'{"leg_length_cm": NaN}', b'{"leg_length_cm": Infinity}', b'{"leg_length_cm": 1e999}',
        b'{"leg_length_cm": 1' + b"0" * 5000 + b"}", b"[" * 100_000, b'{"a":' * 50_000,
        b'{"a":' * 30 + b"1" + b"}" * 30,
        b"\xef\xbb\xbf{}",
    ],
)  # fmt: skip
def test_what_is_no_sound_json_is_refused_in_a_line(server: Server, body: bytes) -> None:
    response = send(server, body)
    assert response.status_code == 400, response.text
    error = response.json()["error"]
    assert 0 < len(error) < 200
    assert "\n" not in error


@pytest.mark.parametrize(
    "body",
    [b'{"name": 5}', b'{"name": ["a"]}', b'{"leg_length_cm": "tall"}', b'{"leg_length_cm": 1}', b'{"sides": "top"}',
     b'{"unknown": 1}', b'{"times_a_day": 9}', b'{"times_a_day": null}', b'{"sex": {}}', b'{"show_figure": "perhaps"}'],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_field(server: Server, body: bytes) -> None:
    response = send(server, body)
    assert response.status_code == 422, response.text
    assert len(response.json()["fields"]) == 1
    assert server.get("/api/settings")["sides"] == "both"


@pytest.mark.parametrize("name", ["Añá", "李小龍", "\u202eabc", "\U0001f9b5", "a\u0000b", "'; DROP TABLE settings; --"])
def test_names_are_as_people_write_them(server: Server, name: str) -> None:
    assert server.put("/api/settings", {"name": name})["name"] == name
    assert server.get("/api/settings")["name"] == name


def test_too_much_is_refused_whether_it_says_so_or_not(server: Server) -> None:
    large = b'{"name": "' + b"a" * 300_000 + b'"}'
    assert send(server, large).status_code == 413

    def pieces() -> Any:
        for start in range(0, len(large), 1000):
            yield large[start : start + 1000]

    async def in_pieces() -> Any:
        for piece in pieces():
            yield piece

    response = server.browser.put("/api/settings", content=in_pieces(), headers=WRITE)
    assert response.status_code == 413
    assert "256 kB" in response.json()["error"]


def test_a_long_address_is_refused(server: Server) -> None:
    assert server.browser.get("/api/" + "a" * 3000).status_code == 414


# -- what goes wrong inside --------------------------------------------------------------------------------------------


def test_errors_keep_their_innards(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret innards")

    monkeypatch.setattr(type(server.services.store), "settings", fail)
    for path in ("/api/settings", "/api/today"):
        response = server.browser.get(path)
        assert response.status_code == 500
        assert "secret" not in response.text
        assert "Traceback" not in response.text
        assert response.headers["content-security-policy"] == CONTENT_POLICY


@pytest.mark.parametrize(("reason", "status"), [("full", 507), ("busy", 503), ("damaged", 500)])
def test_what_cannot_be_kept_is_told(server: Server, monkeypatch: pytest.MonkeyPatch, reason: Any, status: int) -> None:
    def fail(*_: object) -> None:
        raise StoreError(reason, "the disk is full")

    monkeypatch.setattr(type(server.services.store), "change_settings", fail)
    response = send(server, b'{"name": "Ana"}')
    assert response.status_code == status
    assert response.json() == {"error": "the disk is full", "reason": reason}


@pytest.mark.parametrize(
    ("host", "name"),
    [("a:1", "a"), ("[::1]:1", "::1"), ("[::1]", "::1"), ("A", "a"), ("::1", ""), ("[::1", ""), ("a:b", ""), ("", "")],
)
def test_name_in_a_host_header(host: str, name: str) -> None:
    assert host_name(host) == name
