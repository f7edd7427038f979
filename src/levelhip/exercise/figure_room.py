"""What lies about the drawn figure: mat, pillow, step, wall, something firm to hold on to, a low hurdle."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from levelhip.exercise.figure_arrow import arrows
from levelhip.exercise.figure_pose import STEP_CM
from levelhip.exercise.figure_scene import Part, Scene
from levelhip.exercise.figure_shape import Point, spot
from levelhip.exercise.vectors import Vector

_CUSHION_HALF_CM: Final = 18.0
_HURDLE: Final = (24.0, 20.0, 21.0)
"""Half its width, its height, how far it stands in front of the ankle (cm)."""
_WALL: Final = (4.0, 150.0, 34.0)
"""How far outside of the foot's middle it stands, how high it is, how far it goes to the front and back (cm)."""
_STEP: Final = (18.0, 5.5, 19.0, 11.0)
"""How far a step goes from the ankle: outwards, inwards, to the front and to the back (cm)."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something with six faces that stands in the room."""

    left: float
    right: float
    top: float
    front: float
    back: float

    def corners(self) -> list[Vector]:
        """Return its eight corners."""
        return [(x, y, z) for x in (self.left, self.right) for y in (0.0, self.top) for z in (self.front, self.back)]

    def faces(self, yaw_deg: float) -> Iterator[list[Vector]]:
        """Give the faces that are seen from `yaw_deg`: one at the side, if any, the front, the top."""
        left, right, top, front, back = self.left, self.right, self.top, self.front, self.back
        if yaw_deg:
            x = left if yaw_deg > 0 else right
            yield [(x, 0.0, front), (x, 0.0, back), (x, top, back), (x, top, front)]
        yield [(left, 0.0, front), (right, 0.0, front), (right, top, front), (left, top, front)]
        yield [(left, top, front), (right, top, front), (right, top, back), (left, top, back)]


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
    room = [*ground(scene), *(corner for box in boxes(scene) for corner in box.corners())]
    if "wall" in scene.figure.props:
        room += _wall(scene)
    return [*map(scene.camera.seen, room), *(point for arrow in arrows(scene) for point in arrow)]


def behind(scene: Scene) -> Iterator[Part]:
    """Give what lies or stands behind the body."""
    corners = ground(scene)
    if "mat" in scene.figure.props:
        yield Part("mat-edge", _face(scene, [(x, y - 2.5, z) for x, y, z in corners]))
    yield Part("mat", _face(scene, corners))
    if "wall" in scene.figure.props:
        yield Part("thing", _face(scene, _wall(scene)))
    for box in boxes(scene):
        yield from (Part("thing", _face(scene, face)) for face in box.faces(scene.figure.yaw_deg))
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


def boxes(scene: Scene) -> Iterator[Box]:
    """Give the cupboard, as high as the hand that rests on it, and the step under the foot that stands."""
    body, props = scene.points(0.0), scene.figure.props
    if "support" in props:
        x, y, z = body["other_hand"]
        yield Box(left=x - 5, right=x + 17, top=y - 3.5, front=z + 11, back=z - 11)
    if "step" in props:
        x, _, z = body[f"{scene.figure.stands_on}_ankle"]
        outwards, inwards, front, back = _STEP
        left, right = (outwards, inwards) if scene.figure.stands_on == "working" else (inwards, outwards)
        yield Box(left=x - left, right=x + right, top=STEP_CM, front=z + front, back=z - back)


def _wall(scene: Scene) -> list[Vector]:
    """The wall beside the working leg: where its foot comes to at the top."""
    outside, height, reach = _WALL
    foot = scene.points(1.0)["working_ankle"]
    x, z = foot[0] - outside, foot[2]
    return [(x, 0.0, z + reach), (x, 0.0, z - reach), (x, height, z - reach), (x, height, z + reach)]


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
