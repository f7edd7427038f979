"""Whether something has changed: answers and measurements kept, each set against the first that compares.

Unknown stays unknown: what was not answered is kept as null, and a total that lacks an answer is not known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from levelhip.exercise.active_range import RangePosition, RangeResult, Route, range_change
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
from levelhip.exercise.strength_retest import OwnError, error_bar_share, own_error
from levelhip.ports import Clock, Json, KeptOutcome, OutcomeStore
from levelhip.services.questionnaire_files import Offered, offered
from levelhip.services.zones import day_of

STRENGTH: Final = "strength"
BELT_PRESS: Final = "belt_press"
"""What a cell in a belt round both legs measures: both hips press, so it is not strength of one."""
HOLD: Final = "hold_to_failure"
"""Seconds until the leg cannot be held up any longer: without any cell."""
FORCES: Final[Mapping[str, tuple[Unit, ...]]] = {
    STRENGTH: tuple(unit for unit in get_args(Unit) if unit != "s"),
    BELT_PRESS: ("N",),
    HOLD: ("s",),
}
"""What is kept as strength is, and in which units."""
RANGE: Final = "active_range"
PELVIS: Final = "pelvis_stayed"
"""In the detail of a range, for each side: whether the pelvis stayed where it was; null where nobody knows."""
FROM: Final = "from"
"""In an entry: the session that it came from."""
CHECKS: Final[tuple[Check, ...]] = get_args(Check)
MEASURED: Final = (*FORCES, RANGE, *CHECKS)
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

    def keep(
        self, measure: str, answers: Json, zone: tzinfo | None, detail: Json | None = None, *, once: str | None = None
    ) -> Json:
        """Keep answers to a questionnaire, or what somebody measured. Raises OutcomeError; then nothing was kept.

        `detail`: more of how it was measured, to be kept beside it. `once`: where it came from, for what may arrive
        more than once; it is kept the first time.
        """
        now = self._clock.now()
        if measure in MEASURED:
            kept = _plain_measured(measure, answers, day_of(now, zone))
            kept |= {} if detail is None else {"detail": detail}
            kept |= {} if once is None else {FROM: once}
        else:
            kept = self._plain_answers(measure, answers)
        if once is None:
            return _entry(self._store.add(measure, kept, now))
        return _entry(self._store.add_once(measure, kept, now, lambda other: other.get(FROM) == once))

    def note(self, number: int, told: Json) -> bool:
        """Keep more beside an entry, in the place of what was told of it before; False where there is none."""
        return self._store.change(number, lambda kept: {**kept, "detail": {**kept.get("detail", {}), **told}})

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


def _against_the_last(given: Sequence[One], judge: Callable[[One, One], Change]) -> list[Change | None]:
    """The same from the last that it can be compared with."""
    changes: list[Change | None] = []
    for number, after in enumerate(given):
        found = [judge(before, after) for before in reversed(given[:number])]
        changes.append(next((change for change in found if change.verdict != "unknown"), found[0] if found else None))
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
    largest = LARGEST["value" if measure in FORCES else "angle"]
    least = 0.0 if measure in (*FORCES, RANGE) else -largest
    kept: Json = {side: _number(measure, answers, side, least, largest) for side in SIDES}
    if all(kept[side] is None for side in SIDES):
        raise OutcomeError(f"{measure}: left, right: neither was told")
    kept["measured_on"] = _day(measure, answers, today).isoformat()
    if measure == RANGE:
        kept["route"] = _word(measure, answers, "route", get_args(Route), may_lack=True)
        kept["position"] = _word(measure, answers, "position", get_args(RangePosition), may_lack=True)
    if measure not in FORCES:
        return kept
    kept["unit"] = _word(measure, answers, "unit", FORCES[measure])
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
    if measure in FORCES:
        strengths = [_strengths(row.answers) for row in rows]
        earlier = [own_error(_all(strengths[:number])) for number in range(len(strengths))]
        changes = {side: _strength_changes([each[side] for each in strengths], earlier) for side in SIDES}
        own = own_error(_all(strengths))
        more = [_beside(each, own) for each in strengths]
    elif measure == RANGE:
        ranges = [_ranges(row.answers) for row in rows]
        given = {side: [each[side] for each in ranges] for side in SIDES}
        changes = {side: _against_the_first(given[side], range_change) for side in SIDES}
        last = {side: _against_the_last(given[side], range_change) for side in SIDES}
        more = [
            {"since_last": {side: _change_dict(last[side][number]) for side in SIDES}} for number in range(len(rows))
        ]
    else:
        controls = [_controls(measure, row.answers) for row in rows]
        changes = {side: _against_the_first([each[side] for each in controls], control_change) for side in SIDES}
        more = [{} for _ in rows]
    entries = [
        {**_entry(row), "changes": {side: _change_dict(changes[side][number]) for side in SIDES}, **more[number]}
        for number, row in enumerate(rows)
    ]
    return {"measure": measure, "kind": "measured", "entries": entries[::-1]}


def _all(checks: Sequence[Mapping[str, StrengthResult]]) -> list[StrengthResult]:
    return [result for each in checks for result in each.values()]


def _strength_changes(results: Sequence[StrengthResult], own: Sequence[OwnError | None]) -> list[Change | None]:
    """Each one's change from the first, judged by what was known of the own error before it."""
    changes: list[Change | None] = []
    for number, error in enumerate(own):
        judge = partial(strength_change, own_share=None if error is None else error.share)
        changes.append(_against_the_first(results[: number + 1], judge)[-1])
    return changes


def _beside(both: Mapping[str, StrengthResult], own: OwnError | None) -> Json:
    """What stands beside a check's two values: their ratio with its warning, how far off each may be, the own error."""
    bars = {
        side: None if result.value is None else error_bar_share(result, own and own.share) * result.value
        for side, result in both.items()
    }
    own_told = None if own is None else {"share": own.share, "pairs": own.pairs}
    return {"symmetry": asdict(symmetry(both["left"], both["right"])), "bars": bars, "own_error": own_told}


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


def _ranges(answers: Mapping[str, Any]) -> dict[str, RangeResult]:
    on = date.fromisoformat(answers["measured_on"])
    stayed = answers.get("detail", {}).get(PELVIS, {})
    return {
        side: RangeResult(side, answers[side], answers["route"], answers["position"], on, stayed.get(side))
        for side in SIDES
    }
