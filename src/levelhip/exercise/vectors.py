"""Vectors and rotations in three dimensions, as plain tuples."""

from __future__ import annotations

import math
from typing import Literal

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]
"""Three rows."""


def added(first: Vector, second: Vector, factor: float = 1.0) -> Vector:
    """Return `first` + `factor` * `second`."""
    return (first[0] + factor * second[0], first[1] + factor * second[1], first[2] + factor * second[2])


def applied(matrix: Matrix, vector: Vector) -> Vector:
    """Return `matrix` times `vector`."""
    x, y, z = vector
    first, second, third = (row[0] * x + row[1] * y + row[2] * z for row in matrix)
    return first, second, third


def times(first: Matrix, *others: Matrix) -> Matrix:
    """Return the product of the matrices, from the left."""
    product = first
    for other in others:
        columns = [applied(product, (other[0][i], other[1][i], other[2][i])) for i in range(3)]
        product = (
            (columns[0][0], columns[1][0], columns[2][0]),
            (columns[0][1], columns[1][1], columns[2][1]),
            (columns[0][2], columns[1][2], columns[2][2]),
        )
    return product


def rotation(axis: Literal["x", "y", "z"], angle_deg: float) -> Matrix:
    """Return the right-handed rotation by `angle_deg` about an axis."""
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    if axis == "x":
        return (1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)
    if axis == "y":
        return (c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)
    return (c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)


def distance(first: Vector, second: Vector) -> float:
    """Return how far two points are from each other."""
    return math.dist(first, second)
