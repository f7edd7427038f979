"""Exports of other dynamometers: recognised by what their columns say, and never without knowing where the cell sat."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.ports import ReadOptions, RecordingError
from levelhip.recordings import open_recording, read_table
from levelhip.recordings.dynamometer import cell_unit

KG, LB = 9.80665, 4.4482216152605
STRAND, INLINE = ReadOptions(rigging="strand"), ReadOptions(rigging="inline")


def table_of(folder: Path, text: str, options: ReadOptions) -> dict[str, list[float] | list[str]]:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, options)


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("Time (s),Force (N)", 1.0),
        ("time_s,force_kg", KG),
        ("time,weight [lbs]", LB),
        ("Time [s],Load/N", 1.0),
        ("Elapsed time,Left muscle force (kgf)", KG),
        ("timestamp,Fuerza (kg)", KG),
        ("time (s),Force (Newtons)", 1.0),
        ("seconds,Pull - lbf", LB),
        ("time,WEIGHT (KG)", KG),
    ],
)
def test_a_force_that_tells_its_unit_is_read(tmp_path: Path, header: str, factor: float) -> None:
    rows = "0,1\n0.5,2\n"
    assert table_of(tmp_path, f"{header}\n{rows}", INLINE)["force_n"] == pytest.approx([factor, 2 * factor])
    assert table_of(tmp_path, f"{header}\n{rows}", STRAND)["strand_tension_n"] == pytest.approx([factor, 2 * factor])


@pytest.mark.parametrize(
    "name",
    [
        "Weight",
        "Max force (N)",
        "Peak Force [kg]",
        "target load (kg)",
        "Body weight (kg)",
        "Force (stone)",
        "reinforce (n)",
    ],
)
def test_what_tells_no_unit_or_is_a_summary_is_not_taken_for_the_signal(tmp_path: Path, name: str) -> None:
    assert cell_unit(name) is None
    with pytest.raises(RecordingError, match="no column is known"):
        table_of(tmp_path, f"time,{name}\n0,1\n1,2\n", INLINE)


@given(st.text(max_size=40))
def test_any_name_is_a_force_or_none(name: str) -> None:
    assert cell_unit(name) in {None, "N", "kN", "kg", "kgf", "lb", "lbf"}


def test_the_rigging_is_asked_for_and_shown(tmp_path: Path) -> None:
    text = "Time (s);Force (N);Note\n0;1,5;x\n0,5;2;y\n"
    with pytest.raises(RecordingError, match=r"all of the force or half of it.*--rigging inline.*--rigging strand"):
        table_of(tmp_path, text, ReadOptions())
    recording = open_recording(tmp_path / "export.csv", STRAND)
    list(recording.chunks)
    assert recording.warnings == [
        "column 'Force (N)' is read as strand_tension_n, in N; the sensor sat in one strand of the loop: counted twice"
    ]


def test_several_forces_are_not_guessed_between(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"several columns could be the force: .*Left force.*--column force_n"):
        table_of(tmp_path, "time,Left force (N),Right force (N)\n0,1,2\n1,2,3\n", INLINE)


def test_own_columns_need_no_rigging(tmp_path: Path) -> None:
    own = "t_s,force_n,Force (kg)\n0,1,9\n1,2,9\n"
    assert table_of(tmp_path, own, ReadOptions())["force_n"] == [1.0, 2.0]
    recording = open_recording(tmp_path / "export.csv", STRAND)
    list(recording.chunks)
    assert recording.warnings == ["--rigging is not needed: the file's own column tells how the sensor was rigged"]


def test_beside_another_signal_the_force_is_read_where_the_rigging_is_told(tmp_path: Path) -> None:
    text = "t_s,abduction_deg,Force (N)\n0,1,5\n1,2,6\n"
    assert set(table_of(tmp_path, text, ReadOptions())) == {"t_s", "abduction_deg"}
    assert table_of(tmp_path, text, INLINE)["force_n"] == [5.0, 6.0]
