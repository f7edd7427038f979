"""Taking everything along, and leaving nothing behind."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import IO, Final

from levelhip import __version__
from levelhip.ports import Clock, Json, KeptSession, SessionStore
from levelhip.services.history import session_dict
from levelhip.services.rebuilding import NothingToDrawError
from levelhip.services.reminders import without_secrets
from levelhip.services.session_files import SessionFiles
from levelhip.services.uploads import Uploads

WORDS: Final = {"en": "erase", "es": "borrar"}
"""What to type to erase everything, in each language."""
EXPORT_SCHEMA: Final = "levelhip.export/1"

README: Final = """\
Everything that Levelhip {version} kept of you, written on {day}. It never left your machine until you took it along.

levelhip.json      settings, the answers before starting, how the hip was in the mornings, the clinicians trusted and
                   their releases, what was answered and measured to see a change, the plans with what made each,
                   and the list of sessions
sessions/*.json    one session each: its configuration, everything that was recorded, the record as it was counted
                   while exercising (client_record) and as it was counted again from the recording (own_record)
sessions/*.csv     the same session's signal as a table, where it has one: measure it with `levelhip analyze FILE.csv`

Times are ISO 8601 in UTC, seconds are seconds of the session, units stand in the names. null: not known.
Levelhip is an exercise aid, not a medical device; it diagnoses nothing.
"""


class Leaving:
    """Export and erasure."""

    def __init__(self, store: SessionStore, clock: Clock, files: SessionFiles, uploads: Uploads) -> None:
        self._store, self._clock, self._files, self._uploads = store, clock, files, uploads

    def export(self, target: IO[bytes]) -> None:
        """Write everything into `target` as a zip archive."""
        now = self._clock.now()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", README.format(version=__version__, day=now.date().isoformat()))
            sessions = self._store.sessions()
            archive.writestr("levelhip.json", _json(self._person(sessions)))
            for session in sessions:
                self._add_session(archive, session)

    def about(self) -> Json:
        """Everything but what was recorded in sessions: what `levelhip.json` in the archive holds."""
        return self._person(self._store.sessions())

    @staticmethod
    def words() -> dict[str, str]:
        """What to type to erase everything, in each language."""
        return dict(WORDS)

    def erase(self, word: str) -> dict[str, int]:
        """Erase everything; gives how many of each there were. Raises ValueError where the word is another."""
        if word.strip().casefold() not in WORDS.values():
            raise ValueError(f"nothing was erased: to erase everything, write {' or '.join(WORDS.values())}")
        gone = self._store.erase()
        self._uploads.forget()
        return {
            "settings": gone["settings"],
            "clearance_answers": gone["clearance_answers"],
            "mornings": gone["mornings"],
            "sessions": gone["sessions"],
            "parts": gone["session_parts"],
            "records": gone["session_records"],
            "clinician_keys": gone["clinician_keys"],
            "releases": gone["releases"],
            "outcomes": gone["outcomes"],
            "plans": gone["plans"],
        }

    def _person(self, sessions: list[KeptSession]) -> Json:
        return {
            "schema": EXPORT_SCHEMA,
            "version": __version__,
            "settings": without_secrets(self._store.settings()),
            "clearance": [
                {"answers": each.answers, "times": each.times, "answered_at": each.answered_at.isoformat()}
                for each in self._store.all_clearance()
            ],
            "mornings": [
                {"date": each.day.isoformat(), "rating": each.rating, "answered_at": each.answered_at.isoformat()}
                for each in self._store.all_mornings()
            ],
            "clinicians": self._clinicians(),
            "outcomes": [_plain(asdict(each)) for each in self._store.outcomes.all()],
            "check_stops": [_plain(asdict(each)) for each in self._store.check_stops.all()],
            "plans": [{"id": each.id, **_plain(asdict(each.made))} for each in self._store.plans.all()],
            "sessions": [session_dict(each) for each in sessions],
        }

    def _clinicians(self) -> Json:
        kept = self._store.clinicians
        return {
            "keys": [_plain(asdict(each)) for each in kept.pairings()],
            "releases": [_plain(asdict(each)) for each in kept.releases()],
        }

    def _add_session(self, archive: zipfile.ZipFile, session: KeptSession) -> None:
        started = session.started
        name = f"sessions/{started.started_at:%Y-%m-%d_%H%M}_{started.id}"
        with archive.open(f"{name}.json", "w", force_zip64=True) as file:
            for piece in self._session_json(session):
                file.write(piece)
        try:
            table = self._files.recording_csv(started.id)
        except (NothingToDrawError, KeyError):
            return
        archive.writestr(f"{name}.csv", table)

    def _session_json(self, session: KeptSession) -> Iterator[bytes]:
        """One session, piece by piece: what was recorded may be long."""
        started = session.started
        about = {
            **session_dict(session),
            "registered_at": started.registered_at.isoformat(),
            "assessment": started.assessment,
            "config": started.config,
            "records": [
                {**asdict(each), "finished_at": each.finished_at.isoformat()}
                for each in self._store.records(started.id)
            ],
        }
        yield _json(about)[:-2] + b',\n"parts": ['
        for n, body in enumerate(self._store.parts(started.id)):
            yield b"," * (n > 0) + b"\n" + body
        yield b"]}\n"


def _plain(row: Json) -> Json:
    """Moments and days as ISO text."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode() + b"\n"
