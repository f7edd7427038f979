"""One press as hard as one can, measured: peak, onset, rate of force development, plateau and how steady it is.

What the samples cannot carry is refused with its reason, never guessed. Forces in N as the caller has them: of the
ankle, or of a strand.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from levelhip.exercise.press_finding import Stretch, at_time
from levelhip.exercise.press_onset import Onset, find_onset
from levelhip.exercise.press_rates import RFD_WINDOWS_MS, Refusal, rfd_error_percent, too_seldom
from levelhip.exercise.sentence import Sentence, sentence
from levelhip.exercise.wording import N_

PEAK_WINDOW_S: Final = 0.2
"""The peak is the highest mean over so long: a single sample is noise (convention)."""
PLATEAU_SHARE: Final = 0.9
"""The plateau is where the force is at least so much of its own median."""
PLATEAU_TRIM_S: Final = 0.5
"""Taken off both of its ends."""
LEAST_PLATEAU_S: Final = 1.0
"""What is left must last so long for its steadiness to be told (convention)."""
FEWEST_SAMPLES: Final = 3
GAP_STEPS: Final = 3.0
"""Samples farther apart than so many usual steps: some are missing (convention)."""
RFD_MOST_ERROR: Final = 0.5
"""A rate of force development that may be off by more than this share, either way, is not told (convention)."""
NOISE_SDS: Final = 2.0
MS_PER_S: Final = 1000.0
PERCENT: Final = 100.0

NO_QUIET: Final = N_("no quiet stretch before the press")
MISSING: Final = N_("samples are missing where it begins")
TOO_VAGUE: Final = N_("it begins too slowly: the value could be off by {percent} percent")
NO_MOMENT: Final = N_("it begins so gently that it may lie anywhere within {ms} ms")
NO_PLATEAU: Final = N_("the press was not held steady for {seconds} s")
LET_GO: Final = N_("the press was let go sooner")

MESSAGES: Final = (NO_QUIET, MISSING, TOO_VAGUE, NO_MOMENT, NO_PLATEAU, LET_GO)


@dataclass(frozen=True, slots=True)
class Rfd:
    """Rate of force development: the change of force over the window from the onset, N/s, with where it truly lies."""

    window_ms: int
    n_per_s: float
    low_n_per_s: float
    high_n_per_s: float


@dataclass(frozen=True, slots=True)
class Plateau:
    """Where the press was held, edges trimmed. CV: 100 SD / mean; detrended: about its own straight line."""

    start_s: float
    end_s: float
    mean_n: float
    cv_percent: float
    cv_detrended_percent: float


@dataclass(frozen=True, slots=True)
class Press:
    """One press. `peak_n`: highest mean over `PEAK_WINDOW_S`, about `peak_s`; `rest_n`: the force just before it.

    `pressed_s`: how long at least half of the peak was pressed. None: refused, and why stands in `refusals`. So it does
    of an onset that is no moment, of which only the span is told.
    """

    peak_n: float
    peak_s: float
    rest_n: float | None
    pressed_s: float
    rate_hz: float
    onset: Onset | None
    rfd: tuple[Rfd, ...]
    plateau: Plateau | None
    refusals: tuple[Refusal, ...]


def measure_press(t_s: Sequence[float], force_n: Sequence[float], stretch: Stretch, usual_hz: float) -> Press:
    """Measure the press of a stretch of samples as `ordered` gives them. `usual_hz`: of the whole recording."""
    times, forces = t_s[stretch.start : stretch.stop], force_n[stretch.start : stretch.stop]
    first, last = stretch.first - stretch.start, stretch.last - stretch.start
    refusals: list[Refusal] = []
    peak_n, peak_s = _peak(times, forces, first, last)
    onset = _onset(times, forces, peak_s, usual_hz, refusals)
    rfd = tuple(_every_rfd(times, forces, onset, usual_hz, times[last - 1], refusals))
    plateau = _plateau(times, forces, first, last, usual_hz, refusals)
    over = [t for t, force in zip(times[first:last], forces[first:last], strict=True) if force >= peak_n / 2]
    rest_n = None if onset is None else onset.baseline.at(onset.t_s)
    pressed_s = over[-1] - over[0] if over else 0.0
    return Press(peak_n, peak_s, rest_n, pressed_s, usual_hz, onset, rfd, plateau, tuple(refusals))


def _peak(t_s: Sequence[float], force_n: Sequence[float], first: int, last: int) -> tuple[float, float]:
    """The highest mean over the window, and its middle."""
    best = (-math.inf, t_s[first])
    for start in range(first, last):
        stop = bisect_right(t_s, t_s[start] + PEAK_WINDOW_S, start, last)
        if stop == last and start > first and t_s[last - 1] - t_s[start] < PEAK_WINDOW_S / 2:
            break  # too little is left
        mean = math.fsum(force_n[start:stop]) / (stop - start)
        best = max(best, (mean, (t_s[start] + t_s[stop - 1]) / 2))
    return best


def _onset(
    t_s: Sequence[float], force_n: Sequence[float], peak_s: float, usual_hz: float, refusals: list[Refusal]
) -> Onset | None:
    reason = too_seldom(usual_hz)
    onset = None if reason else find_onset(t_s, force_n, bisect_left(t_s, peak_s))
    if reason is None and onset is None:
        reason = sentence(NO_QUIET)
    if onset is not None and _has_gap(t_s, onset.low_s, onset.high_s, usual_hz):
        onset, reason = None, sentence(MISSING)
    if onset is not None and not onset.is_told:
        reason = sentence(NO_MOMENT, ms=float(round(MS_PER_S * (onset.high_s - onset.low_s))))
    if reason is not None:
        refusals.append(Refusal("onset", reason))
    return onset


def _has_gap(t_s: Sequence[float], from_s: float, to_s: float, usual_hz: float) -> bool:
    """Whether samples are missing between the two times, or where they would begin."""
    start, stop = max(0, bisect_left(t_s, from_s) - 1), bisect_right(t_s, to_s) + 1
    return any(later - earlier > GAP_STEPS / usual_hz for earlier, later in pairwise(t_s[start:stop]))


def _every_rfd(
    t_s: Sequence[float],
    force_n: Sequence[float],
    onset: Onset | None,
    usual_hz: float,
    let_go_s: float,
    refusals: list[Refusal],
) -> Iterator[Rfd]:
    why = next((each.reason for each in refusals if each.measure == "onset"), None)
    for window_ms in RFD_WINDOWS_MS:
        errors = rfd_error_percent(window_ms, usual_hz)
        if isinstance(errors, Sentence) or onset is None:
            found: Rfd | Sentence = errors if isinstance(errors, Sentence) else why or sentence(NO_QUIET)
        elif onset.high_s + window_ms / MS_PER_S > let_go_s:
            found = sentence(LET_GO)
        elif _has_gap(t_s, onset.low_s, onset.high_s + window_ms / MS_PER_S, usual_hz):
            found = sentence(MISSING)
        else:
            found = _rfd(t_s, force_n, onset, window_ms, errors)
        if isinstance(found, Rfd):
            yield found
        else:
            refusals.append(Refusal(f"rfd_{window_ms}", found))


def _rfd(
    t_s: Sequence[float], force_n: Sequence[float], onset: Onset, window_ms: int, errors: tuple[float, float]
) -> Rfd | Sentence:
    """The rate, and its span: what so few samples do to it, how vague this press's beginning is, the cell's noise."""
    window_s = window_ms / MS_PER_S

    def rate(begins_s: float) -> float:
        return (at_time(t_s, force_n, begins_s + window_s) - onset.baseline.at(begins_s)) / window_s

    told = rate(onset.t_s)
    least, largest = (told / (1 + error / PERCENT) for error in reversed(errors))
    noise = NOISE_SDS * (onset.baseline.sd_n or 0.0) / window_s
    low = min(told, least, rate(onset.low_s)) - noise
    high = max(told, largest, rate(onset.high_s)) + noise
    off = max(told - low, high - told)
    if not off <= RFD_MOST_ERROR * told:
        return sentence(TOO_VAGUE, percent=float(round(PERCENT * off / told)) if told > off / PERCENT else PERCENT)
    return Rfd(window_ms, told, low, high)


def _plateau(
    t_s: Sequence[float],
    force_n: Sequence[float],
    first: int,
    last: int,
    usual_hz: float,
    refusals: list[Refusal],
) -> Plateau | None:
    reason = too_seldom(usual_hz)
    plateau = None if reason else _held(t_s, force_n, first, last)
    if plateau is None:
        refusals.append(Refusal("steadiness", reason or sentence(NO_PLATEAU, seconds=LEAST_PLATEAU_S)))
    return plateau


def _held(t_s: Sequence[float], force_n: Sequence[float], first: int, last: int) -> Plateau | None:
    """The longest stretch at 90 % of its median, trimmed."""
    start, stop = first, last
    for _ in range(2):  # the median is of the plateau, and the plateau by the median
        level_n = PLATEAU_SHARE * sorted(force_n[start:stop])[(stop - start) // 2]
        start, stop = _longest_over(force_n, first, last, level_n)
    start, stop = bisect_left(t_s, t_s[start] + PLATEAU_TRIM_S), bisect_right(t_s, t_s[stop - 1] - PLATEAU_TRIM_S)
    times, forces = t_s[start:stop], force_n[start:stop]
    if len(times) < FEWEST_SAMPLES or times[-1] - times[0] < LEAST_PLATEAU_S:
        return None
    mean, middle_s = math.fsum(forces) / len(forces), math.fsum(times) / len(times)
    along = math.fsum((t - middle_s) * (force - mean) for t, force in zip(times, forces, strict=True))
    slope = along / math.fsum((t - middle_s) ** 2 for t in times)
    plain = math.fsum((force - mean) ** 2 for force in forces) / (len(forces) - 1)
    about_line = (force - mean - slope * (t - middle_s) for t, force in zip(times, forces, strict=True))
    detrended = math.fsum(each * each for each in about_line) / (len(forces) - 2)
    cv, cv_detrended = (PERCENT * math.sqrt(variance) / mean for variance in (plain, detrended))
    return Plateau(times[0], times[-1], mean, cv, cv_detrended)


def _longest_over(force_n: Sequence[float], first: int, last: int, level_n: float) -> tuple[int, int]:
    """The longest run of samples in [first, last) that is not below the level."""
    best, since = (first, first + 1), first
    for at in range(first, last + 1):
        if at == last or force_n[at] < level_n:
            best = max(best, (since, at), key=lambda run: run[1] - run[0])
            since = at + 1
    return best
