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
from tests.browser.film import NUMBERED, FilmClock, watch_film
from tests.browser.session_page import SessionPage, sides_of
from tests.conftest import absent

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIE_STILL_S = 18
"""The first picture stands so long: the coach says how to lie, sees it, and asks for the first lift."""
TURN_OVER_S = 36
UP_S, DOWN_S = 1.8, 3.0
HALF_UP_AND_DOWN_S = (UP_S + DOWN_S) / 2
"""From half the amplitude to half the amplitude a hold is longer by half the way up and half the way down."""
SHORT_S = 3.0


@pytest.fixture(scope="module")
def rendered(recordings: Path) -> Path:
    folder = recordings.parent / "media" / "rendered"
    return folder if folder.is_dir() else absent("no rendered clips beside the recordings")


Launch = Callable[..., Browser]
Watch = Callable[[Browser], Watched]


def as_film(into: Path, clips: list[Path], filters: str) -> Path:
    """The clips as the picture of Chromium's camera."""
    ffmpeg = shutil.which("ffmpeg") or absent("no ffmpeg: install the package `ffmpeg`")
    made = into / "camera.mjpeg"
    inputs = [part for clip in clips for part in ("-i", str(clip))]
    finish = ("-c:v", "mjpeg", "-q:v", "5", str(made))
    subprocess.run([ffmpeg, "-y", "-v", "error", *inputs, "-filter_complex", filters, *finish], check=True)
    return made


def with_camera(film: Path, launch: Launch) -> Browser:
    return launch(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )


@pytest.fixture
def film(rendered: Path, tmp_path: Path) -> Path:
    """Right side, time to turn over, left side."""
    still = "tpad=start_mode=clone:start_duration"
    joined = (
        f"[0]{still}={LIE_STILL_S},fps=30[right];"
        f"[1]{still}={TURN_OVER_S}:stop_mode=clone:stop_duration=20,fps=30[left];"
        f"[right][left]concat=n=2,{NUMBERED},format=yuvj420p"
    )
    return as_film(tmp_path, [rendered / f"{name}.mp4" for name in ("set_right", "set_left")], joined)


def test_a_camera_session_counts_and_times_what_the_person_held(
    film: Path,
    rendered: Path,
    cleared: Server,
    launch: Launch,
    watch: Watch,
) -> None:
    page = watch(with_camera(film, launch)).page()
    watch_film(page)
    live = SessionPage(page, cleared.origin).open("camera", ready_ms=90_000)
    print(f"ready after {live.data['readyMs']} ms")
    live.start()
    expect(live.page.locator("#video")).to_be_visible()
    live.until_said("start", 40)
    expect(live.page.locator("#set-up")).to_be_hidden()
    live.until_view("afterwards", 330)
    print(f"from a sample to its cue: {live.data['cueMs']} ms (median); the engine: {live.data['engineMs']} ms")
    film_clock = FilmClock.of(page)
    live.page.click("#afterwards-skip")
    session = cleared.ask("GET", f"/api/sessions/{live.until_sent()}")
    assert session["way"] == "camera"
    assert session["provenance"] == "measured"
    for side, reps in sides_of(session).items():
        truth = json.loads((rendered / f"set_{side}.json").read_text("utf-8"))["holds"]
        assert len(reps) == len(truth) == 7
        for rep, hold_s in zip(reps, truth, strict=True):
            held_s = film_clock.at(rep["hold_end_s"]) - film_clock.at(rep["hold_start_s"])
            print(
                f"{side} {rep['number']}: {rep['hold_end_s'] - rep['hold_start_s']:.2f} s, in the film {held_s:.2f} s"
            )
            assert held_s == pytest.approx(hold_s + HALF_UP_AND_DOWN_S, abs=0.4)
            assert ("short_hold" in rep["faults"]) == (hold_s <= SHORT_S)
    assert [line["key"] for line in live.said if line["key"] in ("side_done", "done")] == ["side_done", "done"]


@pytest.mark.parametrize("clip", ["walk_640x480", "single_leg_beam_640x480", "bridging"])
def test_who_does_not_lie_on_a_side_is_not_started(
    clip: str, rendered: Path, tmp_path: Path, cleared: Server, launch: Launch, watch: Watch
) -> None:
    fitted = "scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:(ow-iw)/2:(oh-ih)/2,fps=30,format=yuvj420p"
    film = as_film(tmp_path, [rendered.parent / f"{clip}.mp4"], fitted)
    live = SessionPage(watch(with_camera(film, launch)).page(), cleared.origin).open("camera", ready_ms=90_000).start()
    live.until_said("not_ready", 60)
    live.page.wait_for_timeout(15_000)
    assert "start" not in [line["key"] for line in live.said]
    assert live.data["stage"] == "set_up"


ALONE_FROM_S = 40
SOMEBODY = "crop=130:210:145:12,scale=124:200"
"""The man on the roof, out of the picture of somebody who walks by."""


def test_a_second_person_in_the_picture_is_told_to_leave(
    rendered: Path, tmp_path: Path, cleared: Server, launch: Launch, watch: Watch
) -> None:
    """Nothing begins while somebody else stands in the room, and it does when they are gone."""
    beside = (
        f"[1]trim=start=1.9:duration=0.1,{SOMEBODY},loop=-1:1:0,setpts=N/30/TB[somebody];"
        f"[0]tpad=start_mode=clone:start_duration={ALONE_FROM_S + 15},fps=30[person];"
        f"[person][somebody]overlay=210:4:shortest=1:enable='lt(t,{ALONE_FROM_S})',format=yuvj420p"
    )
    film = as_film(tmp_path, [rendered / "set_right.mp4", rendered.parent / "walk_640x480.mp4"], beside)
    live = SessionPage(watch(with_camera(film, launch)).page(), cleared.origin).open("camera", ready_ms=90_000).start()
    live.until_said("not_ready", 60)
    texts = [line["text"] for line in live.said if line["key"] == "not_ready"]
    assert texts == ["Somebody else is in the picture."]
    assert "start" not in [line["key"] for line in live.said]
    live.until_said("start", 90)


def test_who_is_lost_in_mid_hold_is_told_so_and_found_again(
    rendered: Path, tmp_path: Path, cleared: Server, launch: Launch, watch: Watch
) -> None:
    dark = f"drawbox=color=black:t=fill:enable='between(t,{LIE_STILL_S + 6},{LIE_STILL_S + 9})'"
    lost = f"tpad=start_mode=clone:start_duration={LIE_STILL_S},fps=30,{dark},format=yuvj420p"
    film = as_film(tmp_path, [rendered / "set_right.mp4"], lost)
    live = SessionPage(watch(with_camera(film, launch)).page(), cleared.origin).open("camera", ready_ms=90_000).start()
    live.until_said("lost", 60)
    held = live.page.inner_text("#seconds")
    live.page.wait_for_timeout(500)
    assert live.page.inner_text("#seconds") == held
    live.until_phase("exercise", "holding", 60)  # found: the count goes on, and needs no words for it
    live.until_said("slowly_down", 60)
