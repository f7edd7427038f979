"""What the picture of a session says: over its axis, over itself, and to who cannot see it."""

from __future__ import annotations

from levelhip.exercise.wording import N_
from levelhip.reports.drawing import Picture
from levelhip.reports.wording import ENGLISH, Wording
from levelhip.reports.words import clip, exercise_name, headline, repetitions_words, signal_words, subline
from levelhip.session.record import SessionRecord


def spoken_title(record: SessionRecord, wording: Wording) -> str:
    """What it is a picture of, for who cannot see it."""
    name = exercise_name(record.prescription.exercise, wording)
    return wording.say(N_("{exercise}: the session as measured"), exercise=name)


def spoken(record: SessionRecord, wording: Wording) -> str:
    """What the picture shows, for who cannot see it."""
    done = (headline(record, wording), subline(record, wording))
    return signal_words(
        record.signal.unit,
        N_("Press above rest in N over time, from {source}. {rest}"),
        N_("Lift above rest in degrees over time, from {source}. {rest}"),
        N_("Signal above rest in {unit} over time, from {source}. {rest}"),
        wording,
        source=clip(record.source, 80),
        rest=" ".join(part for part in done if part),
    )


def axis_title(picture: Picture) -> str:
    """What the values are, and how far they reach where that is cut off."""
    title = signal_words(
        picture.record.signal.unit,
        N_("Press above rest (N)"),
        N_("Lift above rest (degrees)"),
        N_("Signal above rest ({unit})"),
        picture.wording,
    )
    beyond = picture.scale.beyond
    if beyond is None:
        return title
    cut_off = N_("{signal}, cut off: reaches {highest}")
    return picture.wording.say(cut_off, signal=title, highest=picture.wording.number(beyond))


def heading_of(record: SessionRecord, wording: Wording = ENGLISH) -> str:
    """The line above a picture that stands alone."""
    done = repetitions_words(record.rep_count, wording)
    return f"{exercise_name(record.prescription.exercise, wording)} · {done} · {clip(record.source, 60)}"
