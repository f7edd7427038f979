"""People, as wide as anybody is, for the properties of the belt's mechanics."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

ANGLES: Final = st.floats(0, 90)
LEGS: Final = st.floats(0.5, 1.1)
HIPS: Final = st.floats(0.08, 0.3)
ANKLES: Final = st.floats(0.12, 0.49)
FORCES: Final = st.floats(0, 500)
MASSES: Final = st.floats(20, 170)
SEXES: Final = st.sampled_from(["female", "male"])
