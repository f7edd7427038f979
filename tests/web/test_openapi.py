"""The API against its own description, with whatever schemathesis thinks of: never a failure of the server."""

# ruff: noqa: ANN401 - JSON is of any type

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from tests.web.servers import WRITE, Browser, foreign_config, make_server

PREFIX: Final = "/api/"


@pytest.mark.slow
def test_no_request_breaks_the_server() -> None:
    with TemporaryDirectory() as folder:
        server = make_server(Path(folder))
        server.clear()
        config = foreign_config(server.clock)
        server.post("/api/sessions", {"config": config}, 201)
        for operation in operations(server.browser):
            try_operation(operation, server.browser, config["id"])
        server.services.store.close()


def operations(browser: Browser) -> list[Any]:
    schema = browser.app.openapi()
    schema["paths"] = {path: what for path, what in schema["paths"].items() if path.startswith(PREFIX)}
    found: list[Any] = list(schemathesis.openapi.from_dict(schema).get_all_operations())
    assert len(found) > 15
    return [each.ok() for each in found]


def try_operation(operation: Any, browser: Browser, session_id: str) -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=operation.as_strategy())
    def no_failure(case: Any) -> None:
        response = ask(browser, case, session_id)
        assert response.status_code < 500, (case.method, case.path, response.text)
        assert "Traceback" not in response.text

    no_failure()


def ask(browser: Browser, case: Any, session_id: str) -> httpx.Response:
    """Send it as our page would; where it names a session, every other time the one there is."""
    sent = case.as_transport_kwargs(base_url="http://127.0.0.1:8377")
    path = sent["url"].removeprefix("http://127.0.0.1:8377")
    if "session_id" in case.path_parameters and len(path) % 2:
        path = case.path.replace("{session_id}", session_id).replace("{n}", str(case.path_parameters.get("n", 0)))
    options = {name: sent[name] for name in ("params", "json", "content", "data") if sent.get(name) is not None}
    return browser.request(sent["method"], path, headers={**WRITE}, **options)
