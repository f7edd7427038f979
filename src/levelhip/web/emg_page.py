"""Muscle signals: where electrodes go, what they tell, and a recording read, not kept. Without a script."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from levelhip.bootstrap import Services
from levelhip.exercise.electrodes import NOT_WHEN, STEPS, TELLS, TELLS_NOT
from levelhip.extras import MissingExtraError
from levelhip.ports import ColumnSource, ReadOptions, Recording, RecordingError
from levelhip.reports.placement_svg import placement_figure
from levelhip.services.emg import (
    Channels,
    EmgReading,
    choose_muscle,
    must_be_installed,
    read_channels,
    read_emg,
    references_of,
)
from levelhip.web.bodies import BAD
from levelhip.web.emg_view import ReadingPart, reading_part
from levelhip.web.reading import Reader, form_of, reader_of, text_of
from levelhip.web.recorded import ACCEPTED, NO_FILE, measured_file
from levelhip.web.sources import source_lines

EMG_PAGE: Final = "/emg"
RECORDING: Final = "/emg/recording"
MOST_VALUES: Final = 12_000_000
"""Numbers in a recording, all columns: an hour of one muscle at 1.6 kHz. More is for the command line."""
UNITS: Final = {"uV": "µV", "mV": "mV", "V": "V"}
_LONGEST: Final = 80
_FIELDS: Final = ("column", "unit")
_EVIDENCE: Final = ("anders_2017", "seniam", "besomi_2020", "tenan_2017", "levelhip_unverified")


def emg_router(services: Services) -> APIRouter:
    """The page, and its recording."""
    router = APIRouter()

    @router.get(EMG_PAGE, include_in_schema=False)
    def emg(request: Request) -> Response:
        return _page(reader_of(request, services))

    @router.post(RECORDING, include_in_schema=False)
    def recording(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        reader = reader_of(request, services)
        typed = {name: text_of(form, name)[:_LONGEST] for name in _FIELDS}
        try:
            must_be_installed()
            reading = _read(reader, form, typed)
        except RecordingError as error:
            return _page(reader, wrong=str(error), typed=typed)
        return _page(reader, found=reading_part(reading, reader.words), typed=typed)

    return router


def _read(reader: Reader, form: FormData, typed: dict[str, str]) -> EmgReading:
    """What the recording says; the strongest presses beside it, if they were given, are what shares are of."""
    sources = {}
    if typed["column"]:
        unit = typed["unit"] if typed["unit"] in UNITS else "uV"
        sources["emg_gmed_uv"] = ColumnSource(typed["column"], unit)
    options = ReadOptions(sources=sources, muscles=True)
    channels = measured_file(reader, form, options, _bounded)
    muscle = choose_muscle(channels, None)
    strongest = form.get("strongest")
    if not isinstance(strongest, UploadFile) or not strongest.filename:
        return read_emg(channels, muscle, {})
    with reader.services.uploads.opened(strongest.filename, strongest.file, options) as opened:
        reference = _bounded(opened)
    return read_emg(channels, muscle, references_of(reference, muscle), reference.source)


def _bounded(recording: Recording) -> Channels:
    return read_channels(recording, most_values=MOST_VALUES)


def _page(
    reader: Reader, *, found: ReadingPart | None = None, wrong: str = "", typed: dict[str, str] | None = None
) -> Response:
    words = reader.words
    missing = _missing()
    return reader.page(
        "emg.html",
        status=BAD if wrong else 200,
        page="settings",
        figure=placement_figure(words.messages),
        steps=[each.said(words.messages) for each in STEPS],
        not_when=[each.said(words.messages) for each in NOT_WHEN],
        tells=[each.said(words.messages) for each in TELLS],
        tells_not=[each.said(words.messages) for each in TELLS_NOT],
        missing=missing,
        found=found,
        wrong="" if wrong == missing else wrong,
        wrong_said=words.say(wrong) if wrong == NO_FILE else "",
        typed={name: (typed or {}).get(name, "") for name in _FIELDS},
        units=UNITS,
        accepted=ACCEPTED,
        sources=source_lines(_EVIDENCE, words),
    )


def _missing() -> str:
    """The line that tells how to get what reads muscle signals; empty where it is there."""
    try:
        must_be_installed()
    except MissingExtraError as error:
        return str(error)
    return ""
