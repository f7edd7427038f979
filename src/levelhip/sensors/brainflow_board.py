"""Muscle signals of an amplifier that BrainFlow knows (OpenBCI, FreeEEG, and its own synthetic board)."""

from __future__ import annotations

import time
import warnings
from typing import Final

from levelhip.extras import needs_extra
from levelhip.ports import SensorError

SYNTHETIC: Final = "synthetic"


class BrainFlowMuscle:
    """One EMG channel of a board. `board`: its name in BrainFlow, with a serial port after `@` where it needs one.

    Raises SensorError: one line, what to do.
    """

    def __init__(self, board: str | None = None, channel: str | None = None) -> None:
        with needs_extra("emg-live"):
            from brainflow.board_shim import BoardIds, BoardShim, BrainFlowInputParams  # noqa: PLC0415
            from brainflow.exit_codes import BrainFlowError  # noqa: PLC0415
        name, _, port = (board or SYNTHETIC).partition("@")
        known = {each.name.removesuffix("_BOARD").lower(): each.value for each in BoardIds}
        key = name.lower().removesuffix("_board")
        if key not in known:
            raise SensorError(f"BrainFlow has no board {name!r}; for example: synthetic, cyton, ganglion, muse_2")
        self._board = None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # before Python 3.12 it imports what setuptools is about to drop
            BoardShim.disable_board_logger()
        told = BrainFlowInputParams()
        told.serial_port = port
        try:
            places = BoardShim.get_emg_channels(known[key])
            self.rate_hz = float(BoardShim.get_sampling_rate(known[key]))
            number = _number(channel, len(places))
            found = BoardShim(known[key], told)
            found.prepare_session()
            self._board = found
            found.start_stream()
        except BrainFlowError as error:
            self.close()
            said = " ".join(str(error).split())
            raise SensorError(f"the board {name} cannot be had: {said}; check the port, as in cyton@PORT") from None
        self._place = places[number]
        self.name = f"{name}: channel {number + 1}"

    def read(self, wait_s: float = 0.1) -> list[float]:
        """What has come since, uV; waits a little."""
        if self._board is None:
            raise SensorError("the board is closed")
        time.sleep(wait_s)
        values: list[float] = self._board.get_board_data()[self._place].tolist()
        return values

    def close(self) -> None:
        """Let go of the board; again does nothing."""
        board, self._board = self._board, None
        if board is not None:
            board.release_session()


def _number(channel: str | None, count: int) -> int:
    if channel is None:
        return 0
    if channel.isdecimal() and 1 <= int(channel) <= count:
        return int(channel) - 1
    raise SensorError(f"there is no channel {channel!r}; they are numbered 1 to {count}")
