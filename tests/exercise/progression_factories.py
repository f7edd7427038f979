"""A small programme, plans in it, days good and bad, and histories of any kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from levelhip.exercise.days import Day, SideDay
from levelhip.exercise.library.programme_parsing import parse_programme
from levelhip.exercise.plan import Change, Plan
from levelhip.exercise.sentence import Sentence
from levelhip.exercise.signals import Side
from levelhip.exercise.strength import StrengthResult

PROGRAMME_TEXT: Final = """
name = "Small"
summary = "For tests."
alone_until = "build"
evidence = ["levelhip_convention"]
begins = { stage = "foundation", exercise = "isometric_hip_abduction", rung = 2 }

[[stages]]
key = "foundation"
name = "Foundation"
why = "To begin."
aim = "gain"

[[stages.items]]
exercise = "isometric_hip_abduction"
evidence = ["sears_verywell", "levelhip_convention"]
rungs = [
    { per_day = 1, days_a_week = 7, hold_s = 6, reps = 7 },
    { per_day = 2, days_a_week = 7, hold_s = 6, reps = 7 },
]

[[stages]]
key = "build"
name = "Build"
why = "To go on."
aim = "gain"

[[stages.items]]
exercise = "clamshell"
evidence = ["levelhip_convention"]
rungs = [
    { per_day = 1, days_a_week = 3, reps = 10 },
    { per_day = 1, days_a_week = 3, reps = 15 },
]

[[stages.beside]]
exercise = "isometric_hip_abduction"
per_day = 1
days_a_week = 3
hold_s = 6
reps = 7
evidence = ["sears_verywell"]

[[stages]]
key = "maintain"
name = "Maintain"
why = "To stay."
aim = "keep"

[[stages.items]]
exercise = "isometric_hip_abduction"
evidence = ["sears_verywell"]
rungs = [
    { per_day = 1, days_a_week = 3, hold_s = 6, reps = 7 },
    { per_day = 1, days_a_week = 4, hold_s = 6, reps = 7 },
]
"""
SMALL: Final = parse_programme(PROGRAMME_TEXT, "small.toml")
EASIEST, BELT, CLAMS, MORE_CLAMS, MAINTAIN, LAST = range(6)
"""Its steps."""
TODAY: Final = date(2026, 3, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def plan_at(step: int, since: int = 30, **changes: Any) -> Plan:  # noqa: ANN401 - fields of a plan
    """A therapist's plan for the whole of the small programme, at `step` for so many days."""
    values: dict[str, Any] = {"least": 0, "most": LAST, "prescribed_by": "R. Okafor", "sides": ("left", "right")}
    begun = changes.pop("begun", ago(max(since, 30)))
    return Plan(programme=SMALL, step=step, begun=begun, since=ago(since), **{**values, **changes})


def lowered(rule: str, days_ago: int) -> Change:
    return Change(ago(days_ago), rule, BELT, EASIEST, Sentence("Less."))


def good(days_ago: int, **changes: Any) -> Day:  # noqa: ANN401 - fields of a day
    """A day on which everything was well and is known."""
    side = SideDay(prescribed=14, attempted=14, complete=14, faulty=0)
    values: dict[str, Any] = {"sessions_due": 2, "sessions_done": 2, "morning": 0, "pain": 0, "effort": 3}
    day = Day(ago(days_ago), (("left", side), ("right", side)), provenance="measured", **values)
    return replace(day, **changes)


def holds(complete: int, faulty: int | None = 0, prescribed: int = 14) -> tuple[tuple[str, SideDay], ...]:
    """Sides of which the right one is not as good as the left."""
    left = SideDay(prescribed, prescribed, prescribed, 0)
    return ("left", left), ("right", SideDay(prescribed, prescribed, complete, faulty))


def strength(days_ago: int, side: Side, value: float | None, error: float | None = 8) -> StrengthResult:
    return StrengthResult(
        side, value, "N", "side_lying", 0.8, is_gravity_corrected=False, measured_on=ago(days_ago), error=error
    )


def good_days(*days_ago: int, **changes: Any) -> list[Day]:  # noqa: ANN401 - fields of a day
    """Good days, and every morning in between, this one included."""
    quiet = set(range(max(days_ago) + 1)) - set(days_ago)
    return [
        *(good(each, **changes) for each in days_ago),
        *(Day(ago(each), morning=changes.get("morning", 0)) for each in quiet),
    ]


WEEK: Final = tuple(good_days(*range(1, 8)))
"""A week that earns a raise."""


# --- any history ------------------------------------------------------------------------------------------------

RATINGS: Final = st.none() | st.integers(0, 10) | st.floats(0, 10)
NEAR: Final = st.integers(-3, 60).map(ago)


@st.composite
def side_days(draw: st.DrawFn) -> SideDay:
    attempted = draw(st.integers(0, 30))
    faulty = draw(st.none() | st.integers(0, attempted))
    return SideDay(draw(st.integers(0, 30)), attempted, draw(st.integers(0, attempted)), faulty)


SIDES: Final = st.dictionaries(st.sampled_from(["left", "right"]), side_days()).map(lambda sides: tuple(sides.items()))
DAYS: Final = st.builds(
    Day, NEAR, SIDES, st.integers(0, 4), st.integers(0, 4), RATINGS, RATINGS, RATINGS, st.booleans(),
    st.sampled_from(["measured", "self_reported", "mixed", None]),
)  # fmt: skip
LIGHT: Final = st.none() | st.integers(0, 4)
LIKELY_DAYS: Final = st.builds(
    good,
    st.integers(0, 20),
    morning=LIGHT,
    pain=LIGHT,
    effort=st.none() | st.integers(0, 8),
    stopped=st.just(value=False),
)
HISTORIES: Final = st.lists(DAYS | LIKELY_DAYS, max_size=40)
CHANGES: Final = st.builds(
    Change, st.integers(0, 60).map(ago), st.sampled_from(["stopped", "not_settled", "short_break", "good_week"]),
    st.just(BELT), st.just(EASIEST), st.just(Sentence("Less.")),
)  # fmt: skip
CHECKS: Final = st.lists(
    st.builds(
        strength, st.integers(-5, 200), st.sampled_from(["left", "right"]),
        st.none() | st.floats(0, 500), st.none() | st.floats(0.1, 50),
    ),
    max_size=6,
)  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    least, step, most = sorted(draw(st.tuples(*[st.integers(0, LAST)] * 3)))
    return plan_at(
        step,
        since=draw(st.integers(-2, 60)),
        begun=ago(draw(st.integers(60, 200))),
        least=least,
        most=most,
        until=draw(st.none() | st.integers(-30, 50).map(ago)),
        usual_morning=draw(st.none() | st.floats(0, 5)),
        changes=tuple(draw(st.lists(CHANGES, max_size=3))),
    )
