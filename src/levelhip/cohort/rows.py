"""One measured recording as rows: one a repetition, one for itself, or one line that says why it was not measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]
Cell = str | int | float | None
Row = dict[str, Cell]

REP_COLUMNS: Final = (
    "recording", "side", "segment", "number", "start_s", "hold_start_s", "hold_end_s", "end_s", "valid_hold_s",
    "broken_s", "peak", "mean_hold", "steadiness_cv", "release_s", "unit", "faults", "provenance",
)  # fmt: skip
RECORDING_COLUMNS: Final = (
    "recording", "exercise", "engine", "started_at", "quantity", "unit", "rate_hz", "duration_s", "gaps", "segments",
    "rep_count", "complete_count", "left_rep_count", "left_complete_count", "right_rep_count", "right_complete_count",
    "unknown_side_rep_count", "missed_count", "valid_hold_total_s", "warnings",
)  # fmt: skip
FAILURE_COLUMNS: Final = ("recording", "why")
BETWEEN: Final = "; "


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one recording: `record` (`levelhip.session/1`), or `why` there is none; the other one is None."""

    recording: str
    record: Json | None
    why: str | None


def rep_rows(outcome: Outcome) -> Iterator[Row]:
    """A row for each repetition, side by side, in the order of the record."""
    record = outcome.record
    if record is None:
        return
    for side in record["sides"]:
        for rep in side["reps"]:
            told = {name: rep.get(name) for name in REP_COLUMNS}
            own = {"recording": outcome.recording, "side": side["side"], "unit": record["signal"]["unit"]}
            yield {**told, **own, "faults": BETWEEN.join(rep["faults"])}


def recording_row(outcome: Outcome) -> Row | None:
    """The row of a recording that was measured, else None. A side that is not in it has no count."""
    record = outcome.record
    if record is None:
        return None
    signal, sides = record["signal"], record["sides"]
    held = [side["valid_hold_total_s"] for side in sides if side.get("valid_hold_total_s") is not None]
    row: Row = {
        "recording": outcome.recording,
        "exercise": record["exercise"],
        "engine": record["engine"],
        "started_at": record["started_at"],
        "quantity": str(signal["quantity"]),
        **{name: signal[name] for name in ("unit", "rate_hz", "duration_s", "gaps", "segments")},
        "rep_count": sum(side["rep_count"] for side in sides),
        "complete_count": sum(side["complete_count"] for side in sides),
        "missed_count": sum(len(side["missed"]) for side in sides),
        "valid_hold_total_s": round(sum(held), 6) if held else None,
        "warnings": BETWEEN.join(record["warnings"]),
    }
    for name, key in (("left", "left"), ("right", "right"), ("unknown_side", None)):
        found = [side for side in sides if side["side"] == key]
        for count in ("rep_count", "complete_count"):
            if f"{name}_{count}" in RECORDING_COLUMNS:
                row[f"{name}_{count}"] = sum(side[count] for side in found) if found else None
    return row


def failure_row(outcome: Outcome) -> Row | None:
    """The row of a recording that could not be measured, else None."""
    return None if outcome.why is None else {"recording": outcome.recording, "why": outcome.why}
