"""The rules of the core that no linter knows, read off the syntax tree.

`exercise`, `session` and `simulation` run in the browser: standard library only. `exercise` and `session` are
still besides: the caller supplies time and data, so there is no clock, thread, socket or file in them, and what
they compute is the same on every Python, so floats are added with `math.fsum` or in a loop, never with `sum`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Final

LIGHT: Final = ("coaching", "exercise", "session", "simulation")
STILL: Final = ("coaching", "exercise", "session")

OUTSIDE_WORLD: Final = frozenset({
    "_thread", "asyncio", "concurrent", "ctypes", "glob", "http", "io", "locale", "mmap", "multiprocessing", "os",
    "pathlib", "platform", "queue", "random", "sched", "secrets", "select", "selectors", "shutil", "signal", "socket",
    "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib", "zoneinfo",
})  # fmt: skip
FORBIDDEN_CALLS: Final = frozenset({"open", "input", "print", "exec", "eval", "__import__"})
CLOCK_CALLS: Final = frozenset({"now", "utcnow", "today"})


def broken_rules(source: str, room: str, *, is_loader: bool = False) -> Iterator[str]:
    """Give each broken rule of a file in `room` as 'line: what'. The library's loader may read its files."""
    for node in ast.walk(ast.parse(source)):
        for module in _imported(node):
            yield from _module_rules(node, module, room, is_loader=is_loader)
        if room in STILL and isinstance(node, ast.Call):
            yield from _call_rules(node)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        inner = node.module or ""
        if inner == "pathlib" and all(alias.name.startswith("Pure") for alias in node.names):
            return []  # names of files, not files
        if inner == "levelhip":  # `from levelhip import session` names a module too
            return [f"{inner}.{alias.name}" for alias in node.names]
        return ["." * node.level + inner]
    return []


def _module_rules(node: ast.AST, module: str, room: str, *, is_loader: bool) -> Iterator[str]:
    line = getattr(node, "lineno", 0)
    top, _, rest = module.partition(".")
    if top == "levelhip":
        if rest.split(".")[0] not in {*LIGHT, "__version__"}:
            yield f"{line}: {module} is no part of the core"
    elif top not in sys.stdlib_module_names:
        yield f"{line}: {module} is not in the standard library"
    elif room in STILL and top in OUTSIDE_WORLD:
        yield f"{line}: {module} reaches outside the core"
    elif room in STILL and top == "importlib" and not is_loader:
        yield f"{line}: only the library reads files, with importlib.resources"


def _call_rules(call: ast.Call) -> Iterator[str]:
    match call.func:
        case ast.Name(id=name) if name in FORBIDDEN_CALLS:
            yield f"{call.lineno}: {name}() reaches outside the core"
        case ast.Name(id="sum") if not (call.args and _counts(call.args[0])):
            yield f"{call.lineno}: sum() of what may be floats differs between Pythons: use math.fsum"
        case ast.Attribute(attr=name) if name in CLOCK_CALLS:
            yield f"{call.lineno}: .{name}() is a clock: the caller supplies the time"


def _counts(argument: ast.expr) -> bool:
    """Say whether the sum is plainly of whole numbers: of 1, True, len(...), or of things named `..._count`."""
    match argument:
        case ast.GeneratorExp(elt=each) | ast.ListComp(elt=each):
            return _is_whole(each)
        case _:
            return False


def _is_whole(each: ast.expr) -> bool:
    match each:
        case ast.Constant(value=int()) | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Call(func=ast.Name(id="len" | "int" | "isinstance")):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name == "count" or name.endswith("_count")
        case _:
            return False
