"""A load cell in the belt: packets in, samples out. What listens to the radio, in a page or not, is elsewhere.

Three things stand between a packet and a sample: the rigging (a cell in one strand of a closed loop carries half of
what the ankle feels), the zero, and the time. The device's own steps say how far apart samples are; when they were, in
session seconds, is anchored to the host's clock by the shortest delay seen, and moved so slowly that a hold keeps its
length.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Final, Literal

from levelhip.session.crane_scale import COMPANY, read_advertisement
from levelhip.session.features import STRANDS_OF_A_LOOP
from levelhip.session.progressor import BatteryMv, LowPower, PacketError, Weight, Weights, read_reply

GRAVITY_MS2: Final = 9.80665
"""Standard gravity: what turns a cell's kilograms into newtons."""

Rigging = Literal["strand", "inline"]
RIGGINGS: Final[tuple[Rigging, Rigging]] = ("strand", "inline")
STRANDS: Final[dict[Rigging, float]] = {"strand": STRANDS_OF_A_LOOP, "inline": 1.0}
"""How many times the cell's pull the ankle feels."""

WRAP_US: Final = 1 << 32
LATE_US: Final = 1_000_000
"""A stamp that is back by less than this came late or twice; by more, the device began anew."""
AHEAD_S: Final = 5.0
"""A device that says that this much more time went by than the host's clock does has begun anew."""
WINDOW_S: Final = 5.0
WINDOWS: Final = 4
"""The shortest delay is sought in this many windows, the last one filling: what is older may have drifted away."""
SLEW: Final = 0.002
"""Seconds a second by which samples may be moved: ten times what two quartzes drift apart, 12 ms in a hold of 6 s."""
FIRST_SLEW: Final = 0.5
FIRST_S: Final = 2.0
"""Just after a connection, when a first packet that was late is found out, they move faster, for this long."""
STEP_S: Final = 1e-6
"""Two samples are at least this far apart: the device's own resolution."""

WRAP_S: Final = WRAP_US * STEP_S

TARE_S: Final = 1.0
"""The zero is the mean of this long."""
TARE_SPREAD_N: Final = 5.0
"""A cell that feels so much more and less in that time does not hang loose."""


def net_force_n(kg: float, rigging: Rigging, tare_kg: float = 0.0) -> float:
    """What the ankle feels, N, of a cell's reading and of its reading on a loose belt, kg."""
    return STRANDS[rigging] * GRAVITY_MS2 * (kg - tare_kg)


class CellClock:
    """The device's microseconds (uint32, starting over every 71.6 minutes) as session seconds that only go forward."""

    __slots__ = ("_device_s", "_device_us", "_host_s", "_lows", "_offset_s", "_t_s", "_window_s")

    def __init__(self) -> None:
        self._t_s = -math.inf  # the last time given
        self._device_us: int | None = None  # the last stamp; None: a connection begins
        self._device_s = self._host_s = self._offset_s = self._window_s = 0.0
        self._lows: deque[float] = deque(maxlen=WINDOWS)  # a window's shortest delay: host's less device's time

    def restarted(self, host_t_s: float) -> None:
        """A new connection since `host_t_s`: the device counts from anew, and the gap stays a gap."""
        self._device_us = None
        self._t_s = max(self._t_s, host_t_s)

    def at(self, device_us: int, host_t_s: float) -> float:
        """When a sample was taken, session seconds; NaN for one that came before, or too late to be told.

        `device_us`: its stamp. `host_t_s`: when it arrived, or would have, had it been sent the moment it was taken.
        """
        if self._device_us is None:
            return self._begin(device_us, host_t_s)
        step_us = (device_us - self._device_us) % WRAP_US
        if step_us == 0 or step_us > WRAP_US - LATE_US:
            return math.nan
        step_s, elapsed_s = step_us * STEP_S, host_t_s - self._host_s
        if step_s > max(0.0, elapsed_s) + AHEAD_S:
            return self._begin(device_us, host_t_s)
        step_s += max(0, round((elapsed_s - step_s) / WRAP_S)) * WRAP_S  # silent for more than a lap
        self._device_us = device_us
        self._device_s += step_s
        self._host_s = host_t_s
        self._follow(host_t_s - self._device_s, step_s)
        self._t_s = max(self._t_s + STEP_S, self._device_s + self._offset_s)
        return self._t_s

    def _begin(self, device_us: int, host_t_s: float) -> float:
        self._device_us = device_us
        self._device_s = self._window_s = 0.0
        self._host_s = host_t_s
        self._lows.clear()
        self._lows.append(host_t_s)
        self._t_s = self._offset_s = max(self._t_s + STEP_S, host_t_s)
        return self._t_s

    def _follow(self, delay_s: float, step_s: float) -> None:
        """Move towards the shortest delay of late, no faster than a hold bears."""
        if self._device_s - self._window_s >= WINDOW_S:
            self._window_s = self._device_s
            self._lows.append(delay_s)
        elif delay_s < self._lows[-1]:
            self._lows[-1] = delay_s
        most_s = step_s * (FIRST_SLEW if self._device_s < FIRST_S else SLEW)
        self._offset_s += min(max(min(self._lows) - self._offset_s, -most_s), most_s)


class LoadCell:
    """One cell: the packets it sends, and what the ankle feels, N, in session seconds.

    Nothing a device sends raises: what is no packet is counted in `bad_packets`, readings that came twice are dropped.
    """

    def __init__(self, rigging: Rigging) -> None:
        self.rigging: Rigging = rigging
        self.tare_kg = 0.0
        """The cell's reading that counts as nothing."""
        self.battery_mv: int | None = None
        """What the battery answered last; None: it did not."""
        self.bad_packets = 0
        self.is_low = False
        """Whether the device said that its battery is almost empty."""
        self._clock = CellClock()
        self._recent: deque[tuple[float, float]] = deque()  # (t_s, kg) of the last second

    def receive(self, packet: bytes, host_t_s: float) -> list[tuple[float, float]]:
        """Take a notification that arrived at `host_t_s`; give its samples as (t_s, net force on the ankle in N)."""
        try:
            reply = read_reply(packet)
        except PacketError:
            self.bad_packets += 1
            return []
        match reply:
            case Weights(weights):
                return self._take(weights, host_t_s)
            case BatteryMv(mv):
                self.battery_mv = mv
            case LowPower():
                self.is_low = True
            case _:
                pass  # words, a number, a rate of its own
        return []

    def hear(self, makers_data: bytes, t_s: float) -> list[tuple[float, float]]:
        """Take what a hanging scale advertised at `t_s`; give it as `receive` does."""
        try:
            kg = read_advertisement({COMPANY: makers_data})
        except PacketError:
            self.bad_packets += 1
            return []
        return self.weigh(kg, t_s)

    def weigh(self, kg: float, t_s: float) -> list[tuple[float, float]]:
        """Take a reading of a cell that has no clock of its own, heard at `t_s`; give it as `receive` does."""
        is_new = math.isfinite(kg) and (not self._recent or t_s > self._recent[-1][0])
        return [self._sample(t_s, kg)] if is_new else []

    def reconnected(self, host_t_s: float) -> None:
        """The connection was lost, and is there again since `host_t_s`. The zero stays."""
        self._clock.restarted(host_t_s)
        self._recent.clear()

    def tare(self) -> bool:
        """What the cell read in the last second is nothing from now on.

        False, and nothing is changed, where it read nothing, or the belt was pulled: it does not hang loose then.
        """
        readings = [kg for _, kg in self._recent]
        if self.rate_hz is None or (max(readings) - min(readings)) * GRAVITY_MS2 > TARE_SPREAD_N:
            return False
        self.tare_kg = math.fsum(readings) / len(readings)
        return True

    @property
    def rate_hz(self) -> float | None:
        """Samples a second, over the last second; None while less than half of one was heard."""
        if not self._recent:
            return None
        heard_s = self._recent[-1][0] - self._recent[0][0]
        return (len(self._recent) - 1) / heard_s if heard_s >= TARE_S / 2 else None

    def _take(self, weights: tuple[Weight, ...], host_t_s: float) -> list[tuple[float, float]]:
        samples: list[tuple[float, float]] = []
        last_us = weights[-1].device_us
        for weight in weights:
            waited_us = (last_us - weight.device_us) % WRAP_US  # in the packet, for the ones after it
            t_s = self._clock.at(weight.device_us, host_t_s - (waited_us if waited_us < LATE_US else 0) * STEP_S)
            if not math.isnan(t_s):
                samples.append(self._sample(t_s, weight.kg))
        return samples

    def _sample(self, t_s: float, kg: float) -> tuple[float, float]:
        recent = self._recent
        recent.append((t_s, kg))
        while recent[0][0] < t_s - TARE_S:
            recent.popleft()
        return t_s, net_force_n(kg, self.rigging, self.tare_kg)
