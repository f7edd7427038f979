"""What is written is read again exactly, and nothing is ever half-written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.ports import RecordingError
from levelhip.recordings import read_table, write_csv, write_parquet
from levelhip.recordings.writing import Table

NUMBERS = st.floats(allow_infinity=False)
TIMES = st.floats(-1e7, 1e7)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[float] | list[str]]:
    rows = draw(st.integers(1, 20))
    table: dict[str, list[float] | list[str]] = {"t_s": draw(st.lists(TIMES, min_size=rows, max_size=rows))}
    for name in draw(
        st.lists(st.sampled_from(["force_n", "ax_g", "LASI_x_mm", "emg_gmed_uv"]), min_size=1, unique=True)
    ):
        table[name] = draw(st.lists(NUMBERS, min_size=rows, max_size=rows))
    if draw(st.booleans()):
        table["side"] = draw(st.lists(st.sampled_from(["left", "right", ""]), min_size=rows, max_size=rows))
    return table


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.parquet"])
@given(table=tables())
def test_written_is_read_exactly(name: str, table: dict[str, list[float] | list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        (write_parquet if name.endswith("parquet") else write_csv)(path, table)
        assert repr(read_table(path)) == repr(table)
        assert os.listdir(folder) == [name]  # noqa: PTH208  (only the names matter)


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    table: Table = {"t_s": [0.0, 0.1], "force_n": [1.0, float("nan")]}
    write_csv(tmp_path / "a.csv.gz", table)
    write_csv(tmp_path / "b.csv.gz", table)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_a_failure_leaves_the_older_file(tmp_path: Path, write: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(write)
    path = tmp_path / "a.csv"
    path.write_text("older", encoding="utf-8")
    with pytest.raises(ValueError, match="unequal length"):
        write(path, {"t_s": [0.0], "force_n": []})

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RecordingError, match=r"a\.csv: cannot be written \(No space left on device\)"):
        write(path, {"t_s": [0.0], "force_n": [1.0]})
    assert path.read_text(encoding="utf-8") == "older"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]
    monkeypatch.undo()
    with pytest.raises(RecordingError, match="cannot be written"):
        write(tmp_path / "missing" / "a.csv", {"t_s": [0.0]})
