"""The server as a program of its own: started, asked, killed, started again."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any, Final

import pytest

from levelhip.settings import DATA_DIR_VARIABLE, Settings, usual_data_dir
from levelhip.web.serving import ServingError, _already_running, _bind, serve
from tests.web.servers import Json, StandingClock, foreign_config, harmless_answers

PATIENCE_S: Final = 30.0
"""How long a test waits for a start on a busy machine."""
LIMIT_S: Final = 2.0
HEADERS: Final = {"X-Levelhip": "1", "Content-Type": "application/json"}


class Program:
    """`levelhip serve` in a folder, on a port of its own."""

    def __init__(self, folder: Path, words: Sequence[str] = ("serve", "--no-browser")) -> None:
        command = [sys.executable, "-m", "levelhip.cli", *words]
        environment = {**os.environ, DATA_DIR_VARIABLE: str(folder), "BROWSER": "true"}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment)
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        if "http://" not in self.line:
            raise AssertionError((self.line, self.process.communicate(timeout=5)))
        self.port = int(self.line.split("http://127.0.0.1:")[1].split("/")[0])

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), HEADERS)
            response = connection.getresponse()
            content = response.read()
            return response.status, json.loads(content) if content else None
        finally:
            connection.close()

    def kill(self) -> None:
        """Without warning; also closes the pipes."""
        self.process.kill()
        with self.process:
            pass


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    started: list[Program] = []
    yield started
    for each in started:
        each.kill()


@pytest.mark.slow
def test_it_starts_says_where_and_ends(tmp_path: Path, programs: list[Program]) -> None:
    program = Program(tmp_path / "data")
    programs.append(program)
    assert program.line.startswith("Levelhip is at http://127.0.0.1:")
    assert "Ctrl-C" in program.line
    assert program.ask("GET", "/api/instance")[0] == 200
    connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=10)
    connection.request("GET", "/api/today", headers={"Host": "evil.example"})
    response = connection.getresponse()
    assert response.status == 421
    assert response.getheader("server") is None
    connection.close()

    second = Program(tmp_path / "data")
    programs.append(second)
    assert "running already" in second.line
    assert second.port == program.port
    assert second.process.wait(10) == 0

    program.process.send_signal(signal.SIGINT)
    out, err = program.process.communicate(timeout=10)
    assert program.process.returncode == 0, err
    assert not err
    assert "Traceback" not in out
    assert not (tmp_path / "data" / "serving.json").exists()


@pytest.mark.slow
def test_alone_it_opens_the_coach(tmp_path: Path, programs: list[Program]) -> None:
    programs.append(Program(tmp_path / "data", words=()))
    assert programs[0].ask("GET", "/api/instance")[0] == 200


@pytest.mark.slow
def test_it_answers_soon(tmp_path: Path, programs: list[Program]) -> None:
    """Two seconds for a person. Where the machine is busy with other things, what it computes must be that little."""
    took, before = [], os.times()
    for n in range(3):
        began = time.perf_counter()
        program = Program(tmp_path / str(n))
        programs.append(program)
        assert program.ask("GET", "/api/today")[0] == 200
        took.append(time.perf_counter() - began)
        program.kill()
    after = os.times()
    computed_s = (after.children_user + after.children_system - before.children_user - before.children_system) / 3
    if min(took) < LIMIT_S or computed_s < LIMIT_S:
        return
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        pytest.skip(f"this machine is busy with other things: {took} s, of which {computed_s:.1f} s of computing")
    pytest.fail(f"it took {took} s")


@pytest.mark.slow
def test_killed_in_the_middle_of_uploads_it_loses_nothing_and_doubles_nothing(
    tmp_path: Path, programs: list[Program]
) -> None:
    """Kill -9, three times, during 200 uploads by two clients that repeat what was not acknowledged."""
    clock = StandingClock(datetime.now(UTC))
    config = foreign_config(clock)
    bodies = [{"inputs": [{"do": "advance", "t_s": n}] * 50} for n in range(200)]
    acknowledged: set[int] = set()
    for round_ in range(4):
        program = Program(tmp_path / "data")
        programs.append(program)
        if round_ == 0:
            assert program.ask("PUT", "/api/clearance", {"answers": harmless_answers()})[0] == 200
        assert program.ask("POST", "/api/sessions", {"config": config})[0] in {200, 201}
        url = f"/api/sessions/{config['id']}/parts"
        there = program.ask("GET", url)[1]["parts"]
        assert acknowledged <= set(there), "what was acknowledged is there"
        left = [n for n in range(200) if n not in acknowledged]
        uploads = [Thread(target=upload, args=(program, url, bodies, left[k::2], acknowledged)) for k in (0, 1)]
        for each in uploads:
            each.start()
        if round_ < 3:
            wanted = 50 * (round_ + 1)
            while len(acknowledged) < wanted and any(each.is_alive() for each in uploads):
                time.sleep(0.001)
            program.kill()
        for each in uploads:
            each.join(PATIENCE_S)
    assert acknowledged == set(range(200))
    assert program.ask("GET", url)[1]["parts"] == list(range(200))
    assert len(program.ask("GET", "/api/sessions")[1]["sessions"]) == 1
    assert program.ask("PUT", f"{url}/7", bodies[8])[0] == 409, "and each is what was sent"
    assert program.ask("PUT", f"{url}/7", bodies[7])[0] == 204


def upload(program: Program, url: str, bodies: list[Json], left: list[int], acknowledged: set[int]) -> None:
    for n in left:
        try:
            status, _ = program.ask("PUT", f"{url}/{n}", bodies[n])
        except (OSError, http.client.HTTPException):
            return
        if status == 204:
            acknowledged.add(n)


@pytest.mark.slow
def test_an_error_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "levelhip.sqlite3").write_bytes(b"not a database" * 500)
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    cases = (
        (["--data-dir", str(tmp_path)], "is damaged"),
        (["--data-dir", str(tmp_path / "levelhip.sqlite3" / "x")], "cannot be written"),
        (["--data-dir", str(tmp_path / "a"), "--host", "0.0.0.0"], "only this machine"),  # noqa: S104 - it is refused
        (["--data-dir", str(tmp_path / "b"), "--port", str(taken.getsockname()[1])], "cannot be used"),
        (["--data-dir", str(tmp_path / "c"), "--port", "0"], "--port"),
    )
    for words, said in cases:
        command = [sys.executable, "-m", "levelhip.cli", "serve", "--no-browser", *words]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
        assert ran.returncode == 2, ran
        assert len(ran.stderr.splitlines()) == 1, ran.stderr
        assert said in ran.stderr
        assert not ran.stdout
    taken.close()


# -- its parts ---------------------------------------------------------------------------------------------------------


def test_another_port_is_found_where_the_usual_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    monkeypatch.setattr("levelhip.web.serving.USUAL_PORT", taken.getsockname()[1])
    bound = _bind("127.0.0.1", None)
    assert bound.getsockname()[1] != taken.getsockname()[1]
    bound.close()
    taken.close()


@pytest.mark.parametrize(
    "note", ["", "{", "[]", '{"host": "127.0.0.1"}', '{"host": "127.0.0.1", "port": "x", "instance": ""}']
)
def test_a_note_that_is_none_is_no_server(tmp_path: Path, note: str) -> None:
    (tmp_path / "serving.json").write_text(note, "utf-8")
    assert _already_running(tmp_path / "serving.json") is None


def test_a_note_of_a_server_that_is_gone(tmp_path: Path) -> None:
    bound = _bind("127.0.0.1", None)
    note = {"host": "127.0.0.1", "port": bound.getsockname()[1], "instance": "a"}
    bound.close()
    (tmp_path / "serving.json").write_text(json.dumps(note), "utf-8")
    assert _already_running(tmp_path / "serving.json") is None


def test_it_is_for_this_machine_only(tmp_path: Path) -> None:
    with pytest.raises(ServingError, match="only this machine"):
        serve(Settings(tmp_path, host="192.168.1.5"))


def test_the_folder_is_the_one_that_was_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path))
    assert usual_data_dir() == tmp_path
    monkeypatch.delenv(DATA_DIR_VARIABLE)
    assert usual_data_dir().name == "levelhip"


def test_hosts_that_may_be_asked_for() -> None:
    allowed = Settings(Path(), hosts=("Ana.local",)).allowed_hosts
    assert {"127.0.0.1", "localhost", "::1", "ana.local"} == allowed
