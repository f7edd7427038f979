from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from levelhip import __version__
from levelhip.web import engine_files
from levelhip.web.static_files import FOR_EVER, BuiltFiles
from tests.web.servers import Server

PACKAGE = Path(engine_files.__file__).parents[1]


# -- the engine --------------------------------------------------------------------------------------------------------


def test_the_engine_is_the_installed_one(server: Server) -> None:
    told = server.get("/api/engine")
    assert told["version"] == __version__
    assert told["url"] == f"/engine/{__version__}-{told['hash']}.zip"
    response = server.browser.get(told["url"])
    assert response.headers["cache-control"] == FOR_EVER
    assert response.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        names = archive.namelist()
        for name in names:
            assert archive.read(name) == (PACKAGE.parent / name).read_bytes(), name
    assert {"levelhip/__init__.py", "levelhip/session/engine.py", "levelhip/simulation/session.py"} <= set(names)
    assert "levelhip/exercise/library/isometric_hip_abduction.toml" in names
    assert "levelhip/exercise/library/references.bib" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc") or "/web/" in name]


def test_the_same_sources_give_the_same_archive() -> None:
    first = engine_files.engine_files()
    engine_files.engine_files.cache_clear()
    assert engine_files.engine_files() == first


@pytest.mark.slow
def test_the_archive_alone_can_count(tmp_path: Path) -> None:
    """Imported from nowhere else, isolated from this installation."""
    archive = tmp_path / "engine.zip"
    archive.write_bytes(engine_files.engine_files().archive)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import levelhip.coaching.live, levelhip.simulation; "
        "from levelhip.exercise.library import load_exercise; print(load_exercise('isometric_hip_abduction').name); "
        "assert sys.argv[1] in levelhip.__file__"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, archive], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("name", ["0.0.1-0123456789abcdef.zip", "x", "..%2f..%2fetc%2fpasswd"])
def test_another_engine_is_not_here(server: Server, name: str) -> None:
    assert server.browser.get(f"/engine/{name}").status_code == 404


# -- the front end -----------------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "built"
    files = {
        "session/page.js": b"let a = 1;" * 1000,
        "vendor/p.wasm": b"\0asm" * 1000,
        "vendor/p.data": bytes(range(256)),
        "icons/icon.png": b"\x89PNG" * 1000,
        "service_worker.js": b"//" * 1000,
        "manifest.webmanifest": b"{}",
        "icons/icon.svg": b"<svg/>",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    listed = [{"path": name, "bytes": len(content)} for name, content in files.items()]
    (folder / "build.json").write_text(json.dumps({"build": "b1", "files": listed}), "utf-8")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.mark.parametrize(
    ("path", "media_type", "packed"),
    [
        ("session/page.js", "text/javascript; charset=utf-8", True),
        ("vendor/p.wasm", "application/wasm", True),
        ("vendor/p.data", "application/octet-stream", False),
        ("icons/icon.png", "image/png", False),
    ],
)
def test_a_built_file_is_served_for_ever(built: Path, path: str, media_type: str, packed: bool) -> None:  # noqa: FBT001
    files = BuiltFiles(built)
    response = files.serve("b1", path, "gzip, br")
    assert response is not None
    assert response.headers["content-type"] == media_type
    assert response.headers["cache-control"] == FOR_EVER
    assert response.headers["vary"] == "Accept-Encoding"
    assert ("content-encoding" in response.headers) == packed
    if packed:
        assert gzip.decompress(bytes(response.body)) == (built / path).read_bytes()
    plain = files.serve("b1", path, "")
    assert plain is not None
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    ("build", "path"),
    [("b2", "session/page.js"), ("b1", "nothing.js"), ("b1", "../secret.txt"), ("b1", "build.json"), ("b1", ""),
     ("b1", "/etc/passwd"), ("none", "session/page.js")],
)  # fmt: skip
def test_nothing_else_is_served(built: Path, build: str, path: str) -> None:
    assert BuiltFiles(built).serve(build, path, "gzip") is None


def test_without_a_build_it_says_what_to_do(tmp_path: Path) -> None:
    files = BuiltFiles(tmp_path / "built")
    assert files.not_built is not None
    assert "uv pip install -e ." in files.not_built
    assert files.url("session/page.js") == "/static/none/session/page.js"
    assert files.serve("none", "session/page.js", "") is None


def test_what_the_browser_asks_for_by_name(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.web.servers import make_server  # noqa: PLC0415 - the folder is set first

    monkeypatch.setattr("levelhip.web.app.built_folder", lambda: built)
    server = make_server(tmp_path / "data")
    worker = server.browser.get("/service_worker.js")
    assert worker.headers["service-worker-allowed"] == "/"
    assert worker.headers["cache-control"] == "no-cache"
    assert worker.headers["content-type"].startswith("text/javascript")
    manifest = server.browser.get("/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert server.browser.get("/static/b1/session/page.js").content == b"let a = 1;" * 1000
    assert server.browser.request("HEAD", "/static/b1/session/page.js").status_code == 200
    assert server.browser.get("/static/b0/session/page.js").status_code == 404
    assert server.browser.get("/static/b1/%2e%2e/secret.txt").status_code == 404
    server.services.store.close()


def test_a_list_that_is_none_is_no_build(built: Path) -> None:
    (built / "build.json").write_text("{", "utf-8")
    assert BuiltFiles(built).build is None
