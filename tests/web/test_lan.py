"""The doors to the home network: HTTPS for who is paired, a guide for who is not, nothing else."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
import uvicorn

from levelhip.web.app import create_app
from levelhip.web.lan import home_addresses
from levelhip.web.lan_serving import HomeNetwork, NoHomeNetworkError, open_to_home
from levelhip.web.local_authority import is_home
from levelhip.web.pairing import COOKIE
from levelhip.web.phone_pages import inside
from levelhip.web.serving import _config
from tests.web.servers import HOSTS, NOON, Server

HERE = ip_address("127.0.0.1")


@dataclass
class House:
    """Both doors open at this machine's own address, as at a home network's."""

    home: HomeNetwork
    secure: str
    plain: str

    def client(self) -> httpx.Client:
        """A phone that trusts the authority."""
        trusting = ssl.create_default_context(cafile=str(self.home.doors.authority.certificate_file))
        return httpx.Client(base_url=self.secure, verify=trusting)

    def pair(self, client: httpx.Client, code: str, after: str = "/") -> httpx.Response:
        return client.post("/pair", data={"code": code, "next": after}, headers={"origin": self.secure.rstrip("/")})


@pytest.fixture
def house(server: Server) -> Iterator[House]:
    import datetime  # noqa: PLC0415 - certificates are good now, not on the standing clock's day

    home = open_to_home(server.folder, 18377, lambda: datetime.datetime.now(datetime.UTC), [HERE])
    app = create_app(server.services, HOSTS, doors=home.doors)
    servers = list(home.servers(app, _config))
    loop = asyncio.new_event_loop()
    tasks = [loop.create_task(one.serve(sockets=sockets)) for one, sockets in servers]
    thread = threading.Thread(target=loop.run_until_complete, args=(asyncio.gather(*tasks),))
    thread.start()
    _wait_until_started([one for one, _ in servers])
    yield House(home, home.doors.secure_urls[0], home.doors.plain_urls[0])
    for one, _ in servers:
        one.should_exit = True
    thread.join(10)
    loop.close()
    home.close()


def _wait_until_started(servers: list[uvicorn.Server]) -> None:
    for _ in range(200):
        if all(server.started for server in servers):
            return
        threading.Event().wait(0.05)
    raise AssertionError("the doors did not open")


PAGES = ("/", "/history", "/settings", "/session", "/phone", "/about")
DATA = ("/api/today", "/api/export", "/api/sessions", "/engine/x.zip", "/api/engine")


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_paired_is_led_to_the_code(house: House, path: str) -> None:
    with house.client() as client:
        answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/pair")


@pytest.mark.parametrize("path", DATA)
def test_who_is_not_paired_gets_no_data(house: House, path: str) -> None:
    with house.client() as client:
        assert client.get(path).status_code in {303, 401}
        assert client.post(path, json={}).status_code == 401


def test_who_knows_the_code_comes_in_and_is_known_again(house: House) -> None:
    with house.client() as client:
        answer = house.pair(client, house.home.doors.desk.code(), "/history")
        assert (answer.status_code, answer.headers["location"]) == (303, "/history")
        assert client.get("/history").status_code == 200
        assert client.get("/api/today").status_code == 200
        put = client.put(
            "/api/settings",
            json={"name": "Ana"},
            headers={"X-Levelhip": "1", "origin": house.secure.rstrip("/"), "sec-fetch-site": "same-origin"},
        )
        assert put.status_code == 200
        house.home.doors.desk.forget_all()
        assert client.get("/api/today").status_code == 401


def test_a_wrong_code_lets_nobody_in(house: House) -> None:
    with house.client() as client:
        answer = house.pair(client, "000000" if house.home.doors.desk.code() != "000000" else "1")
        assert answer.status_code == 403
        assert COOKIE not in client.cookies
        assert "digits" in answer.text


def test_a_page_elsewhere_cannot_pair(house: House) -> None:
    with house.client() as client:
        code = house.home.doors.desk.code()
        answer = client.post("/pair", data={"code": code}, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
        assert COOKIE not in client.cookies


def test_another_name_is_refused_at_the_door_too(house: House) -> None:
    with house.client() as client:
        assert client.get("/pair", headers={"host": "evil.example"}).status_code == 421


def test_the_plain_door_explains_and_does_nothing_else(house: House) -> None:
    with httpx.Client(base_url=house.plain) as client:
        guide = client.get("/trust")
        assert guide.status_code == 200
        assert house.home.doors.authority.fingerprint() in guide.text
        assert house.secure in guide.text
        assert client.get("/authority.crt").content == house.home.doors.authority.profile()
        for path in (*PAGES, *DATA, "/pair"):
            assert client.get(path).headers["location"] == "/trust"
        assert client.post("/pair", data={"code": house.home.doors.desk.code()}).status_code == 303
        assert not house.home.doors.desk.devices


def test_this_computers_own_screen_shows_code_and_address(server: Server, house: House) -> None:
    app = create_app(server.services, HOSTS, doors=house.home.doors)
    server.browser.app = app
    page = server.browser.get("/phone").text
    code = house.home.doors.desk.code()
    assert f"{code[:3]} {code[3:]}" in page
    assert house.plain in page
    assert "<svg" in page
    assert "style=" not in page


def test_without_lan_the_page_says_how(server: Server) -> None:
    assert "levelhip serve --lan" in server.browser.get("/phone").text
    assert server.browser.get("/pair").status_code == 404


def test_no_network_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(NoHomeNetworkError, match="no home network"):
        open_to_home(tmp_path, 18377, lambda: NOON, [])


def test_only_home_addresses_are_found() -> None:
    assert all(is_home(address) and not address.is_loopback for address in home_addresses())


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "", None, "x"])
def test_pairing_leads_nowhere_else(address: str | None) -> None:
    assert inside(address) == "/"
    assert inside("/history/1") == "/history/1"
