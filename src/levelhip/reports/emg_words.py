"""A muscle reading in words: the same sentences on the terminal and on the page."""

from __future__ import annotations

from typing import Final

from levelhip.ports import Json
from levelhip.reports.words import plural

_SHORT: Final = {"gmed": "gluteus medius", "tfl": "tensor fasciae latae", "gmax": "gluteus maximus"}
_METRICS: Final = {
    "median_frequency": "median frequency",
    "electromechanical_delay": "electromechanical delay",
    "co_activation": "co-activation",
    "side_difference": "side difference",
}


def muscle_name(muscle: str) -> str:
    """A muscle as people read it."""
    first, *others = muscle.split("_")
    return " ".join([_SHORT.get(first, first), *others])


def quality_line(record: Json) -> str:
    """Whether the signal is good, and why not."""
    quality = record["quality"]
    notes = "; ".join(quality["notes"])
    return f"Signal: {quality['verdict']}" + (f" ({notes})" if notes else "") + "."


def summary(record: Json) -> str:
    """One paragraph: what was found, how it was found, and what it does not mean."""
    found = record["summary"]
    name = muscle_name(record["muscle"])
    signal, method = record["signal"], record["method"]
    if not found["burst_count"]:
        return f"No burst of the {name} stands out in {signal['duration_s']:.0f} s."
    said = [f"The {name} was on {plural(found['burst_count'], 'time')} in {signal['duration_s']:.0f} s"]
    if found["duration_s_median"] is not None:
        said.append(f", for {found['duration_s_median']:.2f} s in the median")
    said.append(f", at {found['rms_uv_median']:.0f} µV")
    if found["rms_percent_mvic_median"] is not None:
        said.append(f", {found['rms_percent_mvic_median']:.0f} {method['normalisation']}")
    said.append(f". It stands {signal['stands_out_db']:.0f} dB above the background. " + "".join(_metrics(record)))
    if method["normalisation"] is None:
        said.append("Microvolts do not compare between days, sides or people: --mvic gives a reference. ")
    said.append("This is what the electrodes heard, not a measure of force, and not a diagnosis.")
    return "".join(said)


def _metrics(record: Json) -> list[str]:
    said = []
    if (got := record["median_frequency"]) is not None:
        trend = f"{got['change_percent_per_min']:+.1f} % a minute".replace("-", "\N{MINUS SIGN}")
        said.append(f"Median frequency {got['mean_hz']:.0f} Hz, {trend}. ")
    if (got := record["electromechanical_delay"]) is not None:
        said.append(f"The force follows after {1000 * got['median_s']:.0f} ms in the median. ")
    if (got := record["co_activation"]) is not None:
        name = muscle_name(got["with"])
        said.append(f"Co-activation with the {name}: {got['index']:.2f} ({got['method']}, {got['normalised']}). ")
    if (got := record["side_difference"]) is not None:
        sides = ", ".join(f"{muscle_name(name)} {value:.0f}" for name, value in got["median_percent_mvic"].items())
        said.append(f"Both sides, % of their own maximum: {sides}. ")
    return said


def refused_lines(record: Json) -> list[str]:
    """What is not reported, and why."""
    return [f"{_METRICS[each['metric']]}: {each['reason']}" for each in record["refused"]]
