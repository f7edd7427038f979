"""What is measured of a muscle, against signals whose truth is known; and what is refused, with the reason."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from bench.bursts import Shape, electromyogram
from levelhip.signals_lab.emg_band import band_pass
from levelhip.signals_lab.emg_bursts import Burst, Bursts
from levelhip.signals_lab.emg_clicks import without_clicks
from levelhip.signals_lab.emg_envelope import envelope, rms_uv, strongest_rms_uv
from levelhip.signals_lab.emg_fatigue import median_frequency
from levelhip.signals_lab.emg_muscle import read_muscle
from levelhip.signals_lab.emg_signal import Doubles, EmgError, RefusedError, even_signal
from levelhip.signals_lab.emg_together import Force, co_activation, delays_s

RATE_HZ = 2000.0


def times(count: int, rate_hz: float = RATE_HZ) -> Doubles:
    return np.arange(count) / rate_hz


def sine(hz: float, seconds: float = 20.0) -> Doubles:
    out: Doubles = np.sqrt(2) * np.sin(2 * np.pi * hz * times(round(seconds * RATE_HZ)))
    return out


# -- the band ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hz", "gain"), [(3, 0.0), (20, 0.5), (83, 1.0), (215, 1.0), (450, 0.5), (800, 0.0)])
def test_the_band_is_a_butterworth_there_and_back(hz: float, gain: float) -> None:
    banded = band_pass(sine(hz).astype(np.float32), RATE_HZ)
    middle = banded.values_uv[4000:-4000]
    assert float(np.sqrt(np.mean(np.square(middle)))) == pytest.approx(gain, abs=0.02)


def test_the_band_delays_nothing_and_pieces_do_not_show() -> None:
    noise = np.random.default_rng(1).standard_normal(200_000)
    wanted = signal.sosfiltfilt(signal.butter(4, (20, 430), "bandpass", fs=RATE_HZ, output="sos"), noise)
    banded = band_pass(noise.astype(np.float32), RATE_HZ)
    both = np.corrcoef(wanted[::2][2000:-2000], banded.values_uv[2000:-2000])[0, 1]
    assert both > 0.99
    pieces = np.sqrt(np.mean(np.square(banded.values_uv[:99_000].reshape(-1, 1000)), axis=1))
    assert pieces.max() / pieces.min() < 1.4


@pytest.mark.parametrize("hz", [50.0, 50.03, 60.0, 59.96])
def test_the_mains_is_found_and_cut_out(hz: float) -> None:
    noise = np.random.default_rng(2).standard_normal(120_000)
    hum = 20 * np.sin(2 * np.pi * hz * times(120_000))
    banded = band_pass((noise + hum).astype(np.float32), RATE_HZ)
    clean = band_pass(noise.astype(np.float32), RATE_HZ)
    assert banded.mains_hz == round(hz, -1)
    assert banded.hum_share > 0.99
    assert clean.mains_hz is None
    assert float(np.std(banded.values_uv)) == pytest.approx(float(np.std(clean.values_uv)), rel=0.1)


# -- samples -----------------------------------------------------------------------------------------------------------


def test_times_may_be_rounded_and_have_gaps() -> None:
    chance = np.random.default_rng(3)
    t_s = np.round(np.concatenate((times(10_000), 7.5 + times(10_000))), 3).astype(np.float64)
    given = even_signal(t_s, chance.standard_normal(20_000))
    assert given.rate_hz == pytest.approx(RATE_HZ, rel=0.002)
    assert given.duration_s == pytest.approx(12.5, abs=0.02)
    assert given.missing.mean() == pytest.approx(2.5 / 12.5, abs=0.01)


@pytest.mark.parametrize(
    ("t_s", "said"),
    [
        (times(100), "shorter"),
        (times(400, 100.0), "too few"),
        (np.concatenate((times(4000), times(4000))), "jumps back"),
        (np.concatenate((times(2000), 100 + times(2000))), "not recorded"),
    ],
)
def test_what_cannot_be_judged_is_refused(t_s: Doubles, said: str) -> None:
    with pytest.raises(EmgError, match=said):
        even_signal(t_s, np.zeros(len(t_s)))


def test_missing_numbers_are_no_bursts() -> None:
    drawn = electromyogram(4, Shape(), duration_s=60.0, count=6)
    values = drawn.values_uv.copy()
    start_s, end_s = drawn.bursts_s[2]
    values[round((start_s - 0.3) * RATE_HZ) : round((end_s + 0.3) * RATE_HZ)] = np.nan
    found = read_muscle(times(len(values)), values)
    assert len(found.bursts.bursts) == 5
    assert found.quality.missing_share > 0


def test_clicks_and_jumps_are_bridged() -> None:
    chance = np.random.default_rng(5)
    noise = chance.normal(0, 3, 40_000).astype(np.float32)
    spoilt = noise.copy()
    spoilt[10_000:10_003] += 400
    spoilt[25_000:] += 500
    mended, clicks = without_clicks(spoilt, RATE_HZ)
    assert clicks == 2
    assert float(np.abs(mended).max()) < 20
    assert spoilt[25_001] > 400


# -- quality -----------------------------------------------------------------------------------------------------------


def test_quality_says_what_is_wrong() -> None:
    drawn = electromyogram(6, Shape(), duration_s=60.0, count=6)
    t_s = times(len(drawn.values_uv))
    assert read_muscle(t_s, drawn.values_uv).quality.verdict == "good"
    clipped = read_muscle(t_s, np.clip(drawn.values_uv, -60, 60)).quality
    assert clipped.verdict == "poor"
    assert "to its end" in str(clipped.notes[0])
    off = drawn.values_uv.copy()
    off[60_000:] = off[59_999]
    assert read_muscle(t_s, off).quality.contact_lost_share == pytest.approx(0.5, abs=0.01)
    hum = read_muscle(t_s, drawn.values_uv + 60 * np.sin(2 * np.pi * 50 * t_s)).quality
    assert (hum.verdict, hum.mains_hz) == ("poor", 50.0)


def test_heart_beats_are_heard() -> None:
    drawn = electromyogram(7, Shape(beats_uv=60.0), duration_s=120.0, count=12)
    rate = read_muscle(times(len(drawn.values_uv)), drawn.values_uv).quality.heart_rate_per_min
    assert rate == pytest.approx(60 / 0.83, abs=1.0)


# -- measures ----------------------------------------------------------------------------------------------------------


def test_levels_of_a_sine() -> None:
    banded = band_pass((100 * sine(137)).astype(np.float32), RATE_HZ)
    assert rms_uv(banded, 5.0, 6.0) == pytest.approx(100, rel=0.01)
    assert strongest_rms_uv(banded) == pytest.approx(100, rel=0.03)
    middle = envelope(banded).between(5.0, 15.0)
    assert float(middle.min()) == pytest.approx(100, rel=0.05)
    smooth = envelope(banded, "low_pass_6_hz").between(5.0, 15.0)
    assert float(smooth.mean()) == pytest.approx(200 * np.sqrt(2) / np.pi, rel=0.02)


def test_the_median_frequency_and_its_fall() -> None:
    chance = np.random.default_rng(8)
    count = 120_000
    falling = np.concatenate(
        [
            signal.sosfilt(signal.butter(2, (middle - 30, middle + 30), "bandpass", fs=RATE_HZ, output="sos"), part)
            for middle, part in zip(np.linspace(120, 96, 60), chance.standard_normal((60, count // 60)), strict=True)
        ]
    )
    banded = band_pass((100 * falling).astype(np.float32), RATE_HZ)
    found = median_frequency(banded, Bursts((Burst(None, None),), 1.0, 20.0), RATE_HZ)
    assert found.mean_hz == pytest.approx(108, abs=6)
    assert found.change_percent_per_min == pytest.approx(-20, abs=5)
    with pytest.raises(RefusedError, match="500"):
        median_frequency(banded, Bursts((Burst(None, None),), 1.0, 20.0), 500.0)
    with pytest.raises(RefusedError, match="10 s"):
        median_frequency(banded, Bursts((Burst(1.0, 4.0),), 1.0, 20.0), RATE_HZ)


def test_co_activation_of_the_same_is_one() -> None:
    drawn = electromyogram(9, Shape(), duration_s=30.0, count=3)
    found = read_muscle(times(len(drawn.values_uv)), drawn.values_uv)
    shape = envelope(found.banded)
    full = float(shape.values_uv.max())
    assert co_activation(shape, shape, found.bursts, (full, full)) == pytest.approx(1.0)
    assert co_activation(shape, shape, found.bursts, (full, 3 * full)) == pytest.approx(0.5)
    with pytest.raises(RefusedError):
        co_activation(shape, shape, Bursts((), 1.0, 20.0), (full, full))


def test_the_delay_to_the_force() -> None:
    t_s = times(20_000, 1000.0)
    chance = np.random.default_rng(10)
    force_n = 5 + 0.1 * chance.standard_normal(20_000) + 40 * np.clip((t_s - 10.06) / 0.3, 0, 1)
    bursts = Bursts((Burst(10.0, 14.0), Burst(None, 1.0)), 1.0, 20.0)
    first, second = delays_s(bursts, Force(t_s, force_n))
    assert first == pytest.approx(0.06, abs=0.012)
    assert second is None
    with pytest.raises(RefusedError, match="80"):
        delays_s(bursts, Force(t_s[::100], force_n[::100]))
