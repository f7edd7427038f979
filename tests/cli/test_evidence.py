"""`levelhip evidence`: every number, one explained, and one found by a word."""

from __future__ import annotations

import json

from levelhip.exercise.evidence import numbers
from tests.cli.conftest import Run


def test_every_number_is_listed_topic_by_topic(run: Run) -> None:
    ran = run("evidence")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "How much:"
    assert all(any(line.split()[:1] == [key] for line in lines) for key in numbers())
    assert any(line.endswith("(unverified)") and "load.bands" in line for line in lines)
    assert lines[-1] == "Explained, with its sources: levelhip evidence KEY"


def test_one_number_is_explained_with_its_sources_and_what_conflicts(run: Run) -> None:
    out = run("evidence", "load.side_lying_hip_abduction").out
    assert out.startswith("Side-lying hip abduction (load.side_lying_hip_abduction)\n")
    assert "81 ± 42 % of the strongest contraction" in out
    assert "DiStefano and others 2009" in out
    assert "other source: 42 % of the strongest contraction" in out
    assert "(unverified)" in out
    assert "It is only shown. Last reviewed: 2026-11-22." in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 98


def test_a_word_finds_numbers_by_name_and_by_source(run: Run) -> None:
    assert "dose.hold_s" in run("evidence", "sears").out
    assert "strength.ERROR_SHARE" in run("evidence", "Widler").out
    assert run("evidence", "Widler").out.count("\n") > 5, "few are explained at once"


def test_evidence_for_programs(run: Run) -> None:
    every = json.loads(run("evidence", "--json").out)
    assert [each["key"] for each in every] == list(numbers())
    (one,) = json.loads(run("evidence", "protocol.COMPLETE_FRACTION", "--json").out)
    assert one["values"][0]["value"] == 0.9
    assert one["values"][0]["evidence"][0]["standing"] == "derived or set by this project"
    assert (one["unit"], one["effect"], one["last_reviewed"]) == ("share", "counts", "2026-11-22")
    (span,) = json.loads(run("evidence", "engine.GENTLE_SHARE", "--json").out)
    assert span["values"][0]["value"] == [0.2, 0.4]


def test_what_is_not_there_is_refused_with_what_is_near(run: Run) -> None:
    run("evidence", "dose.hold_z").refused("nothing called 'dose.hold_z'", "did you mean 'dose.hold_s'?")
    run("evidence", "").refused("nothing called ''")
