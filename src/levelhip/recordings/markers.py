"""Optical markers: labels of motion-capture files into our names, and the sacrum in place of two pelvis markers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from levelhip.exercise.signals import MARKERS
from levelhip.recordings.columns import Layout, Wanted
from levelhip.recordings.notes import Notes

_ALIASES: Final = {
    "lasis": "LASI", "rasis": "RASI", "lpsis": "LPSI", "rpsis": "RPSI",
    "lkneestudy": "LKNE", "rkneestudy": "RKNE", "lanklestudy": "LANK", "ranklestudy": "RANK",
    "lasisstudy": "LASI", "rasisstudy": "RASI", "lpsisstudy": "LPSI", "rpsisstudy": "RPSI",
}  # fmt: skip


def marker_names(labels: Sequence[str]) -> list[str]:
    """Return clean marker names: without a subject's prefix (`Name:LASI`), known other spellings as Plug-in-Gait's."""
    clean = [label.rpartition(":")[2].strip() for label in labels]
    clean = [label.upper() if label.upper() in MARKERS else label for label in clean]
    taken = set(clean)
    renamed = []
    for label in clean:
        ours = _ALIASES.get(re.sub(r"[^a-z]", "", label.lower()), label)
        renamed.append(label if ours in taken else ours)
    return renamed


def with_sacrum(layout: Layout, notes: Notes) -> Layout:
    """Return the layout with both posterior pelvis markers taken from SACR, if it is there and neither of them is."""
    columns = {wanted.ours: wanted for wanted in layout.numbers}
    sacrum = [columns.get(f"SACR_{axis}_mm") for axis in "xyz"]
    if any(f"{name}_x_mm" in columns for name in ("LPSI", "RPSI")) or None in sacrum:
        return layout
    notes.add("LPSI and RPSI are absent; SACR stands for both, so pelvic obliquity rests on the front markers alone")
    added = [
        Wanted(f"{name}_{axis}_mm", place.index, place.factor)
        for name in ("LPSI", "RPSI")
        for axis, place in zip("xyz", sacrum, strict=True)
        if place is not None
    ]
    return replace(layout, numbers=(*layout.numbers, *added))
