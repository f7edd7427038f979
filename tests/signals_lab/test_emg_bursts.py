"""Bursts are found where they are: sixty of sixty, none besides, whatever the signal is like."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.bursts import Shape, electromyogram
from bench.emg import score
from levelhip.signals_lab.emg_bursts import Bursts
from levelhip.signals_lab.emg_muscle import bursts_of, read_muscle

SHAPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "steps": {"ramp_s": (0.0, 0.0)},
    "slow ramps": {"ramp_s": (0.1, 0.35)},
    "short": {"length_s": (0.15, 0.4), "ramp_s": (0.01, 0.05)},
    "long": {"length_s": (4.0, 7.0)},
    "unequal": {"strength": (0.6, 1.5)},
    "coloured background": {"white": False},
    "hum": {"hum_uv": 20.0},
    "drifting": {"drift_db": 4.0, "wander_uv": 300.0},
    "clicks": {"clicks": 60},
    "heart beats": {"beats_uv": 25.0},
}


def spans(bursts: Bursts, end_s: float) -> list[tuple[float, float]]:
    return [(each.onset_s or 0.0, end_s if each.offset_s is None else each.offset_s) for each in bursts.bursts]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(("snr_db", "most_ms"), [(20.0, 25.0), (10.0, 60.0)])
def test_sixty_of_sixty(name: str, snr_db: float, most_ms: float) -> None:
    drawn = electromyogram(hash_of(name), Shape(snr_db=snr_db, **SHAPES[name]))
    hits, false, error_ms = score(drawn, spans(bursts_of(drawn.values_uv, drawn.rate_hz), 600.0))
    assert (hits, false) == (60, 0)
    assert error_ms <= most_ms


def hash_of(name: str) -> int:
    """A seed of its own for each shape, the same on every day."""
    return sum(map(ord, name))


@pytest.mark.parametrize("rate_hz", [1000.0, 1111.11, 2148.0, 4000.0])
def test_at_any_rate(rate_hz: float) -> None:
    drawn = electromyogram(5, Shape(snr_db=15.0), rate_hz=rate_hz, duration_s=120.0, count=12)
    hits, false, error_ms = score(drawn, spans(bursts_of(drawn.values_uv, rate_hz), 120.0))
    assert (hits, false) == (12, 0)
    assert error_ms <= 40.0


@pytest.mark.parametrize("seed", range(6))
def test_noise_alone_has_no_bursts(seed: int) -> None:
    drawn = electromyogram(seed, Shape(snr_db=-60.0, white=seed % 2 == 0, hum_uv=5.0 * seed), duration_s=120.0, count=2)
    assert bursts_of(drawn.values_uv, drawn.rate_hz).bursts == ()


def test_a_burst_that_is_under_way_has_no_onset() -> None:
    drawn = electromyogram(2, Shape(starts_inside=True), duration_s=60.0, count=6)
    found = bursts_of(drawn.values_uv, drawn.rate_hz).bursts
    assert len(found) == 6
    assert found[0].onset_s is None
    assert found[0].offset_s == pytest.approx(drawn.bursts_s[0][1], abs=0.06)
    again = bursts_of(drawn.values_uv[::-1].copy(), drawn.rate_hz).bursts
    assert again[-1].offset_s is None


def test_one_contraction_of_two_minutes_is_one_burst() -> None:
    drawn = electromyogram(3, Shape(length_s=(120.0, 120.0)), duration_s=200.0, count=1)
    (found,) = bursts_of(drawn.values_uv, drawn.rate_hz).bursts
    assert found.onset_s == pytest.approx(drawn.bursts_s[0][0], abs=0.06)


@pytest.mark.parametrize("values", [np.zeros(20_000), np.full(20_000, 7.3), np.arange(20_000) * 0.1])
def test_silence_has_no_bursts(values: np.ndarray) -> None:
    found = read_muscle(np.arange(20_000) / 2000, values)
    assert found.bursts.bursts == ()
    assert found.quality.verdict == "poor"


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10**6), st.floats(0.01, 100.0), st.floats(-1000.0, 1000.0))
def test_neither_scale_nor_offset_matter(seed: int, scale: float, offset_uv: float) -> None:
    drawn = electromyogram(seed, Shape(snr_db=20.0), duration_s=30.0, count=3)
    first = bursts_of(drawn.values_uv * 10, drawn.rate_hz).bursts
    second = bursts_of(drawn.values_uv * 10 * scale + offset_uv, drawn.rate_hz).bursts
    assert [each.onset_s for each in first] == pytest.approx([each.onset_s for each in second], abs=0.02)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(400, 4000), st.floats(0, 1e6))
def test_bursts_are_in_order_and_apart(seed: int, count: int, level: float) -> None:
    chance = np.random.default_rng(seed)
    values = (
        level * chance.standard_normal(count) * chance.choice((0.0, 1.0, 10.0), count // 100 + 1).repeat(100)[:count]
    )
    edges = [
        edge for each in bursts_of(values, 1000.0).bursts for edge in (each.onset_s, each.offset_s) if edge is not None
    ]
    assert edges == sorted(edges)
