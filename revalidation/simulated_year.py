"""A year of each kind of virtual patient through plan and progression: what became of them, as a table.

    python -m revalidation.simulated_year [--write]

`--write` puts the table, and that of the rules, into docs/progression.md.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from levelhip.exercise.days import Day, Provenance, SideDay
from levelhip.exercise.library.programme_files import DEFAULT_PROGRAMME, load_programme
from levelhip.exercise.plan import SELF, Due, Plan, begin, due
from levelhip.exercise.progression import RULES, Decision, decide
from levelhip.exercise.strength import StrengthResult
from levelhip.simulation.patients import Exertion, Patient, patient

PAGE: Final = Path(__file__).parents[1] / "docs" / "progression.md"
FIRST: Final = date(2026, 1, 5)
"""A Monday."""
DAYS: Final = 365
LIVES: Final = 4
"""People of each kind."""
MOST_EXTRA: Final = 2
"""Sessions a day that nobody asked for."""
KEPT_DAYS: Final = 100
"""What is handed to the rules of the history: more than any of them looks back at."""
CHECK_EVERY_DAYS: Final = 28
CHECK_ERROR: Final = 0.03
CHECK_MDC: Final = 8.3
"""1.96 x sqrt(2) x the error, for a strength near 100 N."""


@dataclass(frozen=True, slots=True)
class Way:
    """One row: a kind of person, who prescribed, and how the holds are counted."""

    name: str
    kind: str
    prescribed_by: str = "a therapist"
    provenance: Provenance = "measured"


WAYS: Final = (
    Way("adherent", "adherent"),
    Way("adherent, without a therapist", "adherent", prescribed_by=SELF),
    Way("adherent, by the clock alone", "adherent", provenance="self_reported"),
    Way("forgetful", "forgetful"),
    Way("flaring up", "flaring up"),
    Way("plateauing", "plateauing"),
    Way("gaining slowly", "gaining slowly"),
    Way("over-eager", "over-eager"),
    Way("returning after 2 and after 6 weeks", "returning"),
    Way("never answering", "silent"),
    Way("careless of form", "careless"),
    Way("half-hearted", "half-hearted"),
    Way("stopping at little pain", "soon stopped"),
    Way("always sore", "always sore"),
    Way("worsening for 6 weeks", "worsening"),
)


@dataclass(slots=True)
class Life:
    """What happened in one year. `steps`: where the plan was at the end of each day."""

    plan: Plan
    steps: list[int] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    days: list[Day] = field(default_factory=list)
    checks: list[StrengthResult] = field(default_factory=list)

    def decided(self, decision: Decision) -> None:
        """Take the decision over."""
        self.plan = decision.plan
        self.rules[decision.rule] += 1
        self.verdicts[decision.verdict] += 1


def demand_of(plan: Plan, asked: Due) -> float:
    """How much is asked, as a share of an untrained hip's strength: from 0.5 to 1.3 along the way, 0.5 to keep."""
    if plan.place.stage.aim == "keep" or not asked.worked_on:
        return 0.5
    return 0.5 + 0.8 * plan.step / plan.programme.last_step


def live(way: Way, seed: int, days: int = DAYS) -> Life:
    """One person's year."""
    person = patient(way.kind, seed)
    life = Life(begin(load_programme(DEFAULT_PROGRAMME), FIRST, prescribed_by=way.prescribed_by))
    for number in range(days):
        today = FIRST + timedelta(days=number)
        if number % CHECK_EVERY_DAYS == 0:
            life.checks.append(_check(person, today))
        _live_day(life, person, way, today)
        person.sleep()
    return life


def _check(person: Patient, today: date) -> StrengthResult:
    value = 100 * person.measured_strength(CHECK_ERROR)
    return StrengthResult(
        "right", value, "N", "side_lying", 0.8, is_gravity_corrected=True, measured_on=today, error=CHECK_MDC
    )


def _live_day(life: Life, person: Patient, way: Way, today: date) -> None:
    day = Day(today, morning=person.rated(person.wake()))
    decision = decide(life.plan, [*life.days[-KEPT_DAYS:], day], today, life.checks)
    life.decided(decision)
    if not decision.pauses:
        day = _exercise(life, person, way, day)
    if day.exercised:
        evening = decide(life.plan, [*life.days[-KEPT_DAYS:], day], today, life.checks)
        if evening.pauses:
            life.decided(evening)
    life.days.append(day)
    life.steps.append(life.plan.step)


def _exercise(life: Life, person: Patient, way: Way, day: Day) -> Day:
    """Do the day's sessions, one after another, until one is stopped."""
    asked = due(life.plan, day.day, _done_this_week(life, day.day))
    own = Due(life.plan.place.item.exercise, life.plan.dose, life.plan.sides, worked_on=True)
    done: list[tuple[bool, Exertion]] = []
    for each in (item for item in asked for _ in range(item.dose.per_day)):
        if person.turns_up():
            done.append((each.worked_on, person.exert(demand_of(life.plan, each), each.dose.reps)))
            if done[-1][1].stopped:
                return _noted(person, way, day, asked, done)
    unasked = range([person.wants_more() for _ in range(MOST_EXTRA)].count(True))
    done += [(True, person.exert(demand_of(life.plan, own), own.dose.reps)) for _ in unasked]
    return _noted(person, way, day, asked, done) if done else day


def _noted(person: Patient, way: Way, day: Day, asked: Sequence[Due], sessions: list[tuple[bool, Exertion]]) -> Day:
    """The day with what was done and what the person says of it."""
    done = [exertion for worked_on, exertion in sessions if worked_on]
    side = SideDay(
        prescribed=sum(each.dose.per_day * each.dose.reps for each in asked if each.worked_on),
        attempted=sum(each.attempted for each in done),
        complete=sum(each.complete for each in done),
        faulty=sum(each.faulty for each in done) if way.provenance == "measured" else None,
    )
    return Day(
        day=day.day,
        sides=(("right", side),),
        sessions_due=sum(each.dose.per_day for each in asked),
        sessions_done=len(sessions),
        morning=day.morning,
        pain=person.rated(max(each.pain for _, each in sessions)),
        effort=person.rated(max(each.effort for _, each in sessions)),
        stopped=any(each.stopped for _, each in sessions),
        provenance=way.provenance,
    )


def _done_this_week(life: Life, today: date) -> dict[str, int]:
    """How many days of this week were exercised: here the kept exercises go with the one worked on."""
    plan = life.plan
    week = [day for day in life.days[-today.weekday() :] if day.exercised] if today.weekday() else []
    beside = {item.exercise: len(week) for item in plan.place.stage.beside}
    return {**beside, plan.place.item.exercise: len([day for day in week if day.tried])}


def outcomes(lives: int = LIVES) -> list[str]:
    """The table, a row a way."""
    columns = (
        "person", "after a year", "maintaining since", "raised", "lowered", "rests", "therapist",
        "said most often, beside `too_soon`",
    )  # fmt: skip
    rows = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return [*rows, *(_row(way, [live(way, seed) for seed in range(lives)]) for way in WAYS)]


def _row(way: Way, lives: Sequence[Life]) -> str:
    changes = [Counter("raised" if c.after > c.before else "lowered" for c in life.plan.changes) for life in lives]
    said = Counter[str]()
    for life in lives:
        said += Counter({rule: days for rule, days in life.rules.items() if rule != "too_soon"})
    cells = (
        way.name,
        _whereabouts(lives),
        _maintaining(lives),
        _median([each["raised"] for each in changes]),
        _median([each["lowered"] for each in changes]),
        _median([life.verdicts["rest"] for life in lives]),
        _median([life.verdicts["therapist"] for life in lives]),
        ", ".join(f"`{rule}`" for rule, _ in said.most_common(2)),
    )
    return f"| {' | '.join(cells)} |"


def _whereabouts(lives: Sequence[Life]) -> str:
    """The stages in which they end, the most frequent first."""
    stages = Counter(life.plan.place.stage.key for life in lives)
    return ", ".join(f"{stage} {count}" for stage, count in stages.most_common())


def _maintaining(lives: Sequence[Life]) -> str:
    last = lives[0].plan.programme.last_step
    weeks = [life.steps.index(last) // 7 + 1 for life in lives if last in life.steps]
    return f"week {_median(weeks)}" if weeks else "-"


def _median(counts: Sequence[int]) -> str:
    return f"{statistics.median(counts):g}"


def rules() -> list[str]:
    """The table of the rules."""
    rows = ["| | rule | verdict | when | sources |", "|---|---|---|---|---|"]
    for number, rule in enumerate(RULES, start=1):
        sources = ", ".join(rule.evidence)
        rows.append(f"| {number} | `{rule.key}` | {rule.verdict} | {rule.condition} | {sources} |")
    return rows


def written(page: str) -> str:
    """The page with both tables as they are now."""
    for mark, table in (("rules", rules()), ("year", outcomes())):
        place = re.compile(rf"(?<=<!-- {mark} -->\n).*?(?=<!-- /{mark} -->)", re.DOTALL)
        lines = "\n".join(table)
        page, places = place.subn(lambda _, lines=lines: f"{lines}\n", page)  # type: ignore[misc] # typed in its stub
        if places != 1:
            raise ValueError(f"expected one place for the table between `{mark}` marks, but found {places}")
    return page


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/progression.md")
    if parser.parse_args().write:
        PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
    else:
        print("\n".join(outcomes()))


if __name__ == "__main__":
    main()
