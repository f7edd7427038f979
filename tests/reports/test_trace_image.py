from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

import pytest

from levelhip.reports import trace_image
from levelhip.reports.trace_image import write_trace_image
from tests.reports.factories import make_empty, make_session, parse

FONTS = Path(trace_image.__file__).parent / "fonts"


def pixels_of(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the decompressed (still filtered) rows."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    return width, height, zlib.decompress(data)


def test_svg_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "session.SVG"
    write_trace_image(*make_session(source="a<b>.csv"), path)
    text = path.read_text(encoding="utf-8")
    parse(text)
    assert "a&lt;b&gt;.csv" in text
    assert "@media" not in text
    assert [p.name for p in tmp_path.iterdir()] == ["session.SVG"]


def test_png_is_drawn_with_its_own_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py", reason="resvg-py is not installed")
    write_trace_image(*make_session(), tmp_path / "with.png")
    width, height, drawn = pixels_of((tmp_path / "with.png").read_bytes())
    assert (width, height) == (1920, 800)
    monkeypatch.setattr(trace_image, "heading_of", lambda _: " ")
    write_trace_image(*make_session(), tmp_path / "without.png")
    _, _, bare = pixels_of((tmp_path / "without.png").read_bytes())
    assert drawn != bare  # the heading is seen, though the machine's fonts were not asked


def test_png_of_nothing_and_of_names_in_other_scripts(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="resvg-py is not installed")
    write_trace_image(*make_empty(points=False), tmp_path / "empty.png")
    write_trace_image(*make_session(source="測定.csv"), tmp_path / "other.png")
    assert (tmp_path / "other.png").stat().st_size > 1000


@pytest.mark.parametrize("name", ["session.jpg", "session", "session.svg.gz"])
def test_other_endings_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"written as \.svg or \.png"):
        write_trace_image(*make_session(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_without_resvg_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ModuleNotFoundError, match="resvg-py"):
        write_trace_image(*make_session(), tmp_path / "session.png")


def test_what_was_there_stays_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "session.svg"
    path.write_text("before")

    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("levelhip.files.Path.replace", fail)
    with pytest.raises(OSError, match="no room"):
        write_trace_image(*make_session(), path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("session.svg", "before")]


def test_the_font_is_small_and_licensed() -> None:
    assert (FONTS / "LevelhipSans.ttf").stat().st_size < 120_000
    licence = (FONTS / "LICENSE-LevelhipSans.txt").read_text(encoding="utf-8")
    assert "Bitstream Vera" in licence
    assert "Tavmjong Bah" in licence
