"""The script: the lines of the page on screens, in every way of measuring, position and language."""

from __future__ import annotations

import pytest

from levelhip.coaching import sentences
from levelhip.coaching.cues import SHORTEST_S, WORDS_A_SECOND, Script, speaking_s
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import NUMBERS, number_in_words, sentence_case, translate
from tests.session.people import ISOMETRIC, MOVEMENT, task

SIDES: tuple[Side, Side] = ("left", "right")


def script(
    way: str = "camera", key: str = ISOMETRIC, messages: dict[str, str] | None = None, language: str = "en"
) -> Script:
    return Script(task(key), way, messages, language)


# -- English --------------------------------------------------------------------------------------------------------


def test_how_to_lie() -> None:
    assert script().lie("right", 0).text == (
        "Lie on your left side, right leg on top. Belt round both ankles, knees straight. "
        "I'll start when you lie still."
    )
    assert (
        script("clock")
        .lie("left", 10)
        .text.endswith("left leg on top. Belt round both ankles, knees straight. I'll start in ten seconds.")
    )
    assert "strapped to your right shin" in script("shin").lie("right", 0).text
    assert "belt" not in script(key=MOVEMENT).lie("right", 0).text.lower()
    assert script(key="bridge").lie("right", 0).text.startswith("Lie on your back")
    assert script(key="standing_hip_abduction").lie("right", 0).text.endswith("I'll start when you stand still.")


def test_back_into_position() -> None:
    assert "when you are still" in script().lie_again(0).text
    assert script("clock").lie_again(10).text.endswith("in ten seconds.")


@pytest.mark.parametrize("side", SIDES)
def test_every_trouble_has_its_words(side: Side) -> None:
    for trouble in {key.split(".")[0] for key in sentences.NOT_READY}:
        if trouble not in ("wrong_side", "not_on_side"):
            assert script().not_ready(trouble, side).text
    lying = "left" if side == "right" else "right"
    assert f"your {lying} side" in script().not_ready("wrong_side", side).text
    assert f"your {lying} side" in script().condition("side", side)
    assert "Stand" in script(key="standing_hip_abduction").not_ready("not_still", side).text


def test_the_start() -> None:
    assert script().start("right", 7).text == "Right hip. Seven presses. Keep breathing."
    assert script().start("left", 1).text == "Left hip. One press. Keep breathing."
    assert script(key="bridge").start("right", 3).text == "Three holds. Keep breathing."
    assert script(key=MOVEMENT).start("left", 12).text == "Left hip. Twelve repetitions. Keep breathing."


def test_a_repetition() -> None:
    said = script()
    lifts = [said.lift(number).text for number in (1, 2, 3, 7)]
    assert lifts == ["Lift until the belt is tight."] * 2 + ["Lift."] * 2
    assert [said.second(k).text for k in range(1, 7)] == ["one", "two", "three", "four", "five", "six"]
    words = [said.press_gently(), said.broken(), said.too_hard(), said.slowly_down()]
    assert [cue.text for cue in words] == ["Press gently.", "Press on.", "A little less.", "Slowly down."]
    assert script(key="bridge").broken().text == script(key="bridge").press_gently().text == "Hold on."
    assert script(key=MOVEMENT).lift(5).text == "Knees straight. Lift the top leg."
    assert script(key=MOVEMENT).slowly_down().text == "Lower it slowly."


def test_tones_differ_by_meaning() -> None:
    said = script()
    repeated = [said.lift(1), said.second(1), said.broken(), said.slowly_down()]
    cues = [*repeated, said.paused(kept_down=True), said.stopped(pain=True), said.done(7, 7)]
    assert len({cue.tone for cue in cues} - {None}) == len(cues)


def test_between_repetitions() -> None:
    said = script()
    assert (said.to_go(6).text, said.to_go(1).text) == ("Six to go.", "Last one.")
    assert said.mended().text == "That's it."
    assert (said.mended().rank, said.to_go(2).rank) == ("praise", "guide")
    for fault, part in (
        ("fast_release", "Slower next time."),
        ("partial", "Lift until the belt is tight."),
        ("bent_knee", "Straighten your knee."),
        ("roll", "Do not roll"),
    ):
        cue = said.correction(fault)
        assert cue is not None
        assert part in cue.text
        assert cue.rank == "correction"
    assert said.correction("signal_lost") is None
    low = script(key=MOVEMENT).correction("partial")
    assert low is not None
    assert "belt" not in low.text


def test_when_something_comes_between() -> None:
    assert script().lost("", "right").text == "I've lost you. The count waits."
    assert script().lost("somebody_else", "right").text.endswith("Somebody else is in the picture.")
    assert script("shin").lost("", "right").text.startswith("I've lost the sensor.")
    assert script().found().text != script("shin").found().text
    assert script().paused(kept_down=True).text == "Paused. Lift when you are ready."
    assert script().going_on(1).text == "Going on. Last one."
    assert script().going_on(4).text == "Going on. Four to go."
    assert script().hidden().rank == script().clock_from_here().rank == script().stopped(pain=False).rank == "safety"


def test_turning_over() -> None:
    assert script().side_done("left", 0).text == (
        "Well done. Slip the belt off one foot, turn over with your head where your feet were, so that you still face "
        "me. Belt on again, left hip on top. I'll start when you lie still."
    )
    assert "face me" not in script("shin").side_done("left", 0).text
    assert "belt" not in script(key=MOVEMENT).side_done("left", 0).text
    assert "right side" in script("clock", "standing_hip_abduction").side_done("right", 30).text


def test_the_end() -> None:
    assert script().done(12, 14).text == (
        "Done. Twelve of fourteen held the full six seconds. Take the belt off before you get up."
    )
    assert "All fourteen held" in script().done(14, 14).text
    assert script().done(0, 14).text.startswith("Done. None of fourteen")
    assert script().done(None, 14).text == "Done. Take the belt off before you get up."
    assert script(key=MOVEMENT).done(3, 14).text == "Done."
    assert script("clock").how_many().text == "How many did you hold the full six seconds?"


@pytest.mark.parametrize(
    ("key", "first"),
    [
        (ISOMETRIC, "Let the leg down."),
        (MOVEMENT, "Let the leg down."),
        ("side_plank", "Let yourself down."),
        ("side_plank_with_abduction", "Let yourself down."),
        ("bridge", "Let yourself down."),
        ("supine_isometric_abduction", "Let go."),
        ("single_leg_squat", "Stand on both legs, and hold on."),
        ("standing_isometric_abduction", "Stand on both legs, and hold on."),
    ],
)
def test_a_stop_says_how_to_get_out_of_it(key: str, first: str) -> None:
    said = script(key=key)
    assert said.stopped(pain=True).text == f"Stopped. {first} Where does it hurt, and how much?"
    assert said.stopped(pain=False).text == f"Stopped. {first} If anything hurts, say so now."


# -- other languages ------------------------------------------------------------------------------------------------

SPANISH = {
    "Right hip.": "Cadera derecha.",
    "{number} presses.": "{number} presiones.",
    "seven": "siete",
    "Keep breathing.": "Siga respirando.",
    "{number} to go.": "Quedan {nummer}.",
}


def test_a_sentence_is_put_together_in_the_other_language() -> None:
    cue = script(messages=SPANISH, language="es").start("right", 7)
    assert cue.text == "Cadera derecha. Siete presiones. Siga respirando."


def test_how_long_it_takes_does_not_hang_on_the_catalogue() -> None:
    """A server without the catalogue replays the session to the same record."""
    with_words = script(messages=SPANISH, language="es").start("right", 7)
    without = script(language="es").start("right", 7)
    assert with_words.speaking_s == without.speaking_s > script().start("right", 7).speaking_s
    assert speaking_s("one") == SHORTEST_S
    assert speaking_s("a b c d e f g h") == 8 / WORDS_A_SECOND


def test_a_translation_that_does_not_fit_is_not_used() -> None:
    assert script(messages=SPANISH).to_go(6).text == "Six to go."


def test_numbers() -> None:
    assert [number_in_words(n) for n in (0, 1, 20, 21, -1)] == ["none", "one", "twenty", "21", "-1"]
    assert number_in_words(7, SPANISH) == "siete"
    assert len(NUMBERS) == 21
    assert (sentence_case("one of two"), sentence_case("")) == ("One of two", "")
    assert translate(None, "{number} to go.", number="two") == "two to go."
    assert translate({"a": ""}, "a") == "a"
