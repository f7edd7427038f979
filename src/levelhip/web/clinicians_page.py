"""Your clinicians: whose releases count here, how a key comes to be trusted, and how that ends. Without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from levelhip.bootstrap import Services
from levelhip.exercise.clearance import CLOCK_TOLERANCE
from levelhip.exercise.clinicians import CARD, REVOCATION, SPOKEN_GROUPS, fingerprint
from levelhip.exercise.letters import LONGEST_LETTER, LetterError, parse_letter
from levelhip.exercise.releases import RELEASE
from levelhip.exercise.wording import N_
from levelhip.services.person import DUE_EXERCISE
from levelhip.services.releasing import NOT_READ, ReleasingError
from levelhip.web.clinicians_view import keys_of, releases_of
from levelhip.web.clinicians_words import WHOSE_WORD, day_of, key_line, release_line
from levelhip.web.language import Language
from levelhip.web.reading import Reader, form_of, reader_of, see, text_of

_DONE: Final = {
    "paired": N_("This clinician's releases count from now on."),
    "release": N_("The release is in."),
    "removed": N_("Removed. Everything that key had opened is closed."),
    "revoked": N_("The key has ended. Everything it had opened is closed."),
    "withdrawn": N_("The release has ended."),
}
_MOST_BYTES: Final = 4 * LONGEST_LETTER + 1
_NOT_A_LETTER: Final = N_("This is neither a clinician's card nor a release.")


@dataclass(frozen=True, slots=True)
class Closed:
    """What stands closed now, and whose word opens it. `key`: what the clinician calls it."""

    text: str
    word: str
    key: str


async def letter_in(request: Request) -> str:
    """What was pasted; where nothing was, what the file says."""
    form = await request.form()
    pasted, file = text_of(form, "text"), form.get("file")
    content = await file.read(_MOST_BYTES) if isinstance(file, UploadFile) else b""
    await form.close()
    return pasted or content.decode("utf-8-sig", "replace")


def clinicians_page_router(services: Services) -> APIRouter:
    """The page, and what its forms do."""
    router = APIRouter()

    @router.get("/clinicians", include_in_schema=False)
    def clinicians(request: Request) -> Response:
        said = _DONE.get(request.query_params.get("done", ""), "")
        return _page(reader_of(request, services), said=said)

    @router.post("/clinicians", include_in_schema=False)
    def take_in(request: Request, letter: Annotated[str, Depends(letter_in)]) -> Response:
        reader = reader_of(request, services)
        try:
            return see(_taken_in(services, letter))
        except ReleasingError as error:
            return _page(reader, wrong=_said(error, reader.words), status=422)

    router.include_router(_pairing(services))
    router.include_router(_ending(services))
    return router


def _taken_in(services: Services, letter: str) -> str:
    """Take in whatever kind of letter it is; gives where to go next."""
    try:
        schema = parse_letter(letter).get("schema")
    except LetterError as error:
        raise ReleasingError(NOT_READ) from error
    if schema == CARD:
        return f"/clinicians/pair/{services.releasing.begin(letter).id}"
    if schema == REVOCATION:
        services.releasing.revoke(letter)
        return "/clinicians?done=revoked#said"
    if schema == RELEASE:
        services.releasing.take_in(letter)
        return "/clinicians?done=release#said"
    raise ReleasingError(_NOT_A_LETTER)


def _pairing(services: Services) -> APIRouter:
    router = APIRouter(prefix="/clinicians/pair")

    @router.get("/{pairing}", include_in_schema=False)
    def ask(request: Request, pairing: int) -> Response:
        return _pairing_page(reader_of(request, services), pairing)

    @router.post("/{pairing}", include_in_schema=False)
    def pair(
        request: Request,
        pairing: int,
        form: Annotated[FormData, Depends(form_of)],
        answer: Annotated[str, Depends(letter_in)],
    ) -> Response:
        try:
            services.releasing.pair(pairing, text_of(form, "digits"), answer)
        except ReleasingError as error:
            reader = reader_of(request, services)
            typed = text_of(form, "digits")[:40]
            return _pairing_page(reader, pairing, wrong=_said(error, reader.words), typed=typed)
        return see("/clinicians?done=paired#said")

    return router


def _ending(services: Services) -> APIRouter:
    router = APIRouter(prefix="/clinicians")

    @router.post("/remove", include_in_schema=False)
    def remove(form: Annotated[FormData, Depends(form_of)]) -> Response:
        services.releasing.remove(text_of(form, "key"))
        return see("/clinicians?done=removed#said")

    @router.post("/withdraw", include_in_schema=False)
    def withdraw(form: Annotated[FormData, Depends(form_of)]) -> Response:
        services.releasing.withdraw(text_of(form, "release"))
        return see("/clinicians?done=withdrawn#said")

    return router


def _page(reader: Reader, *, said: str = "", wrong: str = "", status: int = 200) -> Response:
    services, words = reader.services, reader.words
    keys = [key_line(each, words) for each in keys_of(services)]
    latest = services.releasing.latest()
    is_ahead = latest - services.clock.now() > CLOCK_TOLERANCE
    return reader.page(
        "clinicians.html",
        status=status,
        page="settings",
        said=words.say(said),
        wrong=wrong,
        patient_code=services.releasing.patient_code(),
        keys=[each for each in keys if each.is_trusted or each.is_asked],
        former=[each for each in keys if not (each.is_trusted or each.is_asked)],
        releases=[release_line(each, words) for each in releases_of(services)],
        closed=list(_closed(reader)),
        exercise=DUE_EXERCISE,
        ahead=day_of(latest, words) if is_ahead else "",
        letters=LONGEST_LETTER,
    )


def _pairing_page(reader: Reader, number: int, *, wrong: str = "", typed: str = "") -> Response:
    try:
        pairing = reader.services.releasing.waiting(number)
    except ReleasingError as error:
        over = _said(error, reader.words)
        return _page(reader, wrong=wrong if over in wrong else f"{wrong} {over}".strip(), status=404)
    keys = keys_of(reader.services)
    key = next(each for each in keys if each.pairing.id == number)
    earlier = [each for each in keys if each.pairing.key_id == pairing.key_id and each.standing == "removed"]
    return reader.page(
        "clinician_pairing.html",
        status=422 if wrong else 200,
        page="settings",
        key=key_line(key, reader.words),
        shown=fingerprint(pairing.key_id)[:-SPOKEN_GROUPS],
        hidden=SPOKEN_GROUPS,
        challenge=pairing.challenge,
        earlier=key_line(earlier[0], reader.words).standing if earlier else "",
        wrong=wrong,
        typed=typed,
        letters=LONGEST_LETTER,
    )


def _closed(reader: Reader) -> Iterator[Closed]:
    for reason in reader.services.clearing.assessment(DUE_EXERCISE).reasons:
        if reason.released_by != "nobody":
            yield Closed(reader.words.say(reason.text), reader.words.say(WHOSE_WORD[reason.released_by]), reason.key)


def _said(error: ReleasingError, words: Language) -> str:
    return words.say(error.sentence, **error.values)
