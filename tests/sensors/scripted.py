"""A sensor in the belt of somebody who does as the coach says; what it sends is there at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from typing import Any

from levelhip.ports import Json, SensorError, SensorNews, SensorState
from levelhip.session.load_cell import LoadCell, Rigging
from levelhip.session.progressor import Weight, weight_packet
from tests.coaching.belt_people import Wearer, connected
from tests.coaching.live_people import Room


class PlayedSensor:
    """What a sensor sent in a session, by its journal, once more. `end`: why it is gone for good after that."""

    name = "Played"

    def __init__(self, journal: Iterable[Json], rigging: Rigging = "strand", end: str = "") -> None:
        self.cell = LoadCell(rigging)
        self.was_let_go = False
        self.device = "progressor"
        self._journal, self._end = [each for each in journal if each["do"] in ("connected", "packet")], end

    async def news(self) -> AsyncGenerator[SensorNews, None]:
        try:
            is_known = False
            for each in self._journal:
                self.device = each["device"]
                if each["do"] == "packet":
                    yield self._told(bytes.fromhex(each["hex"]), each["t_s"])
                    continue
                if is_known:
                    yield SensorNews(SensorState.LOST, each["t_s"])
                yield SensorNews(SensorState.FOUND if is_known else SensorState.CONNECTED, each["t_s"])
                is_known = True
            if self._end:
                raise SensorError(self._end)
        finally:
            self.was_let_go = True

    def _told(self, packet: bytes, t_s: float) -> SensorNews:
        samples = tuple(self.cell.receive(packet, t_s))
        return SensorNews(SensorState.SAMPLES if samples else SensorState.PACKET, t_s, samples, packet=packet)


def worn(config: Json, rigging: Rigging = "strand", *, until_rep: int | None = None, **wearer: Any) -> list[Json]:  # noqa: ANN401
    """The journal of somebody who wears the belt in a session of this configuration, or of its first repetitions."""
    room = Room({**config, "rigging": rigging})
    room.command("begin", 0.0)
    connected(room)
    somebody = Wearer(room, **wearer)
    somebody.run(until=lambda state: until_rep is not None and state.get("attempts", 0) >= until_rep)
    return room.journal


def hanging_loose(seconds: float) -> list[Json]:
    """The journal of a belt that nobody ever pulls."""
    packets = (
        (k / 10, weight_packet(tuple(Weight(0.3, round((k / 10 + n / 80) * 1e6)) for n in range(8))))
        for k in range(round(seconds * 10))
    )
    return [
        {"do": "connected", "t_s": 0.0, "device": "progressor"},
        *({"do": "packet", "t_s": t_s + 0.1, "device": "progressor", "hex": body.hex()} for t_s, body in packets),
    ]
