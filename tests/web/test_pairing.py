"""Pairing: only who was shown the code comes in; codes do not last, tokens are not kept in the clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.web.pairing import (
    CODE_LASTS,
    COOKIE,
    MOST_DEVICES,
    WRONG_TRIES,
    PairingDesk,
    cookie_for,
    token_in,
)


class FakeClock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> PairingDesk:
    return PairingDesk(tmp_path / "paired.json", clock)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_who_knows_the_code_is_let_in_and_known_again(desk: PairingDesk, clock: FakeClock, tmp_path: Path) -> None:
    token = desk.pair(f" {desk.code()[:3]} {desk.code()[3:]} ", "Ana's phone")
    assert token
    assert desk.knows(token)
    assert PairingDesk(tmp_path / "paired.json", clock).knows(token), "also after a restart"
    assert token not in (tmp_path / "paired.json").read_text()
    assert [device["name"] for device in desk.devices] == ["Ana's phone"]


def test_a_code_is_good_once(desk: PairingDesk) -> None:
    code = desk.code()
    assert desk.pair(code, "first")
    assert desk.pair(code, "second") is None or desk.code() == code


def test_wrong_codes_let_nobody_in_and_use_the_code_up(desk: PairingDesk) -> None:
    code = desk.code()
    for _ in range(WRONG_TRIES):
        assert desk.pair(wrong(code), "stranger") is None
    assert desk.pair(code, "too late") is None or desk.code() == code
    assert not [device for device in desk.devices if device["name"] == "stranger"]


@pytest.mark.parametrize("later", [CODE_LASTS, -timedelta(hours=1)])
def test_a_code_does_not_last_whatever_the_clock_does(desk: PairingDesk, clock: FakeClock, later: timedelta) -> None:
    seen = {desk.code()}
    for _ in range(3):  # one in a million codes is the same again
        clock.now += later
        seen.add(desk.code())
    assert len(seen) > 1


@given(st.text())
def test_a_guess_is_no_key(guess: str) -> None:
    desk = PairingDesk(Path("unused"), lambda: datetime(2026, 1, 1, tzinfo=UTC))
    if "".join(char for char in guess if char in "0123456789") != desk.code():
        assert desk.pair(guess, "x") is None
    assert not desk.knows(guess)


def test_everybody_can_be_forgotten(desk: PairingDesk) -> None:
    token = desk.pair(desk.code(), "phone")
    desk.forget_all()
    assert not desk.knows(token)


def test_only_so_many_devices_are_kept(desk: PairingDesk) -> None:
    tokens = [desk.pair(desk.code(), f"phone {number}") for number in range(MOST_DEVICES + 1)]
    assert not desk.knows(tokens[0])
    assert all(desk.knows(token) for token in tokens[1:])


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"a": 1}', '[{"name": 1}]'])
def test_a_spoiled_file_lets_nobody_in(tmp_path: Path, clock: FakeClock, content: str) -> None:
    (tmp_path / "paired.json").write_text(content)
    desk = PairingDesk(tmp_path / "paired.json", clock)
    assert not desk.devices
    assert desk.pair(desk.code(), "phone")


def test_the_token_travels_in_a_cookie_scripts_cannot_read(desk: PairingDesk) -> None:
    token = desk.pair(desk.code(), "phone") or ""
    cookie = cookie_for(token)
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert token_in(cookie.split(";")[0]) == token
    assert token_in(f"a=b; {COOKIE}={token}") == token
    assert token_in("") is None
    assert token_in("=;;\x00,") is None
