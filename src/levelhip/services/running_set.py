"""A coached session under way on the command line: every input goes to the coach, and into the store while it grows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from levelhip.coaching.live import LiveSession
from levelhip.ports import Json, PartLimits, StoreError, TooMuchError
from levelhip.services.coaching import Coaching

PART_S: Final = 2.0
"""The journal is put into the store so often,"""
PART_SHARE: Final = 0.01
"""but no more often than after this share of the session: it may have only so many parts."""


class RunningSet:
    """One session under way. `coaching`: where it is kept; None: nowhere. `trouble`: why something could not be."""

    def __init__(self, config: Json, messages: Mapping[str, str], coaching: Coaching | None) -> None:
        self.config = config
        self.live = LiveSession(config, messages)
        self.state: Json = {}
        """As the session told it last."""
        self.is_empty = True
        """Whether no sensor has said anything yet."""
        self.trouble = ""
        self._coaching = coaching
        self._waiting: list[Json] = []
        self._parts = 0
        self._kept_s = 0.0

    @property
    def is_over(self) -> bool:
        """Whether it has ended, however."""
        return bool(self.state.get("ended", "unfinished") != "unfinished")

    def take(self, given: Json) -> list[Json]:
        """One input of the session, as the page gives them; what came of it.

        Raises NotCleared with the first of the sensor, where something has closed the exercise meanwhile.
        """
        if self.is_empty and given["do"] in ("connected", "packet"):
            self.is_empty = False
            if self._coaching is not None:
                self._coaching.register(self.config)
        outputs = self.live.take(given)
        self.state = next((each["state"] for each in reversed(outputs) if "state" in each), self.state)
        self._waiting.append(given)
        is_pain = given.get("command") == "pain"  # kept at once, whatever becomes of the questions after it
        if is_pain or given["t_s"] - self._kept_s >= max(PART_S, PART_SHARE * given["t_s"]):
            self._put(given["t_s"])
        return outputs

    def finish(self) -> Json:
        """It is over, and all was said: keep the rest; gives the record."""
        record: Json = json.loads(json.dumps(self.live.record(), allow_nan=False))
        if self._coaching is not None and not self.is_empty:
            self._put(self._kept_s, is_last=True)
            if not self._waiting:
                self._try(lambda coaching: coaching.finish(self.config["id"], self._parts, record))
        return record

    def _put(self, now_s: float, *, is_last: bool = False) -> None:
        """Keep what came since the last part. A store in trouble stops nobody in mid-hold: it is tried again."""
        self._kept_s = now_s
        part, number = self._waiting, self._parts
        most = PartLimits().count if is_last else PartLimits().count - 1
        if self.is_empty or not part or number >= most:
            return
        if self._try(lambda coaching: coaching.put_part(self.config["id"], number, part)):
            self._waiting, self._parts = [], number + 1

    def _try(self, keep: Callable[[Coaching], Any]) -> bool:
        if self._coaching is None:
            return True
        try:
            keep(self._coaching)
        except (StoreError, TooMuchError) as error:
            self.trouble = error.line if isinstance(error, StoreError) else str(error)
            return False
        self.trouble = ""
        return True
