"""The engine for the browser: the installed package's own sources, so that both count with the very same files."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from levelhip import __version__

ROOMS: Final = ("coaching", "exercise", "session", "simulation")
_LEFT_OUT: Final = ("__pycache__", "tests")
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""Zip knows no earlier; the same sources always give the same archive."""


@dataclass(frozen=True, slots=True)
class EngineFiles:
    """The archive and its name. `hash`: of the files' names and contents."""

    version: str
    hash: str
    archive: bytes

    @property
    def url(self) -> str:
        """Where it is served: another engine has another address."""
        return f"/engine/{self.version}-{self.hash}.zip"

    def as_dict(self) -> dict[str, str]:
        """What a page needs to know of it."""
        return {"version": self.version, "hash": self.hash, "url": self.url}


@cache
def engine_files() -> EngineFiles:
    """The engine as it is installed, read once: this very process counts with it too."""
    package = resources.files("levelhip")
    files = [("levelhip/__init__.py", package.joinpath("__init__.py").read_bytes())]
    for room in ROOMS:
        files += _files(package.joinpath(room), f"levelhip/{room}")
    files.sort()
    return EngineFiles(__version__, _hash(files), _archive(files))


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in _LEFT_OUT:
            yield from _files(entry, f"{path}/{entry.name}")
        elif entry.is_file() and not entry.name.endswith((".pyc", "~")) and not entry.name.startswith("."):
            yield f"{path}/{entry.name}", entry.read_bytes()


def _hash(files: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for path, content in files:
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _archive(files: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files:
            entry = zipfile.ZipInfo(path, _FIXED_TIME)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return target.getvalue()
