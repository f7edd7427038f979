"""The built front end: every file under an address that names its build, so that a browser may keep it for ever."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from threading import Lock
from typing import Final

from fastapi.responses import FileResponse, Response

NOT_BUILT: Final = (
    "The pages' files are not built yet: run `uv pip install -e .` in the project's folder, then start again."
)
FOR_EVER: Final = "public, max-age=31536000, immutable"
WORTH_IT: Final = 0.95
"""A compressed file is kept where it is smaller than this share of the plain one."""
LEVEL: Final = 6

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
_OTHER_TYPE: Final = "application/octet-stream"
_PACKED: Final = frozenset({".mp3", ".ogg", ".png", ".webp", ".whl", ".woff2", ".zip"})
"""Compressed already."""


def built_folder() -> Path:
    """Where the build hook puts the front end."""
    return Path(__file__).with_name("static") / "built"


class BuiltFiles:
    """Serves what the build's own list names, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._packed: dict[str, bytes | None] = {}
        self._packing: defaultdict[str, Lock] = defaultdict(Lock)
        self.build, self._paths = _read_list(folder)

    @property
    def not_built(self) -> str | None:
        """One line where there is no front end: what to do."""
        return NOT_BUILT if self.build is None else None

    def url(self, path: str) -> str:
        """The address of a built file."""
        return f"/static/{self.build or 'none'}/{path}"

    def serve(self, build: str, path: str, accepted: str) -> Response | None:
        """A file of this build, for ever; None where there is none. `accepted`: the request's Accept-Encoding."""
        if build != self.build:
            return None
        return self.file(path, accepted, {"Cache-Control": FOR_EVER})

    def file(self, path: str, accepted: str, headers: dict[str, str]) -> Response | None:
        """A built file, compressed where that is worth it and wanted; None where there is none."""
        if path not in self._paths:
            return None
        media_type = _TYPES.get(Path(path).suffix, _OTHER_TYPE)
        headers = {"Vary": "Accept-Encoding", **headers}
        packed = self._compressed(path) if "gzip" in accepted else None
        try:
            if packed is None:
                file = self._folder / path
                return FileResponse(file, media_type=media_type, headers=headers, stat_result=file.stat())
        except OSError:  # built anew in the meantime
            return None
        return Response(packed, media_type=media_type, headers={**headers, "Content-Encoding": "gzip"})

    def _compressed(self, path: str) -> bytes | None:
        """The file compressed, made once; None where that is not worth it."""
        with self._packing[path]:
            if path not in self._packed:
                self._packed[path] = None if Path(path).suffix in _PACKED else _pack(self._folder / path)
            return self._packed[path]


def _pack(file: Path) -> bytes | None:
    try:
        content = file.read_bytes()
    except OSError:
        return None
    packed = gzip.compress(content, LEVEL, mtime=0)
    return packed if len(packed) < WORTH_IT * len(content) else None


def _read_list(folder: Path) -> tuple[str | None, frozenset[str]]:
    try:
        listed = json.loads((folder / "build.json").read_text("utf-8"))
        return str(listed["build"]), frozenset(str(file["path"]) for file in listed["files"])
    except (OSError, ValueError, LookupError, TypeError):
        return None, frozenset()
