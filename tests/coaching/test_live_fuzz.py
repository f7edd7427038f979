"""Whatever is put in, in whatever order: nothing breaks, the rules of the voice hold, a replay agrees."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from levelhip.coaching.live import compare_records, replay_live
from levelhip.coaching.live_inputs import COMMANDS
from levelhip.coaching.live_table import as_table
from levelhip.coaching.speaking import CORRECTIONS_APART_S
from tests.coaching.figures import NOBODY, Body
from tests.coaching.live_people import Room, config, put_samples

WAYS = st.sampled_from(("clock", "camera", "shin", "simulated"))
BODIES = (Body(), Body(), Body(), Body(top="left"), Body(tilt_deg=80), Body(turned_away=True), Body(arm_up=True))


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """What happens, one after another: mostly somebody lies there and lifts; sometimes anything else."""
    step = st.one_of(
        st.tuples(st.just("lift"), st.floats(0.5, 9.0)),
        st.tuples(st.just("lie"), st.floats(0.5, 12.0)),
        st.tuples(st.just("wait"), st.sampled_from((0.0, 0.3, 3.0, 20.0, 100.0))),
        st.tuples(st.just("other"), st.integers(0, len(BODIES))),
        st.tuples(st.just("look"), st.sampled_from(((120.0, 1), (5.0, 1), (120.0, 2), (None, None)))),
        st.tuples(st.just("command"), st.sampled_from(tuple(set(COMMANDS) - {"correct", "pain", "way"}))),
        st.tuples(st.just("last"), st.sampled_from(("pain", "way", "correct", "afterwards"))),
    )
    return draw(st.lists(step, max_size=25))


class Anybody:
    """Does what the steps say, in one way of measuring."""

    def __init__(self, way: str, dice: random.Random) -> None:
        self.room = Room(config(way, reps=2, hold_s=3))
        self.way, self.dice = way, dice
        self.body: Body | None = Body()

    def do(self, what: str, how: Any) -> None:  # noqa: ANN401 - whatever the step carries
        room = self.room
        if what in ("lift", "lie"):
            self.move(how if what == "lift" else 0.0, how)
        elif what == "wait":
            room.advance(room.now_s + how)
        elif what == "other":
            self.body = BODIES[how] if how < len(BODIES) else None
        elif what == "look":
            brightness, people = how
            given = {
                "do": "look",
                "t_s": room.now_s,
                "brightness": brightness,
                "people": people,
                "frame_px": [640, 480],
            }
            room.put(given)
        elif what == "command":
            room.command(how)
        else:
            self.last(how)

    def last(self, what: str) -> None:
        room = self.room
        if what == "way":
            room.command("way", way="clock")
        elif what == "pain" and self.dice.random() < 0.3:
            room.command("pain")
        elif what == "correct" and room.state.get("asks") == "corrections":
            room.command("correct", side=room.state["asks_side"], complete=1)
        elif what == "afterwards":
            room.put({"do": "afterwards", "t_s": room.now_s, "pain": 1, "effort": None, "stop_answers": {"a": "no"}})

    def move(self, hold_s: float, lie_s: float) -> None:
        """Lift, hold, let down, at 15 samples a second; or lie still."""
        up = [i / 15 for i in range(15)] if hold_s else []
        lifts = [*up, *[1.0] * round(15 * hold_s), *up[::-1]] if hold_s else [0.0] * round(15 * lie_s)
        for share in lifts:
            t_s = round(self.room.now_s + 1 / 15, 6)
            if self.way != "clock":
                put_samples(self.room, *self.sample(t_s, share))
            self.room.advance(t_s)

    def sample(self, t_s: float, share: float) -> tuple[str, list[tuple[float, Any]]]:
        if self.way == "simulated":
            return "force_n", [(t_s, 25.0 * share + self.dice.uniform(-0.2, 0.2))]
        if self.way == "shin":
            return "acceleration_g", [(t_s, [0.0, 0.25 * share, 1.0 - 0.03 * share])]
        row = NOBODY if self.body is None else self.body.row()
        if self.body == Body():
            row = Body(lift_deg=14.0 * share).row()
        return "landmarks_px", [(t_s, list(row))]


@given(WAYS, steps(), st.integers(0, 1000))
def test_anything_may_happen(way: str, todo: list[tuple[str, Any]], seed: int) -> None:
    anybody = Anybody(way, random.Random(seed))
    anybody.room.command("begin")
    for what, how in todo:
        anybody.do(what, how)
    room = anybody.room
    rules_hold(room)
    record = room.live.record()
    again = replay_live(room.config, json.loads(json.dumps(room.journal, allow_nan=True)))
    assert compare_records(record, again) == []
    json.dumps([room.outputs, record], allow_nan=False)
    for side in record["record"]["sides"]:
        assert side["rep_count"] <= room.config["reps"] + 1, "a lift that was cut off may come on top"
    table = as_table(room.config, room.journal)
    assert len({len(column) for column in table.values()}) == 1


def rules_hold(room: Room) -> None:
    """The rules of the voice, whoever interrupts."""
    assert all(before["t_s"] <= after["t_s"] for before, after in pairwise(room.said))
    corrections = [say["t_s"] for say in room.said if say["rank"] == "correction"]
    assert all(later - earlier >= CORRECTIONS_APART_S for earlier, later in pairwise(corrections))
    commands = [given["t_s"] for given in room.journal if given["do"] == "command"]
    for before, after in pairwise(room.said):
        wanted = any(before["t_s"] - 1e-6 <= t_s <= after["t_s"] + 1e-6 for t_s in commands)
        assert not after["interrupts"] or after["rank"] == "safety" or wanted
