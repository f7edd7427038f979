"""A wrong file is refused in one line: the file, the key, what is wrong, what is allowed. Nothing else is raised."""

from __future__ import annotations

import copy
import json
import math
import tomllib
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.library import LibraryError, exercise_keys, parse_exercise
from levelhip.exercise.library.shipped import shipped
from levelhip.exercise.protocol import Exercise

GOOD: Final = """
name = "Press"
summary = "Press and hold."
kind = "hold"
position = "side_lying"
cautions = ["Slowly."]
evidence = ["distefano_2009"]
load = { band = "unmeasured", why = "nobody has." }

[dose]
hold_s = 6
reps = 7
sides = ["left", "right"]
per_day = [2, 3]
rest_s = 3
side_change_s = 30
release_s = 2
press_band_n = [10, 40.5]
evidence = ["sears_verywell"]

[[phases]]
name = "lift"
say = "Lift."

[[phases]]
name = "hold"
say = "Hold."

[[signals]]
quantity = "force_n"
feature = "press"
unit = "N"
least = 5
most = 600
still = 1.5

[[signals]]
quantity = "markers_mm"
feature = "thigh_abduction"
unit = "deg"
least = 4
most = 50
still = 1

[[form_checks]]
key = "roll"
feature = "pelvis_roll_deg"
limit_deg = 15
seen_by = ["markers_mm"]
say = "Do not roll."

[figure]
yaw_deg = 0
pitch_deg = 16
belt = "ankles"
props = ["mat"]
arrow = "foot"

[[figure.poses]]
joints = { working_hip_abduction = -9, other_hip_abduction = 4 }

[[figure.poses]]
joints = { working_hip_abduction = 17 }
"""

# What is changed in GOOD, into what, the key that is named, and words of the message after it.
WRONG: Final = {
    "not TOML": ('kind = "hold"', "kind = hold", "file", ["is not TOML", "line 4", "allowed: TOML 1.0"]),
    "key twice": ("reps = 7", "reps = 7\nreps = 8", "file", ["is not TOML"]),
    "nested too deep": ("reps = 7", f"reps = {'[' * 100_000}", "file", ["is not TOML"]),
    "unknown key": ("summary =", "sumary =", "sumary", ["unknown key (did you mean 'summary'?)", "allowed: name, "]),
    "unknown key far from all": ("[dose]", "[dose]\nqqq = 1", "dose.qqq", ["unknown key; allowed: hold_s, reps"]),
    "unknown key of two lines": ("[dose]", '[dose]\n"a\\nb" = 1', r"dose.'a\nb'", ["unknown key; allowed: hold_s"]),
    "the key itself": ("kind =", 'key = "press"\nkind =', "key", ["unknown key"]),
    "missing text": ('name = "Press"', "", "name", ["is missing", "a text on one line"]),
    "missing choice": ('kind = "hold"', "", "kind", ["is missing", "hold, movement"]),
    "missing number": ("rest_s = 3", "", "dose.rest_s", ["is missing", "a number from 0 to 600"]),
    "missing list": ('sides = ["left", "right"]', "", "dose.sides", ["is missing", "left, right"]),
    "missing table": ('load = { band = "unmeasured", why = "nobody has." }', "", "load", ["is missing", "band, why"]),
    "missing in a row": ('say = "Hold."', "", "phases[1].say", ["is missing"]),
    "text is a number": ('name = "Press"', "name = 3", "name", ["is 3", "a text on one line"]),
    "text is empty": ('name = "Press"', 'name = ""', "name", ["is ''"]),
    "text with space around": ('name = "Press"', 'name = " Press"', "name", ["is ' Press'"]),
    "text of two lines": ('say = "Lift."', 'say = "Lift\\nit."', "phases[0].say", [r"is 'Lift\nit.'", "on one line"]),
    "texts are one text": ('["Slowly."]', '"Slowly."', "cautions", ["is 'Slowly.'", "a list of texts, at least one"]),
    "texts are none": ('["Slowly."]', "[]", "cautions", ["is []", "at least one"]),
    "one of the texts": ('["Slowly."]', '["Slowly.", 3]', "cautions[1]", ["is 3", "a text on one line"]),
    "number is a text": ("hold_s = 6", 'hold_s = "6"', "dose.hold_s", ["is '6'", "a number from 0 to 600"]),
    "number is true": ("hold_s = 6", "hold_s = true", "dose.hold_s", ["is True"]),
    "number too large": ("hold_s = 6", "hold_s = 601", "dose.hold_s", ["is 601", "from 0 to 600"]),
    "number below": ("rest_s = 3", "rest_s = -0.1", "dose.rest_s", ["is -0.1"]),
    "number is nan": ("rest_s = 3", "rest_s = nan", "dose.rest_s", ["is nan"]),
    "number is inf": ("rest_s = 3", "rest_s = inf", "dose.rest_s", ["is inf"]),
    "number beyond writing": ("rest_s = 3", f"rest_s = 0x{'f' * 9000}", "dose.rest_s", ["is too long a number"]),
    "whole number is none": ("reps = 7", "reps = 7.0", "dose.reps", ["is 7.0", "a whole number from 1 to 1000"]),
    "whole number is true": ("reps = 7", "reps = true", "dose.reps", ["is True"]),
    "whole number is 0": ("reps = 7", "reps = 0", "dose.reps", ["is 0"]),
    "pair is a number": ("[10, 40.5]", "10", "dose.press_band_n", ["is 10", "two numbers from 1 to 500"]),
    "pair of three": ("[10, 40.5]", "[10, 40, 50]", "dose.press_band_n", ["is [10, 40, 50]", "two numbers"]),
    "pair falls": ("[10, 40.5]", "[40, 10]", "dose.press_band_n", ["is 10", "the smaller one first"]),
    "pair too low": ("[10, 40.5]", "[0, 10]", "dose.press_band_n", ["is 0", "from 1 to 500"]),
    "pair of whole numbers": ("[2, 3]", "[2, 3.5]", "dose.per_day", ["is 3.5", "two whole numbers from 1 to 24"]),
    "pair of whole numbers falls": ("[2, 3]", "[3, 2]", "dose.per_day", ["is 2", "the smaller one first"]),
    "unknown kind": ('kind = "hold"', 'kind = "holding"', "kind", ["(did you mean 'hold'?)", "hold, movement"]),
    "unknown position": ('"side_lying"', '"prone"', "position", ["is 'prone'", "side_lying, supine, standing"]),
    "unknown side": ('["left", "right"]', '["left", "rigth"]', "dose.sides", ["did you mean 'right'?", "left, right"]),
    "sides are one text": ('["left", "right"]', '"left"', "dose.sides", ["is 'left'", "a list of left, right"]),
    "no side": ('["left", "right"]', "[]", "dose.sides", ["is []", "at least one"]),
    "one side twice": ('["left", "right"]', '["left", "left"]', "dose.sides", ["'left' stands there twice", "once"]),
    "unknown quantity": (
        '"force_n"',
        '"force"',
        "signals[0].quantity",
        ["did you mean 'force_n'?", "strand_tension_n"],
    ),
    "a clock cannot count": ('"force_n"', '"clock"', "signals[0].quantity", ["is 'clock'", "force_n, "]),
    "quantity is a number": ('"force_n"', "1", "signals[0].quantity", ["is 1; allowed: force_n"]),
    "unknown feature": ('"thigh_abduction"', '"thigh_roll"', "signals[1].feature", ["thigh_abduction, thigh_flexion"]),
    "feature of another": ('"thigh_abduction"', '"press"', "signals[1].feature", ["is 'press'", "thigh_flexion"]),
    "unit of a press": ('unit = "N"', 'unit = "kg"', "signals[0].unit", ["is 'kg'; allowed: N"]),
    "unit of an angle": ('unit = "deg"', 'unit = "N"', "signals[1].unit", ["is 'N'; allowed: deg"]),
    "least above most": ("least = 4", "least = 51", "signals[1].least", ["is 51", "from 0.1 to 50"]),
    "still above least": ("still = 1.5", "still = 6", "signals[0].still", ["is 6", "from 0.01 to 5"]),
    "angle beyond all": ("most = 50", "most = 181", "signals[1].most", ["is 181", "from 0.1 to 180"]),
    "press beyond all": ("most = 600", "most = 2001", "signals[0].most", ["is 2001", "from 0.1 to 2000"]),
    "quantity twice": (
        'quantity = "markers_mm"\nfeature = "thigh_abduction"\nunit = "deg"',
        'quantity = "force_n"\nfeature = "press"\nunit = "N"',
        "signals",
        ["'force_n' stands there twice"],
    ),
    "phase twice": ('name = "hold"', 'name = "lift"', "phases", ["'lift' stands there twice"]),
    "rows are a table": ("[[form_checks]]", "[form_checks]", "form_checks", ["tables [[form_checks]] with key, "]),
    "row is a number": ('cautions = ["Slowly."]', 'cautions = ["Slowly."]\nform_checks = [1]', "file", ["not TOML"]),
    "table is a number": (
        'load = { band = "unmeasured", why = "nobody has." }',
        "load = 1",
        "load",
        ["is 1", "a table"],
    ),
    "figure missing joint table": (
        "joints = { working_hip_abduction = 17 }",
        "",
        "figure.poses[1].joints",
        ["is missing"],
    ),
    "figure of an unknown joint": (
        "{ working_hip_abduction = 17 }",
        "{ working_hip_abducton = 17 }",
        "figure.poses[1].joints.working_hip_abducton",
        ["(did you mean 'working_hip_abduction'?)", "allowed: body_pitch"],
    ),
    "figure beyond a joint": (
        "{ working_hip_abduction = 17 }",
        "{ working_hip_abduction = 61 }",
        "figure.poses[1].joints.working_hip_abduction",
        ["is 61", "from -40 to 60"],
    ),
    "figure without a second pose": (
        "[[figure.poses]]\njoints = { working_hip_abduction = 17 }\n",
        "",
        "figure.poses",
        ["has 1", "at least two tables [[figure.poses]], rest first, the top last"],
    ),
    "figure that stands still": (
        "{ working_hip_abduction = 17 }",
        "{ working_hip_abduction = -9 }",
        "figure.poses",
        ["are all the same", "poses that differ"],
    ),
    "figure with an unknown thing": ('props = ["mat"]', 'props = ["matt"]', "figure.props", ["did you mean 'mat'?"]),
    "figure with an unknown belt": ('belt = "ankles"', 'belt = "waist"', "figure.belt", ["is 'waist'; allowed: none"]),
    "figure that stands on no foot": (
        'props = ["mat"]',
        'props = ["mat"]\nstands_on = "left"',
        "figure.stands_on",
        ["is 'left'; allowed: working, other"],
    ),
    "tier of its own": ('kind = "hold"', 'kind = "hold"\ntier = 9', "tier", ["is 9", "a whole number from 1 to 3"]),
    "ready is empty": ('kind = "hold"', 'kind = "hold"\nready = ""', "ready", ["is ''", "a text on one line"]),
    "figure seen from behind": ("yaw_deg = 0", "yaw_deg = 180", "figure.yaw_deg", ["is 180", "from -90 to 90"]),
    "unknown load band": ('band = "unmeasured"', 'band = "huge"', "load.band", ["is 'huge'", "low, moderate, high"]),
    "unknown form feature": ('"pelvis_roll_deg"', '"pelvis_roll"', "form_checks[0].feature", ["'pelvis_roll_deg'?"]),
    "seen by a force": ('["markers_mm"]', '["force_n"]', "form_checks[0].seen_by", ["is 'force_n'", "landmarks_px"]),
    "form limit": ("limit_deg = 15", "limit_deg = 0", "form_checks[0].limit_deg", ["is 0", "from 1 to 90"]),
    "unknown evidence": (
        '"distefano_2009"',
        '"distefano"',
        "evidence",
        ["(did you mean 'distefano_2009'?)", "baik_2021"],
    ),
    "unknown evidence of the dose": ('"sears_verywell"', '"sears"', "dose.evidence", ["is 'sears'", "sears_verywell"]),
    "a hold without seconds": ("hold_s = 6", "hold_s = 0", "dose.hold_s", ["is 0 in a hold", "more than 0 in a hold"]),
    "a movement with seconds": ('kind = "hold"', 'kind = "movement"', "dose.hold_s", ["is 6 in a movement"]),
    "press without band": ("press_band_n = [10, 40.5]", "", "dose.press_band_n", ["is missing although a press"]),
    "band without press": (
        'quantity = "force_n"\nfeature = "press"\nunit = "N"\nleast = 5\nmost = 600',
        'quantity = "abduction_deg"\nfeature = "angle"\nunit = "deg"\nleast = 5\nmost = 60',
        "dose.press_band_n",
        ["stands there although no press"],
    ),
}


def test_what_the_wrong_files_are_made_from_is_right() -> None:
    exercise = parse_exercise(GOOD, "a/folder/press_2.toml")
    assert exercise.key == "press_2"
    assert exercise.dose.press_band_n == (10, 40.5)
    assert exercise.load == "unmeasured: nobody has."


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_what_is_allowed(case: str) -> None:
    before, after, key, words = WRONG[case]
    assert GOOD.count(before) == 1
    with pytest.raises(LibraryError) as caught:
        parse_exercise(GOOD.replace(before, after), "press.toml")
    message = str(caught.value)
    assert message.startswith(f"press.toml: {key}: ")
    assert "; allowed: " in message
    assert "\n" not in message
    assert not [word for word in words if word not in message], message
    assert (caught.value.source, caught.value.key) == ("press.toml", key)
    assert message.endswith(f"{caught.value.problem}; allowed: {caught.value.allowed}")


@pytest.mark.parametrize("empty", [True, False])
def test_an_exercise_has_phases(*, empty: bool) -> None:
    data = tomllib.loads(GOOD)
    data["phases"] = []
    if not empty:
        del data["phases"]
    with pytest.raises(LibraryError, match=r"^press\.toml: phases: is missing; allowed: at least one table"):
        parse_exercise(as_toml(data), "press.toml")


def test_what_nothing_can_measure_says_so() -> None:
    """A forgotten table is no answer."""
    data = tomllib.loads(GOOD)
    del data["signals"], data["dose"]["press_band_n"]
    with pytest.raises(LibraryError, match=r"^press\.toml: signals: is missing; allowed: .* or signals = \[\] where"):
        parse_exercise(as_toml(data), "press.toml")
    assert parse_exercise(as_toml({**data, "signals": []}), "press.toml").signals == ()


def test_an_exercise_may_have_no_form_checks() -> None:
    data = tomllib.loads(GOOD)
    del data["form_checks"]
    assert parse_exercise(as_toml(data), "press.toml").form_checks == ()


def test_a_form_check_stands_once() -> None:
    data = tomllib.loads(GOOD)
    data["form_checks"] *= 2
    with pytest.raises(LibraryError, match="form_checks: 'roll' stands there twice"):
        parse_exercise(as_toml(data), "press.toml")


def test_a_row_is_a_table() -> None:
    data = tomllib.loads(GOOD)
    data["phases"].append(3)
    with pytest.raises(LibraryError, match=r"phases\[2\]: is 3; allowed: tables \[\[phases\]\] with name, say"):
        parse_exercise(as_toml(data), "press.toml")


@pytest.mark.parametrize("source", ["Press.toml", "my press.toml", "2.toml", ".toml", "press.txt", "", "a.b.toml"])
def test_a_file_is_named_by_a_key(source: str) -> None:
    with pytest.raises(LibraryError, match=r"file name: .* cannot be a key; allowed: small letters"):
        parse_exercise(GOOD, source)


def as_toml(value: object) -> str:
    """Write a table of plain values as TOML."""
    assert isinstance(value, dict)
    return "\n".join(f"{json.dumps(key)} = {_inline(each)}" for key, each in value.items())


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


Place = tuple[str | int, ...]
NEED_NOT_BE: Final[set[Place]] = {("form_checks",), ("ready",), ("tier",), ("figure", "stands_on")}


def places(value: object, path: Place = ()) -> list[Place]:
    """List the way to every value inside `value`."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [place for key, each in inner for place in [(*path, key), *places(each, (*path, key))]]


SHIPPED: Final[dict[str, dict[str, Any]]] = {
    key: tomllib.loads(shipped().joinpath(f"{key}.toml").read_text(encoding="utf-8")) for key in exercise_keys()
}
PLAIN: Final = st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
OTHERS: Final[tuple[object, ...]] = (True, 1, "word", [], {}, [[]])
ANYTHING: Final = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


def holder_of(data: dict[str, Any], place: Place) -> Any:  # noqa: ANN401 - a table or a list of anything
    """Return what `place` is a key or an index of."""
    holder: Any = data
    for step in place[:-1]:
        holder = holder[step]
    return holder


def read(key: str, data: dict[str, Any]) -> Exercise | None:
    """Parse `data`; None where it is refused, which is in one line that names the file and what is allowed."""
    try:
        return parse_exercise(as_toml(data), f"{key}.toml")
    except LibraryError as error:
        message = str(error)
        assert message.startswith(f"{key}.toml: ")
        assert "; allowed: " in message
        assert message.isprintable()
        return None


@pytest.mark.parametrize("key", SHIPPED)
def test_writing_and_reading_again_changes_nothing(key: str) -> None:
    text = shipped().joinpath(f"{key}.toml").read_text(encoding="utf-8")
    assert read(key, SHIPPED[key]) == parse_exercise(text, f"{key}.toml")


@pytest.mark.parametrize("key", SHIPPED)
def test_no_key_may_be_dropped_but_what_need_not_be_there(key: str) -> None:
    for place in places(SHIPPED[key]):
        data = copy.deepcopy(SHIPPED[key])
        holder = holder_of(data, place)
        if isinstance(holder, dict) and "joints" not in place[:-1]:  # a joint that is not named is straight
            del holder[place[-1]]
            assert (read(key, data) is None) == (place not in NEED_NOT_BE), place


@pytest.mark.parametrize("key", SHIPPED)
def test_no_value_may_be_of_another_type(key: str) -> None:
    for place in places(SHIPPED[key]):
        for other in OTHERS:
            data = copy.deepcopy(SHIPPED[key])
            holder = holder_of(data, place)
            value = holder[place[-1]]
            if type(other) is type(value) or (type(other) is int and isinstance(value, float)):
                continue  # no other type, or a whole number where a fraction may stand
            holder[place[-1]] = other
            assert read(key, data) is None, (place, other)


@given(st.sampled_from(sorted(SHIPPED)), st.data())
def test_whatever_stands_there_nothing_but_a_library_error_is_raised(key: str, draw: st.DataObject) -> None:
    data = copy.deepcopy(SHIPPED[key])
    place = draw.draw(st.sampled_from(places(data)))
    holder_of(data, place)[place[-1]] = draw.draw(ANYTHING)
    exercise = read(key, data)
    assert exercise is None or exercise.key == key


@given(st.text())
def test_whatever_the_text_nothing_but_a_library_error_is_raised(text: str) -> None:
    with pytest.raises(LibraryError):
        parse_exercise(text, "press.toml")
