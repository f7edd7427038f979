"""The muscles of a recording, and each of them judged: what every part of a reading begins from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from levelhip.extras import needs_extra
from levelhip.ports import Json, Recording, RecordingError
from levelhip.services.measure import Progress

if TYPE_CHECKING:
    import numpy as np

    from levelhip.signals_lab.emg_envelope import Envelope
    from levelhip.signals_lab.emg_muscle import Muscle

COMPANIONS: Final = {"gmed": "tfl", "gluteus_medius": "tensor_fasciae_latae"}
"""Gluteus medius, and the muscle that takes over where it does not work, as columns are named."""


EXTRA: Final = "emg"


@dataclass(frozen=True, slots=True)
class Channels:
    """The columns of a recording that matter here, whole: seconds, muscles by name, and force where there is one."""

    source: str
    t_s: np.ndarray[tuple[int], np.dtype[np.float64]]
    muscles: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]
    force_n: np.ndarray[tuple[int], np.dtype[np.float64]] | None
    warnings: tuple[str, ...]


def muscle_of(column: str) -> str:
    """The muscle in a column's name: gmed of emg_gmed_uv."""
    return column.removeprefix("emg_").removesuffix("_uv")


def must_be_installed() -> None:
    """Raise MissingExtraError, whose one line tells how to get it, where what reads muscle signals is not installed."""
    with needs_extra(EXTRA):
        import scipy  # noqa: F401, PLC0415


def read_channels(recording: Recording, progress: Progress = lambda _: None, most_values: float = math.inf) -> Channels:
    """Read a recording's muscles and force.

    Raises RecordingError where there is no muscle in it, or more than `most_values` numbers.
    """
    import numpy  # noqa: PLC0415

    columns = [name for name in recording.columns if name.startswith("emg_") and name.endswith("_uv")]
    if not columns:
        found = ", ".join(recording.columns)
        todo = "say which column is one, for example --column emg_gmed_uv=ME:uV"
        raise RecordingError(f"{recording.source}: there is no muscle signal in it (found: {found}); {todo}")
    wanted = [*columns, *(["force_n"] if "force_n" in recording.columns else [])]
    pieces: dict[str, list[np.ndarray[tuple[int], np.dtype[np.float64]]]] = {name: [] for name in ("t_s", *wanted)}
    rows = 0
    for chunk in recording.chunks:
        rows += len(chunk.t_s)
        if rows * len(pieces) > most_values:
            raise RecordingError(f"{recording.source}: longer than what is read here; cut it, or use levelhip emg")
        pieces["t_s"].append(numpy.array(chunk.t_s))
        for name in wanted:
            pieces[name].append(numpy.array(chunk.numbers[name]))
        progress(recording.progress())
    whole = {name: numpy.concatenate(parts) for name, parts in pieces.items()}
    muscles = {muscle_of(name): whole[name] for name in columns}
    return Channels(recording.source, whole["t_s"], muscles, whole.get("force_n"), tuple(recording.warnings))


def choose_muscle(channels: Channels, wanted: str | None) -> str:
    """The muscle asked for; else gluteus medius, else the first. Raises RecordingError naming those there are."""
    names = list(channels.muscles)
    if wanted is None:
        return next((name for name in names if name.startswith(tuple(COMPANIONS))), names[0])
    if wanted in names:
        return wanted
    raise RecordingError(f"{channels.source}: there is no muscle {wanted!r} in it; there are: {', '.join(names)}")


def judged(channels: Channels, name: str) -> Muscle:
    """All that is found in one muscle. Raises RecordingError where the signal cannot be judged."""
    from levelhip.signals_lab.emg_muscle import read_muscle  # noqa: PLC0415
    from levelhip.signals_lab.emg_signal import EmgError  # noqa: PLC0415

    try:
        return read_muscle(channels.t_s, channels.muscles[name])
    except EmgError as error:
        raise RecordingError(f"{channels.source}, {name}: {error}") from None


def burst_rows(found: Muscle, shape: Envelope, mvic_uv: float | None) -> list[Json]:
    """Each burst as JSON; shares of `mvic_uv` where that is known."""
    from levelhip.signals_lab.emg_envelope import rms_uv  # noqa: PLC0415

    bursts: list[Json] = []
    begin_s = found.given.start_s
    for number, burst in enumerate(found.bursts.bursts, 1):
        start_s = 0.0 if burst.onset_s is None else burst.onset_s
        stop_s = found.given.duration_s if burst.offset_s is None else burst.offset_s
        inside = shape.between(start_s, stop_s)
        rms, peak = rms_uv(found.banded, start_s, stop_s), float(inside.max()) if len(inside) else math.nan
        whole = burst.onset_s is not None and burst.offset_s is not None
        bursts.append(
            {
                "number": number,
                "onset_s": None if burst.onset_s is None else rounded(begin_s + burst.onset_s, 4),
                "offset_s": None if burst.offset_s is None else rounded(begin_s + burst.offset_s, 4),
                "duration_s": rounded(stop_s - start_s, 4) if whole else None,
                "rms_uv": rounded(rms, 2),
                "peak_uv": rounded(peak, 2),
                "rms_percent_mvic": None if mvic_uv is None else rounded(100 * rms / mvic_uv, 1),
                "peak_percent_mvic": None if mvic_uv is None else rounded(100 * peak / mvic_uv, 1),
            }
        )
    return bursts


def rounded(value: float, digits: int) -> float | None:
    """A number for JSON: null where it is not known."""
    return round(float(value), digits) if math.isfinite(value) else None
