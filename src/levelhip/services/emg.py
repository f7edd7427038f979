"""A recording's electromyogram in numbers: the object `levelhip emg --json` prints, and the envelope for a picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from levelhip.exercise.sentence import Sentence, sentence
from levelhip.ports import Json, RecordingError
from levelhip.services.emg_channels import (
    Channels,
    burst_rows,
    choose_muscle,
    judged,
    must_be_installed,
    read_channels,
    rounded,
)
from levelhip.services.emg_metrics import Metrics
from levelhip.session.record import TracePoint

if TYPE_CHECKING:
    from levelhip.signals_lab.emg_envelope import Envelope
    from levelhip.signals_lab.emg_muscle import Muscle

__all__ = [
    "Channels",
    "EmgReading",
    "choose_muscle",
    "must_be_installed",
    "read_channels",
    "read_emg",
    "references_of",
    "strongest",
]

SCHEMA: Final = "levelhip.emg/1"
PICTURE_POINTS: Final = 1200


@dataclass(frozen=True, slots=True)
class EmgReading:
    """What came of a recording. `record`: the JSON object; `envelope`: of the muscle, uV, thinned for a picture.

    `notes`, `refused`: what the record says in English of the signal, and of metrics by name, for any language.
    """

    record: Json
    envelope: tuple[TracePoint, ...]
    notes: tuple[Sentence, ...]
    refused: dict[str, Sentence]


def strongest(channels: Channels, muscle: str) -> float:
    """The strongest 0.5 s of a muscle, uV: of a recording of maximal contractions this is the reference of %MVIC."""
    from levelhip.signals_lab.emg_envelope import strongest_rms_uv  # noqa: PLC0415

    found = strongest_rms_uv(judged(channels, muscle).banded)
    if not found > 0:
        raise RecordingError(f"{channels.source}: {muscle} is silent in it: no maximal contraction to compare with")
    return found


def references_of(channels: Channels, muscle: str) -> dict[str, float]:
    """What %MVIC is a share of, by muscle (uV), from a recording of maximal contractions. `muscle` must be in it."""
    choose_muscle(channels, muscle)
    return {name: strongest(channels, name) for name in channels.muscles}


def read_emg(channels: Channels, muscle: str, mvic_uv: dict[str, float], mvic_source: str = "") -> EmgReading:
    """Judge one muscle of a recording. `mvic_uv`: by muscle, the RMS of its strongest contraction, uV.

    Raises RecordingError where the signal cannot be judged at all; a metric that it does not carry is refused inside.
    """
    from levelhip.signals_lab.emg_envelope import envelope  # noqa: PLC0415

    found = judged(channels, muscle)
    shape = envelope(found.banded)
    record: Json = {
        "schema": SCHEMA,
        "source": channels.source,
        "muscle": muscle,
        "muscles": list(channels.muscles),
        "signal": _signal(found),
        "quality": _quality(found),
        "method": _method(found, muscle, mvic_uv, mvic_source),
        "bursts": burst_rows(found, shape, mvic_uv.get(muscle)),
        "summary": {},
        "refused": [],
        "warnings": list(channels.warnings),
    }
    record["summary"] = _summary(record)
    others = Metrics(channels, found, muscle, mvic_uv)
    refused: dict[str, Sentence] = {}
    for name, metric in (
        ("median_frequency", others.median_frequency),
        ("electromechanical_delay", others.delay),
        ("co_activation", others.co_activation),
        ("side_difference", others.side_difference),
    ):
        record[name] = _tried(refused, name, metric)
    record["refused"] = [{"metric": name, "reason": str(reason)} for name, reason in refused.items()]
    return EmgReading(record, _points(shape, found.given.start_s), found.quality.notes, refused)


def _tried(refused: dict[str, Sentence], name: str, metric: Callable[[], Json]) -> Json | None:
    """The metric; where the signal does not carry it, None, and the reason stands in `refused`."""
    from levelhip.signals_lab.emg_signal import RefusedError  # noqa: PLC0415

    try:
        return metric()
    except RefusedError as error:
        refused[name] = error.reason
    except RecordingError as error:
        refused[name] = sentence(str(error))
    return None


def _signal(found: Muscle) -> Json:
    return {
        "rate_hz": rounded(found.given.rate_hz, 3),
        "start_s": rounded(found.given.start_s, 4),
        "duration_s": rounded(found.given.duration_s, 3),
        "background_uv": rounded(found.bursts.background_uv, 3),
        "stands_out_db": rounded(found.bursts.stands_out_db, 1),
    }


def _quality(found: Muscle) -> Json:
    quality = found.quality
    return {
        "verdict": quality.verdict,
        "notes": [str(note) for note in quality.notes],
        "mains_hz": quality.mains_hz,
        "hum_share": rounded(quality.hum_share, 4),
        "clipped_share": rounded(quality.clipped_share, 5),
        "contact_lost_share": rounded(quality.contact_lost_share, 4),
        "missing_share": rounded(quality.missing_share, 4),
        "clicks": quality.clicks,
        "heart_rate_per_min": None if quality.heart_rate_per_min is None else round(quality.heart_rate_per_min),
    }


def _method(found: Muscle, muscle: str, mvic_uv: dict[str, float], mvic_source: str) -> Json:
    from levelhip.signals_lab import emg_bursts  # noqa: PLC0415
    from levelhip.signals_lab.emg_envelope import MVIC_S, RMS_S  # noqa: PLC0415

    low_hz, high_hz = found.banded.band_hz
    of = f"RMS of the best {MVIC_S:g} s of {mvic_source}" if mvic_source else "RMS as given"
    return {
        "band_hz": [low_hz, rounded(high_hz, 1)],
        "envelope": f"RMS over {1000 * RMS_S:g} ms",
        "onset": emg_bursts.METHOD,
        "mvic_uv": rounded(mvic_uv.get(muscle, math.nan), 2),
        "mvic_source": mvic_source or None,
        "normalisation": f"% of the maximal voluntary isometric contraction ({of})" if muscle in mvic_uv else None,
    }


def _summary(record: Json) -> Json:
    bursts = record["bursts"]

    def middle(name: str) -> float | None:
        values = [each[name] for each in bursts if each[name] is not None]
        return rounded(median(values), 3) if values else None

    names = ("duration_s", "rms_uv", "rms_percent_mvic", "peak_percent_mvic")
    return {"burst_count": len(bursts), **{f"{name}_median": middle(name) for name in names}}


def _points(shape: Envelope, begin_s: float) -> tuple[TracePoint, ...]:
    """The envelope, thinned for a picture."""
    width = max(1, -(-len(shape.values_uv) // PICTURE_POINTS))
    pieces = [shape.values_uv[first : first + width] for first in range(0, len(shape.values_uv), width)]
    step_s = width * shape.step_s
    return tuple(
        TracePoint(begin_s + number * step_s, float(piece.min()), float(piece.max()))
        for number, piece in enumerate(pieces)
    )
