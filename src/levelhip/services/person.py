"""What the person tells of themselves and how they want to be coached. Everything may be left open."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import Dose
from levelhip.ports import Json, SessionStore
from levelhip.session.load_cell import Rigging

DUE_EXERCISE: Final = "isometric_hip_abduction"
"""What is due every day until somebody prescribes something else."""
Way = Literal["clock", "camera", "shin", "belt", "simulated"]

Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


def _number(least: float, most: float) -> object:
    return Field(default=None, ge=least, le=most, allow_inf_nan=False)


Length = Annotated[float | None, _number(50, 130)]
Girth = Annotated[float | None, _number(12, 50)]
Width = Annotated[float | None, _number(8, 60)]
Loop = Annotated[float | None, _number(20, 400)]
Mass = Annotated[float | None, _number(20, 350)]
TimeOfDay = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
MOST_REMINDERS: Final = 12


def _in_order(times: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(times)))


Times = Annotated[tuple[TimeOfDay, ...], Field(max_length=MOST_REMINDERS), AfterValidator(_in_order)]


class Person(BaseModel):
    """The settings. None: not told, or not chosen yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Word | None = None
    leg_length_cm: Length = None
    ankle_girth_cm: Girth = None
    hip_width_cm: Width = None
    """Between the centres of the hips."""
    belt_loop_cm: Loop = None
    mass_kg: Mass = None
    sex: Literal["female", "male", "other"] | None = None
    complaint: Literal["left", "right", "both"] | None = None
    sides: Literal["both", "left", "right"] = "both"
    times_a_day: int = 3
    sound: Literal["voice", "tones", "silent"] = "voice"
    voice: Word | None = None
    language: Literal["en", "es"] | None = None
    way: Way | None = None
    rigging: Rigging | None = None
    """How the load cell sits in the belt; nobody guesses it."""
    beside: Literal["camera", "shin"] | None = None
    """What shows how high the leg is while the belt counts."""
    show_figure: bool = True
    reminders: Times = ()
    """Times of day at which to be reminded, like 08:00, in order. None unless the person chose some."""

    @property
    def reminder_times(self) -> tuple[time, ...]:
        """The times to remind at: not more than there are sessions a day."""
        return tuple(time.fromisoformat(each) for each in self.reminders[: self.times_a_day])

    @property
    def sides_in_order(self) -> list[str]:
        """The sides to do, in the order of doing: the side of the complaint first, else the right."""
        if self.sides != "both":
            return [self.sides]
        return ["left", "right"] if self.complaint == "left" else ["right", "left"]


class SettingsError(ValueError):
    """Settings that cannot be. `fields`: a line a person can read for each."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {line}" for field, line in fields.items()))
        self.fields = fields


class PersonSettings:
    """Reads and changes the settings."""

    def __init__(self, store: SessionStore) -> None:
        self._store = store

    def settings(self) -> Person:
        """The settings as they are."""
        return _readable(self._store.settings())

    def change(self, changes: Json) -> Person:
        """Change the fields given, leave the others. Raises SettingsError; then nothing has changed."""
        kept = self._store.change_settings(
            lambda old: {**old, **_checked({**_readable(old).model_dump(), **changes}, changes).model_dump()}
        )
        return _readable(kept)


def due_dose() -> Dose:
    """The dose of what is due, as its source has it."""
    return load_exercise(DUE_EXERCISE).dose


def _readable(body: Json) -> Person:
    """What is kept, without what this version does not know or would not accept."""
    known = {field: value for field, value in body.items() if field in Person.model_fields}
    try:
        return Person.model_validate(known)
    except ValidationError as error:
        wrong = {each["loc"][0] for each in error.errors(include_url=False)}
        return Person.model_validate({field: value for field, value in known.items() if field not in wrong})


def _checked(body: Json, changes: Json) -> Person:
    try:
        person = Person.model_validate(body)
    except ValidationError as error:
        lines = {str(each["loc"][0]): _line(str(each["loc"][0]), each["msg"]) for each in error.errors()}
        raise SettingsError(lines) from None
    least, most = due_dose().per_day
    if not least <= person.times_a_day <= most:
        raise SettingsError({"times_a_day": f"from {least} to {most} times a day, as the exercise's source says"})
    if "reminders" in changes and len(person.reminders) > person.times_a_day:
        raise SettingsError({"reminders": f"at most {person.times_a_day}: one for each session of the day"})
    return person


def _line(field: str, message: str) -> str:
    if field not in Person.model_fields:
        return "there is no such setting"
    if field == "reminders":
        return "a list of times of day like 08:00"
    bounds = {type(each).__name__: each for each in Person.model_fields[field].metadata}
    if "Ge" in bounds and "Le" in bounds:
        return f"a number from {bounds['Ge'].ge:g} to {bounds['Le'].le:g}, or nothing"
    return message
