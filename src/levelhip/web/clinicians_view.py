"""Clinicians and releases as page and API show them: where each stands, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from levelhip.bootstrap import Services
from levelhip.exercise.clinicians import SPOKEN_GROUPS, Card, fingerprint, read_card
from levelhip.exercise.letters import LetterError
from levelhip.exercise.releases import Release, read_release
from levelhip.ports import Json, KeptRelease, Pairing
from levelhip.services.releasing import openable

Standing = Literal["asked", "trusted", "removed", "revoked", "given_up"]
Force = Literal["in_force", "not_yet", "over", "withdrawn", "closed"]


@dataclass(frozen=True, slots=True)
class Key:
    """A clinician's key, and where it stands."""

    pairing: Pairing
    card: Card
    standing: Standing

    def as_dict(self) -> Json:
        """For the API. Of a key that is asked about, the groups that are typed are not told."""
        groups = fingerprint(self.card.key_id)
        pairing = self.pairing
        return {
            "pairing": pairing.id,
            "key_id": None if self.standing == "asked" else pairing.key_id,
            "standing": self.standing,
            "name": self.card.name,
            "profession": self.card.profession,
            "registration": self.card.registration,
            "fingerprint": list(groups[:-SPOKEN_GROUPS] if self.standing == "asked" else groups),
            "challenge": pairing.challenge if self.standing == "asked" else None,
            "asked_at": _iso(pairing.asked_at),
            "paired_at": _iso(pairing.paired_at),
            "removed_at": _iso(pairing.removed_at),
            "revoked_at": _iso(pairing.revoked_at),
        }


@dataclass(frozen=True, slots=True)
class Given:
    """A release that was brought in, and whether it counts."""

    kept: KeptRelease
    release: Release
    force: Force
    opens: list[str]

    def as_dict(self) -> Json:
        """For the API."""
        release = self.release
        return {
            "id": release.id,
            "force": self.force,
            "name": release.name,
            "profession": release.profession,
            "key_id": release.key_id,
            "exercises": list(release.exercises),
            "gates": list(release.gates),
            "opens": self.opens,
            "signed_at": _iso(release.signed_at),
            "until": _iso(release.until),
            "note": release.note,
            "imported_at": _iso(self.kept.imported_at),
            "withdrawn_at": _iso(self.kept.withdrawn_at),
        }


def keys_of(services: Services) -> list[Key]:
    """Every key there has been, newest first."""
    pairings = reversed(services.releasing.pairings())
    return [Key(each, read_card(each.card), standing_of(each)) for each in pairings]


def standing_of(pairing: Pairing) -> Standing:
    """Where a key stands."""
    if pairing.revoked_at is not None:
        return "revoked"
    if pairing.paired_at is None:
        return "asked" if pairing.is_asked else "given_up"
    return "trusted" if pairing.removed_at is None else "removed"


def releases_of(services: Services) -> list[Given]:
    """Every release there has been, newest first; one that cannot be read any more opens nothing and is left out."""
    trusted = {each.id for each in services.releasing.pairings() if each.is_trusted}
    now = services.releasing.latest()
    found = []
    for kept in reversed(services.releasing.releases()):
        try:
            release = read_release(kept.letter)
        except LetterError:
            continue
        found.append(
            Given(kept, release, _force(kept, release, now, counts=kept.pairing_id in trusted), openable(release))
        )
    return found


def _force(kept: KeptRelease, release: Release, now: datetime, *, counts: bool) -> Force:
    if kept.withdrawn_at is not None:
        return "withdrawn"
    if now >= release.until:
        return "over"
    if not counts:
        return "closed"
    return "in_force" if release.signed_at <= now else "not_yet"


def overview(services: Services) -> Json:
    """All of it, for the API."""
    keys, releases = keys_of(services), releases_of(services)
    return {
        "patient_code": services.releasing.patient_code(),
        "keys": [each.as_dict() for each in keys],
        "releases": [each.as_dict() for each in releases],
    }


def _iso(moment: datetime | None) -> Any:  # noqa: ANN401 - text or null, for JSON
    return None if moment is None else moment.isoformat()
