"""The table of exercises in the documentation is that of the library. `just docs` writes it anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.protocol import Exercise
from levelhip.exercise.signals import Quantity

PAGE: Final = Path(__file__).parents[2] / "docs" / "exercises.md"
_PLACE: Final = re.compile(r"(?<=<!-- exercises -->\n).*?(?=<!-- /exercises -->)", re.DOTALL)
_POSITIONS: Final = {
    "supine": "on the back",
    "side_lying": "on one side",
    "on_forearm": "on one forearm",
    "standing": "standing",
}
_SENSORS: Final = {
    Quantity.FORCE: "load cell",
    Quantity.LANDMARKS: "camera",
    Quantity.ACCELERATION: "phone",
    Quantity.ABDUCTION: "angle",
    Quantity.MARKERS: "markers",
}


def written(page: str) -> str:
    """Return the page with the table as the library has it now."""
    new, places = _PLACE.subn(lambda _: "\n".join(_table()) + "\n", page)
    if places != 1:
        message = f"expected one place for the exercises, between `exercises` marks, but found {places}"
        raise ValueError(message)
    return new


def _table() -> Iterator[str]:
    yield "| exercise | | dose | gluteus medius | tier | measured by |"
    yield "|---|---|---|---|---|---|"
    exercises = [load_exercise(key) for key in exercise_keys()]
    for exercise in sorted(exercises, key=lambda each: (list(_POSITIONS).index(each.position), each.key)):
        yield f"| {' | '.join(_cells(exercise))} |"


def _cells(exercise: Exercise) -> tuple[str, ...]:
    dose = exercise.dose
    held = f" x {dose.hold_s:g} s" if exercise.kind == "hold" else ""
    sensors = dict.fromkeys(_SENSORS[signal.quantity] for signal in exercise.signals if signal.quantity in _SENSORS)
    return (
        f"{exercise.name} (`{exercise.key}`)",
        _POSITIONS[exercise.position],
        f"{dose.reps}{held}{'' if exercise.both_legs else ' a side'}",
        exercise.load.partition(": ")[0],
        str(exercise.tier or ""),
        ", ".join([*sensors, "clock"]),
    )


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
