from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.exercise.library.programme_files import load_programme, programme_keys
from levelhip.exercise.library.programme_parsing import parse_programme
from levelhip.exercise.programme_text import programme_text


@pytest.mark.parametrize("key", programme_keys())
def test_what_is_written_is_read_again(key: str) -> None:
    programme = load_programme(key)
    assert parse_programme(programme_text(programme), f"{key}.toml") == programme


@given(st.text(min_size=1).map(str.strip).filter(bool))
def test_any_name_is_written(name: str) -> None:
    programme = replace(load_programme("hip"), name=name)
    assert tomllib.loads(programme_text(programme))["name"] == name
