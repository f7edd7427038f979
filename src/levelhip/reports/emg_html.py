"""The report of a muscle signal as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from levelhip.files import replace_file
from levelhip.ports import Json
from levelhip.reports.emg_svg import draw_emg
from levelhip.reports.emg_text import cell, shown_columns
from levelhip.reports.emg_words import muscle_name, quality_line, refused_lines, summary
from levelhip.reports.markup import Markup, el
from levelhip.reports.palette import page_css
from levelhip.reports.session_facts import INTENDED_USE
from levelhip.reports.session_html import CONTENT_POLICY
from levelhip.reports.words import clip
from levelhip.session.record import TracePoint


def render_emg_html(record: Json, envelope: Sequence[TracePoint]) -> str:
    """A reading (`levelhip.emg/1`) as one self-contained page; `envelope`: of its picture, uV."""
    name = muscle_name(record["muscle"])
    css = resources.files("levelhip.reports").joinpath("session.css").read_text(encoding="utf-8")
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=CONTENT_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", f"{name}: muscle report"),
        el("style", Markup(page_css() + css + ".scroll{overflow-x:auto}.scroll svg{max-width:none}")),
    )
    header = el(
        "header",
        el("p", "Levelhip · muscle report", class_="brand"),
        el("h1", name.capitalize()),
        el("p", el("bdi", clip(record["source"], 60)), class_="meta"),
        el("p", quality_line(record), class_="subline"),
    )
    main = el("main", _picture(record, envelope), _table(record), _words(record), _method(record))
    footer = el("footer", el("p", INTENDED_USE))
    return f"<!DOCTYPE html>\n{el('html', head, el('body', header, main, footer), lang='en')}\n"


def write_emg_html(record: Json, envelope: Sequence[TracePoint], path: Path) -> None:
    """Write the page to `path`, whole or not at all."""
    page = render_emg_html(record, envelope).encode("utf-8")
    replace_file(path, lambda file: file.write(page))


def _picture(record: Json, envelope: Sequence[TracePoint]) -> Markup:
    return el(
        "section",
        el("h2", "The muscle over time", id="trace"),
        el("div", draw_emg(record, envelope), class_="wide"),
        el("div", draw_emg(record, envelope, width=420, height=260), class_="panels"),
        aria_labelledby="trace",
    )


def _table(record: Json) -> Markup:
    if not record["bursts"]:
        return Markup("")
    columns = shown_columns(record)
    head = el("tr", *(el("th", heading or "Burst", scope="col", class_="value") for heading, _, _ in columns))
    rows = [
        el("tr", *(el("td", cell(burst[key], digits), class_="value") for _, key, digits in columns))
        for burst in record["bursts"]
    ]
    table = el("table", el("thead", head), el("tbody", *rows))
    return el(
        "section", el("h2", "Burst by burst", id="bursts"), el("div", table, class_="scroll"), aria_labelledby="bursts"
    )


def _words(record: Json) -> Markup:
    lines = [f"Not reported: {line}" for line in refused_lines(record)]
    notes = el("ul", *(el("li", line) for line in [*lines, *record["warnings"]])) if lines or record["warnings"] else ""
    return el("section", el("h2", "In words", id="words"), el("p", summary(record)), notes, aria_labelledby="words")


def _method(record: Json) -> Markup:
    method = record["method"]
    low, high = method["band_hz"]
    facts = {
        "Band": f"{low:g}-{high:g} Hz, no delay",
        "Envelope": method["envelope"],
        "Onset and end": method["onset"],
        "Normalisation": method["normalisation"] or "none: microvolts",
    }
    items = [part for name, words in facts.items() for part in (el("dt", name), el("dd", words))]
    return el(
        "section", el("h2", "How it was found", id="how"), el("dl", *items, class_="facts"), aria_labelledby="how"
    )
