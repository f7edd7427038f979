"""A muscle reading in words: the same sentences on the terminal and on the pages, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from levelhip.exercise.sentence import Sentence
from levelhip.exercise.wording import N_
from levelhip.ports import Json
from levelhip.reports.wording import ENGLISH, Wording

_NAMES: Final = {
    "gmed": N_("gluteus medius"),
    "gluteus": N_("gluteus"),
    "tfl": N_("tensor fasciae latae"),
    "gmax": N_("gluteus maximus"),
    "left": N_("left"),
    "right": N_("right"),
}
_METRICS: Final = {
    "median_frequency": N_("median frequency"),
    "electromechanical_delay": N_("electromechanical delay"),
    "co_activation": N_("co-activation"),
    "side_difference": N_("side difference"),
}
_VERDICTS: Final = {"good": N_("good"), "fair": N_("fair"), "poor": N_("poor")}
_MS_A_S: Final = 1000


def muscle_name(muscle: str, wording: Wording = ENGLISH) -> str:
    """A muscle as people read it."""
    return " ".join(wording.say(_NAMES.get(part, part)) for part in muscle.split("_"))


def quality_line(record: Json, notes: Sequence[Sentence] | None = None, wording: Wording = ENGLISH) -> str:
    """Whether the signal is good, and why not. `notes`: those of the record, to be said in the reader's language."""
    quality = record["quality"]
    said = quality["notes"] if notes is None else [note.said(wording.messages) for note in notes]
    verdict = wording.say(_VERDICTS[quality["verdict"]])
    if not said:
        return wording.say(N_("Signal: {verdict}."), verdict=verdict)
    return wording.say(N_("Signal: {verdict} ({notes})."), verdict=verdict, notes="; ".join(said))


def summary(record: Json, wording: Wording = ENGLISH) -> str:
    """One paragraph: what was found, how it was found, and what it does not mean."""
    return " ".join(_sentences(record, wording))


def _sentences(record: Json, wording: Wording) -> Iterator[str]:
    found, signal = record["summary"], record["signal"]
    name = muscle_name(record["muscle"], wording)
    seconds = wording.number(signal["duration_s"])
    if not found["burst_count"]:
        yield wording.say(N_("No burst of the {muscle} stands out in {seconds} s."), muscle=name, seconds=seconds)
        return
    times = wording.counted(found["burst_count"], N_("1 time"), N_("{count} times"))
    yield wording.say(N_("The {muscle} was on {times} in {seconds} s."), muscle=name, times=times, seconds=seconds)
    if found["duration_s_median"] is not None:
        length = wording.number(found["duration_s_median"], 2)
        yield wording.say(N_("In the median a burst lasted {seconds} s."), seconds=length)
    yield _strength(record, wording)
    stands_out = wording.number(signal["stands_out_db"])
    yield wording.say(N_("It stands {db} dB above the background."), db=stands_out)
    yield from _metrics(record, wording)
    if record["method"]["normalisation"] is None:
        yield wording.say(
            N_("Microvolts do not compare between days, sides or people: only shares of a maximal contraction do.")
        )
    yield wording.say(N_("This is what the electrodes heard, not a measure of force, and not a diagnosis."))


def _strength(record: Json, wording: Wording) -> str:
    """How strong the median burst was, and of what that is a share."""
    found, method = record["summary"], record["method"]
    level = wording.number(found["rms_uv_median"])
    if found["rms_percent_mvic_median"] is None:
        return wording.say(N_("It reached {level} µV."), level=level)
    percent = wording.number(found["rms_percent_mvic_median"])
    if method["mvic_source"] is None:
        whole = N_("It reached {level} µV, {percent} % of the maximal voluntary isometric contraction (RMS as given).")
        return wording.say(whole, level=level, percent=percent)
    whole = N_("It reached {level} µV, {percent} % of the maximal voluntary isometric contraction (best of {file}).")
    return wording.say(whole, level=level, percent=percent, file=method["mvic_source"])


def _metrics(record: Json, wording: Wording) -> Iterator[str]:
    if (got := record["median_frequency"]) is not None:
        change = got["change_percent_per_min"]
        trend = ("+" if change >= 0 else "") + wording.number(change, 1)
        yield wording.say(
            N_("Median frequency {hz} Hz, {trend} % a minute."), hz=wording.number(got["mean_hz"]), trend=trend
        )
    if (got := record["electromechanical_delay"]) is not None:
        delay = wording.number(_MS_A_S * got["median_s"])
        yield wording.say(N_("The force follows after {ms} ms in the median."), ms=delay)
    if (got := record["co_activation"]) is not None:
        yield wording.say(
            N_("Co-activation with the {muscle}: {index} of 1 ({method}, {normalised})."),
            muscle=muscle_name(got["with"], wording),
            index=wording.number(got["index"], 2),
            method=wording.say(got["method"]),
            normalised=wording.say(got["normalised"]),
        )
    if (got := record["side_difference"]) is not None:
        sides = got["median_percent_mvic"].items()
        said = ", ".join(f"{muscle_name(name, wording)} {wording.number(value)}" for name, value in sides)
        yield wording.say(N_("Both sides, % of their own maximum: {sides}."), sides=said)


def refused_lines(record: Json, reasons: Mapping[str, Sentence] | None = None, wording: Wording = ENGLISH) -> list[str]:
    """What is not reported, and why. `reasons`: those of the record, to be said in the reader's language."""
    told = [
        (each["metric"], each["reason"] if reasons is None else reasons[each["metric"]].said(wording.messages))
        for each in record["refused"]
    ]
    return [f"{wording.say(_METRICS[metric])}: {reason}" for metric, reason in told]
