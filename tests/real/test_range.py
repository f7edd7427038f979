"""The range check on a recorded person: three abductions standing, the pelvis hiking."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelhip.exercise.library import load_exercise
from levelhip.ports import ReadOptions
from levelhip.recordings import open_recording
from levelhip.services.measure import measure
from levelhip.session.range_check import MOVED, range_check, range_prescription


def test_three_abductions_with_a_hiking_pelvis(recordings: Path) -> None:
    path = recordings / "functional_hip_c3d" / "FunctionalLHip.c3d"
    wanted = range_prescription(load_exercise("standing_hip_abduction"))
    found = range_check(measure(open_recording(path, ReadOptions(side="left")), wanted, side="left").record)
    (side,) = found.sides
    assert (found.route, found.position, side.side) == ("markers", "standing", "left")
    assert side.lifts_deg == pytest.approx((31, 36, 36), abs=1)
    assert side.angle_deg == pytest.approx(36, abs=1)
    assert [(note.text, dict(note.values)["count"]) for note in side.notes] == [(MOVED, 3)]
