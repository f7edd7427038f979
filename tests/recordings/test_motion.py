"""Motion capture: C3D, TRC, MOT and STO made here, with known positions and angles."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest

from levelhip.ports import ReadOptions, RecordingError
from levelhip.recordings import open_recording, read_table

HEAD = "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\n100\t100\t{rows}\t1\t{unit}\n"


def c3d(folder: Path, labels: list[str], points: Any, unit: str = "mm", angles: tuple[str, ...] = ()) -> Path:  # noqa: ANN401
    file = ezc3d.c3d()
    file["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    file["parameters"]["POINT"]["LABELS"]["value"] = labels
    file["parameters"]["POINT"]["UNITS"]["value"] = [unit]
    if angles:
        file.add_parameter("POINT", "ANGLES", list(angles))
    file["data"]["points"] = np.concatenate([points, np.ones((1, *points.shape[1:]))])
    path = folder / "a.c3d"
    file.write(str(path))
    return path


def test_c3d_units_prefixes_and_unseen_points(tmp_path: Path) -> None:
    points = np.full((3, 4, 3), 0.25)
    points[:, 0, 1] = 0.0
    points[:, 1, 2] = np.nan
    path = c3d(tmp_path, ["Anna:LASI", "Anna:lank", "LHipAngles", "*17"], points, "m", ("LHipAngles",))
    recording = open_recording(path)
    (chunk,) = recording.chunks
    assert recording.columns == ("t_s", *(f"{name}_{axis}_mm" for name in ("LASI", "LANK") for axis in "xyz"))
    assert chunk.t_s == [0.0, 0.01, 0.02]
    assert [math.isnan(value) for value in chunk.numbers["LASI_y_mm"]] == [False, True, False]
    assert [math.isnan(value) for value in chunk.numbers["LANK_z_mm"]] == [False, False, True]
    assert chunk.numbers["LASI_x_mm"][0] == 250.0


def test_the_sacrum_stands_for_both_posterior_markers(tmp_path: Path) -> None:
    points = np.arange(1.0, 13.0).reshape(3, 2, 2)
    recording = open_recording(c3d(tmp_path, ["LASI", "SACR"], points))
    (chunk,) = recording.chunks
    assert chunk.numbers["LPSI_y_mm"] == chunk.numbers["RPSI_y_mm"] == chunk.numbers["SACR_y_mm"] == [7.0, 8.0]
    assert "SACR" in recording.warnings[0]
    with_both = open_recording(c3d(tmp_path, ["RPSI", "SACR"], points))
    assert "LPSI_x_mm" not in with_both.columns


def test_two_people_in_one_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="appear twice"):
        open_recording(c3d(tmp_path, ["Anna:LASI", "Ben:LASI"], np.ones((3, 2, 2))))


def test_a_decoder_that_crashes_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child.py"
    path = c3d(tmp_path, ["LASI"], np.ones((3, 1, 2)))
    for code in ("import os; os.abort()", "print('nonsense')", "raise SystemExit(1)"):
        child.write_text(code, encoding="utf-8")
        monkeypatch.setattr("levelhip.recordings.c3d_file._CHILD", child)
        with pytest.raises(RecordingError, match="C3D file"):
            open_recording(path)


def test_a_wrong_byte_does_not_eat_the_memory(tmp_path: Path) -> None:
    """The decoder asked for 12 gigabytes, for half a minute, at this one."""
    whole = bytearray((Path(__file__).parent / "examples" / "markers.c3d").read_bytes())
    whole[750] = 207
    path = tmp_path / "a.c3d"
    path.write_bytes(whole)
    with pytest.raises(RecordingError, match="damaged"):
        open_recording(path)


def trc(folder: Path, rows: list[str], unit: str = "m", label: str = "LASI") -> Path:
    path = folder / "a.trc"
    head = "PathFileType\t4\t(X/Y/Z)\ta.trc\n" + HEAD.format(rows=len(rows), unit=unit)
    text = head + f"Frame#\tTime\t{label}\n\t\tX1\tY1\tZ1\n\n" + "\n".join(rows) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_trc_is_turned_to_z_up_in_mm(tmp_path: Path) -> None:
    recording = open_recording(trc(tmp_path, ["1\t0.0\t0.1\t0.9\t0.2", "2\t0.01\t\t\t"]))
    (chunk,) = recording.chunks
    assert repr(chunk.numbers) == repr(
        {"LASI_x_mm": [100.0, math.nan], "LASI_z_mm": [900.0, math.nan], "LASI_y_mm": [-200.0, math.nan]}
    )
    assert "Y up" in recording.warnings[0]


def test_trc_labels_units_and_counts(tmp_path: Path) -> None:
    assert "RASI_x_mm" in open_recording(trc(tmp_path, ["1\t0\t1\t2\t3"], "mm", "r.ASIS_study")).columns
    with pytest.raises(RecordingError, match="allowed: mm, cm, m"):
        open_recording(trc(tmp_path, ["1\t0\t1\t2\t3"], "furlong"))
    path = trc(tmp_path, ["1\t0\t1\t2\t3", "2\t0.01\t1\t2\t3"])
    path.write_text(path.read_text(encoding="utf-8").replace("2\t0.01\t1\t2\t3\n", ""), encoding="utf-8")
    recording = open_recording(path)
    list(recording.chunks)
    assert "promises 2 rows but 1" in recording.warnings[-1]


def mot(folder: Path, degrees: str = "yes", names: str = "time hip_adduction_l hip_adduction_r") -> Path:
    path = folder / "a.sto"
    text = f"Coordinates\nversion=1\nnRows=3\ninDegrees={degrees}\nendheader\n{names}\n0 -1 -1\n0.5 -2 -9\n1 -1 -1\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_abduction_of_the_side_that_moves_more(tmp_path: Path) -> None:
    recording = open_recording(mot(tmp_path))
    assert "right one is read" in recording.warnings[0]
    assert read_table(mot(tmp_path)) == {
        "t_s": [0.0, 0.5, 1.0], "abduction_deg": [1.0, 9.0, 1.0], "side": ["right"] * 3,
    }  # fmt: skip


def test_abduction_of_the_side_that_is_told(tmp_path: Path) -> None:
    recording = open_recording(mot(tmp_path, "no"), ReadOptions(side="left"))
    (chunk,) = recording.chunks
    assert chunk.numbers["abduction_deg"] == pytest.approx([math.degrees(1), math.degrees(2), math.degrees(1)])
    assert chunk.side == ["left"] * 3
    assert not recording.warnings


def test_refusals_of_angle_files(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="allowed: left, right"):
        open_recording(mot(tmp_path), ReadOptions(side="both"))
    with pytest.raises(RecordingError, match="use --side left"):
        open_recording(mot(tmp_path, names="time hip_adduction_l x"), ReadOptions(side="right"))
    with pytest.raises(RecordingError, match="no column is known"):
        open_recording(mot(tmp_path, names="time pelvis_tx pelvis_ty"))
    path = tmp_path / "b.mot"
    path.write_text("name\ntime a\n0 1\n", encoding="utf-8")
    with pytest.raises(RecordingError, match="endheader"):
        open_recording(path)
