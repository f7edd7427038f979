"""Recordings drawn by hand, and two ways to run the command line: in this process, and as a program of its own."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from levelhip import cli

RATE_HZ: Final = 20


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def record(self) -> dict[str, Any]:
        """The printed JSON, read strictly."""
        found: dict[str, Any] = json.loads(self.out, parse_constant=_refuse)
        return found

    def refused(self, *words: str) -> str:
        """The one line of a lawful refusal, which says all the words: exit 2, it alone on stderr, nothing on stdout."""
        assert self.code == 2, self
        assert not self.out
        assert "Traceback" not in self.err
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("levelhip: ")
        assert lines[0].isprintable()
        assert not [word for word in words if word not in lines[0]], lines[0]
        return lines[0]


def _refuse(constant: str) -> None:
    message = f"{constant} is no JSON"
    raise AssertionError(message)


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `levelhip` with these words, in this process."""

    def call(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["levelhip", *map(str, words)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        printed = capfd.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ran(stopped.value.code, printed.out, printed.err)

    return call


def program(*words: str | Path, cwd: Path | None = None) -> Ran:
    """Run `levelhip` as a program of its own."""
    command = [sys.executable, "-m", "levelhip.cli", *map(str, words)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, timeout=120)
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def press(
    reps: int = 2, *, level_n: float = 25.0, hold_s: float = 6.5, start_s: float = 0.0
) -> list[tuple[float, float]]:
    """A belt press: 3 s of rest, 1 s up, the hold, 2 s down, and 3 s of rest at the end."""
    corners = [(0.0, 0.0)]
    for _ in range(reps):
        for seconds, value in ((3.0, 0.0), (1.0, level_n), (hold_s, level_n), (2.0, 0.0)):
            corners.append((corners[-1][0] + seconds, value))
    corners.append((corners[-1][0] + 3.0, 0.0))
    rows = []
    for i in range(int(corners[-1][0] * RATE_HZ)):
        t_s = i / RATE_HZ
        k = next(j for j in range(1, len(corners)) if t_s < corners[j][0])
        (t0, x0), (t1, x1) = corners[k - 1], corners[k]
        rows.append((round(start_s + t_s, 3), round(x0 + (x1 - x0) * (t_s - t0) / (t1 - t0), 3)))
    return rows


def write_rows(
    path: Path, rows: Sequence[Sequence[object]], header: Sequence[str] = ("t_s", "force_n"), delimiter: str = ","
) -> Path:
    """Write a text table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        if header:
            writer.writerow(header)
        writer.writerows(rows)
    return path


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """Two presses in a file."""
    return write_rows(tmp_path / "session.csv", press())
