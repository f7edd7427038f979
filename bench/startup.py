"""How soon `levelhip --help` is over, against an interpreter that does nothing; and that it brings no NumPy."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from statistics import median
from typing import Final

from bench.table import Figure

RUNS: Final = 15
TIMES_BARE: Final = 20.0
BARE: Final = "pass"
HELP: Final = "import sys; from levelhip.cli import main; sys.argv = ['levelhip', '--help']; main()"
HEAVY: Final = ("ezc3d", "numpy", "pyarrow", "resvg_py")


def figures() -> list[Figure]:
    """The ratio of the median times, and how many heavy packages were loaded."""
    if importlib.util.find_spec("levelhip.cli") is None:
        return [Figure("levelhip --help", None, note="there is no levelhip.cli yet")]
    bare_s, help_s = [], []
    for run in range(-1, RUNS):  # the first one warms up
        times = _seconds(BARE), _seconds(HELP)
        if run >= 0:
            bare_s.append(times[0])
            help_s.append(times[1])
    ratio = median(help_s) / median(bare_s)
    note = f"{1000 * median(help_s):.0f} ms against {1000 * median(bare_s):.0f} ms, medians of {RUNS}"
    heavy = heavy_imports(HELP)
    loaded = ", ".join(heavy) or f"none of {', '.join(HEAVY)}"
    return [
        Figure("levelhip --help", ratio, "x bare interpreter", at_most=TIMES_BARE, note=note),
        Figure("heavy packages it imports", float(len(heavy)), "", at_most=0.0, note=loaded),
    ]


def _seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def heavy_imports(code: str) -> list[str]:
    """Which of `HEAVY` the code imports, by the interpreter's own list (`-X importtime`, on standard error)."""
    command = [sys.executable, "-X", "importtime", "-c", code]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.splitlines() if "|" in line}
    return [name for name in HEAVY if name in loaded]
