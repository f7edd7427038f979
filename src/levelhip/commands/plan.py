"""What a person types to see their plan: `levelhip plan`."""

from __future__ import annotations

import json

from levelhip.commands.kept import kept_services
from levelhip.commands.options import DataDirOption, JsonOption


def plan(
    data_dir: DataDirOption = None,
    json_: JsonOption = False,
) -> None:
    """Show what your plan asks for today, the stage you are in, and why this dose."""
    from levelhip.exercise.plan_kept import plan_as_dict
    from levelhip.exercise.plan_words import explain
    from levelhip.reports.plan_text import plan_text

    with kept_services(data_dir) as services:
        planned = services.planning.today(None)
    if json_:
        decision = None if planned.decision is None else planned.decision.as_dict()
        shown = {"plan": plan_as_dict(planned.plan), "decision": decision, "why": explain(planned.plan).as_dict()}
        print(json.dumps({"date": planned.day.isoformat(), **shown}, indent=1, ensure_ascii=False))
        return
    reasons = () if planned.decision is None else planned.decision.reasons
    print(plan_text(planned.plan, [(each.due, each.done) for each in planned.asked], reasons))
