"""A kept session as files: the recording for `levelhip analyze`, the picture, the report."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from levelhip.ports import Json
from levelhip.reports.wording import ENGLISH, Wording
from levelhip.services.history import History
from levelhip.services.rebuilding import NothingToDrawError, rebuilt
from levelhip.session.load_cell import RIGGINGS
from levelhip.session.record import SessionRecord, Trace

Table = Mapping[str, Sequence[float] | Sequence[str]]
TABLE_NAME: Final = "recording.csv"


class SessionFiles:
    """Makes files of a session. `write_table`, `draw` and `report` are what the house writes and draws with."""

    def __init__(
        self,
        history: History,
        write_table: Callable[[Path, Table], None],
        draw: Callable[[SessionRecord, Trace, Wording], str],
        report: Callable[[SessionRecord, Trace, Wording], str],
    ) -> None:
        self._history = history
        self._write_table, self._draw, self._report = write_table, draw, report

    def recording_csv(self, session_id: str) -> bytes:
        """The signal as a recording; above it, of a belt's sensor, how that sat.

        Raises KeyError; NothingToDrawError where the session has no signal.
        """
        from levelhip.coaching.live_table import as_table  # noqa: PLC0415 - Today needs none

        config = self._history.kept(session_id).started.config
        try:
            table = as_table(config, self._history.inputs(session_id))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise NothingToDrawError("this session has no signal to write down") from error
        if not table.get("t_s"):
            raise NothingToDrawError("this session has no signal to write down: it was done with the clock alone")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / TABLE_NAME
            self._write_table(path, table)
            return _rigging_line(config) + path.read_bytes()

    def trace_svg(self, session_id: str, wording: Wording = ENGLISH) -> str:
        """The picture of the signal. Raises KeyError, NothingToDrawError."""
        return self._draw(*self._measured(session_id), wording)

    def report_html(self, session_id: str, wording: Wording = ENGLISH) -> str:
        """The report, a page of its own. Raises KeyError, NothingToDrawError."""
        return self._report(*self._measured(session_id), wording)

    def _measured(self, session_id: str) -> tuple[SessionRecord, Trace]:
        record = self._history.session(session_id)["record"]
        if record is None:
            raise NothingToDrawError("this session has not been finished yet, so there is nothing to draw")
        return rebuilt(record)


def _rigging_line(config: Json) -> bytes:
    """A net force does not tell how its sensor sat: a comment does."""
    return f"# rigging: {config['rigging']}\n".encode() if config.get("rigging") in RIGGINGS else b""
