"""The numbers by which a dose moves, each in this one place. Which rule uses it, and its source: `progression.RULES`.

`{NAME}` in what a rule says of itself stands for the number of that name, a share in percent.
"""

from __future__ import annotations

from typing import Final

# Pain, of 10. The scale's bands are thomee_1997 (unverified: they may block and lower); what raises is our convention.

PAIN_STOP: Final = 5
"""Pain above this during exercise: stop, rest, and go one step down."""
PAIN_CALM: Final = 3
"""Pain up to this during exercise does not stand in the way of more."""
SETTLED: Final = 2
"""A morning up to this is settled; up to what the plan calls usual for this person, if that is higher."""

# More.

RAISE_DAYS: Final = 5
RAISE_OF_DAYS: Final = 7
"""So many good days of the last so many on which the exercise is due: it is due less often, they reach back further."""
RAISE_COMPLETE: Final = 0.8
"""A good day has at least this share of its holds complete, on each side."""
EFFORT_MOST: Final = 6
"""A good day is not harder than this, of 10."""
FAULTY_MOST: Final = 0.3
"""A good day has a fault in no larger share of its holds, where anything could see faults."""
RAISE_REST_DAYS: Final = 7
"""A dose is kept at least this long before it is raised."""

# Less.

UNSETTLED_MORNINGS: Final = 2
UNSETTLED_OF_DAYS: Final = 3
HALF_COMPLETE: Final = 0.5
HALF_DAYS: Final = 3
"""Less than that share complete on so many of the days that a raise looks at."""
BREAK_DAYS: Final = 14
"""From so many days without exercise on, one step down."""
LONG_BREAK_DAYS: Final = 42
"""From so many days without exercise on, back to where the stage begins."""

# The therapist.

LOWERED_TIMES: Final = 2
LOWERED_OF_DAYS: Final = 28
"""Lowered so often for pain in so many days, and it hurts again."""
RISING_WEEKS: Final = 3
RISING_POINTS: Final = 1
"""Each of so many weeks' mean morning is so much above that of the week before (salaffi_2004: the smallest change of
pain that matters to people)."""
RISING_MORNINGS: Final = 3
"""A week with fewer mornings told has no mean."""
PLATEAU_WEEKS: Final = 12
"""No gain of strength in so long (clifford_2019: the length of a trial) is no matter of patience any more."""
PLATEAU_ACTIVE_WEEKS: Final = 10
PLATEAU_ACTIVE_DAYS: Final = 3
"""Exercised on so many days in so many of those weeks: else a plateau says nothing."""
