"""Clinicians with keys of their own, always the same ones, and what they sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from levelhip.exercise.clinicians import CARD, Profession
from levelhip.exercise.codes import PATIENT_CODE
from levelhip.exercise.letters import written
from levelhip.exercise.releases import Release, Trust, read_release
from levelhip.services.signing import Signer, signed
from tests.exercise.clearance_factories import BELT, NOW

PATIENT: Final = PATIENT_CODE.made(b"a patient")
NAMES: Final[dict[Profession, str]] = {
    "therapist": "Ben Okoro",
    "clinician": "Dr. Lena Hart",
    "surgeon": "Dr. B. Surgeon",
}


@cache
def private_key(seed: int = 1) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed.to_bytes(32, "big"))


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


@cache
def card_letter(profession: Profession = "surgeon", seed: int = 1) -> dict[str, Any]:
    told = {
        "schema": CARD,
        "name": NAMES[profession],
        "profession": profession,
        "registration": "Register 12345",
        "public_key": public_bytes(private_key(seed)).hex(),
        "made_at": written(NOW - timedelta(days=400)),
    }
    return signed(told, private_key(seed))


@cache
def signer(profession: Profession = "surgeon", seed: int = 1) -> Signer:
    return Signer(private_key(seed), card_letter(profession, seed))


def release_letter(
    *gates: str,
    by: Signer | None = None,
    patient: str = PATIENT,
    exercises: Sequence[str] = (BELT,),
    signed_at: datetime = NOW - timedelta(days=1),
    until: datetime = NOW + timedelta(days=30),
    note: str = "",
    number: int = 1,
) -> dict[str, Any]:
    """A release as it is signed, also one that our own signing would refuse."""
    by = by or signer()
    card = by.card
    release = Release(
        id=f"00000000-0000-4000-8000-{number:012x}",
        name=card.name,
        profession=card.profession,
        registration=card.registration,
        key_id=card.key_id,
        patient=patient,
        exercises=tuple(sorted(exercises)),
        gates=tuple(sorted(gates)),
        signed_at=signed_at,
        until=until,
        note=note,
    )
    return signed(release.as_letter(), by._key)


def trust(
    *letters: dict[str, Any], by: Sequence[Signer] = (), patient: str = PATIENT, latest: datetime | None = None
) -> Trust:
    """A device that trusts these clinicians (the surgeon, where none is named) and was given these releases."""
    cards = tuple(each.card for each in by or (signer(),))
    return Trust(patient, cards, tuple(map(read_release, letters)), latest)
