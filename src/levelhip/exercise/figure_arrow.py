"""The arrow of the drawn figure: it goes along with what moves, or shows where to press."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from levelhip.exercise.figure_pose import Arrow
from levelhip.exercise.figure_scene import Scene
from levelhip.exercise.figure_shape import Point, spot
from levelhip.exercise.figure_skeleton import OTHER, WORKING, Half

ARROW_STEPS: Final = 10
_FROM_TO: Final = (0.12, 0.96)
_HEAD_CM: Final = 6.0
_BEYOND_FOOT_CM: Final = 19.0
_BEYOND_HEAD_CM: Final = 16.0
_ABOVE_KNEE_CM: Final = 20.0
_ABOVE_PELVIS_CM: Final = 26.0
_ABOVE_ARM_CM: Final = 42.0
_ABOVE_TOE_CM: Final = 6.0
_BESIDE_PELVIS_CM: Final = 42.0
_BESIDE_HIP_CM: Final = 24.0
_SMALL_TIMES: Final = 5.0
"""How many times longer than the way itself the arrow of a pelvis that tilts is."""
_PRESS_CM: Final = (9.0, 26.0)
"""From where to where, outwards from the knee, the arrow of a press goes."""
_BOW_CM: Final = 34.0
"""How high the arrow of a step goes at most..."""
_BOW_SHARE: Final = 0.7
"""...and as a share of how far it goes."""


def arrows(scene: Scene) -> list[list[Point]]:
    """Return each arrow: the way that the working part goes, and after it the two barbs of the arrow's head."""
    if scene.figure.arrow == "press":
        halves: tuple[Half, ...] = (WORKING, OTHER) if scene.both else (WORKING,)
        return [_with_barbs([_outwards(scene, half, share) for share in (0.0, 1.0)]) for half in halves]
    start, end = _FROM_TO
    along = _ALONG[scene.figure.arrow]
    way = [along(scene, start + (end - start) * step / ARROW_STEPS) for step in range(ARROW_STEPS + 1)]
    return [_with_barbs(way)]


def arrow_path(scene: Scene) -> str:
    """Return the arrows as path data."""
    return "".join(map(_path, arrows(scene)))


def _path(arrow: list[Point]) -> str:
    *way, first, second = arrow
    return f"M{'L'.join(map(spot, way))}M{spot(first)}L{spot(way[-1])}L{spot(second)}"


def _with_barbs(way: list[Point]) -> list[Point]:
    (x0, y0), (x1, y1) = way[-2], way[-1]
    back = math.atan2(y0 - y1, x0 - x1)
    barbs = [(x1 + _HEAD_CM * math.cos(back + turn), y1 + _HEAD_CM * math.sin(back + turn)) for turn in (-0.55, 0.55)]
    return [*way, *barbs]


def _seen(scene: Scene, name: str, share: float) -> Point:
    return scene.camera.seen(scene.points(share)[name])


def _aside(scene: Scene, point: Point, right_cm: float, up_cm: float = 0.0) -> Point:
    """A place beside `point`, to the right in the picture of the right leg, to the left in that of the left."""
    return point[0] + (-right_cm if scene.camera.mirrored else right_cm), point[1] - up_cm


def _beyond(scene: Scene, share: float, start: str, end: str, cm: float) -> Point:
    (x0, y0), (x1, y1) = _seen(scene, start, share), _seen(scene, end, share)
    beyond = cm / math.dist((x0, y0), (x1, y1))
    return x1 + (x1 - x0) * beyond, y1 + (y1 - y0) * beyond


def _over_the_step(scene: Scene, share: float) -> Point:
    """A bow from where the toes leave to where they touch."""
    (x0, y0), (x1, y1) = (_seen(scene, "working_toe", end) for end in (0.0, 1.0))
    bow_cm = min(_BOW_CM, _BOW_SHARE * math.dist((x0, y0), (x1, y1)))
    height = 4 * share * (1 - share) * bow_cm + _ABOVE_TOE_CM
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share - height


def _above_the_pelvis(scene: Scene, share: float) -> Point:
    """Who lies on a forearm has the other arm above the pelvis."""
    above_cm = _ABOVE_ARM_CM if scene.position == "on_forearm" else _ABOVE_PELVIS_CM
    return _aside(scene, _seen(scene, "pelvis", share), 0.0, above_cm)


def _beside_the_pelvis(scene: Scene, share: float) -> Point:
    """Straight from where it is at rest to where it is at the top: before a jump the body goes down."""
    (x0, y0), (x1, y1) = (_seen(scene, "pelvis", end) for end in (0.0, 1.0))
    return _aside(scene, (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), -_BESIDE_PELVIS_CM)


def _beside_the_hip(scene: Scene, share: float) -> Point:
    """Up or down beside the hip that sinks or rises, much longer than its way."""
    (x, y), (_, there) = _seen(scene, "other_hip", 0.0), _seen(scene, "other_hip", share)
    return _aside(scene, (x, y + (there - y) * _SMALL_TIMES), _BESIDE_HIP_CM)


def _outwards(scene: Scene, half: Half, share: float) -> Point:
    """From a knee away from the other one, as both are at the top."""
    near, far = _PRESS_CM
    other = OTHER if half == WORKING else WORKING
    return _beyond(scene, 1.0, f"{other}_knee", f"{half}_knee", near + (far - near) * share)


_ALONG: Final[dict[Arrow, Callable[[Scene, float], Point]]] = {
    "foot": lambda scene, share: _beyond(scene, share, "working_hip", "working_ankle", _BEYOND_FOOT_CM),
    "other_foot": lambda scene, share: _beyond(scene, share, "other_hip", "other_ankle", _BEYOND_FOOT_CM),
    "step": _over_the_step,
    "knee": lambda scene, share: _aside(scene, _seen(scene, "working_knee", share), 0.0, _ABOVE_KNEE_CM),
    "pelvis": _above_the_pelvis,
    "other_hip": _beside_the_hip,
    "body": _beside_the_pelvis,
    "trunk": lambda scene, share: _beyond(scene, share, "pelvis", "head", _BEYOND_HEAD_CM),
}
