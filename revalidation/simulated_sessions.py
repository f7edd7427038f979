"""Score the engine on simulated sessions: counts, hold lengths and faults against the truth, a row a sensor.

    python revalidation/simulated_sessions.py --sessions 1000 --population everyday

The engine sees what a recorded file holds: the columns of the sensor and the `side` column, nothing else.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Final, TypedDict

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.ports import Chunk, Recording
from levelhip.services.measure import measure
from levelhip.session.record import Rep
from levelhip.simulation import POPULATIONS, Attempt, SessionPlan, SimulatedSession, simulate_session

SENSORS: Final = ("force", "camera", "shin")
VALID_FROM_N: Final = 5.0
"""Half of the gentle band's lower end: from here on a press is valid."""
FIRM_FROM_N: Final = 10.0
"""The band's lower end. Between the two, tremor decides what is in the band: counted either way, not judged."""
SEEN_SAG_DEG: Final = 3.0
LONG_ENOUGH_S: Final = 2.0


@dataclass
class Score:
    """What one sensor made of one session."""

    sensor: str
    seed: int
    expected: list[tuple[str, int, int, int]] = field(default_factory=list)  # side, least, most, found
    hold_errors_s: list[float] = field(default_factory=list)
    judged: int = 0
    misjudged: list[str] = field(default_factory=list)

    @property
    def count_is_exact(self) -> bool:
        return all(least <= found <= most for _, least, most, found in self.expected)


class Summary(TypedDict):
    """One row of the table, as it is printed."""

    sensor: str
    count_exact_percent: float
    hold_error_median_s: float
    hold_error_p95_s: float
    judged: int
    told_percent: float
    failures: list[str]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--population", choices=sorted(POPULATIONS), default="everyday")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-side-column", action="store_true", help="take the side column away")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.sessions)
    work = [(seed, options.population, not options.no_side_column) for seed in seeds]
    with ProcessPoolExecutor(options.jobs) as pool:
        scores = [score for batch in pool.map(score_session, work, chunksize=4) for score in batch]
    rows = [summary(sensor, [score for score in scores if score.sensor == sensor]) for sensor in SENSORS]
    if options.json:
        print(json.dumps({"population": options.population, "sessions": options.sessions, "sensors": rows}, indent=1))
        return
    print(f"{options.sessions} sessions, population {options.population}")
    for row in rows:
        print(
            f"{row['sensor']:7} count exact {row['count_exact_percent']:6.2f} %   "
            f"hold error median {row['hold_error_median_s']:.3f} s, 95 % {row['hold_error_p95_s']:.3f} s   "
            f"faults told {row['told_percent']:6.2f} % of {row['judged']}"
        )
        for line in row["failures"]:
            print("    ", line)


def summary(sensor: str, scores: list[Score]) -> Summary:
    """One row of the table."""
    errors = sorted(abs(e) for score in scores for e in score.hold_errors_s)
    judged = sum(score.judged for score in scores)
    wrong = [line for score in scores for line in score.misjudged]
    counts = [f"seed {s.seed}: side, least, most, found {s.expected}" for s in scores if not s.count_is_exact]
    return {
        "sensor": sensor,
        "count_exact_percent": 100.0 * sum(s.count_is_exact for s in scores) / len(scores),
        "hold_error_median_s": statistics.median(errors) if errors else float("nan"),
        "hold_error_p95_s": errors[int(0.95 * len(errors))] if errors else float("nan"),
        "judged": judged,
        "told_percent": 100.0 * (judged - len(wrong)) / judged if judged else float("nan"),
        "failures": counts + wrong,
    }


def score_session(work: tuple[int, str, bool]) -> list[Score]:
    """Simulate one session and measure it with every sensor."""
    seed, population, with_side = work
    rng = random.Random(f"revalidation/{population}/{seed}")
    person = POPULATIONS[population].draw(rng)
    session = simulate_session(person, SessionPlan.draw(rng, person), seed)
    return [_score(session, sensor, with_side=with_side) for sensor in SENSORS]


def _recording(session: SimulatedSession, sensor: str, *, with_side: bool) -> Recording:
    table = session.recording(sensor)
    numbers = {name: values for name, values in table.items() if name not in ("t_s", "side")}
    side = list(map(str, table["side"])) if with_side else None
    chunk = Chunk([float(t) for t in table["t_s"]], numbers, side)  # type: ignore[arg-type]
    columns = tuple(name for name in table if with_side or name != "side")
    return Recording(f"{sensor}-{session.seed}", columns, iter([chunk]))


def _score(session: SimulatedSession, sensor: str, *, with_side: bool) -> Score:
    prescription = prescribe(load_exercise("isometric_hip_abduction"))
    record = measure(_recording(session, sensor, with_side=with_side), prescription).record
    score = Score(sensor, session.seed)
    sides = session.plan.sides if with_side else (None,)
    for side in sides:
        attempts = [a for a in session.truth.attempts if side is None or a.side == side]
        reps = [rep for each in record.sides if each.side == side for rep in each.reps]
        expected = [_expected(session, a, sensor) for a in attempts]
        least, most = sum(low for low, _ in expected), sum(high for _, high in expected)
        score.expected.append((str(side), least, most, len(reps)))
        for attempt, bounds in zip(attempts, expected, strict=True):
            _compare(score, attempt, reps, sensor, certain=bounds == (1, 1))
    return score


def _in_dropout(session: SimulatedSession, attempt: Attempt, sensor: str) -> bool:
    return any(
        h.kind == "dropout" and h.sensor in ("all", sensor) and h.start_s < attempt.end_s and attempt.start_s < h.end_s
        for h in session.truth.happenings
    )


def _expected(session: SimulatedSession, attempt: Attempt, sensor: str) -> tuple[int, int]:
    """Fewest and most repetitions this attempt may count as: a dropout that hides most of a hold leaves it open."""
    facts = attempt.sensors[sensor]
    if not facts.visible or facts.hold_start_s is None or facts.hold_end_s is None or facts.hold_median is None:
        return 0, 0
    if sensor == "force" and facts.amplitude < FIRM_FROM_N:
        return 0, int(facts.amplitude > VALID_FROM_N - 1.0)
    if not facts.complete_in_recording:
        cut_at_end = facts.hold_start_s > 0 and facts.hold_end_s > session.truth.duration_s
        if cut_at_end and session.truth.duration_s - facts.hold_start_s > LONG_ENOUGH_S:
            return 1, 1
        return 0, int(cut_at_end)
    if _in_dropout(session, attempt, sensor) and facts.covered < 0.7:
        return 0, 1
    return 1, 1


def _compare(score: Score, attempt: Attempt, reps: list[Rep], sensor: str, *, certain: bool) -> None:
    facts = attempt.sensors[sensor]
    if not certain or facts.hold_start_s is None or facts.hold_end_s is None or facts.covered < 0.999:
        return
    rep = _overlapping(reps, facts.hold_start_s, facts.hold_end_s)
    if rep is None:
        return
    measured = rep.measures
    score.hold_errors_s.append((measured.hold_end_s - measured.hold_start_s) - (facts.hold_end_s - facts.hold_start_s))
    for wanted, told in _judgements(attempt, rep, sensor):
        score.judged += 1
        if wanted != told:
            where = f"{attempt.side} {attempt.number} at {facts.hold_start_s:.1f} s"
            held = f"valid {measured.valid_hold_s:.2f} broken {measured.broken_s:.2f} true {attempt.hold_s:.2f} s"
            score.misjudged.append(f"seed {score.seed} {where}: {wanted}, told {told} {rep.faults} ({held})")


def _overlapping(reps: list[Rep], start_s: float, end_s: float) -> Rep | None:
    best = max(
        reps, key=lambda r: min(r.measures.hold_end_s, end_s) - max(r.measures.hold_start_s, start_s), default=None
    )
    if best is None or min(best.measures.hold_end_s, end_s) <= max(best.measures.hold_start_s, start_s):
        return None
    return best


def _judgements(attempt: Attempt, rep: Rep, sensor: str) -> Iterator[tuple[str, str]]:
    """(what is true, what was told) where this sensor can see it."""
    kinds = set(attempt.kinds)
    broken = "broken" if {"broken_hold", "sagged"} & set(rep.faults) else "not broken"
    short = "short" if "short_hold" in rep.faults else "not short"
    if "early_release" in kinds:
        yield "short", short
    elif "broken" in kinds:
        if sensor == "force" or attempt.sag_deg >= SEEN_SAG_DEG:
            yield "broken", broken
    elif not kinds & {"no_press", "too_hard", "cough", "dropout", "partial_lift"}:
        yield "not broken", broken
        yield "not short", short


if __name__ == "__main__":
    main()
