"""Who may speak when: whatever is asked for, the rules of the voice hold."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from levelhip.coaching.speaking import CORRECTIONS_APART_S, ORDER, Cue, Said, Speaker

RANKS = list(ORDER)


def cue(key: str, rank: str = "guide", *, speaking_s: float = 1.0, lasts_s: float = 2.0, in_count: bool = False) -> Cue:
    return Cue(key, key, rank, speaking_s, lasts_s, in_count=in_count)  # type: ignore[arg-type] # ranks are texts here


def cues() -> st.SearchStrategy[Cue]:
    """A key has one rank, as in the script."""
    names = st.tuples(st.sampled_from(RANKS), st.sampled_from("abc"))
    return st.builds(
        lambda name, **more: cue(f"{name[0]} {name[1]}", name[0], **more),
        names,
        speaking_s=st.floats(0.6, 9.0),
        lasts_s=st.floats(0.0, 10.0),
        in_count=st.booleans(),
    )


STEPS = st.lists(
    st.tuples(
        st.floats(0.0, 4.0), st.lists(cues(), max_size=3), st.sampled_from(("", "count", "end", "quiet", "drop"))
    ),
    max_size=40,
)
Steps = list[tuple[float, list[Cue], str]]


class Told:
    """A speaker that is driven as the coach drives it: from deadline to deadline; keeps what was said and when."""

    def __init__(self, steps: Steps) -> None:
        self.speaker = Speaker()
        self.said: list[Said] = []
        self.counting: list[tuple[float, bool]] = [(0.0, False)]
        self.asked: list[tuple[float, Cue]] = []
        now_s = 0.0
        for wait_s, wanted, what in steps:
            self.run(now_s, now_s + wait_s)
            now_s += wait_s
            self.change(now_s, what)
            for each in wanted:
                self.asked.append((now_s, each))
                self.speaker.ask(each, now_s)
            self.said.extend(self.speaker.due(now_s))
        self.run(now_s, now_s + 60.0)

    def change(self, now_s: float, what: str) -> None:
        if what in ("count", "end"):
            self.speaker.counting = what == "count"
        elif what == "quiet":
            self.speaker.quiet()
        elif what == "drop":
            self.speaker.drop("guide a", "correction b")
        self.counting.append((now_s, self.speaker.counting))

    def run(self, from_s: float, to_s: float) -> None:
        now_s = from_s
        while (due_s := self.speaker.next_deadline_s()) is not None and due_s <= to_s:
            now_s = max(now_s, due_s)
            said = self.speaker.due(now_s)
            assert said, "a deadline brings a word"
            self.said.extend(said)

    def was_counting(self, t_s: float) -> set[bool]:
        """Whether a hold was being counted at `t_s`; where it just changed, both."""
        before = [counting for since_s, counting in self.counting if since_s < t_s]
        return {*before[-1:], *(counting for since_s, counting in self.counting if since_s == t_s)}


@given(STEPS)
def test_never_two_things_at_once(steps: Steps) -> None:
    """What begins before the last has ended interrupts it, and only safety may."""
    for before, after in pairwise(Told(steps).said):
        overlaps = after.t_s < before.t_s + before.cue.speaking_s - 1e-5
        assert not overlaps or after.interrupts
        assert not after.interrupts or after.cue.rank == "safety"


@given(STEPS)
def test_never_two_corrections_in_five_seconds(steps: Steps) -> None:
    corrections = [said.t_s for said in Told(steps).said if said.cue.rank == "correction"]
    assert all(later - earlier >= CORRECTIONS_APART_S for earlier, later in pairwise(corrections))


@given(STEPS)
def test_during_the_count_only_what_belongs_there(steps: Steps) -> None:
    told = Told(steps)
    for said in told.said:
        if told.was_counting(said.t_s) == {True}:
            assert said.cue.in_count or said.cue.rank in ("safety", "count")


@given(STEPS)
def test_nothing_is_said_late_or_unasked(steps: Steps) -> None:
    told = Told(steps)
    for said in told.said:
        asked = [t_s for t_s, each in told.asked if each is said.cue and t_s <= said.t_s]
        assert asked
        assert said.t_s <= max(asked) + said.cue.lasts_s + 1e-5


@given(STEPS)
def test_safety_is_said_at_once(steps: Steps) -> None:
    """The last safety cue of a moment is always said in that moment."""
    told = Told(steps)
    said = {(each.t_s, each.cue.key) for each in told.said}
    for t_s, each in told.asked:
        if each.rank == "safety":
            same_moment = [other for other_s, other in told.asked if other_s == t_s and other.rank == "safety"]
            if len(same_moment) == 1 and len([t for t, _ in told.counting if t == t_s]) <= 1:
                assert (t_s, each.key) in said


def test_a_correction_outranks_praise_and_safety_outranks_all() -> None:
    speaker = Speaker()
    for rank in ("praise", "guide", "count", "correction"):
        speaker.ask(cue(rank, rank, lasts_s=30.0), 0.0)
    said = speaker.due(0.0)
    assert [each.cue.key for each in said] == ["correction"]
    speaker.ask(cue("stop", "safety"), 0.5)
    (stop,) = speaker.due(0.5)
    assert (stop.cue.key, stop.interrupts) == ("stop", True)
    assert speaker.next_deadline_s() is None, "after safety nothing that waited is wanted any more"


def test_what_waits_is_said_in_its_turn() -> None:
    speaker = Speaker()
    speaker.ask(cue("first"), 0.0)
    speaker.ask(cue("praise", "praise"), 0.0)
    speaker.ask(cue("second"), 0.0)
    keys: list[str] = []
    now_s = 0.0
    while True:
        keys.extend(each.cue.key for each in speaker.due(now_s))
        due_s = speaker.next_deadline_s()
        if due_s is None:
            break
        now_s = due_s
    assert keys == ["first", "second", "praise"]


def test_the_same_asked_again_is_said_once() -> None:
    speaker = Speaker()
    speaker.ask(cue("busy", speaking_s=1.0), 0.0)
    speaker.due(0.0)
    speaker.ask(cue("a", lasts_s=0.5), 0.2)
    speaker.ask(cue("a", lasts_s=2.0), 0.4)
    assert speaker.next_deadline_s() == 1.0
    assert [each.cue.key for each in speaker.due(1.0)] == ["a"]
    assert speaker.due(5.0) == []
