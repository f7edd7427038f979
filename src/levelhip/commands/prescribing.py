"""What a command measures against: an exercise by its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from levelhip.exercise.protocol import Prescription

DEFAULT_EXERCISE: Final = "isometric_hip_abduction"
ExerciseOption = Annotated[str, typer.Option("--exercise", "-e", metavar="KEY", help="See `levelhip exercises`.")]


def prescription_of(key: str) -> Prescription:
    """The exercise with its own dose. Raises ValueError where there is none."""
    from levelhip.exercise.library import UnknownExerciseError, load_exercise
    from levelhip.exercise.protocol import prescribe

    try:
        return prescribe(load_exercise(key))
    except UnknownExerciseError as error:
        raise ValueError(str(error)) from None
