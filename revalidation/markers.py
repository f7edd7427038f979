"""Optical markers of real people: a functional hip trial (BTK) and UI-PRMD's hurdle steps and leg raises."""

from __future__ import annotations

import math
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from levelhip.exercise.signals import MARKERS, Side
from levelhip.ports import ReadOptions
from levelhip.recordings import write_parquet
from levelhip.services.measure import Measurement
from levelhip.session.record import Rep
from revalidation.rows import Row, measured, repetitions

# -- functional hip trial: three flexions, three abductions, three circumductions ------------------------------------

FIRST_FRAME_S: Final = 0.0
"""Recordings begin at 0, whatever number their first frame has."""
ABDUCTIONS_S: Final = (4.3, 7.8)
PEAKS_DEG: Final = (31.0, 36.0, 36.0)
PEAK_OFF_DEG: Final = 3.0
EDGE_S: Final = 0.1
"""The reference tells the span to a tenth of a second."""


def functional_hip_measurement(folder: Path) -> Measurement:
    """Measure the trial as `--exercise standing_hip_abduction --side left` does."""
    path = folder / "functional_hip_c3d" / "FunctionalLHip.c3d"
    return measured(path, "standing_hip_abduction", ReadOptions(side="left"), "left")


def functional_hip_rows(folder: Path) -> Iterator[Row]:
    """What is counted before, in and after the three pure abductions."""
    reps = repetitions(functional_hip_measurement(folder).record)
    since, until = ABDUCTIONS_S
    before = [rep for rep in reps if _span(rep)[1] < since]
    pure = [rep for rep in reps if since - EDGE_S <= _span(rep)[0] and _span(rep)[1] <= until + EDGE_S]
    after = [rep for rep in reps if _span(rep)[0] > until]
    title = "functional_hip_c3d"
    yield Row(title, "flexion swings counted as abductions", len(before), "", "0", not before)
    yield Row(title, "pure abductions counted", len(pure), "", "3", len(pure) == len(PEAKS_DEG))
    off = [abs(rep.measures.peak - peak) for rep, peak in zip(pure, PEAKS_DEG, strict=False)]
    worst = max(off, default=math.nan)
    yield Row(title, "their peaks, largest difference from 31, 36, 36", worst, "deg", "3 deg", worst <= PEAK_OFF_DEG)
    unmarked = [rep for rep in after if not rep.faults]
    yield Row(
        title,
        f"of {len(after)} circumductions counted, those without a fault of form",
        len(unmarked),
        "",
        "0",
        not unmarked,
        "a circumduction goes out as far as an abduction does: it counts, and is told as drifting forward",
    )


def _span(rep: Rep) -> tuple[float, float]:
    return rep.measures.start_s - FIRST_FRAME_S, rep.measures.end_s - FIRST_FRAME_S


# -- UI-PRMD ---------------------------------------------------------------------------------------------------------

EXERCISES: Final = {"m02": "hurdle_step", "m06": "standing_leg_raise"}
MANNERS: Final = ("correct", "incorrect")
RATE_HZ: Final = 100.0
THIN_HZ: Final = 15.0
THIGH_MM: Final = 400.0
COUNT_OFF: Final = 0.1
JOIN_OFF_S: Final = 0.3

Floats = NDArray[np.float64]


def noise_mm(angle_deg: float) -> float:
    """The noise of one marker that turns a thigh of `THIGH_MM` by `angle_deg`."""
    return math.tan(math.radians(angle_deg)) * THIGH_MM


@dataclass(frozen=True, slots=True)
class MarkerSet:
    """One person's ten repetitions, joined. `points`: frames x `MARKERS` x xyz, mm; `joins_s`: eleven times."""

    title: str
    exercise: str
    side: Side
    points: Floats
    joins_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MarkerScore:
    """What the engine made of one set."""

    count_off: int
    boundaries_off_s: list[float]


def marker_set(folder: Path, movement: str, manner: str, person: str) -> MarkerSet:
    """Read one set."""
    with np.load(folder / "uiprmd" / f"vicon_markers_{movement}_{manner}.npz") as data:
        names = [str(name) for name in data["marker_names"]]
        places = [names.index(marker) for marker in MARKERS]
        scale_mm = float(data["scale_mm"])
        parts: list[Floats] = [
            data[f"{person}_e{number:02}"][:, places].astype(np.float64) * scale_mm for number in range(1, 11)
        ]
    frames = [0, *np.cumsum([len(part) for part in parts]).tolist()]
    side: Side = "left" if (movement, person) == ("m02", "s02") else "right"
    joins_s = tuple(frame / RATE_HZ for frame in frames)
    return MarkerSet(f"{movement} {manner} {person}", EXERCISES[movement], side, np.concatenate(parts), joins_s)


def marker_score(each: MarkerSet, *, thinned_deg: float = 0.0, seed: int = 1) -> MarkerScore:
    """Measure one set from a file. `thinned_deg`: at `THIN_HZ`, with noise of this much on the line of the thigh."""
    points, rate_hz = each.points, RATE_HZ
    if thinned_deg:
        frames = np.arange(0, len(points), RATE_HZ / THIN_HZ).round().astype(int)
        rate_hz = THIN_HZ
        points = points[frames[frames < len(points)]]
        points = points + np.random.default_rng(seed).normal(0.0, noise_mm(thinned_deg), points.shape)
    table: dict[str, list[float]] = {"t_s": [frame / rate_hz for frame in range(len(points))]}
    for i, marker in enumerate(MARKERS):
        for j, axis in enumerate("xyz"):
            table[f"{marker}_{axis}_mm"] = points[:, i, j].tolist()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "set.parquet"
        write_parquet(path, table)
        reps = repetitions(measured(path, each.exercise, side=each.side).record)
    return MarkerScore(abs(len(reps) - len(each.joins_s) + 1), _boundaries_off_s(reps, each.joins_s))


def _boundaries_off_s(reps: Sequence[Rep], joins_s: Sequence[float]) -> list[float]:
    """Starts and ends against the joins; nothing where the count is wrong and none can be told from the other."""
    if len(reps) != len(joins_s) - 1:
        return []
    starts = [abs(rep.measures.start_s - join) for rep, join in zip(reps, joins_s, strict=False)]
    ends = [abs(rep.measures.end_s - join) for rep, join in zip(reps, joins_s[1:], strict=True)]
    return starts + ends


def uiprmd_sets(folder: Path) -> Iterator[MarkerSet]:
    """Everybody's sets: two movements, done correctly and not."""
    for movement in EXERCISES:
        for manner in MANNERS:
            with np.load(folder / "uiprmd" / f"vicon_markers_{movement}_{manner}.npz") as data:
                people = sorted({name.partition("_")[0] for name in data if name.startswith("s") and "_e" in name})
            for person in people:
                yield marker_set(folder, movement, manner, person)


def uiprmd_rows(folder: Path) -> Iterator[Row]:
    """Counts and boundaries, as they are and thinned with noise."""
    sets = list(uiprmd_sets(folder))
    yield from _set_rows("uiprmd at 100 Hz", [marker_score(each) for each in sets])
    for angle_deg in (0.06, 0.3):
        note = f"noise of {noise_mm(angle_deg):.1f} mm on every marker: {angle_deg:g} deg on the line of the thigh"
        scores = [marker_score(each, thinned_deg=angle_deg, seed=seed) for each in sets for seed in (1, 2)]
        yield from _set_rows("uiprmd at 15 Hz, noisy", scores, note)


def _set_rows(title: str, scores: Sequence[MarkerScore], note: str = "") -> Iterator[Row]:
    count_off = statistics.fmean(score.count_off for score in scores)
    what = f"mean absolute count error of {len(scores)} sets of 10"
    yield Row(title, what, count_off, "", f"{COUNT_OFF}", count_off <= COUNT_OFF, note)
    off_s = statistics.median([off for score in scores for off in score.boundaries_off_s] or [math.nan])
    what = "starts and ends against the joins, median"
    yield Row(title, what, off_s, "s", f"{JOIN_OFF_S} s", off_s <= JOIN_OFF_S, note)
