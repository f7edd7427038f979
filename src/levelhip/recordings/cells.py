"""Text cells into numbers: fast where every cell is a number, patient where some are not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

_MISSING: Final = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--"})
_NAN: Final = math.nan


def finite(values: list[float]) -> list[float]:
    """Return `values` with every infinity as NaN (the same list if there is none)."""
    if math.isfinite(sum(values)):
        return values
    return [value if math.isfinite(value) else _NAN for value in values]


def is_missing(cell: str) -> bool:
    """Say whether a cell stands for 'no value': empty, NA, null and their kin."""
    return cell.strip().lower() in _MISSING


def parse_cell(cell: str, *, decimal_comma: bool) -> float | None:
    """Return a cell's number, NaN if it is missing or infinite, None if it is text."""
    try:
        value = float(cell)
    except ValueError:
        if is_missing(cell):
            return _NAN
        if decimal_comma and "," in cell and "." not in cell:
            return parse_cell(cell.replace(",", ".", 1), decimal_comma=False)
        return None
    return value if math.isfinite(value) else _NAN


def parse_cells(cells: Sequence[str], *, decimal_comma: bool = False) -> tuple[list[float], list[int]]:
    """Return a column's numbers, missing ones NaN, and the places of the cells that hold other text (NaN as well)."""
    try:
        return finite(list(map(float, cells))), []
    except ValueError:
        pass
    try:
        if decimal_comma:
            return finite([float(cell.replace(",", ".") or "nan") for cell in cells]), []
        return finite([float(cell or "nan") for cell in cells]), []
    except ValueError:
        pass
    parsed = [parse_cell(cell, decimal_comma=decimal_comma) for cell in cells]
    bad = [place for place, value in enumerate(parsed) if value is None]
    return [_NAN if value is None else value for value in parsed], bad
