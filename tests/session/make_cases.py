"""Makes the recorded cases anew: `python -m tests.session.make_cases` from the project's folder.

Each case is drawn by hand here, with what a person watching it would count. Where the engine counts otherwise, nothing
is written for that case and the script says so and fails: a case never records a mistake. Look at the difference to the
old cases before you keep the new ones: whatever changes there, changes for every session that was ever measured.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Iterator
from typing import Any

from levelhip.exercise.signals import Channel, Quantity, Sample, SampleBlock
from levelhip.session.engine import Profile
from tests.session.people import ISOMETRIC, MOVEMENT, Path, accelerometer_block, any_rotation
from tests.session.recorded_cases import FOLDER, Case, play_case

ANGLE, FORCE = Quantity.ABDUCTION, Quantity.FORCE


def case(
    name: str,
    what: str,
    counted: list[int],
    missed: list[str],
    *inputs: SampleBlock | float,
    exercise: str = ISOMETRIC,
    profile: Profile | None = None,
    reps: int | None = None,
) -> tuple[str, Case, list[int], list[str]]:
    """A case and what must be counted in it: repetitions in the order of the sides, and lifts that did not count."""
    blocks = [each for each in inputs if isinstance(each, SampleBlock)]
    chosen = profile or Profile(blocks[0].channel.quantity)
    told = {
        "driver": chosen.driver.value,
        "best_press_n": chosen.best_press_n,
        "starts_at_rest": chosen.starts_at_rest,
        "stop_after_prescribed": chosen.stop_after_prescribed,
    }
    return (
        name,
        {
            "what": what,
            "exercise": exercise,
            "profile": told,
            "prescription": {} if reps is None else {"reps": reps},
            "inputs": [_input(each) for each in inputs],
        },
        counted,
        missed,
    )


def _input(each: SampleBlock | float) -> dict[str, Any]:
    if not isinstance(each, SampleBlock):
        return {"advance_s": each}
    channel = each.channel
    data: dict[str, Any] = {"source": channel.source, "quantity": channel.quantity.value, "side": channel.side}
    start_s, step_s = each.t_s[0], round(each.t_s[1] - each.t_s[0], 6)
    even = [round(start_s + i * step_s, 6) for i in range(len(each.t_s))]
    if even == [round(t, 6) for t in each.t_s]:
        data |= {"start_s": start_s, "step_s": step_s}
    else:
        data["t_s"] = [round(t, 4) for t in each.t_s]
    return {**data, "values": [_value(value) for value in each.values]}


def _value(value: Sample) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    return round(value, 3) if math.isfinite(value) else None


def _jittery(path: Path, seed: int) -> SampleBlock:
    dice = random.Random(seed)
    block = path.block()
    return SampleBlock(block.channel, tuple(t + dice.uniform(0, 0.03) for t in block.t_s), block.values)


def cases() -> Iterator[tuple[str, Case, list[int], list[str]]]:
    three = Path(12.0, 20.0).rep(15).rep(16).rep(14).stay(2).noisy(0.2)
    yield case("three_holds", "three good holds, by the angle of the leg", [3], [], three.block())

    press = Path(3.0, 20.0).rep(25).stay(3).go(25, 1).stay(2).go(3, 0.4).stay(1).go(25, 0.4).stay(4).go(3, 2).stay(3)
    yield case("broken_press", "a press let go for a second and taken up again", [2], [], press.noisy(0.2).block(FORCE))

    partial = Path(0.0, 20.0).rep(16).stay(3).go(6, 1).stay(1.5).go(0, 1).rep(16, 3.0).stay(2)
    yield case("partial_and_short", "a good hold, a partial lift, a short hold", [2], ["partial"], partial.block())

    gaps = Path(0.0, 20.0).rep(15).stay(3).go(15, 1).stay(2).skip(1.5).stay(1).missing(0.8).stay(2.5).go(0, 2).stay(2)
    yield case("gaps_and_missing", "a hold with a gap and missing values in it", [2], [], gaps.block())

    jitter = Path(5.0, 20.0).rep(15).rep(15).stay(2).noisy(0.3)
    yield case("jitter", "times that come a little late, each by another amount", [2], [], _jittery(jitter, 5))

    phone = Path(0.0, 20.0).rep(14).rep(15).rep(15).stay(2)
    turned = accelerometer_block(phone, any_rotation(0.2, 0.7, 0.4))
    yield case("phone_any_orientation", "a phone on the leg, mounted anyhow", [3], [], turned)

    right, left = Path(0.0, 20.0).rep(15).rep(15).stay(1), Path(4.0, 20.0, start_s=60.0).rep(15).rep(15).stay(1)
    yield case(
        "two_sides_live",
        "a live session of two a side, with the clock read while the person turns over",
        [2, 2],
        [],
        right.block(side="right"),
        right.now_s + 1.0,
        left.block(side="left"),
        left.now_s + 1.0,
        profile=Profile(ANGLE, starts_at_rest=True, stop_after_prescribed=True),
        reps=2,
    )

    swings = Path(0.0, 20.0).stay(1)
    for height in (30, 32, 10, 31):
        swings.go(height, 1.2).go(0, 1.2).stay(0.3)
    yield case(
        "movement",
        "a movement there and back, one of them partial",
        [3],
        ["partial"],
        swings.stay(1).block(),
        exercise=MOVEMENT,
    )

    odd = Channel("odd", Quantity.CLOCK)
    flat = Path(2.0, 10.0).stay(8).noisy(0.4)
    yield case(
        "stillness",
        "somebody who does not move, and a channel of no use",
        [],
        [],
        flat.block(),
        SampleBlock(odd, (1.0, 2.0), (0, 0)),
    )

    yield case(
        "clock_only",
        "no sensor: two a side, paced by the clock",
        [2, 2],
        [],
        0.0,
        20.0,
        40.0,
        200.0,
        profile=Profile(Quantity.CLOCK),
        reps=2,
    )


def counted_in(events: list[dict[str, Any]]) -> tuple[list[int], list[str]]:
    """Repetitions a side, and reasons of lifts that did not count."""
    sides: dict[str | None, int] = {}
    for event in events:
        if event["event"] == "RepCompleted":
            sides[event["side"]] = sides.get(event["side"], 0) + 1
    return list(sides.values()), [event["reason"] for event in events if event["event"] == "AttemptMissed"]


def main() -> int:
    """Write what is right, name what is wrong; gives how many are wrong."""
    FOLDER.mkdir(exist_ok=True)
    wrong = 0
    for name, made, counted, missed in cases():
        made["events"] = play_case(made)
        if counted_in(made["events"]) == (counted, missed):
            lists = {"inputs", "events"}
            head = {key: value for key, value in made.items() if key not in lists}
            rows = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
            for key in sorted(lists, reverse=True):
                each = ",\n".join(json.dumps(one, separators=(",", ":"), allow_nan=False) for one in made[key])
                rows.append(f'"{key}": [\n{each}\n]')
            (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
        else:
            wrong += 1
            print(f"{name}: counted {counted_in(made['events'])} instead of {(counted, missed)}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
