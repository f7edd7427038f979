"""Numbers in the code, read off the syntax trees: constants with a number in them, and numbers in functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[2] / "src" / "levelhip"
ROOMS: Final = ("exercise", "session", "coaching", "signals_lab")
ORDINARY: Final = (-1, 0, 1, 2)
"""Numbers that a function may have without a name: the first, the next, both, half."""


def modules() -> Iterator[tuple[str, str, str]]:
    """Give each module of these rooms: its short name (`library.parsing`), the name to import it by, and its source."""
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            parts = path.relative_to(PACKAGE / room).with_suffix("").parts
            short = ".".join(part for part in parts if part != "__init__") or room
            dotted = ".".join(("levelhip", room, *(part for part in parts if part != "__init__")))
            yield short, dotted, path.read_text("utf-8")


def constants(source: str) -> Iterator[str]:
    """Give the names of a module's constants, and of its classes' (`Class.NAME`), that are made of numbers.

    Fields of a class that begin at 0 or 1 are counters.
    """
    for name, value in _assigned(ast.parse(source).body):
        if any(True for _ in _numbers(value)):
            yield name
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            for name, value in _assigned(node.body):
                if any(number not in ORDINARY for number in _numbers(value)):
                    yield f"{node.name}.{name}"


def loose_numbers(source: str) -> Iterator[tuple[str, float]]:
    """Give each number that stands in a function without a name, with the function's."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            yield from ((node.name, number) for number in _numbers(node) if number not in ORDINARY)


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value
        elif isinstance(node, ast.Assign):
            yield from ((each.id, node.value) for each in node.targets if isinstance(each, ast.Name))


def _numbers(node: ast.AST) -> Iterator[float]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, int | float) and not isinstance(each.value, bool):
            yield each.value
