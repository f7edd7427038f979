"""The simulated patient as a service, and what looks after the installation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from levelhip.exercise.library import load_exercise
from levelhip.exercise.protocol import prescribe
from levelhip.recordings import open_recording, write_csv
from levelhip.services import doctor
from levelhip.services.demonstrate import (
    DEMO_FAULTS,
    SimulationRequest,
    SimulationRequestError,
    measure_simulated,
    parse_fault,
    simulate,
    write_session,
)
from levelhip.services.measure import measure


def test_a_fault_is_read() -> None:
    fault = parse_fault("broken:right:3:1.5")
    assert (fault.kind, fault.side, fault.rep, fault.size) == ("broken", "right", 3, 1.5)
    for text in ("", "broken", "broken:right:three", "nonsense:right:1", "broken:right:1:big", "broken:right:-1"):
        with pytest.raises(SimulationRequestError, match="KIND:SIDE:NUMBER"):
            parse_fault(text)


def test_an_unknown_population() -> None:
    with pytest.raises(SimulationRequestError, match="everyday"):
        simulate(SimulationRequest(population="martian"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["force", "camera", "shin"])
def test_the_demonstration_is_measured_as_its_file_is(tmp_path: Path, kind: str) -> None:
    task = prescribe(load_exercise("isometric_hip_abduction"))
    session = simulate(SimulationRequest(seed=1, faults=DEMO_FAULTS))
    steps: list[str] = []
    files = write_session(session, tmp_path, [kind], write_csv, suffix=".csv", name="s", progress=steps.append)
    assert [file.name for file in files] == [f"s_{kind}.csv", "s_truth.json"]
    assert steps == [kind, "truth"]
    assert json.loads(files[1].read_text("utf-8"))["schema"] == "levelhip.truth/1"
    direct = measure_simulated(session, kind, task, files[0].name).record
    assert measure(open_recording(files[0]), task).record.as_dict() == direct.as_dict()
    assert [(side.side, side.rep_count) for side in direct.sides] == [("right", 7), ("left", 7)]


@pytest.mark.slow
def test_the_demonstration_shows_its_faults() -> None:
    task = prescribe(load_exercise("isometric_hip_abduction"))
    record = measure_simulated(simulate(SimulationRequest(seed=1, faults=DEMO_FAULTS)), "force", task, "x").record
    told = {(side.side, rep.number): set(rep.faults) for side in record.sides for rep in side.reps}
    assert "broken_hold" in told["right", 3]
    assert "short_hold" in told["right", 6]
    assert "short_hold" in told["left", 4]
    assert record.complete_count == 12


def test_an_unknown_recording_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SimulationRequestError, match="sonar"):
        write_session(simulate(SimulationRequest()), tmp_path / "out", ["sonar"], write_csv, suffix=".csv", name="s")
    assert not (tmp_path / "out").exists()


def test_doctor_finds_a_broken_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise ValueError("bridge.toml: no hold")

    monkeypatch.setattr(doctor, "load_exercise", broken)
    finding = doctor._library()
    assert (finding.state, finding.said) == ("wrong", "bridge.toml: no hold")


def test_doctor_finds_what_is_missing() -> None:
    finding = doctor._part("no_such_module", "nothing")
    assert finding.state == "missing"
    assert "install" in finding.said
