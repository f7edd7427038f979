"""Twelve simulated sessions with three sensors; `revalidation/simulated_sessions.py` does the same at length."""

from __future__ import annotations

import pytest

from revalidation.simulated_sessions import SENSORS, score_session, summary

SESSIONS = 12
MEDIAN_S = {"force": 0.05, "camera": 0.1, "shin": 0.15}
"""Largest allowed median error of a hold's length."""
TOLD_PERCENT = 95.0

pytestmark = pytest.mark.slow


def test_counts_are_exact_holds_are_timed_and_faults_told() -> None:
    scores = [score for seed in range(SESSIONS) for score in score_session((seed, "everyday", True))]
    for sensor in SENSORS:
        row = summary(sensor, [score for score in scores if score.sensor == sensor])
        assert row["count_exact_percent"] == pytest.approx(100.0), row["failures"]
        assert row["hold_error_median_s"] < MEDIAN_S[sensor]
        assert row["told_percent"] >= TOLD_PERCENT, row["failures"]
        assert row["judged"] > 100
