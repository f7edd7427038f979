"""The report of a session as one page of HTML that needs nothing else: no script, no font, no request."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final

from levelhip.files import replace_file
from levelhip.reports import session_sections as sections
from levelhip.reports.markup import Markup, el, join
from levelhip.reports.palette import page_css
from levelhip.reports.paper import is_roomy
from levelhip.reports.rep_bars import bar_patterns
from levelhip.reports.trace_panels import draw_panels
from levelhip.reports.trace_svg import draw_trace
from levelhip.reports.words import day, exercise_name, self_reported
from levelhip.session.record import SessionRecord, Trace

CONTENT_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def render_session_html(record: SessionRecord, trace: Trace) -> str:
    """The session as one self-contained page: light and dark, from phone to laptop, one sheet of A4 on paper."""
    exercise = exercise_name(record.prescription.exercise)
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=CONTENT_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", f"{exercise}, {day(record.started_at)}: session report"),
        el("style", Markup(_style_sheet())),
    )
    body = el(
        "body",
        bar_patterns(),
        sections.header(record),
        el("main", *_main(record, trace)),
        sections.footer(record),
        class_="roomy" if is_roomy(record) else None,
    )
    return f"<!DOCTYPE html>\n{el('html', head, body, lang='en')}\n"


def write_session_html(record: SessionRecord, trace: Trace, path: Path) -> None:
    """Write the page to `path`, whole or not at all."""
    page = render_session_html(record, trace).encode("utf-8")
    replace_file(path, lambda file: file.write(page))


def _main(record: SessionRecord, trace: Trace) -> list[Markup]:
    if record.rep_count == 0:
        return [
            sections.nothing_found(record, trace),
            _trace(record, trace),
            sections.warnings(record),
            sections.measured(record),
            sections.definitions_block(record),
        ]
    return [
        *([sections.next_time(record)] if self_reported(record) < record.rep_count else []),  # the clock saw nothing
        _trace(record, trace),
        sections.repetitions(record),
        sections.both_sides(record),
        sections.measured(record),
        sections.warnings(record),
        sections.definitions_block(record),
    ]


def _trace(record: SessionRecord, trace: Trace) -> Markup:
    panels = draw_panels(record, trace)
    return el(
        "section",
        el("h2", "The session over time", id="trace"),
        el("div", draw_trace(record, trace, width=960, height=330), class_="wide"),
        el("div", join(panels), class_="panels"),
        class_="trace",
        aria_labelledby="trace",
    )


def _style_sheet() -> str:
    css = resources.files("levelhip.reports").joinpath("session.css").read_text(encoding="utf-8")
    return page_css() + css
