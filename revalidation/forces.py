"""A load cell in a hand that follows a target of three bumps: there is no hold, so none may be reported."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelhip.ports import ColumnSource, ReadOptions
from levelhip.recordings import read_table, write_csv
from revalidation.rows import Row, measured

OPTIONS: Final = ReadOptions(sources={"force_n": ColumnSource("Grip_Force", "N")})
EXERCISE: Final = "isometric_hip_abduction"


def grip_rows(folder: Path) -> Iterator[Row]:
    """Two rows a file: as it is, and pass by pass."""
    for path in sorted((folder / "grip_force").glob("*.csv.gz")):
        yield from grip_file_rows(path)


def grip_file_rows(path: Path) -> Iterator[Row]:
    """Holds reported in one file, and in each pass of it on its own."""
    title = f"grip_force {path.name.removesuffix('.csv.gz')}"
    count = measured(path, EXERCISE, OPTIONS).record.rep_count
    yield Row(title, "holds reported", count, "", "0", count == 0)
    counts = list(_counts_by_pass(path))
    yield Row(title, f"holds reported, {len(counts)} passes one by one", sum(counts), "", "0", not any(counts))


def _counts_by_pass(path: Path) -> Iterator[int]:
    table = read_table(path, OPTIONS)
    t_s, force_n = ([float(value) for value in table[name]] for name in ("t_s", "force_n"))
    starts = [0, *(i for i in range(1, len(t_s)) if t_s[i] < t_s[i - 1]), len(t_s)]
    with tempfile.TemporaryDirectory() as place:
        for start, stop in itertools.pairwise(starts):
            each = Path(place) / f"pass{start}.csv"
            write_csv(each, {"t_s": t_s[start:stop], "force_n": force_n[start:stop]})
            yield measured(each, EXERCISE).record.rep_count
