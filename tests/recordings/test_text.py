"""CSV as people have it: delimiters, decimal signs, headers, gaps, text, encodings, and what is refused."""

from __future__ import annotations

import gzip
import math
import os
from pathlib import Path

import pytest

from levelhip.ports import CHUNK_ROWS, ColumnSource, ReadOptions, RecordingError
from levelhip.recordings import open_recording, read_table

Table = dict[str, list[float] | list[str]]


def table_of(folder: Path, text: str | bytes, options: ReadOptions | None = None, name: str = "a.csv") -> Table:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_table(path, options or ReadOptions())


def warnings_of(folder: Path, text: str, options: ReadOptions | None = None, name: str = "a.csv") -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    recording = open_recording(path, options or ReadOptions())
    list(recording.chunks)
    return recording.warnings


def refusal_of(folder: Path, text: str | bytes, options: ReadOptions | None = None, name: str = "a.csv") -> str:
    with pytest.raises(RecordingError) as caught:
        table_of(folder, text, options, name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


PLAIN = {"t_s": [0.0, 0.5], "force_n": [1.5, 2.0]}


@pytest.mark.parametrize(
    "text",
    [
        "t_s,force_n\n0,1.5\n0.5,2\n",
        "\ufefft_s,force_n\r\n0,1.5\r\n0.5,2\r\n",
        "t_s;force_n\n0;1,5\n0,5;2\n",
        "t_s\tforce_n\n0\t1,5\n0,5\t2\n",
        't_s,force_n\n0,"1,5"\n"0,5",2\n',
        "t_s|force_n\n0|1.5\n0.5|2\n",
        "t_s   force_n\n0   1.5\n0.5 2\n",
        "sep=;\nt_s;force_n\n0;1.5\n0.5;2\n",
        "# made by a device\n\n# and more\nt_s,force_n\n\n0,1.5\n\n0.5,2",
        "# t_s,force_n\n0,1.5\n0.5,2\n",
        "T_S, Force_N, note\n0, 1.5, ok\n0.5, 2, fine\n",
        "t_s,force_n,\n0,1.5,\n0.5,2,\n,,\n",
        '"t_s","force_n"\n"0","1.5"\n"0.5","2"',
        "force_n,time\r1.5,0\r2,0.5\r",
    ],
)  # fmt: skip
def test_one_table_in_many_spellings(tmp_path: Path, text: str) -> None:
    assert table_of(tmp_path, text) == PLAIN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "t_s,force_n,Größe µ\n0,1.5,ä\n0.5,2,ö\n"
    assert table_of(tmp_path, text.encode(encoding)) == PLAIN


def test_missing_values_are_nan(tmp_path: Path) -> None:
    words = ["", "nan", "NaN", "NA", "n/a", "null", "inf", "-Infinity", " ", "-"]
    text = "t_s,force_n,ax_g\n" + "".join(f"{row},{word},1\n" for row, word in enumerate(words))
    table = table_of(tmp_path, text)
    assert all(math.isnan(float(value)) for value in table["force_n"])
    assert not warnings_of(tmp_path, text)


def test_short_rows_are_filled_and_long_ones_cut(tmp_path: Path) -> None:
    text = "t_s,ax_g,ay_g\n0,1,2\n1,3\n2,5,6,7\n3,1,2,9\n"
    assert repr(table_of(tmp_path, text)) == repr(
        {"t_s": [0.0, 1.0, 2.0, 3.0], "ax_g": [1.0, 3.0, 5.0, 1.0], "ay_g": [2.0, math.nan, 6.0, 2.0]}
    )
    (warning,) = warnings_of(tmp_path, text)
    assert "line 4" in warning


def test_text_in_numbers_is_one_warning(tmp_path: Path) -> None:
    rows = "".join(f"{row},{'OFF' if row in (3, 9) else row}\n" for row in range(20))
    (warning,) = warnings_of(tmp_path, "t_s,force_n\n" + rows)
    assert "missing: 2" in warning
    assert "line 5" in warning
    assert "'force_n'" in warning


def test_mostly_text_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"{row},{'OFF' if row > 5 else row}\n" for row in range(20))
    message = refusal_of(tmp_path, "t_s,force_n\n" + rows)
    assert "14 of 20" in message
    assert "line 8" in message


def test_rows_without_time_are_left_out(tmp_path: Path) -> None:
    text = "t_s,force_n,side\n0,1,L\n,5,R\nlate,6,R\n1,2,Right\n2,3,both\n"
    assert table_of(tmp_path, text) == {
        "t_s": [0.0, 1.0, 2.0],
        "force_n": [1.0, 2.0, 3.0],
        "side": ["left", "right", ""],
    }
    times, sides = sorted(warnings_of(tmp_path, text), reverse=True)
    assert "left out: 2" in times
    assert "line 3" in times
    assert "both" in sides


def test_jumping_time_is_kept_as_it_is(tmp_path: Path) -> None:
    assert table_of(tmp_path, "t_s,force_n\n0,1\n1,2\n0,3\n1,4\n")["t_s"] == [0.0, 1.0, 0.0, 1.0]


def test_files_without_header(tmp_path: Path) -> None:
    rows = "2024-05-01 10:00:00.000,7,1.5\n2024-05-01 10:00:00.500,8,2\n"
    message = refusal_of(tmp_path, rows)
    assert "2024-05-01 10:00:00.000" in message
    assert "--columns" in message
    assert table_of(tmp_path, rows, ReadOptions(header=("time", "-", "force_n"))) == PLAIN
    assert "names 2 columns but the first row has 3" in refusal_of(tmp_path, rows, ReadOptions(header=("a", "b")))


def test_header_told_and_there(tmp_path: Path) -> None:
    options = ReadOptions(header=("t_s", "force_n"))
    text = "Zeit,Kraft\n0,1.5\n0.5,2\n"
    assert table_of(tmp_path, text, options) == PLAIN
    (warning,) = warnings_of(tmp_path, text, options)
    assert "Zeit, Kraft" in warning


def test_chunks_are_whole_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "long.csv.gz"
    rows = 2 * CHUNK_ROWS + 5
    with gzip.open(path, "wt") as file:
        file.write("t_s,force_n\n" + "".join(f"{row},{'' if row == 5000 else row}\n" for row in range(rows)))
    recording = open_recording(path)
    chunks = list(recording.chunks)
    assert [len(chunk.t_s) for chunk in chunks] == [CHUNK_ROWS, CHUNK_ROWS, 5]
    assert [time for chunk in chunks for time in chunk.t_s] == [float(row) for row in range(rows)]


def test_truncated_gzip_is_told_when_reached(tmp_path: Path) -> None:
    packed = gzip.compress(
        ("t_s,force_n\n" + "".join(f"{row},{row * 7919 % 1000}\n" for row in range(90_000))).encode()
    )
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(packed[: len(packed) * 3 // 4])
    recording = open_recording(path)
    with pytest.raises(RecordingError, match=r"cut\.csv\.gz: the gzip data is cut off or damaged after line \d+"):
        list(recording.chunks)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("t_s,force_n\n", "no row of data"),
        ("# only a note\n", "no table"),
        ("time,Weight\n0,1\n", "--column force_n=Weight:N"),
        ("time,ax,ay,az\n0,1,1,1\n", "--column ax_g=ax:m/s2"),
        ("force_n,angle\n0,1\n", "no time column"),
        ("t_s,force_n,force_n\n0,1,1\n", "appear twice: force_n"),
        ("t_s,Force_N,FORCE_N\n0,1,1\n", "by case alone"),
        ("t_s,left_hip_x\n0,0.5\n", "--frame 640x480"),
        ("t_s,force_n\nnever,1\never,2\n", "holds no time"),
        ('t_s,force_n\n0,1\n1,"2\n' + "3,4\n" * 50_000, "does not end"),
        ("t_s,force_n\n0,1\n" + "9" * 5_000_000, "longer than"),
        (b"t_s,force_n\n0,\0\n", "not a text table"),
        (b"\x1f\x8bgarbage", "gzip"),
    ],
)  # fmt: skip
def test_refusals_say_what_to_do(tmp_path: Path, text: str | bytes, words: str) -> None:
    message = refusal_of(tmp_path, text)
    assert message.startswith("a.csv: ")
    assert words in message


def test_bytes_of_zero_far_in_the_file(tmp_path: Path) -> None:
    text = "t_s,force_n\n" + "".join(f"{row},1\n" for row in range(2000)) + "2000,\0\n"
    assert math.isnan(float(table_of(tmp_path, text)["force_n"][-1]))


def test_names_of_files(tmp_path: Path) -> None:
    (tmp_path / "session.csv").write_text("t_s,force_n\n0,1\n", encoding="utf-8")
    (tmp_path / "notes.docx").write_text("hello", encoding="utf-8")
    (tmp_path / "UPPER.CSV").write_text("t_s,force_n\n0,1\n", encoding="utf-8")
    assert read_table(tmp_path / "UPPER.CSV") == {"t_s": [0.0], "force_n": [1.0]}
    for path, words in (
        (tmp_path / "sesion.csv", "did you mean session.csv?"),
        (tmp_path / "notes.docx", ".parquet"),
        (tmp_path, "is a folder"),
        (tmp_path / "no such folder" / "a.csv", "there is no such file"),
    ):
        with pytest.raises(RecordingError) as caught:
            open_recording(path)
        assert words in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read every file")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("t_s,force_n\n0,1\n", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(RecordingError, match="may not read"):
        open_recording(path)


def test_permission_is_told_whoever_runs_this(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("t_s,force_n\n0,1\n", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(RecordingError, match=r"mine\.csv: this user may not read the file"):
        open_recording(path)


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("N", 1.0), ("kN", 1000.0), ("kg", 9.80665), ("g", 0.00980665), ("gf", 0.00980665), ("lbf", 4.4482216152605)],
)
def test_units_of_force(tmp_path: Path, unit: str, factor: float) -> None:
    options = ReadOptions(sources={"force_n": ColumnSource("weight", unit)})
    (force,) = table_of(tmp_path, "time,Weight\n0,2\n", options)["force_n"]
    assert force == pytest.approx(2 * factor)


def test_other_units(tmp_path: Path) -> None:
    sources = {
        "abduction_deg": ColumnSource("a", "rad"),
        "ax_g": ColumnSource("b", "m/s^2"),
        "gx_dps": ColumnSource("c", "rad/s"),
        "LASI_x_mm": ColumnSource("d", "m"),
        "emg_gmed_uv": ColumnSource("e", "mV"),
        "left_hip_x_px": ColumnSource("f", "fraction"),
        "t_s": ColumnSource("g", "ms"),
    }
    table = table_of(
        tmp_path, "a,b,c,d,e,f,g\n1,9.80665,1,2,3,0.5,250\n", ReadOptions(sources=sources, frame_px=(640, 480))
    )
    wanted = {"abduction_deg": 57.29578, "ax_g": 1, "gx_dps": 57.29578, "LASI_x_mm": 2000, "emg_gmed_uv": 3000}
    assert {name: float(table[name][0]) for name in wanted} == pytest.approx(wanted)
    assert (table["left_hip_x_px"], table["t_s"]) == ([320.0], [0.25])


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ({"force_n": ColumnSource("Weight", "stone")}, "allowed: N, kN, kg, kgf, g, gf, lb, lbf"),
        ({"t_s": ColumnSource("time", "hours")}, "allowed: s, ms, us, ns, iso"),
        ({"force_n": ColumnSource("Weigth")}, "did you mean Weight?"),
        ({"forse_n": ColumnSource("Weight")}, "did you mean force_n?"),
    ],
)
def test_wrong_sources(tmp_path: Path, sources: dict[str, ColumnSource], words: str) -> None:
    assert words in refusal_of(tmp_path, "time,Weight\n0,2\n", ReadOptions(sources=sources))


def test_landmarks_as_fractions_of_the_picture(tmp_path: Path) -> None:
    text = "t_s,left_hip_x,left_hip_y,left_hip_visibility,hip_test_x\n0,0.5,0.25,0.9,7\n"
    assert table_of(tmp_path, text, ReadOptions(frame_px=(640, 480))) == {
        "t_s": [0.0], "left_hip_x_px": [320.0], "left_hip_y_px": [120.0], "left_hip_visibility": [0.9],
    }  # fmt: skip
