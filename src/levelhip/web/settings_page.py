"""Settings: who the person is, how they want to be coached, and taking everything along or away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from levelhip.bootstrap import Services
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.services.person import SettingsError, due_dose
from levelhip.web.language import LANGUAGES, Language
from levelhip.web.page_words import brief
from levelhip.web.reading import Reader, form_of, reader_of, see, text_of

_LENGTHS: Final = (
    ("leg_length_cm", N_("Leg length"), N_("From the bony point at the side of the hip to the ankle bone."), 50, 130),
    ("ankle_girth_cm", N_("Ankle girth"), N_("Round one ankle, where the belt lies."), 12, 50),
    ("hip_width_cm", N_("Hip width"), N_("Between the middles of the two hip joints; your therapist can tell."), 8, 60),
    ("belt_loop_cm", N_("Length of the belt's loop"), N_("All the way round, closed."), 20, 400),
)
_CHOICES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "sex": (
        ("", N_("not said")),
        ("female", N_("female")),
        ("male", N_("male")),
        ("other", N_("other")),
    ),
    "complaint": (
        ("", N_("not said")),
        ("left", N_("Left")),
        ("right", N_("Right")),
        ("both", N_("Both")),
    ),
    "sides": (
        ("both", N_("Both sides")),
        ("left", N_("Only the left")),
        ("right", N_("Only the right")),
    ),
    "sound": (
        ("voice", N_("Voice and tones")),
        ("tones", N_("Tones only")),
        ("silent", N_("Silent")),
    ),
    "way": (
        ("clock", N_("Clock only")),
        ("camera", N_("Camera")),
        ("shin", N_("Phone on the shin")),
        ("belt", N_("A sensor in the belt")),
        ("simulated", N_("Show me: a simulated patient")),
    ),
    "beside": (
        ("", N_("Nothing")),
        ("camera", N_("Camera")),
        ("shin", N_("Phone on the shin")),
    ),
    "rigging": (
        ("", N_("not said")),
        ("strand", N_("In one strand of the loop")),
        ("inline", N_("Inline, between two cuffs")),
    ),
}
_NUMBERS: Final = ("leg_length_cm", "ankle_girth_cm", "hip_width_cm", "belt_loop_cm", "mass_kg")
_WRONG_NUMBER: Final = N_("Please write a number from {low} to {high}, or leave it empty.")
_WRONG: Final = N_("This cannot be kept as it is.")
_LIMITS: Final = {**{key: (low, high) for key, _, _, low, high in _LENGTHS}, "mass_kg": (20, 350)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit, as it stands in the form."""

    key: str
    name: str
    hint: str
    unit: str
    value: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    value: str
    name: str
    chosen: bool


def settings_router(services: Services) -> APIRouter:
    """The form, and erasing everything."""
    router = APIRouter()

    @router.get("/settings", include_in_schema=False)
    def settings(request: Request) -> Response:
        reader = reader_of(request, services)
        said = N_("Saved.") if "saved" in request.query_params else ""
        return _page(reader, services.person.settings().model_dump(), said=said)

    @router.post("/settings", include_in_schema=False)
    def change(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        changes, wrong = read_form(form)
        if not wrong:
            try:
                services.person.change(changes)
            except SettingsError as error:
                wrong = dict(error.fields)
            else:
                return see("/settings?saved=1#saved")
        kept = services.person.settings().model_dump()
        typed = {key: text_of(form, key) for key in _NUMBERS if key in form}
        return _page(reader, {**kept, **changes, **typed}, wrong=wrong, status=422)

    @router.post("/settings/erase", include_in_schema=False)
    def erase(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        try:
            services.leaving.erase(text_of(form, "word"))
        except ValueError:
            kept = services.person.settings().model_dump()
            return _page(reader, kept, wrong={"word": ""}, status=422)
        # No address of its own: whoever could lead the browser there would empty what it keeps.
        return reader.page("erased.html", page="settings")

    return router


def read_form(form: FormData) -> tuple[Json, dict[str, str]]:
    """The changes in the form, and the fields that cannot be read. An empty field is "not told"."""
    changes: Json = {"name": text_of(form, "name") or None} if "name" in form else {}
    wrong: dict[str, str] = {}
    for key in _NUMBERS:
        text = text_of(form, key).replace(",", ".")
        try:
            number = float(text) if text else None
        except ValueError:
            wrong[key] = text
            continue
        low, high = _LIMITS[key]
        if number is not None and not low <= number <= high:
            wrong[key] = text
        elif key in form:
            changes[key] = number
    for key, options in _CHOICES.items():
        if key in form and text_of(form, key) in dict(options):
            changes[key] = text_of(form, key) or None
    if text_of(form, "language") in ("", *LANGUAGES) and "language" in form:
        changes["language"] = text_of(form, "language") or None
    if text_of(form, "times_a_day").isdecimal():
        changes["times_a_day"] = int(text_of(form, "times_a_day"))
    return changes, wrong


def _page(
    reader: Reader, kept: Json, *, wrong: dict[str, str] | None = None, said: str = "", status: int = 200
) -> Response:
    words, wrong = reader.words, wrong or {}
    erase_words = reader.services.leaving.words()
    least, most = due_dose().per_day
    return reader.page(
        "settings.html",
        status=status,
        page="settings",
        said=words.say(said) if said else "",
        name=kept.get("name") or "",
        numbers=[_number(key, name, hint, kept, wrong, words) for key, name, hint, _, _ in _LENGTHS],
        mass=_number("mass_kg", N_("Body mass"), "", kept, wrong, words),
        choices={key: _choices(key, kept.get(key), words) for key in _CHOICES},
        times=[Choice(str(n), str(n), n == kept.get("times_a_day")) for n in range(least, most + 1)],
        chosen_language=kept.get("language") or "",
        any_wrong=bool(wrong),
        kept_in=getattr(reader.services.store, "path", None),  # a store need not be a file
        wrong_word="word" in wrong,
        erase_word=erase_words.get(words.code, erase_words["en"]),
    )


def _number(key: str, name: str, hint: str, kept: Json, wrong: dict[str, str], words: Language) -> Number:
    value: Any = kept.get(key)
    low, high = _LIMITS[key]
    line = words.say(_WRONG_NUMBER, low=low, high=high) if key in wrong else ""
    text = value if isinstance(value, str) else "" if value is None else brief(float(value), words)
    return Number(key, words.say(name), words.say(hint), key.rpartition("_")[2], text, line)


def _choices(key: str, value: object, words: Language) -> list[Choice]:
    chosen = value or _CHOICES[key][0][0]
    return [Choice(option, words.say(name), option == chosen) for option, name in _CHOICES[key]]
