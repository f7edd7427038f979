"""Nothing in the project names a machine: no absolute path of one, no host that packages came from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]

# Put together here, so that this file does not contain what it looks for.
_FOLDERS: Final = ("work", "tmp", "root", "home")
_HOSTS: Final = [".".join(parts) for parts in (["pypi", "org"], ["registry", "npmjs"], ["files", "pythonhosted"])]
OF_A_MACHINE: Final = re.compile(
    rf"(?<![\w.:/~<>)-])/(?:{'|'.join(_FOLDERS)})(?![\w-])|{'|'.join(map(re.escape, _HOSTS))}",
)


def files() -> list[str]:
    """List what is in the project or about to be: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip(f"this is no git repository: {listed.stderr.strip()}")
    return sorted({name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()})


def test_no_file_names_a_machine() -> None:
    found = []
    for name in files():
        content = (ROOT / name).read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if match := OF_A_MACHINE.search(line):
                found.append(f"{name}:{number}: {match[0]}")
    assert not found


def test_the_lock_file_stays_out() -> None:
    assert "uv.lock" not in files()


@pytest.mark.parametrize("line", ["/{}/x", "see '/{}'", "cd /{}"])
def test_a_machine_is_recognised(line: str) -> None:
    for folder in _FOLDERS:
        assert OF_A_MACHINE.search(line.format(folder))


@pytest.mark.parametrize("line", ["../{}/x", "https://example.com/{}/", "a/{}/b", "/{}s", "</{}>"])
def test_other_paths_are_let_be(line: str) -> None:
    for folder in _FOLDERS:
        assert not OF_A_MACHINE.search(line.format(folder))
