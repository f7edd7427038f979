"""The API of releases: whose keys are trusted, what they opened, and taking either away. Letters come as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

from fastapi import APIRouter, HTTPException, Path

from levelhip.bootstrap import Services
from levelhip.exercise.letters import LONGEST_LETTER
from levelhip.ports import Json
from levelhip.services.releasing import ReleasingError
from levelhip.web.bodies import BAD, Body, described, text_in
from levelhip.web.clinicians_view import keys_of, overview, releases_of

Done = TypeVar("Done")

_LETTER: Final = described(text={"type": "string"})
_ANSWER: Final = described(digits={"type": "string"}, answer={"type": "string"})
KeyId = Annotated[str, Path(max_length=64)]
ReleaseId = Annotated[str, Path(max_length=36)]
PairingId = Annotated[int, Path(ge=1, le=2**31)]


def clinicians_router(services: Services) -> APIRouter:
    """The operations."""
    router = APIRouter(prefix="/api")

    @router.get("/clinicians")
    def clinicians() -> Json:
        return overview(services)

    router.include_router(_keys(services))
    router.include_router(_releases(services))
    return router


def _keys(services: Services) -> APIRouter:
    router = APIRouter(prefix="/clinicians")

    @router.post("/cards", status_code=201, openapi_extra=_LETTER)
    def begin(body: Body) -> Json:
        pairing = _done(lambda: services.releasing.begin(_letter_in(body, "text")))
        return next(each.as_dict() for each in keys_of(services) if each.pairing.id == pairing.id)

    @router.post("/pairings/{pairing}", openapi_extra=_ANSWER)
    def pair(pairing: PairingId, body: Body) -> Json:
        digits, answer = text_in(body, "digits"), _letter_in(body, "answer")
        _done(lambda: services.releasing.pair(pairing, digits, answer))
        return overview(services)

    @router.post("/keys/{key_id}/remove")
    def remove(key_id: KeyId) -> Json:
        if not services.releasing.remove(key_id):
            raise HTTPException(404, "there is no such key among those trusted")
        return overview(services)

    @router.post("/revocations", openapi_extra=_LETTER)
    def revoke(body: Body) -> Json:
        _done(lambda: services.releasing.revoke(_letter_in(body, "text")))
        return overview(services)

    return router


def _releases(services: Services) -> APIRouter:
    router = APIRouter(prefix="/releases")

    @router.post("", status_code=201, openapi_extra=_LETTER)
    def take_in(body: Body) -> Json:
        release = _done(lambda: services.releasing.take_in(_letter_in(body, "text")))
        return next(each.as_dict() for each in releases_of(services) if each.release.id == release.id)

    @router.post("/{release_id}/withdraw")
    def withdraw(release_id: ReleaseId) -> Json:
        if not services.releasing.withdraw(release_id):
            raise HTTPException(404, "there is no such release that has not ended")
        return overview(services)

    return router


def _letter_in(body: Json, key: str) -> str:
    return text_in(body, key, LONGEST_LETTER)


def _done(act: Callable[[], Done]) -> Done:
    """What came of it. Raises HTTPException: what cannot be, and what exactly was wrong with the letter."""
    try:
        return act()
    except ReleasingError as error:
        line = f"{error} ({error.__cause__})" if error.__cause__ else str(error)
        raise HTTPException(BAD, line) from None
