"""Where the real recordings of other people's studies are, for tests and revalidation that skip without them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

VARIABLE: Final = "LEVELHIP_DATA"
SKIP_REASON: Final = f"no folder of real recordings (../shared/data/recordings, or name one with {VARIABLE})"


def recordings_folder() -> Path | None:
    """Return the folder of real recordings: LEVELHIP_DATA, else beside the project; None where there is none."""
    told = os.environ.get(VARIABLE)
    root = Path(__file__).resolve().parents[3]
    folder = Path(told) if told else root.parent / "shared" / "data" / "recordings"
    return folder if folder.is_dir() else None
