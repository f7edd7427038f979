"""Muscle signals that another program sends over the Lab Streaming Layer."""

from __future__ import annotations

from typing import Any, Final

from levelhip.extras import needs_extra
from levelhip.ports import SensorError

WAIT_S: Final = 5.0
_MICROVOLTS: Final = {"uv": 1.0, "µv": 1.0, "microvolts": 1.0, "microvolt": 1.0, "mv": 1e3, "millivolts": 1e3, "v": 1e6,
                      "volts": 1e6}  # fmt: skip


class LslMuscle:
    """One channel of a stream: of type EMG, or of the name given. Raises SensorError: one line, what to do."""

    def __init__(self, stream: str | None = None, channel: str | None = None, wait_s: float = WAIT_S) -> None:
        with needs_extra("emg-live"):
            try:
                import pylsl  # noqa: PLC0415
            except (RuntimeError, OSError):  # the package is there, its library is not
                raise SensorError("the library liblsl of pylsl cannot be loaded on this system") from None
        pylsl.set_config_content("[log]\nlevel = -3\n")  # what is wrong is said by us, in one line
        self._lsl = pylsl
        wanted = ("name", stream) if stream else ("type", "EMG")
        found = pylsl.resolve_byprop(*wanted, timeout=wait_s)
        if not found:
            todo = "start the program that sends it, on this network"
            raise SensorError(f"no LSL stream of the {wanted[0]} {wanted[1]} is there; {todo}")
        self._inlet = pylsl.StreamInlet(found[0], max_buflen=60, recover=False)
        try:
            info: Any = self._inlet.info(timeout=wait_s)
            self._inlet.open_stream(timeout=wait_s)
        except (pylsl.LostError, pylsl.TimeoutError, TimeoutError):
            raise SensorError(f"the LSL stream {found[0].name()} does not answer") from None
        self.rate_hz = float(info.nominal_srate())
        channels = _channels(info)
        names = [name or str(number) for number, (name, _) in enumerate(channels, 1)]
        self._place = _place(names, channel)
        self.name = f"{info.name()}: {names[self._place]}"
        unit = channels[self._place][1].strip().lower()
        if unit and unit not in _MICROVOLTS:
            raise SensorError(f"{self.name} is in {unit}, not in microvolts or volts: choose another --channel")
        self._factor = _MICROVOLTS.get(unit, 1.0)

    def read(self, wait_s: float = 0.1) -> list[float]:
        """What has come since, uV; waits a little. Raises SensorError where the stream has ended."""
        try:
            rows, _ = self._inlet.pull_chunk(timeout=wait_s, max_samples=4096)
        except self._lsl.LostError:
            raise SensorError(f"{self.name}: the stream has ended") from None
        return [self._factor * float(row[self._place]) for row in rows]

    def close(self) -> None:
        """Let go of the stream."""
        self._inlet.close_stream()


def _channels(info: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - of a package without types
    """The name and unit of each channel, as far as the stream tells them."""
    node = info.desc().child("channels").child("channel")
    told = []
    for _ in range(info.channel_count()):
        told.append((node.child_value("label"), node.child_value("unit")))
        node = node.next_sibling("channel")
    return told


def _place(names: list[str], channel: str | None) -> int:
    """The place of the channel asked for by name or number; else of gluteus medius, else the first."""
    if channel is None:
        return next((place for place, name in enumerate(names) if "gmed" in name.lower()), 0)
    if channel in names:
        return names.index(channel)
    if channel.isdecimal() and 1 <= int(channel) <= len(names):
        return int(channel) - 1
    raise SensorError(f"there is no channel {channel!r}; there are: {', '.join(names)}")
