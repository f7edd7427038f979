"""What the documentation says is so: its commands exist, every command is in it, its diagram is the table's."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import typer

from levelhip import cli
from tests.house.phases import PAGE, drawn

ROOT: Final = Path(__file__).parents[2]
README: Final = ROOT / "README.md"
MARKED: Final = ("main command", "test command")


def blocks(page: str) -> list[str]:
    """Return what stands in the page's fenced shell blocks."""
    return re.findall(r"^```(?:sh|bash|console)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def pages() -> list[Path]:
    return [README, *sorted(path for path in ROOT.glob("docs/**/*.md") if "decisions" not in path.parts)]


def command_paths(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Give each command's words, and its options; a group's commands follow it."""
    options = {name for each in getattr(command, "params", ()) for name in (*each.opts, *each.secondary_opts)}
    yield path, options
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield from command_paths(inner, (*path, name))


COMMANDS: Final = dict(command_paths(typer.main.get_command(cli.app)))


@pytest.mark.parametrize("mark", MARKED)
def test_readme_has_the_command_that_ci_runs(mark: str) -> None:
    found = re.findall(rf"<!-- {mark} -->\s*```\w*\n(.*?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(found) == 1
    assert len(found[0].strip().splitlines()) == 1
    assert "uv run --no-sync" in found[0]


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_shell_blocks_parse(page: Path) -> None:
    for block in blocks(page.read_text("utf-8")):
        checked = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True, check=False)
        assert checked.returncode == 0, f"{block}\n{checked.stderr}"


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_commands_in_shell_blocks_exist(page: Path) -> None:
    for block in blocks(page.read_text("utf-8")):
        for call in re.findall(r"(?:^|\s)levelhip((?: [^\n|;&>#]+)?)", block.replace("\\\n", " ")):
            words = call.split()
            path: tuple[str, ...] = ()
            for word in words:
                if (*path, word) not in COMMANDS:
                    break
                path = (*path, word)
            rest = words[len(path) :]
            assert path or not rest or rest[0].startswith("-"), f"there is no command `levelhip {rest[0]}`"
            unknown = {word.split("=")[0] for word in rest if word.startswith("--")} - COMMANDS[path] - {"--help"}
            assert not unknown, f"`levelhip {' '.join(path)}` has no {unknown}"


@pytest.mark.parametrize("command", [path for path in COMMANDS if path], ids=" ".join)
def test_every_command_is_documented(command: tuple[str, ...]) -> None:
    words = re.escape(" ".join(("levelhip", *command)))
    assert any(re.search(rf"\b{words}\b", page.read_text("utf-8")) for page in pages())


def test_the_diagram_is_the_table() -> None:
    page = PAGE.read_text("utf-8")
    assert page == drawn(page), "run `just docs`"
