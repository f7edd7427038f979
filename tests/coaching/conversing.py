"""What the coach says in a set without a fault, and what holds of everything it says."""

from __future__ import annotations

from itertools import pairwise

from levelhip.coaching.speaking import CORRECTIONS_APART_S
from tests.coaching.live_people import Room

SECONDS = ["one", "two", "three", "four", "five", "six"]
SET_UP = "Lie on your left side, right leg on top. Belt round both ankles, knees straight. "

TURN = "Well done. Slip the belt off one foot, then turn over. Belt on again, left hip on top. "


def set_lines(hip: str) -> list[str]:
    """What is said in a set of seven without a fault; breathing is mentioned now and then."""
    lines = [f"{hip} hip. Seven presses. Keep breathing."]
    left = ["Six", "Five", "Four", "Three", "Two"]
    for number in range(1, 8):
        lines.append("Lift until the belt is tight." if number < 3 else "Lift.")
        lines.extend(["Press gently.", *SECONDS, "Slowly down."])
        if number < 6:
            lines.append(f"{left[number - 1]} to go.")
        elif number == 6:
            lines.append("Last one.")
    return lines


def without_breathing(texts: list[str]) -> list[str]:
    return [text for text in texts if text != "Keep breathing."]


def rules_hold(room: Room) -> None:
    """The rules of the voice, on what came out."""
    lengths = {say["key"]: say for say in room.said}
    assert lengths
    for before, after in pairwise(room.said):
        assert before["t_s"] <= after["t_s"]
        assert not after["interrupts"] or after["rank"] == "safety"
    corrections = [say["t_s"] for say in room.said if say["rank"] == "correction"]
    assert all(later - earlier >= CORRECTIONS_APART_S for earlier, later in pairwise(corrections))
    in_hold = False
    for out in room.outputs:
        if "count" in out:
            in_hold = out["count"] is not None
        elif "say" in out and in_hold and out["say"]["rank"] not in ("count", "safety"):
            assert out["say"]["key"] in ("press_gently", "a_little_less", "press_on"), out
        in_hold = in_hold and out.get("say", {}).get("text") != "six"


def counts(room: Room) -> list[tuple[str, int, int]]:
    return [(s["side"], s["rep_count"], s["complete_count"]) for s in room.live.record()["record"]["sides"]]
