"""What a session is to be: the way that was wanted, where it can follow the exercise, and how the belt is rigged."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from levelhip.exercise.library import exercise_keys, load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.services.session_config import WAYS, ConfigError, new_config
from levelhip.session.load_cell import Rigging

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def config(exercise: str, way: str, rigging: Rigging | None = None, beside: str | None = None) -> dict[str, Any]:
    dose = prescribe(load_exercise(exercise))
    return new_config(dose, way, language="en", now=NOW, clearance={}, rigging=rigging, beside=beside)


@pytest.mark.parametrize("exercise", exercise_keys())
@pytest.mark.parametrize("way", ["clock", "camera", "shin", "belt"])
def test_what_a_sensor_cannot_follow_is_paced_by_the_clock(exercise: str, way: str) -> None:
    made = config(exercise, way)
    quantities = {signal.quantity.value for signal in load_exercise(exercise).signals}
    brings = {"camera": "landmarks_px", "shin": "acceleration_g", "belt": "force_n"}
    follows = way == "clock" or brings[way] in quantities
    assert (made["way"], made["instead_of"]) == ((way, None) if follows else ("clock", way))


def test_only_the_belt_has_a_rigging_and_something_beside_it() -> None:
    for way in WAYS:
        made = config("isometric_hip_abduction", way, "strand", "camera")
        assert (made["rigging"], made["beside"]) == (("strand", "camera") if way == "belt" else (None, None))
    assert config("isometric_hip_abduction", "belt")["rigging"] is None, "nobody guesses it"


def test_a_way_that_is_none() -> None:
    with pytest.raises(ConfigError, match="there are clock, camera, shin, belt, simulated"):
        config("isometric_hip_abduction", "scales")
