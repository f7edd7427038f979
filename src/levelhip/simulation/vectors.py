"""Three-component vectors and rotations as plain tuples."""

from __future__ import annotations

import math
import random

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]


def dot(a: Vector, b: Vector) -> float:
    """Inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Vector product, right-handed."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def blend(a: Vector, p: float, b: Vector, q: float) -> Vector:
    """Return p a + q b."""
    return (p * a[0] + q * b[0], p * a[1] + q * b[1], p * a[2] + q * b[2])


def scaled(a: Vector, p: float) -> Vector:
    """Return p a."""
    return (p * a[0], p * a[1], p * a[2])


def unit(a: Vector) -> Vector:
    """Return the vector with length 1."""
    length = math.sqrt(dot(a, a))
    return (a[0] / length, a[1] / length, a[2] / length)


def turned(matrix: Matrix, a: Vector) -> Vector:
    """Matrix times vector."""
    return (dot(matrix[0], a), dot(matrix[1], a), dot(matrix[2], a))


def rotation(axis: Vector, angle_rad: float) -> Matrix:
    """Rotation matrix about a unit axis (Rodrigues)."""
    x, y, z = axis
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    k = 1.0 - c
    return (
        (c + x * x * k, x * y * k - z * s, x * z * k + y * s),
        (y * x * k + z * s, c + y * y * k, y * z * k - x * s),
        (z * x * k - y * s, z * y * k + x * s, c + z * z * k),
    )


def random_direction(rng: random.Random) -> Vector:
    """A direction uniform on the sphere."""
    return unit((rng.gauss(0.0, 1.0), rng.gauss(0.0, 1.0), rng.gauss(0.0, 1.0)))


def random_rotation(rng: random.Random) -> Matrix:
    """A rotation uniform over all orientations (from a random unit quaternion)."""
    w, x, y, z = (rng.gauss(0.0, 1.0) for _ in range(4))
    scale = 1.0 / math.sqrt(w * w + x * x + y * y + z * z)
    w *= scale
    axis = (x * scale, y * scale, z * scale)
    sine = math.sqrt(max(0.0, 1.0 - w * w))
    if sine < 1e-9:
        return rotation((1.0, 0.0, 0.0), 0.0)
    return rotation((axis[0] / sine, axis[1] / sine, axis[2] / sine), 2.0 * math.acos(max(-1.0, min(1.0, w))))
