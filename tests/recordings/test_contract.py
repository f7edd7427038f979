"""Every reader there is keeps the contract; a new one is tested without being named here."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelhip.ports import RecordingReader
from levelhip.recordings import READERS
from levelhip.testing.recording_contract import RecordingContract, examples_of

EXAMPLES = Path(__file__).parent / "examples"
CASES = [(reader, example) for reader in READERS for example in examples_of(reader, EXAMPLES)]


class TestEveryReader(RecordingContract):
    """The contract, reader by reader."""

    @pytest.fixture(params=CASES, ids=lambda case: case[1].name)
    def case(self, request: pytest.FixtureRequest) -> tuple[RecordingReader, Path]:
        case: tuple[RecordingReader, Path] = request.param
        return case

    @pytest.fixture
    def reader(self, case: tuple[RecordingReader, Path]) -> RecordingReader:
        return case[0]

    @pytest.fixture
    def example(self, case: tuple[RecordingReader, Path]) -> Path:
        return case[1]


def test_no_two_readers_claim_the_same_files() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
