"""What lies about the drawn figure: mat, pillow, something firm to hold on to, a low hurdle, and the arrow."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from levelhip.exercise.figure_pose import Arrow
from levelhip.exercise.figure_scene import Part, Scene
from levelhip.exercise.figure_shape import Point, spot
from levelhip.exercise.vectors import Vector

ARROW_STEPS: Final = 10
_ARROW_FROM_TO: Final = (0.12, 0.96)
_ARROW_HEAD_CM: Final = 6.0
_BEYOND_FOOT_CM: Final = 19.0
_ABOVE_KNEE_CM: Final = 20.0
_ABOVE_PELVIS_CM: Final = 26.0
_ABOVE_TOE_CM: Final = 6.0
_BOW_CM: Final = 34.0
_CUSHION_HALF_CM: Final = 18.0
_HURDLE: Final = (24.0, 20.0, 21.0)
"""Half its width, its height, how far it stands in front of the ankle (cm)."""


def ground(scene: Scene) -> list[Vector]:
    """Return the corners of what the body rests on, in the room."""
    body = scene.points(0.0).values()
    xs, zs = [point[0] for point in body], [point[2] for point in body]
    if "mat" in scene.figure.props:
        left, right, back, front = min(xs) - 13, max(xs) + 15, min(min(zs) - 10, -24), max(max(zs) + 8, 30)
        return [(left, 0.0, back), (right, 0.0, back), (right, 0.0, front), (left, 0.0, front)]
    x, z = (min(xs) + max(xs)) / 2, (min(zs) + max(zs)) / 2 + 6
    turns = [math.tau * index / 40 for index in range(40)]
    return [(x + 50 * math.cos(turn), 0.0, z + 40 * math.sin(turn)) for turn in turns]


def extent(scene: Scene) -> list[Point]:
    """Return points of the picture between which all lies that is no body."""
    room = ground(scene)
    if "support" in scene.figure.props:
        left, right, top, near, far = _support_box(scene)
        room += [(x, y, z) for x in (left, right) for y in (0.0, top) for z in (near, far)]
    return [*map(scene.camera.seen, room), *arrow(scene)]


def behind(scene: Scene) -> Iterator[Part]:
    """Give what lies or stands behind the body."""
    corners = ground(scene)
    if "mat" in scene.figure.props:
        yield Part("mat-edge", _face(scene, [(x, y - 2.5, z) for x, y, z in corners]))
    yield Part("mat", _face(scene, corners))
    if "support" in scene.figure.props:
        yield from _support(scene)
    if "pillow" in scene.figure.props:
        yield Part("thing", _cushion(scene))


def hurdle(scene: Scene) -> Iterator[Part]:
    """Give the two posts and the string between them."""
    if "hurdle" not in scene.figure.props:
        return
    half, height, forward = _HURDLE
    z = scene.points(0.0)["other_ankle"][2] + forward
    feet = [(-half, 0.0, z), (half, 0.0, z)]
    heads = [(x, height + 3, z) for x, _, z in feet]
    for foot, head in zip(feet, heads, strict=True):
        yield Part("post", _line(scene, [foot, head]))
    yield Part("string", _line(scene, [(x, height, z) for x, _, z in feet]))


def arrow(scene: Scene) -> list[Point]:
    """Return the way that the working part goes, and after it the two barbs of the arrow's head."""
    start, end = _ARROW_FROM_TO
    way = [
        _ARROWS[scene.figure.arrow](scene, start + (end - start) * step / ARROW_STEPS)
        for step in range(ARROW_STEPS + 1)
    ]
    (x0, y0), (x1, y1) = way[-2], way[-1]
    back = math.atan2(y0 - y1, x0 - x1)
    reach = _ARROW_HEAD_CM
    barbs = [(x1 + reach * math.cos(back + turn), y1 + reach * math.sin(back + turn)) for turn in (-0.55, 0.55)]
    return [*way, *barbs]


def arrow_path(scene: Scene) -> str:
    """Return the arrow as path data."""
    *way, first, second = arrow(scene)
    return f"M{'L'.join(map(spot, way))}M{spot(first)}L{spot(way[-1])}L{spot(second)}"


def _beyond_the_foot(scene: Scene, share: float) -> Point:
    body = scene.points(share)
    hip, ankle = scene.camera.seen(body["working_hip"]), scene.camera.seen(body["working_ankle"])
    beyond = _BEYOND_FOOT_CM / math.dist(hip, ankle)
    return ankle[0] + (ankle[0] - hip[0]) * beyond, ankle[1] + (ankle[1] - hip[1]) * beyond


def _above_the_knee(scene: Scene, share: float) -> Point:
    x, y = scene.camera.seen(scene.points(share)["working_knee"])
    return x, y - _ABOVE_KNEE_CM


def _above_the_pelvis(scene: Scene, share: float) -> Point:
    x, y = scene.camera.seen(scene.points(share)["pelvis"])
    return x, y - _ABOVE_PELVIS_CM


def _over_the_hurdle(scene: Scene, share: float) -> Point:
    """A bow from where the toes leave to where they touch."""
    (x0, y0), (x1, y1) = (scene.camera.seen(scene.points(end)["working_toe"]) for end in (0.0, 1.0))
    height = 4 * share * (1 - share) * _BOW_CM + _ABOVE_TOE_CM
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share - height


_ARROWS: Final[dict[Arrow, Callable[[Scene, float], Point]]] = {
    "foot": _beyond_the_foot,
    "step": _over_the_hurdle,
    "knee": _above_the_knee,
    "pelvis": _above_the_pelvis,
}


def _support(scene: Scene) -> Iterator[Part]:
    """Give a cupboard as high as the hand that rests on it."""
    left, right, top, near, far = _support_box(scene)
    if scene.figure.yaw_deg > 0:  # its outer side is seen
        yield Part("thing", _face(scene, [(left, 0, near), (left, 0, far), (left, top, far), (left, top, near)]))
    yield Part("thing", _face(scene, [(left, 0, near), (right, 0, near), (right, top, near), (left, top, near)]))
    yield Part("thing", _face(scene, [(left, top, near), (right, top, near), (right, top, far), (left, top, far)]))


def _support_box(scene: Scene) -> tuple[float, float, float, float, float]:
    x, y, z = scene.points(0.0)["other_hand"]
    return x - 5, x + 17, y - 3.5, z + 11, z - 11


def _cushion(scene: Scene) -> str:
    """A soft shape from the mat to a little under the middle of the head."""
    head = scene.points(0.0)["head"]
    x, y = scene.camera.seen((head[0], 0.0, head[2]))
    half, height = _CUSHION_HALF_CM, max(head[1] - 6.0, 5.0)

    def at(across: float, up: float) -> str:
        """Half widths from the middle, shares of the height from the mat."""
        return spot((x + across * half, y - up * height))

    return (
        f"M{at(-1, 0)}C{at(-1.28, 0.8)} {at(-1.06, 1.1)} {at(-0.56, 1)}Q{at(0, 0.7)} {at(0.56, 1)}"
        f"C{at(1.06, 1.1)} {at(1.28, 0.8)} {at(1, 0)}Q{at(0, -0.3)} {at(-1, 0)}Z"
    )


def _face(scene: Scene, corners: Sequence[Vector]) -> str:
    return _line(scene, corners) + "Z"


def _line(scene: Scene, points: Sequence[Vector]) -> str:
    return "M" + "L".join(spot(scene.camera.seen(point)) for point in points)
