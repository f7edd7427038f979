"""Whether the plan rested when a session was begun: asked of a start now, looked up of one that is told of late."""

from __future__ import annotations

from levelhip.ports import Json, NewSession, PlanStore
from levelhip.services.planning import Planning
from levelhip.services.zones import day_of


def rest_at_start(session: NewSession, planning: Planning, plans: PlanStore) -> Json | None:
    """Why nothing more was to be done when it began, as a sentence's dict; None: something was, or nobody knows.

    A day is this machine's day. A simulated patient may always be shown.
    """
    if session.way == "simulated":
        return None
    if not session.late:
        planned = planning.today(None)
        return planned.decision.reason.as_dict() if planned.pauses and planned.decision is not None else None
    day = day_of(session.started_at, None)
    before = [each.made for each in plans.all() if each.made.day == day and each.made.made_at <= session.started_at]
    return dict(before[-1].reasons[0]) if before and before[-1].verdict == "rest" and before[-1].reasons else None
