"""What holds gates of clearance open on this device, now and at a moment that is past. Fails closed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from levelhip.exercise.codes import PATIENT_CODE
from levelhip.exercise.letters import LetterError
from levelhip.exercise.releases import Release, read_release
from levelhip.ports import ClinicianStore, Clock, Json, KeptRelease, Pairing, StoreError

CLOCK_STEP: Final = timedelta(minutes=1)
"""The latest moment is noted about this often, and whenever a release ends (levelhip_convention)."""


class Opening:
    """Trusted keys and the releases that came under them, as a session's clearance carries them."""

    def __init__(self, store: ClinicianStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def patient_code(self) -> str:
        """The code by which a release names this device's patient; made the first time it is asked for."""
        return self._store.patient_code(PATIENT_CODE.made(secrets.token_bytes(PATIENT_CODE.noise_bytes)))

    def latest(self) -> datetime:
        """The latest moment this device has seen: now, or later where its clock was set back."""
        now, latest = self._clock.now(), self._store.latest()
        return now if latest is None else max(now, latest)

    def kept(self, exercise: str) -> Json:
        """What opens gates for an exercise now: `patient`, `keys`, `releases`, `latest`."""
        keys = [each for each in self._store.pairings() if each.is_trusted]
        if not keys:
            return _carried()
        releases = list(_under(keys, [each for each in self._store.releases() if each.withdrawn_at is None]))
        try:
            latest = self._note(releases)
        except StoreError:  # it could not be kept from being revived
            return _carried()
        return self._carried([each for each in releases if each.until > latest], exercise, keys, latest)

    def kept_at(self, exercise: str, moment: datetime) -> Json:
        """The same as it was at `moment`: of a session that is told of late."""
        keys = [each for each in self._store.pairings() if _was_trusted(each, moment)]
        there = [
            each
            for each in self._store.releases()
            if each.imported_at <= moment and (each.withdrawn_at is None or moment < each.withdrawn_at)
        ]
        return self._carried(_under(keys, there), exercise, keys, None)

    def _carried(
        self, releases: Iterable[Release], exercise: str, keys: Iterable[Pairing], latest: datetime | None
    ) -> Json:
        named = [each for each in releases if exercise in each.exercises]
        signers = {each.key_id for each in named}
        return _carried(
            self.patient_code() if named else None,
            [each.card for each in keys if each.key_id in signers],
            [each.as_letter() for each in named],
            latest,
        )

    def _note(self, releases: Iterable[Release]) -> datetime:
        """The latest moment. It is kept now and then, and always where a release has ended: that is for good."""
        now, latest = self._clock.now(), self._store.latest()
        if latest is not None and now <= latest:
            return latest
        if latest is None or now - latest >= CLOCK_STEP or any(latest < each.until <= now for each in releases):
            self._store.note_moment(now)
        return now


def _carried(
    patient: str | None = None,
    keys: Iterable[Json] = (),
    releases: Iterable[Json] = (),
    latest: datetime | None = None,
) -> Json:
    seen = None if latest is None else latest.isoformat()
    return {"patient": patient, "keys": list(keys), "releases": list(releases), "latest": seen}


def _under(keys: Iterable[Pairing], kept: Iterable[KeptRelease]) -> Iterator[Release]:
    """The releases that came under these pairings; one that cannot be read any more opens nothing."""
    pairings = {each.id for each in keys}
    for each in kept:
        if each.pairing_id in pairings:
            try:
                yield read_release(each.letter)
            except LetterError:
                continue


def _was_trusted(pairing: Pairing, moment: datetime) -> bool:
    ends = [end for end in (pairing.removed_at, pairing.revoked_at) if end is not None]
    return pairing.paired_at is not None and pairing.paired_at <= moment and all(moment < end for end in ends)
