"""The report of a session as one page of HTML that needs nothing else: no script, no font, no request."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final

from levelhip.exercise.wording import N_
from levelhip.files import replace_file
from levelhip.reports.chain_section import from_lift_to_rest, seen_lifts
from levelhip.reports.markup import Markup, el, join
from levelhip.reports.palette import page_css
from levelhip.reports.paper import is_roomy
from levelhip.reports.rep_bars import bar_patterns
from levelhip.reports.session_facts import definitions_block, footer, measured, warnings
from levelhip.reports.session_opening import header, next_time, nothing_found
from levelhip.reports.session_repetitions import repetitions
from levelhip.reports.session_sides import both_sides
from levelhip.reports.trace_panels import draw_panels
from levelhip.reports.trace_svg import draw_trace
from levelhip.reports.wording import ENGLISH, Wording
from levelhip.reports.words import day, exercise_name, self_reported
from levelhip.session.record import SessionRecord, Trace

CONTENT_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def render_session_html(record: SessionRecord, trace: Trace, wording: Wording = ENGLISH) -> str:
    """The session as one self-contained page: light and dark, from phone to laptop, one sheet of A4 on paper."""
    exercise = exercise_name(record.prescription.exercise, wording)
    title = wording.say(
        N_("{exercise}, {date}: session report"), exercise=exercise, date=day(record.started_at, wording)
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=CONTENT_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", title),
        el("style", Markup(_style_sheet())),
    )
    body = el(
        "body",
        bar_patterns(),
        header(record, wording),
        el("main", *_main(record, trace, wording)),
        footer(record, wording),
        class_="roomy" if is_roomy(record, wording) and not seen_lifts(record) else None,
    )
    return f"<!DOCTYPE html>\n{el('html', head, body, lang=wording.code)}\n"


def write_session_html(record: SessionRecord, trace: Trace, path: Path) -> None:
    """Write the page to `path`, whole or not at all."""
    page = render_session_html(record, trace).encode("utf-8")
    replace_file(path, lambda file: file.write(page))


def _main(record: SessionRecord, trace: Trace, wording: Wording) -> list[Markup]:
    if record.rep_count == 0:
        return [
            nothing_found(record, trace, wording),
            _trace(record, trace, wording),
            warnings(record, wording),
            measured(record, wording),
            definitions_block(record, wording),
        ]
    seen = self_reported(record) < record.rep_count  # the clock saw nothing
    return [
        *([next_time(record, wording)] if seen else []),
        _trace(record, trace, wording),
        repetitions(record, wording),
        both_sides(record, wording),
        from_lift_to_rest(record, wording),
        measured(record, wording),
        warnings(record, wording),
        definitions_block(record, wording),
    ]


def _trace(record: SessionRecord, trace: Trace, wording: Wording) -> Markup:
    return el(
        "section",
        el("h2", wording.say(N_("The session over time")), id="trace"),
        el("div", draw_trace(record, trace, width=960, height=330, wording=wording), class_="wide"),
        el("div", join(draw_panels(record, trace, wording=wording)), class_="panels"),
        class_="trace",
        aria_labelledby="trace",
    )


def _style_sheet() -> str:
    css = resources.files("levelhip.reports").joinpath("session.css").read_text(encoding="utf-8")
    return page_css() + css
