"""What is known: `levelhip exercises`, and where every number comes from, `levelhip evidence`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from levelhip.commands.options import JsonOption


def exercises(
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="One exercise, explained.")] = None,
    json_: JsonOption = False,
) -> None:
    """List the exercises, or explain one: how to do it, how much, what can measure it, and where that comes from."""
    from levelhip.commands.prescribing import prescription_of
    from levelhip.exercise.library import exercise_keys, load_exercise
    from levelhip.reports.exercise_text import exercise_dict, explain, overview

    if key is None:
        shown = [load_exercise(each) for each in exercise_keys()]
        print(json.dumps([exercise_dict(each) for each in shown], indent=1) if json_ else overview(shown))
        return
    one = prescription_of(key).exercise
    print(json.dumps(exercise_dict(one), indent=1) if json_ else explain(one))


def evidence(
    word: Annotated[str | None, typer.Argument(metavar="[KEY|WORD]", help="A number's key, or a word to find.")] = None,
    json_: JsonOption = False,
) -> None:
    r"""Where every number comes from: its value, what it decides, its sources and how far they are to be trusted.

    \b
    levelhip evidence
    levelhip evidence dose.hold_s
    levelhip evidence Sears
    """
    from levelhip.exercise.evidence import UnknownNumberError, find_numbers, numbers
    from levelhip.reports.evidence_text import evidence_text, number_dict

    try:
        found = tuple(numbers().values()) if word is None else find_numbers(word)
    except UnknownNumberError as error:
        raise ValueError(str(error)) from None
    print(json.dumps([number_dict(each) for each in found], indent=1) if json_ else evidence_text(found))
