"""Reminders in a browser that is open: asked for by a tap, shown once, and only while something is due."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Watched

pytestmark = pytest.mark.browser

NOTED = """
window.shown = [];
const Real = Notification;
window.Notification = class extends Real {
  constructor(title, options) {
    super(title, options);
    window.shown.push([title, options.body]);
  }
};
"""


def remind_now(page: Page, server: Server) -> None:
    """A time that has just come is chosen, and this browser is asked to remind."""
    page.goto(f"{server.origin}/reminders")
    page.get_by_label("Time 1").fill(datetime.now().astimezone().strftime("%H:%M"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Download for your calendar")).to_be_visible()


def test_it_reminds_once_while_something_is_due(cleared: Server, watched: Watched) -> None:
    context = watched.context()
    context.grant_permissions(["notifications"], origin=cleared.origin)
    page = context.new_page()
    page.add_init_script(NOTED)
    remind_now(page, cleared)
    page.get_by_role("button", name="Remind me in this browser").click()
    expect(page.get_by_text("This browser reminds you.")).to_be_visible()
    page.goto(cleared.origin)
    page.wait_for_function("() => window.shown.length === 1")
    assert page.evaluate("() => window.shown")[0][0] == "Levelhip: your reminder"
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => window.shown") == []
    page.goto(f"{cleared.origin}/reminders")
    page.get_by_role("button", name="Stop reminding me here").click()
    expect(page.get_by_role("button", name="Remind me in this browser")).to_be_visible()


def test_a_browser_that_blocks_messages_says_where_to_allow_them(cleared: Server, watched: Watched) -> None:
    page = watched.page()
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    remind_now(page, cleared)
    expect(page.get_by_text("are blocked in this browser's own settings")).to_be_visible()
    expect(page.get_by_role("button", name="Remind me in this browser")).to_be_hidden()
