from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.house.core_rules import LIGHT, broken_rules

PACKAGE: Final = Path(__file__).parents[2] / "src" / "levelhip"
LIBRARY: Final = PACKAGE / "exercise" / "library"
"""The only place where the core reads files: the exercises and references it is shipped with."""
FILES: Final = [path for room in LIGHT for path in sorted((PACKAGE / room).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_core_is_still(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    is_loader = path.is_relative_to(LIBRARY)
    broken = list(broken_rules(path.read_text("utf-8"), room, is_loader=is_loader))
    assert not broken


@pytest.mark.parametrize("line", [
    "import numpy", "from numpy import array", "import time", "import os.path", "from pathlib import Path",
    "import levelhip.reports", "from levelhip import cli", "from levelhip.recordings.units import metres",
    "from . import engine", "from ..reports import trace", "import importlib.resources",
    "from importlib import resources", "open('x')", "datetime.datetime.now()", "sum(values)",
    "sum(each.hold_s for each in reps)", "sum([0.1, 0.2])", "sum(1.0 for each in reps)",
])  # fmt: skip
def test_a_broken_rule_is_found(line: str) -> None:
    assert list(broken_rules(line, "session"))


@pytest.mark.parametrize("line", [
    "import math", "from pathlib import PurePosixPath", "from collections.abc import Sequence", "import datetime",
    "from levelhip import __version__", "from levelhip.exercise.signals import Side", "sum(1 for each in reps if each)",
    "sum(len(each) for each in sets)",
    "sum(side.rep_count for side in sides)", "sum(each.held_s > 5 for each in reps)", "math.fsum(values)",
])  # fmt: skip
def test_what_is_allowed_passes(line: str) -> None:
    assert not list(broken_rules(line, "session"))


def test_the_loader_reads_its_own_files() -> None:
    assert not list(broken_rules("from importlib import resources", "exercise", is_loader=True))


def test_a_simulated_patient_may_roll_dice() -> None:
    assert not list(broken_rules("import random", "simulation"))
    assert list(broken_rules("import numpy", "simulation"))
