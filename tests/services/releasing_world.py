"""A patient's device, and clinicians who telephone: the real services over a store, and a clock that is moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from levelhip.bootstrap import Services, build
from levelhip.exercise.clinicians import SPOKEN_GROUPS, Profession, fingerprint
from levelhip.services.signing import Order, Signer
from levelhip.store.store import SqlStore
from tests.exercise.clearance_factories import BELT, NOW, harmless
from tests.exercise.clinician_factories import card_letter, signer

REPAIRED: Final[dict[str, object]] = {"abductor_repair": "yes"}


@dataclass
class MovedClock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Device:
    """A patient's device."""

    folder: Path
    clock: MovedClock = field(default_factory=MovedClock)

    def __post_init__(self) -> None:
        self.services: Services = build(SqlStore(self.folder / "levelhip.sqlite3"), self.clock, lambda _: {})

    def answer(self, **changes: object) -> None:
        self.services.clearing.answer({**harmless(), **changes}, BELT)

    def may_start(self, exercise: str = BELT) -> bool:
        return self.services.clearing.assessment(exercise).may_start

    def ask(self, profession: Profession = "surgeon", seed: int = 1) -> int:
        return self.services.releasing.begin(json.dumps(card_letter(profession, seed))).id

    def pair(self, profession: Profession = "surgeon", seed: int = 1) -> Signer:
        """The whole of it: the card, the telephone, the answer."""
        by, number = signer(profession, seed), self.ask(profession, seed)
        challenge = self.services.releasing.waiting(number).challenge
        self.services.releasing.pair(number, spoken(by), json.dumps(by.answer(challenge, self.clock.now())))
        return by

    def letter(self, by: Signer, *gates: str, days: float = 30, exercises: Sequence[str] = (BELT,)) -> dict[str, Any]:
        order = Order(self.services.releasing.patient_code(), exercises, gates, self.clock.now() + timedelta(days=days))
        return by.release(order, self.clock.now())

    def take_in(self, letter: dict[str, Any]) -> str:
        return self.services.releasing.take_in(json.dumps(letter)).id

    def close(self) -> None:
        self.services.store.close()


def spoken(by: Signer) -> str:
    return " ".join(fingerprint(by.card.key_id)[-SPOKEN_GROUPS:])
