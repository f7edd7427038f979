"""A whole camera session: a rendered person, whose holds are known, as the webcam's picture."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, Watched
from tests.browser.session_page import SessionPage, sides_of
from tests.conftest import absent

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIE_STILL_S = 18
"""The first picture stands so long: the coach says how to lie, sees it, and asks for the first lift."""
TURN_OVER_S = 36
HALF_UP_AND_DOWN_S = (1.8 + 3.0) / 2
"""From half the amplitude to half the amplitude a hold is longer by half the way up and half the way down."""
SHORT_S = 3.0


@pytest.fixture(scope="module")
def rendered(recordings: Path) -> Path:
    folder = recordings.parent / "media" / "rendered"
    return folder if folder.is_dir() else absent("no rendered clips beside the recordings")


@pytest.fixture(scope="module")
def film(rendered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Right side, time to turn over, left side: what Chromium shows as its camera."""
    ffmpeg = shutil.which("ffmpeg") or absent("no ffmpeg: install the package `ffmpeg`")
    made = tmp_path_factory.mktemp("film") / "camera.mjpeg"
    still = "tpad=start_mode=clone:start_duration"
    joined = (
        f"[0]{still}={LIE_STILL_S},fps=30[right];"
        f"[1]{still}={TURN_OVER_S}:stop_mode=clone:stop_duration=20,fps=30[left];"
        "[right][left]concat=n=2,format=yuvj420p"
    )
    sets = [part for name in ("set_right", "set_left") for part in ("-i", str(rendered / f"{name}.mp4"))]
    subprocess.run(
        [ffmpeg, "-y", "-v", "error", *sets, "-filter_complex", joined, "-c:v", "mjpeg", "-q:v", "5", str(made)],
        check=True,
    )
    return made


def test_a_camera_session_counts_and_times_what_the_person_held(
    film: Path,
    rendered: Path,
    cleared: Server,
    launch: Callable[..., Browser],
    watch: Callable[[Browser], Watched],
) -> None:
    camera = launch(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    live = SessionPage(watch(camera).page(), cleared.origin).open("camera", ready_ms=90_000)
    print(f"ready after {live.data['readyMs']} ms")
    live.start()
    expect(live.page.locator("#video")).to_be_visible()
    live.until_said("start", 40)
    expect(live.page.locator("#set-up")).to_be_hidden()
    live.until_view("afterwards", 330)
    print(f"from a sample to its cue: {live.data['cueMs']} ms (median); the engine: {live.data['engineMs']} ms")
    live.page.click("#afterwards-skip")
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["way"] == "camera"
    assert session["provenance"] == "measured"
    for side, reps in sides_of(session).items():
        truth = json.loads((rendered / f"set_{side}.json").read_text("utf-8"))["holds"]
        assert len(reps) == len(truth) == 7
        for rep, hold_s in zip(reps, truth, strict=True):
            assert rep["hold_end_s"] - rep["hold_start_s"] == pytest.approx(hold_s + HALF_UP_AND_DOWN_S, abs=0.4)
            assert ("short_hold" in rep["faults"]) == (hold_s <= SHORT_S)
    assert [line["key"] for line in live.said if line["key"] in ("side_done", "done")] == ["side_done", "done"]
