"""A rendered figure's joints as a landmark finder would see them, against the figure's own angle."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from revalidation.rendered import CLIPS, NOISES_DEG, clip_rows, landmarks, measure_clip, read_clip
from revalidation.rows import failures, repetitions

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("noise_deg", NOISES_DEG)
@pytest.mark.parametrize("name", CLIPS)
def test_clips(media: Path, name: str, noise_deg: float) -> None:
    wrong = failures(clip_rows(read_clip(media, name), noise_deg))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("noise_deg", NOISES_DEG)
def test_the_noise_is_what_it_is_said_to_be(media: Path, noise_deg: float) -> None:
    """Two heights a leg, two legs: the elevations' difference at rest spreads as announced."""
    clip = read_clip(media, "set_right")
    table = landmarks(clip, noise_deg, 1)
    clean = landmarks(clip, 0.0, 1)
    off = []
    for i in range(len(clip.t_s)):
        errors = [
            float(table[f"{side}_{joint}_y_px"][i]) - float(clean[f"{side}_{joint}_y_px"][i])
            for side, joint in (("left", "hip"), ("left", "ankle"), ("right", "hip"), ("right", "ankle"))
        ]
        off.append((errors[0] - errors[1] - errors[2] + errors[3]) / clip.leg_px * 57.3)
    assert statistics.pstdev(off) == pytest.approx(noise_deg, rel=0.25)


def test_the_short_hold_is_told(media: Path) -> None:
    """Three seconds at height: half-amplitude crossings see lift and lowering too, the hold clock does not."""
    record = measure_clip(read_clip(media, "set_left"), 0.1, 7).record
    assert [side.side for side in record.sides] == ["left"]
    assert [rep.number for rep in repetitions(record) if "short_hold" in rep.faults] == [3]
    assert record.complete_count == 6
