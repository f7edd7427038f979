"""What a landmark finder adds: noise, drift, frames with nobody found, and people who move about.

Measured on a rendered figure and on real people (docs/simulator.md): fast noise such that the angle between the legs
at rest has SD 0.06-0.2 deg (smoothed) or up to 0.3 (raw), slow drift of 0.3-0.6 deg over 5 s. A lost frame has
missing coordinates and visibility 0; a doubtful one is five times as noisy and less visible.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Final

from levelhip.exercise.signals import LANDMARKS
from levelhip.simulation.acting import Act, Spell
from levelhip.simulation.body import posture_at
from levelhip.simulation.camera import FOCAL_PX, Finder, Point, visibilities
from levelhip.simulation.clocks import Stamps, spell_finder
from levelhip.simulation.noise import irregular, minimum_jerk
from levelhip.simulation.people import Person
from levelhip.simulation.plans import CameraView, SessionPlan

_FAST_S: Final = 0.12
_SLOW_S: Final = 6.0
_LEG_PARTS: Final = ("hip", "knee", "ankle", "heel", "foot_index")


class _Errors:
    """The finder's noise of every landmark, px: a fast and a slow Ornstein-Uhlenbeck process for x and for y."""

    def __init__(self, view: CameraView, leg_px: float, rng: random.Random) -> None:
        # The angle between the legs has the noise of four landmarks' heights: 2 sigma / leg length.
        self._fast_px = math.radians(view.noise_deg) * leg_px / 2.0
        self._slow_px = math.radians(view.drift_deg) * leg_px / 2.0
        self._gauss = rng.gauss
        self._states = {name: [rng.gauss(0.0, 1.0) for _ in range(4)] for name in LANDMARKS}
        self._doubt = 1.0
        self.go_on(1.0 / 15.0, 1.0)

    def go_on(self, dt: float, doubt: float) -> None:
        """Prepare the next frame, `dt` s later and `doubt` times as noisy."""
        self._doubt = doubt
        self._keep_fast, self._keep_slow = math.exp(-dt / _FAST_S), math.exp(-dt / _SLOW_S)
        self._kick_fast = math.sqrt(1.0 - self._keep_fast**2)
        self._kick_slow = math.sqrt(1.0 - self._keep_slow**2)

    def step(self, name: str) -> Point:
        """Return the next error of one landmark, px; head and arms are twice as noisy as the legs."""
        state, gauss = self._states[name], self._gauss
        state[0] = self._keep_fast * state[0] + self._kick_fast * gauss(0.0, 1.0)
        state[1] = self._keep_fast * state[1] + self._kick_fast * gauss(0.0, 1.0)
        state[2] = self._keep_slow * state[2] + self._kick_slow * gauss(0.0, 1.0)
        state[3] = self._keep_slow * state[3] + self._kick_slow * gauss(0.0, 1.0)
        size = self._fast_px * self._doubt * (1.0 if name.endswith(_LEG_PARTS) else 2.0)
        return size * state[0] + self._slow_px * state[2], size * state[1] + self._slow_px * state[3]


def agitation(spell: Spell, t_s: float) -> float:
    """How much the whole body moves about, 0 (settled) to 1, fading in and out within 0.7 s."""
    if spell.kind == "set":
        return 0.0
    rising = minimum_jerk((t_s - spell.start_s) / 0.7)
    return rising if spell.kind == "end" else rising * minimum_jerk((spell.end_s - t_s) / 0.7)


class _Picture:
    """The ideal landmarks at any time of a session, turning over included."""

    def __init__(self, person: Person, plan: SessionPlan, act: Act, rng: random.Random) -> None:
        self._act, self._sides = act, plan.sides
        self._finders = {s.side: Finder(person, plan, plan.sides.index(s.side), s.done) for s in act.spells}
        self._roam = {name: (irregular(rng, 0.1, 0.8, 3), irregular(rng, 0.1, 0.8, 3)) for name in LANDMARKS}

    def at(self, t_s: float, spell: Spell, moving: float) -> dict[str, Point]:
        """All landmarks at a time, px."""
        posture = posture_at(self._act.motion, t_s)
        points = self._finders[spell.side].landmarks(posture)
        if spell.kind == "turning":
            old = self._finders[self._sides[self._sides.index(spell.side) - 1]].landmarks(posture)
            share = minimum_jerk((t_s - spell.start_s) / (spell.end_s - spell.start_s))
            points = {n: (x + (1.0 - share) * (old[n][0] - x), y + (1.0 - share) * (old[n][1] - y))
                      for n, (x, y) in points.items()}  # fmt: skip
        if moving > 0.0:
            points = {
                n: (x + 55.0 * moving * self._roam[n][0](t_s), y + 40.0 * moving * self._roam[n][1](t_s))
                for n, (x, y) in points.items()
            }
        return points


def camera_table(
    person: Person, plan: SessionPlan, act: Act, stamps: Stamps, rng: random.Random
) -> dict[str, list[float]]:
    """Landmark columns (px, and visibility 0..1) for the stamps."""
    picture = _Picture(person, plan, act, rng)
    errors = _Errors(plan.view, FOCAL_PX * person.leg_m / plan.view.distance_m, rng)
    sure = {spell.side: visibilities(spell.done) for spell in act.spells}
    spell_at = spell_finder(act.spells)
    columns: list[tuple[list[float], list[float], list[float]]] = [([], [], []) for _ in LANDMARKS]
    before = stamps[0] if stamps else 0.0
    for t in stamps:
        spell = spell_at(t)
        moving = agitation(spell, t)
        chance = rng.random()
        lost = chance < plan.view.lost_share * (1.0 + 30.0 * moving)
        doubtful = chance > 1.0 - plan.view.doubtful_share
        errors.go_on(max(1e-3, t - before), 5.0 if doubtful else 1.0)
        before = t
        if lost:
            for xs, ys, vs in columns:
                xs.append(math.nan)
                ys.append(math.nan)
                vs.append(0.0)
            continue
        trust = (1.0 - 0.3 * moving) * (0.45 if doubtful else 1.0)
        _fill(columns, picture.at(t, spell, moving), errors, sure[spell.side], trust)
    table: dict[str, list[float]] = {}
    for name, (xs, ys, vs) in zip(LANDMARKS, columns, strict=True):
        table[f"{name}_x_px"], table[f"{name}_y_px"], table[f"{name}_visibility"] = xs, ys, vs
    return table


def _fill(
    columns: list[tuple[list[float], list[float], list[float]]],
    points: Mapping[str, Point],
    errors: _Errors,
    sure: Mapping[str, float],
    trust: float,
) -> None:
    """Append one found frame."""
    for name, (xs, ys, vs) in zip(LANDMARKS, columns, strict=True):
        x, y = points[name]
        ex, ey = errors.step(name)
        xs.append(x + ex)
        ys.append(y + ey)
        vs.append(min(0.9999, max(0.01, sure[name] * trust + 0.01 * ey)))
