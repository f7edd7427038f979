"""From the `[figure]` table of an exercise's file to a `Figure`."""

from __future__ import annotations

from dataclasses import fields
from typing import Final, get_args

from levelhip.exercise.figure_pose import JOINTS, Arrow, Belt, Figure, Pose, Prop, StandsOn
from levelhip.exercise.library.tables import Table

FIGURE_KEYS: Final = tuple(field.name for field in fields(Figure))
FEWEST_POSES: Final = 2


def parse_figure(table: Table) -> Figure:
    """Read how an exercise is drawn. Each pose says only what differs from the one before it. Raises LibraryError."""
    poses: list[Pose] = []
    for row in table.rows("poses", ("joints",)):
        joints = row.table("joints", tuple(JOINTS))
        bent = {name: joints.number(name, *limits) for name, limits in JOINTS.items() if name in joints}
        poses.append({**(poses[-1] if poses else {}), **bent})
    if len(poses) < FEWEST_POSES:
        table.refuse("poses", f"has {len(poses)}", "at least two tables [[figure.poses]], rest first, the top last")
    figure = Figure(
        yaw_deg=table.number("yaw_deg", -90, 90),
        pitch_deg=table.number("pitch_deg", 0, 60),
        belt=table.choice("belt", get_args(Belt)),
        props=table.choices("props", get_args(Prop)),
        arrow=table.choice("arrow", get_args(Arrow)),
        poses=tuple(poses),
        stands_on=table.choice("stands_on", get_args(StandsOn)) if "stands_on" in table else "other",
    )
    if not figure.moves():
        table.refuse("poses", "are all the same", "poses that differ")
    return figure
