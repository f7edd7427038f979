"""Questionnaires: how answers become a score, and two scores a sentence. Unknown is never zero."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.evidence import references
from levelhip.exercise.library.questionnaire_parsing import questionnaires
from levelhip.exercise.outcomes import Verdict, change, change_of
from levelhip.exercise.questionnaires import Answered, AnswerError, Questionnaire, score, understood

EVERY: Final = questionnaires()
PAIN: Final = EVERY["pain"]
ACTIVITIES: Final = EVERY["activities"]
SINCE: Final = EVERY["global_change"]
LEFS: Final = replace(EVERY["lefs"], items=tuple(f"item {number}" for number in range(20)))
"""As a clinic that has the licence has it, but for the words."""
ASKED: Final = (PAIN, ACTIVITIES, SINCE, LEFS)

RANK: Final[dict[Verdict, int]] = {
    "worse": 0, "not_judged": 1, "same": 2, "within_error": 2, "too_small": 3, "better": 4, "much_better": 5,
}  # fmt: skip


def totals(asked: Questionnaire) -> st.SearchStrategy[float]:
    return st.integers(int(asked.lowest), int(asked.highest)).map(float)


def ratings(asked: Questionnaire) -> st.SearchStrategy[tuple[int | None, ...]]:
    one = st.none() | st.integers(*asked.scale)
    least, most = asked.activity_count or (asked.item_count, asked.item_count)
    return st.lists(one, min_size=1 if asked.activity_count else least, max_size=most).map(tuple)


def answered(asked: Questionnaire, given: tuple[int | None, ...]) -> Answered:
    return Answered(given, tuple(f"activity {number}" for number in range(len(given))) if asked.activity_count else ())


# -- what is shipped ---------------------------------------------------------------------------------------------------


def test_what_is_shipped_and_what_can_be_asked() -> None:
    assert set(EVERY) == {"pain", "activities", "global_change", "lefs", "hagos", "hoos", "visa_g"}
    assert {key for key, each in EVERY.items() if each.can_be_asked} == {"pain", "activities", "global_change"}


def test_no_licensed_wording_is_shipped() -> None:
    """The Lower Extremity Functional Scale belongs to its authors: its format is here, its questions are not."""
    assert EVERY["lefs"].items == ()
    assert EVERY["lefs"].answers == ()
    assert not EVERY["lefs"].can_be_asked
    assert all(each.licence for each in EVERY.values())


def test_the_limits_are_those_of_their_sources() -> None:
    assert (LEFS.scale, LEFS.item_count, LEFS.lowest, LEFS.highest) == ((0, 4), 20, 0, 80)
    assert LEFS.change is not None
    assert (LEFS.change.error, LEFS.change.important, LEFS.change.evidence) == (9, 9, ("binkley_1999",))
    assert PAIN.change is not None
    assert (PAIN.change.important, PAIN.change.important_share) == (1, 0.15)
    assert (PAIN.change.much, PAIN.change.much_share, PAIN.change.evidence) == (2, 0.33, ("salaffi_2004",))
    assert ACTIVITIES.change is None
    assert SINCE.change is None
    assert ACTIVITIES.activity_count == (3, 5)


# -- scores ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.key)
@given(st.data())
def test_a_score_is_in_its_bounds_and_unknown_where_an_answer_is(asked: Questionnaire, data: st.DataObject) -> None:
    given_ = data.draw(ratings(asked))
    total = score(asked, answered(asked, given_))
    if None in given_ or len(given_) < (asked.activity_count or (1, 1))[0]:
        assert total is None
    else:
        assert total is not None
        assert asked.lowest <= total <= asked.highest


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.key)
@given(st.data())
def test_a_higher_answer_never_lowers_the_score(asked: Questionnaire, data: st.DataObject) -> None:
    least, most = asked.activity_count or (asked.item_count, asked.item_count)
    known = data.draw(st.lists(st.integers(*asked.scale), min_size=least, max_size=most))
    place = data.draw(st.integers(0, len(known) - 1))
    higher = [*known[:place], min(asked.scale[1], known[place] + 1), *known[place + 1 :]]
    before, after = (score(asked, answered(asked, tuple(each))) for each in (known, higher))
    assert before is not None
    assert after is not None
    assert after >= before


def test_scores() -> None:
    assert score(LEFS, Answered((4,) * 20)) == 80
    assert score(LEFS, Answered((0,) * 20)) == 0
    assert score(LEFS, Answered((*(4,) * 19, None))) is None
    assert score(LEFS, Answered((4,) * 19)) is None
    assert score(ACTIVITIES, Answered((2, 3, 4), ("a", "b", "c"))) == 3
    assert score(ACTIVITIES, Answered((2, 3), ("a", "b"))) is None
    assert score(SINCE, Answered((-5,))) == -5
    assert score(PAIN, Answered((0,))) == 0
    assert score(PAIN, Answered((None,))) is None
    assert score(PAIN, Answered(())) is None


@pytest.mark.parametrize(
    ("asked", "given_", "labels", "words"),
    [
        (PAIN, [11], [], "pain: answer 1: a whole number from 0 to 10"),
        (PAIN, [-1], [], "answer 1"),
        (PAIN, [True], [], "answer 1"),
        (PAIN, [2.5], [], "answer 1"),
        (PAIN, ["2"], [], "answer 1"),
        (PAIN, [], [], "0 answers, not 1"),
        (PAIN, [1, 2], [], "2 answers, not 1"),
        (PAIN, [1], ["walking"], "names no activities"),
        (LEFS, [4] * 19, [], "19 answers, not 20"),
        (EVERY["lefs"], [4] * 20, [], "lefs: its questions are not here"),
        (EVERY["hoos"], [], [], "hoos: its questions are not here"),
        (ACTIVITIES, [1, 2], ["walking"], "one rating for each of 1 to 5"),
        (ACTIVITIES, [], [], "one rating for each of 1 to 5"),
        (ACTIVITIES, [1] * 6, list("abcdef"), "one rating for each of 1 to 5"),
        (ACTIVITIES, [1, 2], ["Walking", " walking "], "an activity stands there twice"),
        (ACTIVITIES, [1], [" "], "activity 1: a name of at most 80 letters"),
        (ACTIVITIES, [1], ["x" * 81], "activity 1"),
        (ACTIVITIES, [1], ["a\0b"], "activity 1"),
        (ACTIVITIES, [1], [3], "activity 1"),
    ],
)
def test_answers_that_cannot_be_are_refused_in_a_line(
    asked: Questionnaire, given_: list[object], labels: list[object], words: str
) -> None:
    with pytest.raises(AnswerError, match=words) as refused:
        understood(asked, given_, labels)
    assert "\n" not in str(refused.value)


def test_answers_that_can_be_are_taken_as_they_are() -> None:
    assert understood(PAIN, [0]) == Answered((0,))
    assert understood(LEFS, [None] * 20) == Answered((None,) * 20)


def test_names_of_activities_are_tidied() -> None:
    assert understood(ACTIVITIES, [3, None], [" climbing  stairs", "sleep"]) == Answered(
        (3, None), ("climbing stairs", "sleep")
    )


# -- before and after --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.key)
@given(st.data())
def test_more_gain_is_never_said_to_be_less(asked: Questionnaire, data: st.DataObject) -> None:
    before = data.draw(totals(asked))
    afters = sorted(data.draw(st.lists(totals(asked), min_size=2, max_size=6)), reverse=asked.better == "lower")
    verdicts = [change(asked, before, after).verdict for after in afters]
    if asked.change is not None:
        ranks = [RANK[verdict] for verdict in verdicts]
        assert ranks == sorted(ranks)
    else:
        assert set(verdicts) <= {"not_judged", "same"}


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.key)
@given(st.data())
def test_unknown_is_never_judged(asked: Questionnaire, data: st.DataObject) -> None:
    known = data.draw(totals(asked))
    for before, after in ((None, known), (known, None), (None, None)):
        found = change(asked, before, after)
        assert (found.verdict, found.gain, found.evidence) == ("unknown", None, ())


@given(totals(LEFS), totals(LEFS))
def test_what_is_within_the_error_is_no_change_either_way(before: float, after: float) -> None:
    verdict = change(LEFS, before, after).verdict
    assert (verdict == "within_error") == (abs(after - before) < 9)
    assert verdict in {"within_error", "better", "worse"}
    opposite = change(LEFS, after, before).verdict
    assert {verdict, opposite} in ({"within_error"}, {"better", "worse"})


@pytest.mark.parametrize(
    ("asked", "before", "after", "verdict", "said"),
    [
        (LEFS, 40, 48, "within_error", "No change beyond the measurement's own error of 9."),
        (LEFS, 40, 49, "better", "Better by 9: beyond the measurement's own error of 9, and as much as"),
        (LEFS, 49, 40, "worse", "Worse by 9: beyond the measurement's own error of 9."),
        (PAIN, 5, 4, "better", "Better by 1: as much as people notice as better."),
        (PAIN, 10, 9, "too_small", "Better by 1: less than people usually notice."),
        (PAIN, 6, 4, "much_better", "Better by 2: as much as people call much better."),
        (PAIN, 7, 5, "better", "as much as people notice as better."),
        (PAIN, 3, 3, "same", "The same as before."),
        (PAIN, 3, 5, "not_judged", "Worse by 2. There is no agreed number here for what that means."),
        (ACTIVITIES, 3, 4.5, "not_judged", "Better by 1.5. There is no agreed number here"),
        (SINCE, 2, 2, "same", "The same as before."),
    ],
)
def test_changes_in_words(asked: Questionnaire, before: float, after: float, verdict: Verdict, said: str) -> None:
    found = change(asked, before, after)
    assert found.verdict == verdict
    assert str(found.reason).startswith(said) or said in str(found.reason)
    assert set(found.evidence) <= set(references())
    assert bool(found.evidence) == (verdict not in {"same", "not_judged"})


@pytest.mark.parametrize("verdict", ["better", "much_better"])
def test_nothing_better_rests_on_unverified_sources(verdict: Verdict) -> None:
    for asked in EVERY.values():
        if asked.change is not None:
            found = change(asked, asked.lowest, asked.highest), change(asked, asked.highest, asked.lowest)
            for each in found:
                assert each.verdict != verdict or any(references()[key].confidence != "M" for key in each.evidence)


def test_an_error_alone_says_better_and_no_more() -> None:
    assert LEFS.change is not None
    without = replace(LEFS, change=replace(LEFS.change, important=None))
    assert str(change(without, 0, 20).reason) == "Better by 20: beyond the measurement's own error of 9."
    later = replace(LEFS, change=replace(LEFS.change, important=12.0, much=20.0))
    assert change(later, 0, 10).verdict == "better"
    assert "people" not in str(change(later, 0, 10).reason)
    assert change(later, 0, 20).verdict == "much_better"
    nothing = replace(LEFS, change=replace(LEFS.change, error=None, important=None))
    assert change(nothing, 0, 20).verdict == "not_judged"


def test_activities_are_compared_only_with_the_same_ones() -> None:
    before = Answered((2, 3, 4), ("stairs", "sleep", "walking"))
    assert change_of(ACTIVITIES, before, Answered((5, 4, 3), ("Walking", "sleep", "stairs"))).gain == 1
    other = change_of(ACTIVITIES, before, Answered((5, 4, 3), ("running", "sleep", "stairs")))
    assert (other.verdict, str(other.reason)) == ("unknown", "Not compared: these are other activities than before.")
