"""A recording that was chosen in a form: its file, and what is told of it beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from levelhip.exercise.signals import SIDES, Side
from levelhip.exercise.wording import N_
from levelhip.ports import ReadOptions, Recording, RecordingError
from levelhip.web.reading import Reader, text_of

NO_FILE: Final = N_("Please choose a file.")
GONE: Final = N_("That result is not here any more. Please give the recording again.")
ACCEPTED: Final = ".csv,.tsv,.txt,.gz,.parquet,.c3d,.trc,.mot,.sto,.edf,.bdf,.xdf"
"""What a browser offers first; any file may be chosen."""

Measured = TypeVar("Measured")


async def _form_with_file(request: Request) -> AsyncIterator[FormData]:
    async with request.form() as form:
        yield form


RecordingForm = Annotated[FormData, Depends(_form_with_file)]
"""The fields of a form with a file in it, which is closed when the answer is made."""


def measured_file(
    reader: Reader, form: FormData, options: ReadOptions, measure: Callable[[Recording], Measured]
) -> Measured:
    """What `measure` makes of the file of a form. Raises RecordingError in one line."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise RecordingError(NO_FILE)
    with reader.services.uploads.opened(file.filename, file.file, options) as recording:
        return measure(recording)


def side_in(form: FormData) -> Side | None:
    """The side that was chosen; None: the file says."""
    told = text_of(form, "side")
    return next((side for side in SIDES if side == told), None)
