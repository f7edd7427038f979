"""One simulated session: what happened, what every sensor recorded of it, and what is true of it."""

from __future__ import annotations

import random
from typing import Final

from levelhip.simulation import clocks
from levelhip.simulation.acting import Act, Marks, act
from levelhip.simulation.belt import loop_length_m
from levelhip.simulation.clean import UNITS, Series, clean_series
from levelhip.simulation.facts import Window, attempt_truth, sensor_facts, shifted
from levelhip.simulation.finder_errors import camera_table
from levelhip.simulation.inertial import inertial_table
from levelhip.simulation.laboratory import angle_column, emg_column, marker_table
from levelhip.simulation.load_cells import force_column, strand_column
from levelhip.simulation.people import Person
from levelhip.simulation.plans import SessionPlan
from levelhip.simulation.truth import Attempt, Happening, Segment, Truth

Table = dict[str, list[float] | list[str]]

RECORDING_KINDS: Final = tuple(UNITS)
"""Kinds of recording: force, strand, camera, shin, thigh, markers, angle, emg."""


class SimulatedSession:
    """What `simulate_session` gives: `truth`, `recording(kind)` and `clean(kind)`, each made when first asked for.

    Time 0 is the start of the recording. Every kind has its own random numbers, so that what one sensor records
    does not depend on which others were asked for.
    """

    def __init__(self, person: Person, plan: SessionPlan, seed: int) -> None:
        self.person, self.plan, self.seed = person, plan, seed
        self._act: Act = act(person, plan, random.Random(f"{seed}/act"))
        self._window = _window(self._act)
        self._clean: dict[str, Series] = {}
        self._truth: Truth | None = None

    @property
    def duration_s(self) -> float:
        """Length of the recording, s."""
        return self._window.end_s - self._window.start_s

    def recording(self, kind: str) -> Table:
        """Return the table of one sensor: columns of equal length, `t_s` first, `side` last. Raises KeyError."""
        if kind not in UNITS:
            raise KeyError(f"no recording is called {kind!r}; there are {', '.join(RECORDING_KINDS)}")
        rng = random.Random(f"{self.seed}/{kind}")
        stamps = clocks.heard(self._stamps(kind, rng), self._act.events, kind)
        start = self._window.start_s
        table: Table = {"t_s": [round(t - start, 6) for t in stamps]}
        table.update(self._columns(kind, stamps, rng))
        table["side"] = clocks.side_column(stamps, self._act.spells)
        return table

    def clean(self, kind: str) -> tuple[list[float], list[float]]:
        """Return times (s of the recording) and noise-free values (N, deg or uV, see `clean.UNITS`)."""
        times, values = self._whole(kind)
        start, end = self._window.start_s, self._window.end_s
        inside = [i for i, t in enumerate(times) if start <= t < end]
        return [times[i] - start for i in inside], [values[i] for i in inside]

    @property
    def truth(self) -> Truth:
        """All that is true of the session."""
        if self._truth is None:
            self._truth = self._make_truth()
        return self._truth

    def _whole(self, kind: str) -> Series:
        """Noise-free series of the whole session, recorded or not."""
        if kind not in self._clean:
            self._clean[kind] = clean_series(self.person, self.plan, self._act, kind)
        return self._clean[kind]

    def _stamps(self, kind: str, rng: random.Random) -> list[float]:
        """Time stamps of one sensor, s of the session."""
        start, end = self._window.start_s, self._window.end_s
        if kind in ("force", "strand"):
            return clocks.packets(rng, start, end, 80.0)
        if kind == "camera":
            return clocks.frames(rng, start + 0.005, end, 15.0)
        if kind in ("markers", "emg"):
            return clocks.steady(rng, start, end, 100.0 if kind == "markers" else 1000.0)
        if kind == "thigh":
            return [round(t, 3) for t in clocks.jittered(rng, start + 0.005, end, 102.5, 0.0004)]
        return clocks.jittered(rng, start + 0.01, end, 50.0, 0.0015)

    def _columns(self, kind: str, stamps: list[float], rng: random.Random) -> dict[str, list[float]]:
        """Measured columns of one sensor."""
        person, happened, quality = self.person, self._act, self.plan.quality
        columns: dict[str, list[float]]
        match kind:
            case "force":
                columns = {"force_n": force_column(happened.motion, quality, stamps, rng)}
            case "strand":
                columns = {"strand_tension_n": strand_column(happened.motion, quality, stamps, rng)}
            case "camera":
                columns = camera_table(person, self.plan, happened, stamps, rng)
            case "shin" | "thigh":
                columns = inertial_table(person, happened, quality, stamps, rng, shin=kind == "shin")
            case "markers":
                columns = marker_table(person, happened, quality, stamps, rng)
            case "angle":
                columns = {"abduction_deg": angle_column(person, happened, quality, stamps, rng)}
            case _:
                columns = {"emg_gluteus_medius_uv": emg_column(happened.motion, quality, stamps, rng)}
        return columns

    def _make_truth(self) -> Truth:
        """Derive the truth from what happened and from the noise-free signals."""
        window, happened = self._window, self._act
        offset = -window.start_s
        segments = tuple(
            Segment(
                spell.kind,
                spell.side if spell.kind == "set" else "",
                max(spell.start_s, window.start_s) + offset,
                min(spell.end_s, window.end_s) + offset,
            )
            for spell in happened.spells
            if spell.end_s > window.start_s and spell.start_s < window.end_s
        )
        happenings = tuple(
            Happening(e.kind, e.side, e.after_rep, e.start_s + offset, e.end_s + offset, e.size, e.sensor)
            for e in happened.events
            if e.end_s > window.start_s and e.start_s < window.end_s
        )
        attempts = [
            self._attempt(marks)
            for marks in happened.attempts
            if marks.down_s > window.start_s and marks.begin_s < window.end_s
        ]
        return Truth(
            seed=self.seed,
            person=self.person.as_dict(),
            plan=self.plan.as_dict(),
            loop_length_m=loop_length_m(self.person, self.plan.belt),
            duration_s=self.duration_s,
            segments=segments,
            attempts=tuple(attempts),
            happenings=happenings,
        )

    def _attempt(self, marks: Marks) -> Attempt:
        """Truth of one attempt in every sensor."""
        gaps = [e for e in self._act.events if e.kind == "dropout"]
        offset = -self._window.start_s
        sensors = {
            kind: shifted(sensor_facts(self._whole(kind), kind, marks, self._window, gaps), offset) for kind in UNITS
        }
        return attempt_truth(self._act, marks, sensors, offset)


def _window(happened: Act) -> Window:
    """The recorded part: all, unless it starts or stops in the middle of an attempt's hold."""
    start, end = 0.0, happened.motion.now_s
    for marks in happened.attempts:
        from_s, to_s = (marks.holds[0][0], marks.holds[-1][1]) if marks.holds else (marks.lifted_s, marks.release_s)
        for fault in marks.faults:
            place = from_s + (fault.size or 0.0) * (to_s - from_s)
            if fault.kind == "starts_mid_rep":
                start = place
            elif fault.kind == "stops_mid_rep":
                end = place
    if end <= start:
        raise ValueError("the recording would stop before it starts")
    return Window(start, end)


def simulate_session(person: Person, plan: SessionPlan, seed: int) -> SimulatedSession:
    """Let this person do this plan. Same arguments, same session, to the last bit of every number.

    Raises ValueError where the plan's faults leave nothing to record.
    """
    return SimulatedSession(person, plan, seed)
