"""Where the library's files are: beside this one, in a folder or in a zip. The only place that knows."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped() -> Traversable:
    """Return the folder of the exercises and references that come with the package."""
    return files(__package__)
