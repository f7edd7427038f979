"""A rendered figure whose joints are known: its pixels as landmarks, with the noise of a landmark finder."""

from __future__ import annotations

import csv
import math
import random
import statistics
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.recordings import write_csv
from levelhip.services.measure import Measurement
from revalidation.rows import Row, matched, measured, repetitions

CLIPS: Final = {"set_right": 7, "set_left": 7, "yaw20": 2, "pelvis_roll": 2}
"""Clip -> repetitions in it."""
NOISES_DEG: Final = (0.06, 0.3)
SEEDS: Final = (1, 2, 3, 4)
FAST_S: Final = 0.12
"""A finder's errors are alike from frame to frame: correlation time."""
HOLD_OFF_S: Final = 0.15
ANGLE_OFF_DEG: Final = 1.0
SHORT: Final = ("set_left", 3)
"""The hold that was let go after 3 s."""

JOINTS: Final = ("shoulder", "hip", "knee", "ankle")


@dataclass(frozen=True, slots=True)
class Clip:
    """The truth of one clip, frame by frame. `angle_deg`: between the legs, as this camera can see it."""

    name: str
    side: Side
    t_s: list[float]
    angle_deg: list[float]
    phase: list[str]
    joints_px: dict[str, list[float]]

    @property
    def rest_deg(self) -> float:
        """The angle at rest."""
        return statistics.median(a for a, phase in zip(self.angle_deg, self.phase, strict=True) if phase == "rest")

    @property
    def leg_px(self) -> float:
        """Hip to ankle in the picture."""
        names = ("left_hip_x_px", "left_ankle_x_px", "left_hip_y_px", "left_ankle_y_px")
        x0, x1, y0, y1 = (self.joints_px[name][0] for name in names)
        return math.hypot(x1 - x0, y1 - y0)

    @property
    def holds_s(self) -> list[tuple[float, float]]:
        """Crossings of half of each repetition's own amplitude."""
        found = []
        stretches = [i for i, phase in enumerate(self.phase) if phase != "rest"]
        starts = [i for i in stretches if i == 0 or self.phase[i - 1] == "rest"]
        for start in starts:
            stop = next((i for i in range(start, len(self.phase)) if self.phase[i] == "rest"), len(self.phase))
            level = statistics.median(self.angle_deg[i] for i in range(start, stop) if self.phase[i] == "hold")
            half = (self.rest_deg + level) / 2
            above = [i for i in range(start, stop) if self.angle_deg[i] >= half]
            found.append((self._crossing_s(above[0] - 1, half), self._crossing_s(above[-1], half)))
        return found

    def _crossing_s(self, i: int, level: float) -> float:
        share = (level - self.angle_deg[i]) / (self.angle_deg[i + 1] - self.angle_deg[i])
        return self.t_s[i] + share * (self.t_s[i + 1] - self.t_s[i])


def read_clip(media: Path, name: str) -> Clip:
    """Read one clip's truth from the folder of rendered clips."""
    with (media / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    joints = {
        f"{side}_{joint}_{axis}_px": [float(row[f"{joint}{side[0].upper()}_{axis}"]) for row in rows]
        for side in ("left", "right")
        for joint in JOINTS
        for axis in "xy"
    }
    side: Side = "left" if rows[0]["side"] == "left" else "right"
    times, angles = ([float(row[key]) for row in rows] for key in ("t_s", "proj_leg_leg_deg"))
    return Clip(name, side, times, angles, [row["phase"] for row in rows], joints)


def landmarks(clip: Clip, noise_deg: float, seed: int) -> dict[str, list[float] | list[str]]:
    """The clip as a landmark finder would record it: the angle between the legs at rest has SD `noise_deg`.

    That angle has the noise of four landmarks' heights, so each has `noise_deg` (in radians) times half a leg's pixels.
    """
    dice = random.Random(f"{clip.name}/{seed}")
    size_px = math.radians(noise_deg) * clip.leg_px / 2
    keep = math.exp(-(clip.t_s[1] - clip.t_s[0]) / FAST_S)
    table: dict[str, list[float] | list[str]] = {"t_s": clip.t_s}
    for name, pixels in clip.joints_px.items():
        error = dice.gauss(0.0, 1.0)
        noisy = []
        for pixel in pixels:
            noisy.append(pixel + size_px * error)
            error = keep * error + math.sqrt(1 - keep**2) * dice.gauss(0.0, 1.0)
        table[name] = noisy
        table[name.replace("_x_px", "_visibility").replace("_y_px", "_visibility")] = [1.0] * len(pixels)
    return {**table, "side": [str(clip.side)] * len(clip.t_s)}


def measure_clip(clip: Clip, noise_deg: float, seed: int) -> Measurement:
    """Write the clip as a recording and measure it."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"{clip.name}.csv"
        write_csv(path, landmarks(clip, noise_deg, seed))
        return measured(path, "isometric_hip_abduction")


def rendered_rows(media: Path) -> Iterator[Row]:
    """Rows of every clip at every noise."""
    for name in CLIPS:
        clip = read_clip(media, name)
        for noise_deg in NOISES_DEG:
            yield from clip_rows(clip, noise_deg)


@dataclass(frozen=True, slots=True)
class ClipScore:
    """What the engine made of one clip with one noise: one number or list a seed, or pooled where it says so."""

    counts: list[int]
    short_told: list[list[int]]
    hold_off_s: list[float]
    """All holds of all seeds, smallest first."""
    angle_off_deg: float
    """95 % of the frames are nearer, in the worst of the seeds."""


def score_clip(clip: Clip, noise_deg: float, seeds: Iterable[int]) -> ClipScore:
    """Measure one clip with several draws of the same noise."""
    truth = clip.holds_s
    counts, short_told, hold_off_s, angle_off_deg = [], [], [], 0.0
    for seed in seeds:
        measurement = measure_clip(clip, noise_deg, seed)
        reps = repetitions(measurement.record)
        counts.append(len(reps))
        short_told.append([rep.number for rep in reps if "short_hold" in rep.faults])
        found = [(rep.measures.hold_start_s, rep.measures.hold_end_s) for rep in reps]
        for i, j in matched(truth, found):
            hold_off_s.append(abs(found[j][1] - found[j][0] - (truth[i][1] - truth[i][0])))
        angle_off_deg = max(angle_off_deg, _angle_off_deg(clip, measurement))
    return ClipScore(counts, short_told, sorted(hold_off_s), angle_off_deg)


def clip_rows(clip: Clip, noise_deg: float, seeds: Iterable[int] = SEEDS) -> Iterator[Row]:
    """Count, hold length, angle and the short hold of one clip at one noise."""
    score = score_clip(clip, noise_deg, seeds)
    title = f"rendered {clip.name}, noise {noise_deg:g} deg"
    wanted = CLIPS[clip.name]
    off = [count - wanted for count in score.counts]
    what = f"repetitions missed or made up, {len(off)} draws of the noise, {wanted} in each"
    yield Row(title, what, math.fsum(map(abs, off)), "", "0", not any(off))
    late_s = score.hold_off_s[int(0.95 * len(score.hold_off_s))] if score.hold_off_s else math.nan
    note = f"largest {max(score.hold_off_s, default=math.nan):.2f} s"
    yield Row(
        title, "hold length, error of 95 % of the holds", late_s, "s", f"{HOLD_OFF_S} s", late_s <= HOLD_OFF_S, note
    )
    off_deg = score.angle_off_deg
    what = "angle between the legs from rest, error of 95 % of the frames"
    yield Row(title, what, off_deg, "deg", f"{ANGLE_OFF_DEG:g} deg", off_deg <= ANGLE_OFF_DEG)
    if clip.name in {"set_left", "set_right"}:
        short = [SHORT[1]] if clip.name == SHORT[0] else []
        wrong = sum(told != short for told in score.short_told)
        what = f"draws with another short hold told than {short[0]}" if short else "draws with a short hold told"
        yield Row(title, what, wrong, "", "0", not wrong)


def _angle_off_deg(clip: Clip, measurement: Measurement) -> float:
    off = []
    for point in measurement.trace.segments[0]:
        true_deg = clip.angle_deg[_nearest(clip, point.t_s)] - clip.rest_deg
        off.append(abs((point.low + point.high) / 2 - true_deg))
    off.sort()
    return off[int(0.95 * len(off))] if off else math.nan


def _nearest(clip: Clip, t_s: float) -> int:
    i = min(bisect_left(clip.t_s, t_s), len(clip.t_s) - 1)
    return i - 1 if i and t_s - clip.t_s[i - 1] < clip.t_s[i] - t_s else i
