"""The belt's load cell in a live session: packets become samples of the net force, and a loose belt becomes zero.

The packets themselves are the session's inputs, so that whoever replays them reads them with the same decoder.
"""

from __future__ import annotations

from typing import Any, Final

from levelhip.coaching.live_inputs import LONGEST_S, Connected, Packet
from levelhip.session.load_cell import LoadCell, Rigging

LARGEST_N: Final = 1e6
"""No belt carries that; a reading beyond it is none."""


class Belt:
    """One load cell, rigged in one way, from the first packet of a session to the last."""

    def __init__(self, rigging: Rigging) -> None:
        self.rigging = rigging
        self.zeroed = False
        """Whether the belt has hung loose, and that was taken as zero."""
        self._cell = LoadCell(rigging)
        self._told_low = False

    def receive(self, packet: Packet) -> list[tuple[float, float]]:
        """The samples in one packet: session seconds, and the net force in N."""
        return [
            (round(t_s, 6), force_n)
            for t_s, force_n in self._samples(packet)
            if 0 <= t_s <= LONGEST_S and -LARGEST_N < force_n < LARGEST_N
        ]

    def _samples(self, packet: Packet) -> list[tuple[float, float]]:
        """As the device that sent it is read: a Progressor is connected to, a hanging scale only heard."""
        read = self._cell.receive if packet.device == "progressor" else self._cell.hear
        return read(packet.body, packet.t_s)

    def connected(self, given: Connected) -> None:
        """The device was reached, perhaps once more: its clock may have begun anew."""
        self._cell.reconnected(given.t_s)

    def zero(self) -> None:
        """The belt hangs loose now. Where the cell itself says that it does not, nothing is zero."""
        self.zeroed = self._cell.tare()

    def low_battery_is_news(self) -> bool:
        """Whether the battery is low and nobody was told yet; asked once, it is told."""
        news = self._cell.is_low and not self._told_low
        self._told_low = self._told_low or news
        return news

    @property
    def bad_packets(self) -> int:
        """Packets that could not be read."""
        return self._cell.bad_packets

    @property
    def low_battery(self) -> bool:
        """Whether the sensor has said that its battery is almost empty."""
        return self._cell.is_low

    def as_dict(self) -> dict[str, Any]:
        """What a record keeps of it. None is not known."""
        return {
            "rigging": self.rigging,
            "zeroed": self.zeroed,
            "battery_mv": self._cell.battery_mv,
            "low_battery": self._cell.is_low,
            "bad_packets": self._cell.bad_packets,
        }
