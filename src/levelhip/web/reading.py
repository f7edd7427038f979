"""Somebody reading a page: in which language, at what time, and how the page is made for them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from levelhip.bootstrap import Services
from levelhip.services.zones import zone_of
from levelhip.web.language import Language, guess, language
from levelhip.web.rendering import render

ZONE = zone_of(None)
"""Days are this machine's days."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the request, their words, the services."""

    request: Request
    services: Services
    words: Language

    @property
    def now(self) -> datetime:
        """The time where they are."""
        return self.services.clock.now().astimezone(ZONE)

    def page(self, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """The page."""
        return render(template, self.words, status=status, **context)


def reader_of(request: Request, services: Services) -> Reader:
    """The language set, else the one the browser asks for."""
    chosen = services.person.settings().language
    return Reader(request, services, language(chosen or guess(request.headers.get("accept-language"))))


def see(address: str) -> RedirectResponse:
    """After a form: go and look there (a reload then sends nothing twice)."""
    return RedirectResponse(address, status_code=303)


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """The fields of a form; its files are closed when it has been answered."""
    async with request.form() as form:
        yield form


def text_of(form: FormData, field: str) -> str:
    """One field as text, without spaces around it; empty where it is not there, or is a file."""
    value: Any = form.get(field)
    return value.strip() if isinstance(value, str) else ""
