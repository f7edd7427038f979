"""How soon `levelhip --help` is over, against a bare interpreter; that it brings no NumPy; how soon Today is there."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import Final
from urllib.request import urlopen

from bench.table import Figure

RUNS: Final = 15
TIMES_BARE: Final = 20.0
SERVED: Final = 5
ANSWERS_S: Final = 2.0
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
        coach_answers(),
    ]


def coach_answers() -> Figure:
    """From the command to the page of today, nothing kept yet: the database is made on the way."""
    took_s = []
    for _ in range(SERVED):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "levelhip.cli", "serve", "--no-browser", "--data-dir", folder]
            start = time.perf_counter()
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
                assert server.stdout is not None
                origin = next(word for word in server.stdout.readline().split() if word.startswith("http"))
                urlopen(origin).read()  # noqa: S310 - its own address
                took_s.append(time.perf_counter() - start)
                server.terminate()
    note = f"median of {SERVED}, in an empty data folder"
    return Figure("levelhip answers with Today", median(took_s), "s", at_most=ANSWERS_S, note=note)


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
