"""Finding bursts in the same ten minutes of muscle signal: ours, biosppy's Bonato detector, NeuroKit2.

Each tool runs in a process of its own, on the same file of samples: its processor time is that of finding alone (the
best run of several for the quick ones), its memory the peak of its process, imports and all. Bonato gets the signal
band-passed beforehand, a stretch of rest, and the settings that found most at 20 dB; NeuroKit2 runs as it comes.

A burst found is a hit if it overlaps one of the bursts and is the first to do so; every other one is false.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.bursts import Array, Electromyogram, Shape, electromyogram
from bench.memory import _peak_kb
from bench.table import Figure

SEED: Final = 1
REPEATS: Final = {"ours": 7, "biosppy": 3, "neurokit2": 1}
MOST_ERROR_MS: Final = {20.0: 25.0, 10.0: 60.0}
TIMES_FASTER: Final = {"biosppy": 5.0, "neurokit2": 100.0}
BONATO: Final = {"threshold": 8, "active_state_duration": 100, "samples_above_fail": 10, "fail_size": 25}

Spans = list[tuple[float, float]]


def figures() -> list[Figure]:
    """Hits, onset errors, time and memory at 20 and at 10 dB."""
    return [figure for snr_db in MOST_ERROR_MS for figure in compared(snr_db)]


def compared(snr_db: float) -> list[Figure]:
    """All figures of one signal."""
    drawn = electromyogram(SEED, Shape(snr_db=snr_db))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signal.npy"
        np.save(path, drawn.values_uv)
        found = {name: _in_its_own_process(name, path, drawn) for name in REPEATS}
    ours = found["ours"]
    scores = {name: score(drawn, [(on, off) for on, off in each["spans"]]) for name, each in found.items()}
    hits, false, error_ms = scores["ours"]
    level = f"{snr_db:g} dB"
    rows = [
        Figure(f"{level}: bursts missed", float(len(drawn.bursts_s) - hits), f"of {len(drawn.bursts_s)}", at_most=0.0),
        Figure(f"{level}: false bursts", float(false), "", at_most=0.0),
        Figure(f"{level}: onset, off by", error_ms, "ms (mean)", at_most=MOST_ERROR_MS[snr_db]),
    ]
    for name, each in found.items():
        hits, false, error_ms = scores[name]
        words = f"{hits} of {len(drawn.bursts_s)} found, {false} false, onset {error_ms:.0f} ms, {each['time_s']:.3f} s"
        faster = Figure(f"{level}, time of {name}", each["time_s"] / ours["time_s"], "x ours",
                        at_least=TIMES_FASTER.get(name), note=words)  # fmt: skip
        memory = Figure(f"{level}, memory of {name}", each["peak_kb"] / ours["peak_kb"], "x ours",
                        at_least=None if name == "ours" else 1.0, note=f"{each['peak_kb'] / 1024:.0f} MB")  # fmt: skip
        rows += [faster, memory]
    return rows


def score(drawn: Electromyogram, spans: Spans) -> tuple[int, int, float]:
    """Hits, false bursts, and the mean absolute error of the onsets of the hits, ms."""
    hit: set[int] = set()
    false, errors = 0, []
    for onset_s, offset_s in spans:
        over = [i for i, (start, stop) in enumerate(drawn.bursts_s) if onset_s < stop and offset_s > start]
        fresh = [i for i in over if i not in hit]
        if not fresh:
            false += 1
            continue
        hit.add(fresh[0])
        errors.append(abs(onset_s - drawn.bursts_s[fresh[0]][0]))
    return len(hit), false, 1000 * float(np.mean(errors)) if errors else float("nan")


def _in_its_own_process(name: str, path: Path, drawn: Electromyogram) -> dict[str, Any]:
    rest_s = max(0.5, drawn.bursts_s[0][0] - 0.2)
    command = [sys.executable, "-m", "bench.emg", name, str(path), str(drawn.rate_hz), str(min(rest_s, 2.0))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _ours(values: Array, rate_hz: float, _rest_s: float) -> Callable[[], Spans]:
    from levelhip.signals_lab.emg_muscle import bursts_of  # noqa: PLC0415 - what one tool brings is no part of another

    end_s = len(values) / rate_hz

    def find() -> Spans:
        bursts = bursts_of(values, rate_hz).bursts
        return [(each.onset_s or 0.0, end_s if each.offset_s is None else each.offset_s) for each in bursts]

    return find


def _biosppy(values: Array, rate_hz: float, rest_s: float) -> Callable[[], Spans]:
    from biosppy.signals.emg import bonato_onset_detector  # noqa: PLC0415
    from scipy import signal  # noqa: PLC0415

    band = signal.butter(4, (20.0, 450.0), "bandpass", fs=rate_hz, output="sos")
    filtered = signal.sosfiltfilt(band, values)
    rest = filtered[: round(rest_s * rate_hz)]

    def find() -> Spans:
        got = bonato_onset_detector(signal=filtered, rest=rest, sampling_rate=rate_hz, **BONATO)
        edges = [float(edge) / rate_hz for edge in got["onsets"]]  # both kinds, one after the other
        return list(zip(edges[::2], edges[1::2], strict=False))

    return find


def _neurokit2(values: Array, rate_hz: float, _rest_s: float) -> Callable[[], Spans]:
    import neurokit2  # noqa: PLC0415

    def find() -> Spans:
        clean = neurokit2.emg_clean(values, sampling_rate=int(rate_hz))
        amplitude = neurokit2.emg_amplitude(clean)
        _, info = neurokit2.emg_activation(emg_amplitude=amplitude, emg_cleaned=clean, sampling_rate=int(rate_hz))
        pairs = zip(info["EMG_Onsets"], info["EMG_Offsets"], strict=False)
        return [(float(on) / rate_hz, float(off) / rate_hz) for on, off in pairs]

    return find


TOOLS: Final = {"ours": _ours, "biosppy": _biosppy, "neurokit2": _neurokit2}


def _run_tool(name: str, path: Path, rate_hz: float, rest_s: float) -> None:
    """Run one tool and print what it found, its best time and the peak of this process."""
    warnings.simplefilter("ignore")
    find = TOOLS[name](np.load(path), rate_hz, rest_s)
    best, spans = float("inf"), []
    for _ in range(REPEATS[name]):
        start = time.process_time()
        spans = find()
        best = min(best, time.process_time() - start)
    print(json.dumps({"spans": spans, "time_s": best, "peak_kb": _peak_kb()}))


if __name__ == "__main__":
    _run_tool(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
