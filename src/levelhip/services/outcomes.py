"""Whether something has changed: answers and measurements kept, each set against the first that compares.

Unknown stays unknown: what was not answered is kept as null, and a total that lacks an answer is not known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, tzinfo
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from levelhip.exercise.outcomes import Change, change_of
from levelhip.exercise.questionnaires import Answered, AnswerError, Questionnaire, score, understood
from levelhip.exercise.signals import SIDES
from levelhip.exercise.strength import (
    Check,
    ControlResult,
    Position,
    StrengthResult,
    Unit,
    control_change,
    strength_change,
    symmetry,
)
from levelhip.ports import Clock, Json, KeptOutcome, OutcomeStore
from levelhip.services.questionnaire_files import Offered, offered
from levelhip.services.zones import day_of

STRENGTH: Final = "strength"
CHECKS: Final[tuple[Check, ...]] = get_args(Check)
MEASURED: Final = (STRENGTH, *CHECKS)
"""What somebody else measured, both sides at once."""
LARGEST: Final = {"value": 5000.0, "lever_m": 1.5, "rate_hz": 10_000.0, "error": 5000.0, "angle": 180.0}
"""The largest of each that can be meant."""

One = TypeVar("One")


class OutcomeError(ValueError):
    """What cannot be kept. The message is one line: what and where."""


class Outcomes:
    """Keeps and reads them. `folder`: where a clinic's questionnaires lie, None: nowhere."""

    def __init__(self, store: OutcomeStore, clock: Clock, folder: Path | None) -> None:
        self._store, self._clock, self._folder = store, clock, folder

    def offered(self) -> Offered:
        """Every questionnaire, and what is wrong with a clinic's files."""
        return offered(self._folder)

    def keep(self, measure: str, answers: Json, zone: tzinfo | None) -> Json:
        """Keep answers to a questionnaire, or what somebody measured. Raises OutcomeError; then nothing was kept."""
        now = self._clock.now()
        if measure in MEASURED:
            kept = _plain_measured(measure, answers, day_of(now, zone))
        else:
            kept = self._plain_answers(measure, answers)
        return _entry(self._store.add(measure, kept, now))

    def remove(self, number: int) -> bool:
        """Remove an entry that was wrong; False where there is none of this number."""
        return self._store.remove(number)

    def history(self) -> list[Json]:
        """What was kept of each measure, the newest entry first, each against the first that compares."""
        known = self.offered().questionnaires
        rows: dict[str, list[KeptOutcome]] = {}
        for row in self._store.all():
            rows.setdefault(row.measure, []).append(row)
        order = [*known, *MEASURED]
        return [
            _questionnaire_history(known[measure], those) if measure in known else _measured_history(measure, those)
            for measure, those in sorted(rows.items(), key=lambda each: _place(each[0], order))
            if measure in order
        ]

    def strengths(self) -> list[StrengthResult]:
        """Every strength that was measured, of either side, in the order of keeping."""
        rows = (row for row in self._store.all() if row.measure == STRENGTH)
        return [result for row in rows for result in _strengths(row.answers).values()]

    def _plain_answers(self, measure: str, answers: Json) -> Json:
        asked = self.offered().questionnaires.get(measure)
        if asked is None:
            raise OutcomeError(f"nothing is called {measure[:40]!r} here")
        ratings, labels = answers.get("ratings"), answers.get("labels", [])
        if not isinstance(ratings, list) or not isinstance(labels, list):
            raise OutcomeError(f"{measure}: ratings: a list is wanted, and labels beside it where activities are named")
        try:
            given = understood(asked, ratings, labels)
        except AnswerError as error:
            raise OutcomeError(str(error)) from None
        if all(rating is None for rating in given.ratings):
            raise OutcomeError(f"{measure}: nothing was answered")
        return {"ratings": list(given.ratings), "labels": list(given.labels)}


def _place(measure: str, order: Sequence[str]) -> int:
    return order.index(measure) if measure in order else len(order)


def _entry(row: KeptOutcome) -> Json:
    return {"id": row.id, "answered_at": row.answered_at.isoformat(), "answers": row.answers}


# -- questionnaires ----------------------------------------------------------------------------------------------------


def _questionnaire_history(asked: Questionnaire, rows: Sequence[KeptOutcome]) -> Json:
    given = [Answered(tuple(row.answers["ratings"]), tuple(row.answers["labels"])) for row in rows]
    changes = _against_the_first(given, lambda before, after: change_of(asked, before, after))
    entries = [
        {**_entry(row), "score": score(asked, answered), "change": _change_dict(change)}
        for row, answered, change in zip(rows, given, changes, strict=True)
    ]
    span = [asked.lowest, asked.highest]
    return {"measure": asked.key, "name": asked.name, "kind": asked.kind, "span": span, "entries": entries[::-1]}


def _against_the_first(given: Sequence[One], judge: Callable[[One, One], Change]) -> list[Change | None]:
    """Each one's change from the first that it can be compared with; where there is none, why not from the last."""
    changes: list[Change | None] = []
    for number, after in enumerate(given):
        found = [judge(before, after) for before in given[:number]]
        comparable = next((change for change in found if change.verdict != "unknown"), None)
        changes.append(comparable or (found[-1] if found else None))
    return changes


def _change_dict(change: Change | None) -> Json | None:
    if change is None:
        return None
    return {
        "verdict": change.verdict,
        "gain": change.gain,
        "reason": change.reason.as_dict(),
        "evidence": list(change.evidence),
    }


# -- what somebody measured --------------------------------------------------------------------------------------------


def _plain_measured(measure: str, answers: Json, today: date) -> Json:
    """Both sides' values with how they were measured, as they are kept. Raises OutcomeError."""
    largest = LARGEST["value" if measure == STRENGTH else "angle"]
    least = 0.0 if measure == STRENGTH else -largest
    kept: Json = {side: _number(measure, answers, side, least, largest) for side in SIDES}
    if all(kept[side] is None for side in SIDES):
        raise OutcomeError(f"{measure}: left, right: neither was told")
    kept["measured_on"] = _day(measure, answers, today).isoformat()
    if measure != STRENGTH:
        return kept
    kept["unit"] = _word(measure, answers, "unit", get_args(Unit))
    kept["position"] = _word(measure, answers, "position", get_args(Position), may_lack=True)
    for name in ("lever_m", "rate_hz", "error"):
        kept[name] = _number(measure, answers, name, 0.0, LARGEST[name])
    corrected = answers.get("is_gravity_corrected")
    if corrected is not None and not isinstance(corrected, bool):
        raise OutcomeError(f"{measure}: is_gravity_corrected: true, false, or null where it is not known")
    kept["is_gravity_corrected"] = corrected
    try:
        _strengths(kept)
    except ValueError as error:
        raise OutcomeError(f"{measure}: {error}") from None
    return kept


def _number(measure: str, answers: Json, name: str, least: float, largest: float) -> float | None:
    value = answers.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= largest:
        raise OutcomeError(f"{measure}: {name}: a number from {least:g} to {largest:g}, or null where it is not known")
    return float(value) if math.isfinite(value) else None


def _word(measure: str, answers: Json, name: str, words: Sequence[str], *, may_lack: bool = False) -> str | None:
    value = answers.get(name)
    if value in words or (may_lack and value is None):
        return value
    raise OutcomeError(f"{measure}: {name}: one of {', '.join(words)}{', or null' if may_lack else ''}")


def _day(measure: str, answers: Json, today: date) -> date:
    text = answers.get("measured_on")
    try:
        day = today if text is None else date.fromisoformat(text)
    except (TypeError, ValueError):
        raise OutcomeError(f"{measure}: measured_on: a date like {today.isoformat()}") from None
    if day > today:
        raise OutcomeError(f"{measure}: measured_on: {day} has not come yet")
    return day


def _measured_history(measure: str, rows: Sequence[KeptOutcome]) -> Json:
    rows = sorted(rows, key=lambda row: (row.answers["measured_on"], row.id))
    if measure == STRENGTH:
        strengths = [_strengths(row.answers) for row in rows]
        changes = {side: _against_the_first([each[side] for each in strengths], strength_change) for side in SIDES}
        more = [{"symmetry": asdict(symmetry(each["left"], each["right"]))} for each in strengths]
    else:
        controls = [_controls(measure, row.answers) for row in rows]
        changes = {side: _against_the_first([each[side] for each in controls], control_change) for side in SIDES}
        more = [{} for _ in rows]
    entries = [
        {**_entry(row), "changes": {side: _change_dict(changes[side][number]) for side in SIDES}, **more[number]}
        for number, row in enumerate(rows)
    ]
    return {"measure": measure, "kind": "measured", "entries": entries[::-1]}


def _strengths(answers: Mapping[str, Any]) -> dict[str, StrengthResult]:
    """Both sides. Raises ValueError in one line."""
    return {
        side: StrengthResult(
            side=side,
            value=answers[side],
            unit=answers["unit"],
            position=answers["position"],
            lever_m=answers["lever_m"],
            is_gravity_corrected=answers["is_gravity_corrected"],
            measured_on=date.fromisoformat(answers["measured_on"]),
            rate_hz=answers["rate_hz"],
            error=answers["error"],
        )
        for side in SIDES
    }


def _controls(measure: str, answers: Mapping[str, Any]) -> dict[str, ControlResult]:
    check = next(each for each in CHECKS if each == measure)
    on = date.fromisoformat(answers["measured_on"])
    return {side: ControlResult(check, side, answers[side], on) for side in SIDES}
