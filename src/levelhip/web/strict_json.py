"""JSON from outside, read strictly: UTF-8, finite numbers, no deeper than ours. Else ValueError, in one line."""

from __future__ import annotations

import json
import math
from typing import Any, Final, NoReturn

DEEPEST: Final = 24
_LONGEST_INTEGER: Final = 17


def parse(body: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Read a body. Raises ValueError: what is wrong with it."""
    try:
        value = _DECODER.decode(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"the text is no UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is no JSON: {error.msg} (character {error.pos})") from None
    except RecursionError:
        raise ValueError(f"nested deeper than {DEEPEST}") from None
    _check(value)
    return value


def parse_object(body: bytes) -> dict[str, Any]:
    """Read a body that is a JSON object. Raises ValueError."""
    value = parse(body)
    if not isinstance(value, dict):
        raise ValueError("a JSON object is wanted")  # noqa: TRY004 - the caller knows one kind of error
    return value


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"the number {text[:20]} is too large; what is not known is null")
    return value


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER:
        raise ValueError(f"the number {text[:20]}... is too large")
    return int(text)


def _constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON; what is not known is null")


_DECODER: Final = json.JSONDecoder(parse_float=_number, parse_int=_integer, parse_constant=_constant)


def _check(value: object) -> None:
    """Nothing too deep, and no half characters, which cannot be written again."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise ValueError(f"nested deeper than {DEEPEST}")


def _inside(value: object) -> list[object]:
    if isinstance(value, str):
        _check_text(value)
        return []
    if isinstance(value, dict):
        for key in value:
            _check_text(key)
        value = list(value.values())
    return [each for each in value if isinstance(each, dict | list | str)] if isinstance(value, list) else []


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("a text has half a character in it (a lone surrogate)") from None
