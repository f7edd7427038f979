"""Muscle signals: the guide as a browser without a script sees it, and a recording read, shown, and forgotten."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import httpx
import numpy as np
import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")

from bench.bursts import Shape, electromyogram
from levelhip.exercise.electrodes import NOT_WHEN, STEPS
from levelhip.recordings import write_csv
from levelhip.web import emg_page
from levelhip.web.security import USUAL_LIMIT, Asked
from tests.web.page_reading import Page, read
from tests.web.page_world import Browser, World, make_world

EXAMPLES: Final = Path(__file__).parents[1] / "recordings" / "examples"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("data"))


@pytest.fixture
def browser(world: World) -> Browser:
    return Browser(world.app)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A recording with four bursts."""
    drawn = electromyogram(1, Shape(), rate_hz=1000.0, duration_s=30.0, count=4)
    path = tmp_path_factory.mktemp("emg") / "press.csv"
    t_s = np.arange(len(drawn.values_uv)) / drawn.rate_hz
    write_csv(path, {"t_s": t_s.tolist(), "emg_gmed_uv": drawn.values_uv.tolist()})
    return path.read_bytes()


def sent(
    world: World, files: Mapping[str, tuple[str, bytes]], status: int = 200, language: str = "en", **fields: str
) -> httpx.Response:
    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(world.app)
        headers = {"origin": "http://testserver", "accept-language": language}
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.post("/emg/recording", headers=headers, data=fields, files=dict(files))

    response = asyncio.run(post())
    assert response.status_code == status, response.text
    return response


def page_of(response: httpx.Response) -> Page:
    return read(response.text)


def test_the_guide(browser: Browser) -> None:
    response = browser.get("/emg")
    page = page_of(response)
    assert response.status_code == 200
    for line in (*STEPS, *NOT_WHEN):
        assert str(line) in page.words
    assert "20 mm" in page.text
    assert ("form", "enctype", "multipart/form-data") in page.attributes
    assert "<svg" in response.text
    assert not [tag for tag, name, _ in page.attributes if name == "style" or tag == "style"]


@pytest.mark.parametrize("address", ["/settings", "/outcomes", "/strength"])
def test_it_is_found(browser: Browser, address: str) -> None:
    assert "/emg" in page_of(browser.get(address)).links


def test_a_recording_is_read(world: World, press: bytes) -> None:
    response = sent(world, {"file": ("press.csv", press)})
    page = page_of(response)
    assert "Signal: good." in page.words
    assert "press.csv, 30 s at 1000 Hz" in page.words
    assert "was on 4 times in 30 s" in page.text
    assert "Not reported" in page.text
    assert ("th", "scope", "row") in page.attributes
    assert response.text.count("<svg") >= 2
    assert not [tag for tag, name, _ in page.attributes if name == "style" or tag == "style"]


def test_shares_of_the_strongest(world: World, press: bytes) -> None:
    page = page_of(sent(world, {"file": ("press.csv", press), "strongest": ("most.csv", press)}))
    assert "maximal voluntary isometric contraction (best of most.csv)" in page.text
    assert "RMS %MVIC" in page.words


def test_another_column_and_unit(world: World, press: bytes) -> None:
    renamed = press.replace(b"emg_gmed_uv", b"ME", 1)
    refused = page_of(sent(world, {"file": ("lab.csv", renamed)}, 422))
    assert "no column is known" in refused.text
    assert "Is its column called something else? Say so below." in refused.words
    assert ("input", "value", "ME") in page_of(sent(world, {"file": ("lab.csv", renamed)}, column="ME")).attributes
    loud = page_of(sent(world, {"file": ("lab.csv", renamed)}, column="ME", unit="mV"))
    assert "was on 4 times" in loud.text


@pytest.mark.parametrize("name", ["muscle.edf", "muscle.bdf", "muscle.xdf", "opensignals.txt", "analog.c3d"])
def test_other_files(world: World, name: str) -> None:
    assert "gluteus medius" in page_of(sent(world, {"file": (name, (EXAMPLES / name).read_bytes())})).text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", b""),
        ("press.exe", b"MZ"),
        ("press.edf", b"0" * 300),
        ("press.c3d", b"\x02P" + b"\xff" * 600),
        ("press.xdf", b"XDF:" + b"\x00" * 50),
        ("press.csv.gz", b"\x1f\x8b\x08\x00broken"),
        ("../../../etc/press.csv", b"t_s,emg_gmed_uv\n0,1\n"),
    ],
)
def test_what_cannot_be_read_is_one_line_without_innards(world: World, name: str, content: bytes) -> None:
    page = page_of(sent(world, {"file": (name, content)}, 422))
    assert "That could not be read:" in page.words
    for innard in ("Traceback", "levelhip-", "tmp/", "../", "etc/press"):
        assert innard not in page.text


def test_no_file_is_said_in_the_readers_language(world: World) -> None:
    page = page_of(sent(world, {"file": ("", b"")}, 422))
    assert "Please choose a file." in page.words
    assert "Read a recording" in page.text


def test_more_than_is_read_here_is_refused(world: World, press: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emg_page, "MOST_VALUES", 10_000)
    assert "longer than what is read here" in page_of(sent(world, {"file": ("press.csv", press)}, 422)).text
    asked = Asked("POST", "http", emg_page.RECORDING, {})
    assert USUAL_LIMIT < asked.limit <= 32 * 1024 * 1024


def test_only_our_own_pages_send_files(world: World, press: bytes) -> None:
    other = Browser(world.app, origin="http://elsewhere.example")
    assert other.upload("/emg/recording", "file", press).status_code == 403


def test_without_the_extra_one_line_says_how_to_get_it(
    world: World, browser: Browser, press: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    page = page_of(browser.get("/emg"))
    assert "pip install 'levelhip[emg]'" in page.text
    assert ("form", "enctype", "multipart/form-data") not in page.attributes
    assert "pip install 'levelhip[emg]'" in page_of(sent(world, {"file": ("press.csv", press)}, 422)).text
