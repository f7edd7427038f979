"""The session page, as a person uses it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import EXERCISE, READY_MS, Loose

STEP_S = 0.1


class SessionPage:
    """One page with a session. What is sent to the server is noted, so that it can be played again."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.parts: dict[int, list[dict[str, Any]]] = {}
        self.config: dict[str, Any] = {}
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.method == "PUT" and "/parts/" in request.url:
            self.parts[int(request.url.rsplit("/", 1)[1])] = json.loads(request.post_data or "{}")["inputs"]
        if request.method == "POST" and request.url.endswith("/api/sessions"):
            self.config = json.loads(request.post_data or "{}")["config"]

    @property
    def journal(self) -> list[dict[str, Any]]:
        return [each for _, inputs in sorted(self.parts.items()) for each in inputs]

    def with_config(self, **changes: Loose) -> SessionPage:
        """Let the server's config arrive changed: a short dose, a certain patient."""

        def change(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, json={**answer.json(), **changes})

        self.page.route("**/api/config*", change)
        return self

    def open(self, way: str, *, ready_ms: int = READY_MS) -> SessionPage:
        self.page.goto(f"{self.origin}/session?exercise={EXERCISE}&way={way}")
        return self.until_ready(ready_ms)

    def until_ready(self, ready_ms: int = READY_MS) -> SessionPage:
        expect(self.page.locator("body[data-ready-ms]")).to_have_count(1, timeout=ready_ms)
        return self

    def start(self, rate: int = 1) -> SessionPage:
        if rate != 1:
            self.page.check(f'input[name=speed][value="{rate}"]')
        self.page.click("#start")
        expect(self.page.locator("#live")).to_be_visible(timeout=30_000)
        return self

    @property
    def data(self) -> dict[str, str]:
        found: dict[str, str] = self.page.evaluate("() => ({...document.body.dataset})")
        return found

    @property
    def said(self) -> list[dict[str, str]]:
        """Every caption so far: text, key, tS."""
        lines: list[dict[str, str]] = self.page.eval_on_selector_all(
            "#said li", "lines => lines.map(line => ({...line.dataset, text: line.textContent}))"
        )
        return lines

    def until(self, what: Callable[[dict[str, str]], bool], timeout_s: float, name: str = "") -> dict[str, str]:
        """Wait until `what` holds of the page's data."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            data = self.data
            if what(data):
                return data
            self.page.wait_for_timeout(STEP_S * 1000)
        raise AssertionError(f"not within {timeout_s:g} s: {name}; {self.data}; {self.said[-4:]}")

    def until_view(self, view: str, timeout_s: float) -> None:
        self.until(lambda data: data.get("view") == view, timeout_s, view)

    def until_phase(self, stage: str, phase: str = "", timeout_s: float = 60) -> None:
        self.until(
            lambda data: data.get("stage") == stage and phase in ("", data.get("phase")), timeout_s, stage + phase
        )

    def until_said(self, key: str, timeout_s: float = 60) -> None:
        self.until(lambda _: any(line["key"] == key for line in self.said), timeout_s, f"said {key}")

    def answer_afterwards(self, pain: int | None = None, effort: int | None = None) -> None:
        expect(self.page.locator("#afterwards")).to_be_visible()
        for name, value in (("pain", pain), ("effort", effort)):
            if value is not None:
                self.page.click(f'label:has(input[name={name}][value="{value}"])')
        self.page.click("#afterwards-form button:not([type])")

    def until_sent(self, timeout_s: float = 30) -> str:
        """The session's id, once the server has acknowledged all of it."""
        self.until(lambda data: "sent" in data, timeout_s, "sent")
        assert self.data["sent"] == "agrees", self.page.inner_text("#sending")
        return (self.page.get_attribute("#to-history", "href") or "").rsplit("/", 1)[1]

    def stored(self) -> list[str]:
        """The sessions that this browser still keeps."""
        return list(
            self.page.evaluate(
                """() => new Promise(resolve => {
                    const opening = indexedDB.open("levelhip");
                    opening.onsuccess = () => {
                        const keys = opening.result.transaction("sessions").objectStore("sessions").getAllKeys();
                        keys.onsuccess = () => (opening.result.close(), resolve(keys.result));
                    };
                })"""
            )
        )


def sides_of(session: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The repetitions of each side in the record that the server keeps."""
    return {side["side"]: side["reps"] for side in session["record"]["record"]["sides"]}
