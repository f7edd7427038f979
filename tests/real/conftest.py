"""Where the rendered clips lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from revalidation.real_recordings import media_folder


@pytest.fixture(scope="session")
def media(recordings: Path) -> Path:
    """The folder of rendered clips, beside the recordings."""
    folder = media_folder(recordings)
    if not folder.is_dir():
        pytest.skip("no folder of rendered clips (media/rendered beside the recordings)")
    return folder
