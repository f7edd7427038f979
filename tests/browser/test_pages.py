"""Every page in a real Chromium: looked at, read out, zoomed, by keyboard alone, without a script, on paper.

Pictures of all of them are written to the folder LEVELHIP_SCREENSHOTS names.
"""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Final, Literal

import pytest

pytest.importorskip("babel", reason="Babel is not installed: it compiles the catalogues")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from levelhip.web.static_files import BuiltFiles, built_folder
from tests.conftest import absent
from tests.web.page_world import NOW, World, live_record, make_world

pytestmark = pytest.mark.browser

WIDTHS: Final = (390, 1280)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
LOOKED_AT_BY_AXE: Final = ((390, "light"), (1280, "dark"))
HEIGHT: Final = 844
LONGEST_PICTURE_PX: Final = 6000
SERIOUS: Final = frozenset({"serious", "critical"})
NAMES: Final = (
    "today", "today_ways", "today_new", "today_closed", "clearance", "clearance_open", "result", "result_good",
    "history", "history_new", "session", "session_told", "exercises", "exercise", "plan", "plan/make", "reminders",
    "belt", "strength", "range", "emg", "outcomes", "outcomes/pain", "outcomes/activities", "outcomes/strength",
    "evidence", "clinicians", "settings", "phone", "about", "not_there", "history_table",
)  # fmt: skip

SEEN: Final = "[...document.querySelectorAll('body *')].filter(e => e.checkVisibility())"
SMALL_TYPE: Final = f"""{SEEN}.filter(e => !e.closest('svg, script')
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
    && parseFloat(getComputedStyle(e).fontSize) < 18).map(e => e.outerHTML.slice(0, 80))"""
MAY_SCROLL: Final = ".table-scroll, .trace-scroll, svg, .spoken, .skip, .u-wrap"
TOO_WIDE: Final = f"""{SEEN}.filter(e => !e.closest('{MAY_SCROLL}')
    && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
SMALL_TO_TOUCH: Final = f"""{SEEN}
    .filter(e => e.matches('button, summary, .choice, .button, nav a, select, input[type=text]'))
    .filter(e => !e.closest('.spoken')).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
    .filter(([, box]) => box.height < 44 || box.width < 40).map(([html]) => html)"""
STILL: Final = "document.querySelectorAll('svg').forEach(svg => { svg.pauseAnimations(); svg.setCurrentTime(4) })"
PLOTS: Final = "[...document.querySelectorAll('.plot .u-over')].map(e => e.getBoundingClientRect().toJSON())"
INKED: Final = """[...document.querySelectorAll('.plot canvas')].map(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const [r, g, b] = [11, 92, 173];
    let count = 0;
    for (let i = 0; i < data.length; i += 4) count += data[i] === r && data[i + 1] === g && data[i + 2] === b;
    return count;
})"""

Open = Callable[..., Page]


class Site:
    """Three people, each with a server: one with weeks behind them, one new, one who must see a doctor."""

    def __init__(self, worlds: dict[str, World], origins: dict[str, str]) -> None:
        self.worlds, self._origins = worlds, origins
        sessions = worlds["weeks"].services.history.sessions()
        self.measured = next(each["url"] for each in sessions if each["way"] == "camera")
        self.told = next(each["url"] for each in sessions if each["way"] == "clock")

    def address(self, name: str) -> str:
        """Where a page is."""
        ways = {
            "today_new": ("new", "/"),
            "history_new": ("new", "/history"),
            "today_closed": ("ill", "/"),
            "result": ("ill", "/clearance/result"),
            "result_good": ("weeks", "/clearance/result"),
            "clearance": ("weeks", "/clearance?again=1"),
            "clearance_open": ("weeks", "/clearance?again=1"),
            "session": ("weeks", self.measured),
            "session_told": ("weeks", self.told),
            "exercise": ("weeks", "/exercises/isometric_hip_abduction"),
            "not_there": ("weeks", "/exercises/none"),
            "today": ("weeks", "/"),
            "today_ways": ("weeks", "/"),
            "history_table": ("weeks", "/history"),
        }
        who, path = ways.get(name, ("weeks", f"/{name}"))
        return f"{self._origins[who]}{path}"

    def open(self, page: Page, name: str) -> None:
        """Go there, and do what its name says."""
        page.goto(self.address(name))
        if name == "today_ways":
            page.locator(".ways summary").click()
            page.locator(".why summary").click()
        if name == "history_table":
            page.locator("details[data-table] summary").click()
        if name == "clearance_open":
            page.get_by_label("No", exact=True).first.check()
            page.locator(".button-next").click()
        page.wait_for_load_state("load")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if BuiltFiles(built_folder()).build is None:
        absent("the front end is not built: uv pip install -e . builds it")
    weeks, new, ill = (make_world(tmp_path_factory.mktemp(name)) for name in ("weeks", "new", "ill"))
    weeks.clear()
    weeks.add_weeks()
    weeks.add_session(NOW - timedelta(hours=30), live_record(2, told=True), way="clock", agrees=False, pain=3)
    weeks.services.person.change({"name": "Ana", "way": "camera"})
    ill.clear(calf_swollen="yes")
    with served(weeks) as one, served(new) as two, served(ill) as three:
        yield Site({"weeks": weeks, "new": new, "ill": ill}, {"weeks": one, "new": two, "ill": three})


@contextmanager
def served(world: World) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(world.app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def pages(browser: Browser) -> Iterator[Open]:
    """Opens pages; afterwards none of them has complained or asked anybody else for anything."""
    opened: list[Page] = []
    complaints: list[str] = []

    def new(**options: object) -> Page:
        page = browser.new_page(**{"service_workers": "block", "locale": "en-GB", **options})  # type: ignore[arg-type]
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: None if "127.0.0.1" in asked.url else complaints.append(asked.url))
        opened.append(page)
        return page

    yield new
    for page in opened:
        page.close()
    assert [line for line in complaints if "status of 4" not in line] == []


def screenshots(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("LEVELHIP_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_legible_fits_and_can_be_used_by_all(site: Site, pages: Open, tmp_path: Path, name: str) -> None:
    page = pages(viewport={"width": WIDTHS[0], "height": HEIGHT})
    site.open(page, name)
    serious: dict[str, list[str]] = {}
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL_TYPE) == []
        assert page.evaluate(SMALL_TO_TOUCH) == []
        if (width, scheme) in LOOKED_AT_BY_AXE:
            serious |= serious_in(page)
        picture = f"{name.replace('/', '_')}_{width}_{scheme}.png"
        look_at(page, width, screenshots(tmp_path) / picture)
    assert serious == {}
    for width in (640, 320):  # a window of 1280 at 200 % and at 400 %
        page.set_viewport_size({"width": width, "height": 512})
        assert found_at_rest(page, TOO_WIDE) == []


def found_at_rest(page: Page, script: str) -> list[str]:
    """What the script finds once the page has come to rest: plots follow the window's size a frame or more later."""
    for _ in range(50):
        found: list[str] = page.evaluate(script)
        if not found:
            break
        page.wait_for_timeout(100)
    return found


def serious_in(page: Page) -> dict[str, list[str]]:
    found = Axe().run(page).response["violations"]
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in found if each["impact"] in SERIOUS}


def look_at(page: Page, width: int, picture: Path) -> None:
    tall = min(LONGEST_PICTURE_PX, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": tall})
    page.evaluate(STILL)
    page.wait_for_timeout(100)
    page.screenshot(path=picture)


def test_by_keyboard_alone_from_the_first_page_into_the_session(site: Site, pages: Open) -> None:
    page = pages(viewport={"width": 1280, "height": 800})
    site.open(page, "today")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "start"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".ways fieldset")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-way-name]")).to_have_text("clock only")
    with page.expect_request(re.compile("/session")) as asked:
        page.keyboard.press("Enter")
    assert "exercise=isometric_hip_abduction" in asked.value.url
    assert "way=clock" in asked.value.url
    assert site.worlds["weeks"].services.person.settings().way == "clock"
    site.worlds["weeks"].services.person.change({"way": "camera"})


def test_without_a_script_the_questions_lead_to_the_start(site: Site, pages: Open) -> None:
    page = pages(java_script_enabled=False, viewport={"width": 390, "height": HEIGHT})
    site.open(page, "today_new")
    page.get_by_role("button", name="Start").click()
    for _ in range(10):
        if "result" in page.url:
            break
        for question in page.locator("fieldset.question").all():
            lifts = "can you lift" in (question.text_content() or "")
            answer = "1" if question.locator(".answers-scale").count() else "Yes" if lifts else "No"
            question.get_by_label(answer, exact=True).check()
        page.locator(".button-next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You may begin")
    page.get_by_role("link", name="Go to Start").click()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    site.worlds["new"].services.leaving.erase("erase")


def test_the_figure_moves_unless_less_motion_is_asked_for(site: Site, pages: Open) -> None:
    for motion, moving in (("no-preference", True), ("reduce", False)):
        page = pages(reduced_motion=motion)
        site.open(page, "today")
        expect(page.locator(".figure-moving")).to_be_visible(visible=moving)
        expect(page.locator(".figure-still")).to_be_visible(visible=not moving)


def test_the_plots_stand_under_each_other_on_one_axis(site: Site, pages: Open) -> None:
    page = pages(viewport={"width": 1280, "height": 1000})
    site.open(page, "history")
    boxes = page.evaluate(PLOTS)
    assert len(boxes) == 4
    assert len({(round(box["left"]), round(box["width"])) for box in boxes}) == 1
    assert [box["top"] for box in boxes] == sorted(box["top"] for box in boxes)
    inked = page.evaluate(INKED)
    assert min(inked) > 100
    page.locator(".plot .u-over").first.hover(position={"x": boxes[0]["width"] - 4, "y": 40})
    expect(page.locator("[data-reading]")).to_contain_text("18 Nov: Left")


def test_a_session_goes_on_paper_alone(site: Site, pages: Open) -> None:
    page = pages()
    site.open(page, "session")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in ("nav", ".foot", ".back", ".downloads"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".headline")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 36, 48)"
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2


def test_erasing_empties_the_browser_too(site: Site, pages: Open) -> None:
    page = pages()
    site.open(page, "today_new")
    page.evaluate("localStorage.setItem('levelhip', 'x')")
    page.goto(site.address("today_new") + "settings")
    page.get_by_label("To be sure").fill("erase")
    page.get_by_role("button", name="Erase everything").click()
    expect(page.locator("[data-browser-erased]")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
