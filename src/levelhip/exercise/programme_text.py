"""A programme as the text of its file: `parse_programme` reads from it what was written. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from levelhip.exercise.programme import Item, Programme, Rung, Stage


def programme_text(programme: Programme) -> str:
    """The TOML of `programme`, without its key, which is the file's name."""
    stage, exercise, rung = programme.begins
    lines = [f"name = {_text(programme.name)}", f"summary = {_text(programme.summary)}"]
    if programme.alone_until is not None:
        lines.append(f"alone_until = {_text(programme.alone_until)}")
    lines += [
        f"evidence = {_texts(programme.evidence)}",
        "",
        "[begins]",
        f"stage = {_text(stage)}",
        f"exercise = {_text(exercise)}",
        f"rung = {rung}",
    ]
    for each in programme.stages:
        lines += _stage(each)
    return "\n".join(lines) + "\n"


def _stage(stage: Stage) -> Iterator[str]:
    yield from ("", "[[stages]]", f"key = {_text(stage.key)}", f"name = {_text(stage.name)}")
    yield from (f"why = {_text(stage.why)}", f"aim = {_text(stage.aim)}")
    for item in stage.items:
        yield from ("", "[[stages.items]]", *_named(item), "rungs = [")
        yield from (f"    {{ {', '.join(_dose(rung))} }}," for rung in item.rungs)
        yield "]"
    for item in stage.beside:
        yield from ("", "[[stages.beside]]", *_named(item), *_dose(item.rungs[0]))


def _named(item: Item) -> tuple[str, str]:
    return f"exercise = {_text(item.exercise)}", f"evidence = {_texts(item.evidence)}"


def _dose(rung: Rung) -> Iterator[str]:
    yield from (f"per_day = {rung.per_day}", f"days_a_week = {rung.days_a_week}")
    if rung.hold_s:
        yield f"hold_s = {rung.hold_s!r}"
    yield f"reps = {rung.reps}"


def _texts(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """A basic string of TOML; JSON escapes all that one must, but DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
