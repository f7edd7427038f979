"""What was read of a muscle signal, in the reader's language: quality first, then the bursts, then one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.exercise.wording import N_
from levelhip.reports.emg_svg import emg_figure
from levelhip.reports.emg_text import cell, shown_columns
from levelhip.reports.emg_words import muscle_name, quality_line, refused_lines, summary
from levelhip.services.emg import EmgReading
from levelhip.web.language import Language


@dataclass(frozen=True, slots=True)
class ReadingPart:
    """One reading. `warnings`: of whoever read the file, in English."""

    title: str
    measured: str
    quality: str
    is_good: bool
    figure: str
    head: list[str]
    rows: list[list[str]]
    summary: str
    refused: list[str]
    method: str
    warnings: list[str]


def reading_part(reading: EmgReading, words: Language) -> ReadingPart:
    """The reading as the page shows it."""
    record, wording = reading.record, words.wording
    columns = shown_columns(record)
    signal, (low_hz, high_hz) = record["signal"], record["method"]["band_hz"]
    measured = words.say(
        N_("{file}, {seconds} s at {rate} Hz"),
        file=record["source"],
        seconds=wording.number(signal["duration_s"]),
        rate=wording.number(signal["rate_hz"]),
    )
    method = words.say(
        N_("Read from {low} to {high} Hz; every onset and end is the change point that fits best."),
        low=wording.short(low_hz),
        high=wording.short(high_hz),
    )
    return ReadingPart(
        title=muscle_name(record["muscle"], wording),
        measured=measured,
        quality=quality_line(record, reading.notes, wording),
        is_good=record["quality"]["verdict"] == "good",
        figure=emg_figure(record, reading.envelope, wording),
        head=[words.say(heading or N_("Burst")) for heading, _, _ in columns],
        rows=[[cell(burst[key], digits, wording) for _, key, digits in columns] for burst in record["bursts"]],
        summary=summary(record, wording),
        refused=refused_lines(record, reading.refused, wording),
        method=method,
        warnings=list(record["warnings"]),
    )
