"""Virtual people: body, strength, habits and steadiness, drawn from a population.

Segment lengths as shares of height follow Winter (Biomechanics and Motor Control of Human Movement, table 4.1:
thigh 0.245, shank 0.246) with a spread of 3 %; the leg's weight moment 0.54-0.66 Nm a kg of body mass and the
abductor strength (men 1.29 +- 0.24, women 1.13 +- 0.20 Nm/kg) are those of the project's clinical notes
(Sugimoto 2014). Habits (speed, press, tempo, steadiness) are assumptions, listed in docs/simulator.md.
"""

from __future__ import annotations

import math
import random
from dataclasses import asdict, dataclass, replace
from typing import Final

from levelhip.exercise.signals import Side
from levelhip.simulation.noise import clipped, log_uniform

GRAVITY: Final = 9.80665
"""Standard gravity, m/s^2."""

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Person:
    """One virtual person. Lengths in m, angles in degrees, times in s, forces in N; shares are of 1."""

    population: str
    height_m: float
    mass_kg: float
    thigh_m: float
    shank_m: float
    hip_width_m: float
    ankle_circumference_m: float
    leg_moment_nm_per_kg: float
    strength_nm_per_kg: float
    right_over_left: float  # strength of the right hip over that of the left
    rest_deg: float  # top leg resting on the bottom one, against the horizontal; negative
    rest_scatter_deg: float  # SD of the resting position from repetition to repetition
    press_n: float  # net press this person takes for gentle
    press_scatter: float  # SD from repetition to repetition, share of the press
    press_wobble: float  # SD inside a hold, share of the press
    press_rise_s: float
    tempo: float  # length of a hold over the prescribed one: who counts fast is below 1
    tempo_scatter: float
    lift_s: float
    release_s: float
    rest_s_factor: float  # length of the rests over the prescribed one
    reaction_s: float
    tremor_hz: float
    tremor_share: float  # SD of the moment's tremor, share of the moment itself
    stiffness_nm_per_rad: float  # of the hip while working
    fatigue_rate: float  # share of fatigue gained a second at full effort
    knee_deg: float  # flexion while lifted, habit
    roll_deg: float  # pelvis roll while lifted, habit; + is backwards
    flexion_deg: float  # hip flexion of the lifted leg, habit
    hike_share: float  # share of the lift that the pelvis makes

    @property
    def leg_m(self) -> float:
        """Hip to ankle with a straight knee, m."""
        return self.thigh_m + self.shank_m

    @property
    def leg_moment_nm(self) -> float:
        """Moment of the horizontal leg's weight about the hip, Nm."""
        return self.leg_moment_nm_per_kg * self.mass_kg

    @property
    def leg_inertia_kgm2(self) -> float:
        """Inertia of the straight leg about the hip, kg m^2.

        From the moment: centre of mass at 0.447 and radius of gyration at 0.560 of the leg's length (Winter).
        """
        return self.leg_moment_nm / GRAVITY * self.leg_m * 0.560**2 / 0.447

    def strength_nm(self, side: Side) -> float:
        """Largest moment of one hip's abductors, Nm, never under 1.3 times the leg's own."""
        half = math.sqrt(self.right_over_left)
        moment = self.strength_nm_per_kg * self.mass_kg * (half if side == "right" else 1.0 / half)
        return max(moment, 1.3 * self.leg_moment_nm)

    def largest_press_n(self, side: Side) -> float:
        """Rough net press at the ankle that is left after carrying the leg, N."""
        return max(0.0, self.strength_nm(side) - self.leg_moment_nm) / self.leg_m

    def as_dict(self) -> dict[str, float | str]:
        """Return all fields, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Population:
    """Where people are drawn from: ranges are uniform, pairs named `..._mean_sd` normal (cut at 2.5 SD)."""

    name: str
    height_m: Range
    body_mass_index: Range
    strength_mean_sd: Range
    asymmetry_sd: float
    press_n: Range
    press_scatter: Range
    press_wobble: Range
    tempo: Range
    lift_s: Range
    release_s: Range
    rest_factor: Range
    reaction_s: Range
    tremor_share: Range
    fatigue_rate: Range
    rest_scatter_deg: Range
    knee_deg: Range
    roll_deg: Range
    hip_width_m: Range = (0.145, 0.185)

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, tuple) and not name.endswith("_mean_sd") and value[0] > value[1]:
                raise ValueError(f"population {self.name}: {name} runs from {value[0]} to {value[1]}")

    def draw(self, rng: random.Random) -> Person:
        """Draw one person."""
        height = rng.uniform(*self.height_m)
        mass = rng.uniform(*self.body_mass_index) * height * height
        mean, sd = self.strength_mean_sd
        person = Person(
            population=self.name,
            height_m=height,
            mass_kg=mass,
            thigh_m=0.245 * height * clipped(rng, 1.0, 0.03, 0.93, 1.07),
            shank_m=0.246 * height * clipped(rng, 1.0, 0.03, 0.93, 1.07),
            hip_width_m=rng.uniform(*self.hip_width_m),
            ankle_circumference_m=clipped(rng, 0.225, 0.015, 0.19, 0.28),
            leg_moment_nm_per_kg=rng.uniform(0.54, 0.66),
            strength_nm_per_kg=clipped(rng, mean, sd, mean - 2.5 * sd, mean + 2.5 * sd),
            right_over_left=clipped(rng, 1.03, self.asymmetry_sd, 0.6, 1.5),
            rest_deg=clipped(rng, -5.5, 1.0, -8.0, -3.0),
            rest_scatter_deg=rng.uniform(*self.rest_scatter_deg),
            press_n=log_uniform(rng, *self.press_n),
            press_scatter=rng.uniform(*self.press_scatter),
            press_wobble=log_uniform(rng, *self.press_wobble),
            press_rise_s=rng.uniform(0.35, 1.1),
            tempo=rng.uniform(*self.tempo),
            tempo_scatter=rng.uniform(0.01, 0.06),
            lift_s=log_uniform(rng, *self.lift_s),
            release_s=log_uniform(rng, *self.release_s),
            rest_s_factor=rng.uniform(*self.rest_factor),
            reaction_s=rng.uniform(*self.reaction_s),
            tremor_hz=clipped(rng, 8.5, 1.3, 6.0, 12.0),
            tremor_share=log_uniform(rng, *self.tremor_share),
            stiffness_nm_per_rad=rng.uniform(130.0, 300.0),
            fatigue_rate=log_uniform(rng, *self.fatigue_rate),
            knee_deg=rng.uniform(*self.knee_deg),
            roll_deg=rng.uniform(*self.roll_deg),
            flexion_deg=rng.uniform(-3.0, 8.0),
            hike_share=rng.uniform(0.0, 0.12),
        )
        return _gentle_for(person)


def _gentle_for(person: Person) -> Person:
    """Lower the press to 70 % of what the weaker hip has left over the leg's weight (at least 8 N)."""
    most = 0.7 * min(person.largest_press_n("left"), person.largest_press_n("right"))
    return replace(person, press_n=max(8.0, min(person.press_n, most)))


EVERYDAY: Final = Population(
    name="everyday",
    height_m=(1.52, 1.90),
    body_mass_index=(20.0, 31.0),
    strength_mean_sd=(1.21, 0.22),
    asymmetry_sd=0.08,
    press_n=(10.0, 40.0),
    press_scatter=(0.04, 0.16),
    press_wobble=(0.03, 0.12),
    tempo=(0.97, 1.13),
    lift_s=(0.6, 2.0),
    release_s=(1.0, 4.0),
    rest_factor=(0.7, 1.6),
    reaction_s=(0.15, 0.35),
    tremor_share=(0.002, 0.010),
    fatigue_rate=(0.0008, 0.004),
    rest_scatter_deg=(0.1, 0.7),
    knee_deg=(0.0, 6.0),
    roll_deg=(-2.0, 5.0),
)
"""Adults of everyday fitness: the population for development."""
