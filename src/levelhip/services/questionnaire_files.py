"""Questionnaires a clinic adds: files in the data folder. A wrong one is told of in a line, and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from levelhip.exercise.library import LibraryError
from levelhip.exercise.library.questionnaire_parsing import parse_questionnaire, questionnaires
from levelhip.exercise.questionnaires import Questionnaire
from levelhip.exercise.strength import Check

MOST_FILES: Final = 50
_LARGEST_BYTES: Final = 200_000
RESERVED: Final = ("strength", *get_args(Check))
"""Names of what is measured, not asked."""
_SETTLED: Final = ("kind", "scale", "item_count", "activity_count", "total", "better", "change")
"""What a clinic's file cannot change of a questionnaire that is shipped: it brings words, not numbers."""


@dataclass(frozen=True, slots=True)
class Offered:
    """All questionnaires by key, and a line for each file that is wrong."""

    questionnaires: Mapping[str, Questionnaire]
    problems: tuple[str, ...]


def offered(folder: Path | None) -> Offered:
    """Return the shipped questionnaires, in the place of each the file of `folder` that brings its wording."""
    found = dict(questionnaires())
    problems = []
    for path in _files(folder):
        try:
            one = _read(path)
        except LibraryError as error:
            problems.append(str(error))
        except OSError as error:
            problems.append(f"{path.name}: cannot be read: {error.strerror or error}")
        else:
            found[one.key] = one
    return Offered(found, tuple(problems))


def _files(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml" and path.is_file())[:MOST_FILES]
    except OSError:  # most people have no such folder
        return []


def _read(path: Path) -> Questionnaire:
    content = path.read_bytes()[: _LARGEST_BYTES + 1]
    if len(content) > _LARGEST_BYTES:
        raise LibraryError(path.name, "file", "is too large", f"at most {_LARGEST_BYTES // 1000} kB")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LibraryError(path.name, "file", f"cannot be read: {error.reason}", "UTF-8 text") from None
    one = parse_questionnaire(text, path.name)
    if one.key in RESERVED:
        raise LibraryError(path.name, "file name", "is the name of a measurement", f"not {', '.join(RESERVED)}")
    shipped = questionnaires().get(one.key)
    if shipped is not None and shipped.kind != "listed":
        for name in _SETTLED:
            if getattr(one, name) != getattr(shipped, name):
                raise LibraryError(path.name, name, "is another than that of this questionnaire", "the shipped file's")
    return one
