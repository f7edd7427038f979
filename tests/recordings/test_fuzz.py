"""Whatever the bytes, a reader gives a lawful recording or a one-line refusal, nothing else."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelhip.ports import ColumnSource, ReadOptions, RecordingReader
from levelhip.recordings import READERS
from levelhip.testing.recording_contract import examples_of, reads_or_refuses

EXAMPLES = Path(__file__).parent / "examples"
CASES = [(reader, each) for reader in READERS for each in examples_of(reader, EXAMPLES)]
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
OPTIONS = st.builds(
    ReadOptions,
    header=st.sampled_from([(), ("t_s", "force_n"), ("t_s", "-", "ax_g"), ("a", "a", "", "t_s")]),
    sources=st.dictionaries(
        st.sampled_from(["t_s", "force_n", "ax_g", "LASI_x_mm", "side", "left_hip_x_px", "no such"]),
        st.builds(
            ColumnSource,
            st.sampled_from(["t_s", "a", "", "Time", "LASI"]),
            st.sampled_from([None, "s", "N", "iso", "?"]),
        ),
        max_size=2,
    ),
    frame_px=st.sampled_from([None, (640, 480), (0, -1)]),
    side=st.sampled_from([None, "left", "right", "both"]),
)
ODD = (
    "", "nan", "1", "-2.5", "1e999", "1,5", '"1,5"', '"', "left", "L", "#", "2024-05-01T10:00:00", "\0", "t_s",
    "force_n", "left_hip_x", "time", "1_0", "\uff19", "9" * 400, "\x1c", "\u2028", "Ångström µ",
)  # fmt: skip
CELLS = st.one_of(st.sampled_from(ODD), st.floats().map(repr), st.text(max_size=4))
HEADS = (
    "",
    "t_s,force_n\n",
    "time;ax_g;side\n",
    "# note\nt_s\tleft_hip_x_px\n",
    "inDegrees=no\nendheader\n",
    "endheader\ntime hip_adduction_l hip_adduction_r\n",
    "Frame#\tTime\tLASI\n\tX1\n",
    "DataRate\tUnits\n60\tm\nFrame#\tTime\tSACR\n\tX1\tY1\tZ1\n",
)


LAWFUL = ("read", "refused")


def outcome(reader: RecordingReader, name: str, data: bytes, options: ReadOptions | None = None) -> str:
    """What a reader does with `data` under a file name; fails where it breaks a law of recordings or refusals."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return "read" if reads_or_refuses(reader, path, options) else "refused"


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: type(reader).__name__)
@given(data=st.binary(max_size=2000), options=OPTIONS, packed=st.booleans())
@QUIET
def test_any_bytes(reader: RecordingReader, data: bytes, options: ReadOptions, packed: bool) -> None:  # noqa: FBT001
    name = f"any{reader.suffixes[-1 if packed else 0]}"
    zipped = packed and name.endswith(".gz") and len(data) % 2 == 0
    assert outcome(reader, name, gzip.compress(data) if zipped else data, options) in LAWFUL


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".mot", ".trc"])
@given(
    rows=st.lists(st.lists(CELLS, max_size=5), max_size=12),
    delimiter=st.sampled_from([",", ";", "\t", "|", "  "]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
    head=st.sampled_from(HEADS),
    options=OPTIONS,
)  # fmt: skip
@QUIET
def test_any_table(
    suffix: str, rows: list[list[str]], delimiter: str, encoding: str, head: str, options: ReadOptions
) -> None:
    reader = next(reader for reader in READERS if suffix in reader.suffixes)
    text = head + "\n".join(delimiter.join(row) for row in rows)
    assert outcome(reader, f"any{suffix}", text.encode(encoding, "replace"), options) in LAWFUL


@pytest.mark.parametrize(("reader", "whole"), CASES, ids=lambda value: getattr(value, "name", ""))
@given(data=st.data())
@QUIET
def test_damaged_examples(reader: RecordingReader, whole: Path, data: st.DataObject) -> None:
    original = whole.read_bytes()
    changes = data.draw(st.dictionaries(st.integers(0, len(original) - 1), st.integers(0, 255), max_size=12))
    stop = data.draw(st.one_of(st.just(len(original)), st.integers(0, len(original))))
    changed = bytes(changes.get(place, byte) for place, byte in enumerate(original[:stop]))
    assert outcome(reader, whole.name, changed) in LAWFUL
