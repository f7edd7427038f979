"""What is planned for one session: sides, repetitions, faults, and the circumstances of belt and sensors."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from levelhip.exercise.signals import SIDES, Side
from levelhip.simulation.belt import Belt
from levelhip.simulation.faults import FAULT_SIZES, SENSORS, Fault, sized
from levelhip.simulation.noise import log_uniform
from levelhip.simulation.people import Person


@dataclass(frozen=True, slots=True)
class CameraView:
    """Where the camera stands, and how the landmark finder behaves. Pixels of a 640 x 480 picture.

    `yaw_deg`: the body turned about the vertical, one a side in the order of the plan's sides.
    `noise_deg`, `drift_deg`: SD of the angle between the legs at rest, fast (0.06-0.2, raw up to 0.3), and slow.
    `leg_gain`, `trunk_gain`: what the finder makes of the angle between the legs and of that against the trunk.
    """

    distance_m: float = 2.3
    pitch_deg: float = 9.0
    yaw_deg: tuple[float, ...] = (0.0, 0.0)
    noise_deg: float = 0.12
    drift_deg: float = 0.22
    leg_gain: float = 1.04
    trunk_gain: float = 0.85
    lost_share: float = 0.003
    doubtful_share: float = 0.006


@dataclass(frozen=True, slots=True)
class SensorQuality:
    """Noise and bias of the other sensors, SD unless said otherwise."""

    force_noise_n: float = 0.12
    force_tare_n: float = 0.5  # constant offset
    force_drift_n_per_min: float = 0.03
    strand_imbalance: float = 0.02  # friction: the gauge's strand carries (1 + this) / 2 of the net force
    accel_noise_g: float = 0.005
    accel_bias_g: float = 0.01
    gyro_noise_dps: float = 0.08
    gyro_bias_dps: float = 0.4
    angle_noise_deg: float = 0.15
    angle_drift_deg: float = 0.3
    marker_noise_mm: float = 0.2
    emg_rest_uv: float = 4.0
    emg_full_uv: float = 350.0


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One session: the sets in the order of `sides`, `reps` repetitions each, every hold meant to last `hold_s`.

    `band_n`: the band of a gentle press, net N at the ankle. `long_rest_share`: chance that a rest is 20-60 s.
    `faults`: see `faults.Fault`; their sides are the announced ones.
    """

    sides: tuple[Side, ...] = ("right", "left")
    reps: int = 7
    hold_s: float = 6.0
    rest_s: float = 3.0
    faults: tuple[Fault, ...] = ()
    belt: Belt = field(default_factory=Belt)
    band_n: tuple[float, float] = (10.0, 40.0)
    settle_s: float = 6.0
    still_s: float = 3.0
    turn_s: float = 14.0
    get_up_s: float = 6.0
    long_rest_share: float = 0.0
    view: CameraView = field(default_factory=CameraView)
    quality: SensorQuality = field(default_factory=SensorQuality)

    def __post_init__(self) -> None:
        if not self.sides or len(set(self.sides)) != len(self.sides) or not set(self.sides) <= set(SIDES):
            raise ValueError(f"sides are {self.sides!r}; give left, right or both, each once")
        if self.reps < 1:
            raise ValueError(f"a set has at least one repetition, not {self.reps}")
        if self.hold_s < 1.0 or self.rest_s < 1.0:
            raise ValueError("holds and rests last at least 1 s")
        if min(self.settle_s, self.turn_s, self.get_up_s) < 2.0 or self.still_s < 1.5:
            raise ValueError("settling, turning and getting up take at least 2 s each, lying still 1.5 s")
        if not 0.0 < self.band_n[0] < self.band_n[1]:
            raise ValueError(f"the band is {self.band_n}")
        if len(self.view.yaw_deg) < len(self.sides):
            raise ValueError("the camera's view needs a yaw for every side")
        for fault in self.faults:
            if fault.side not in self.sides or fault.rep > self.reps:
                raise ValueError(f"a fault is planned for {fault.side} {fault.rep}, which is not in the session")

    @staticmethod
    def draw(
        rng: random.Random, person: Person, fault_rate: float = 0.15, session_fault_rate: float = 0.03
    ) -> SessionPlan:
        """Draw circumstances, and faults: `fault_rate` a repetition, `session_fault_rate` a whole-session kind."""
        sides: tuple[Side, ...] = ("right", "left") if rng.random() < 0.6 else ("left", "right")
        return SessionPlan(
            sides=sides,
            faults=_draw_faults(rng, person, sides, fault_rate, session_fault_rate),
            belt=_draw_belt(rng),
            settle_s=rng.uniform(4.0, 9.0),
            still_s=rng.uniform(2.0, 5.0),
            turn_s=rng.uniform(8.0, 22.0),
            get_up_s=rng.uniform(4.0, 8.0),
            long_rest_share=0.04,
            view=_draw_view(rng),
            quality=_draw_quality(rng),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return all fields, nested, ready for JSON."""
        return asdict(self)


_REP_KINDS: Final = tuple(k for k in FAULT_SIZES if k not in ("wrong_side", "starts_mid_rep", "stops_mid_rep"))


def _draw_faults(
    rng: random.Random, person: Person, sides: tuple[Side, ...], rate: float, session_rate: float
) -> tuple[Fault, ...]:
    """Draw at most one fault a repetition; a press that is too hard only for who can do it."""
    faults: list[Fault] = []
    for side in sides:
        kinds = [k for k in _REP_KINDS if k != "too_hard" or person.largest_press_n(side) > 130.0]
        if rng.random() < session_rate:
            faults.append(sized(Fault("wrong_side", side), rng))
        for rep in range(1, 8):
            if rng.random() < rate:
                kind = rng.choice(kinds)
                sensor = rng.choice(SENSORS) if kind == "dropout" else "all"
                faults.append(sized(Fault(kind, side, rep, sensor=sensor), rng))
    if rng.random() < session_rate:
        faults.append(sized(Fault("starts_mid_rep", sides[0]), rng))
    if rng.random() < session_rate:
        faults.append(sized(Fault("stops_mid_rep", sides[-1], rng.randint(5, 7)), rng))
    return tuple(faults)


def _draw_belt(rng: random.Random) -> Belt:
    """Draw a belt: four in five slack at rest, one in five an elastic loop with 1-8 N of pretension."""
    elastic = rng.random() < 0.2
    return Belt(
        tight_deg=rng.uniform(8.0, 20.0),
        stiffness_n_per_m=log_uniform(rng, 500.0, 900.0) if elastic else log_uniform(rng, 600.0, 2500.0),
        damping_ns_per_m=rng.uniform(40.0, 140.0),
        creep_share=rng.uniform(0.05, 0.3),
        creep_s=rng.uniform(2.0, 8.0),
        set_m_per_ns=rng.uniform(0.0, 4.0e-6),
        pretension_n=rng.uniform(1.0, 8.0) if elastic else 0.0,
    )


def _draw_view(rng: random.Random) -> CameraView:
    """Draw a camera: usually smoothed landmarks, one in ten raw ones (up to 0.3 deg between the legs)."""
    noise = log_uniform(rng, 0.2, 0.3) if rng.random() < 0.1 else log_uniform(rng, 0.06, 0.2)
    return CameraView(
        distance_m=rng.uniform(2.1, 2.6),
        pitch_deg=rng.uniform(6.0, 12.0),
        yaw_deg=(rng.uniform(-15.0, 15.0), rng.uniform(-15.0, 15.0)),
        noise_deg=noise,
        drift_deg=rng.uniform(0.15, 0.32),
        leg_gain=rng.uniform(1.01, 1.10),
        trunk_gain=rng.uniform(0.80, 0.89),
    )


def _draw_quality(rng: random.Random) -> SensorQuality:
    """Draw the quality of the sensors."""
    return SensorQuality(
        force_noise_n=log_uniform(rng, 0.05, 0.3),
        force_tare_n=rng.uniform(-3.0, 6.0) if rng.random() < 0.5 else rng.gauss(0.0, 0.3),
        force_drift_n_per_min=rng.uniform(-0.1, 0.1),
        strand_imbalance=rng.uniform(-0.06, 0.06),
        accel_noise_g=log_uniform(rng, 0.003, 0.010),
        accel_bias_g=rng.uniform(0.0, 0.03),
        gyro_noise_dps=log_uniform(rng, 0.04, 0.2),
        gyro_bias_dps=rng.uniform(0.0, 1.0),
        angle_noise_deg=rng.uniform(0.05, 0.4),
        angle_drift_deg=rng.uniform(0.0, 0.8),
        marker_noise_mm=rng.uniform(0.1, 0.4),
        emg_rest_uv=log_uniform(rng, 2.0, 8.0),
        emg_full_uv=log_uniform(rng, 150.0, 700.0),
    )
