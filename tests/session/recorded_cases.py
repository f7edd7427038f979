"""Recorded cases: small recordings with all that the engine said of them. Standard library only: any Python runs them.

A case is a JSON object: `what` it shows, `exercise`, `profile`, `prescription`, the `inputs` in the order in which they
came, and the `events` said. An input is a block (`source`, `quantity`, `side`, `start_s`, `step_s` or `t_s`, `values`;
null is NaN) or `{"advance_s": ...}`. An event is its fields, and its kind as `event`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.exercise.signals import Channel, Quantity, Sample, SampleBlock
from levelhip.session.engine import Profile
from levelhip.session.events import Event
from levelhip.session.replay import replay

FOLDER: Final = Path(__file__).parent / "cases"
TOLERANCE: Final = 1e-9

Case = dict[str, Any]


def names() -> list[str]:
    """The names of all cases there are."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def load(name: str) -> Case:
    case: Case = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return case


def play_case(case: Case) -> list[dict[str, Any]]:
    """What a fresh engine says to the inputs of a case, as it is kept in JSON."""
    prescription = prescribe(load_exercise(case["exercise"]), **case["prescription"])
    profile = case["profile"]
    measured_by = Profile(**{**profile, "driver": Quantity(profile["driver"])})
    inputs = (each["advance_s"] if "advance_s" in each else block_of(each) for each in case["inputs"])
    return [as_json(event) for event in replay(prescription, measured_by, inputs)]


def block_of(data: dict[str, Any]) -> SampleBlock:
    channel = Channel(data["source"], Quantity(data["quantity"]), data["side"])
    values = tuple(_sample(value) for value in data["values"])
    if "t_s" in data:
        return SampleBlock(channel, tuple(data["t_s"]), values)
    start_s, step_s = data["start_s"], data["step_s"]
    return SampleBlock(channel, tuple(start_s + i * step_s for i in range(len(values))), values)


def _sample(value: Any) -> Sample:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return tuple(math.nan if each is None else float(each) for each in value)
    return math.nan if value is None else float(value)


def as_json(event: Event) -> dict[str, Any]:
    return {"event": type(event).__name__, **_plain(asdict(event))}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value) if isinstance(value, str) else value


def differences(one: Any, other: Any, where: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Where two JSON values differ; numbers may by a billionth."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{where}.{key}")
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield f"{where}: {len(one)} instead of {len(other)}"
        for i, (a, b) in enumerate(zip(one, other, strict=False)):
            yield from differences(a, b, f"{where}[{i}]")
    elif isinstance(one, float) and isinstance(other, (int, float)):
        if not abs(one - other) <= TOLERANCE * max(1.0, abs(other)):
            yield f"{where}: {one!r} instead of {other!r}"
    elif one != other:
        yield f"{where}: {one!r} instead of {other!r}"
