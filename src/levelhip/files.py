"""Files appear whole or not at all: written beside their place, then put there at one stroke."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def replace_file(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Let `fill` write a new file in `path`'s folder, then put it in the place of `path`.

    Raises OSError where that fails, and where something stands there that is no ordinary file (a device, a pipe, a
    folder); then nothing is left behind and an older file stays as it was.
    """
    if path.exists() and not path.is_file():
        message = "there is something else here than a file"
        raise OSError(None, message, str(path))
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        with beside.open("xb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
