"""The coach's figure: how an exercise looks, drawn from the joint angles in its file. SVG, still or moving.

Every shape has a class (`lh-figure-working`, ...) and its colours as presentation attributes, so that a page may colour
it by CSS and it looks right without one too. No style attribute, no style element, no identifier.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal
from xml.sax.saxutils import escape

from levelhip.exercise.figure_arrow import arrow_path
from levelhip.exercise.figure_room import behind, extent, hurdle
from levelhip.exercise.figure_scene import Part, Scene
from levelhip.exercise.figure_shape import short
from levelhip.exercise.protocol import Exercise
from levelhip.exercise.signals import Side
from levelhip.exercise.wording import N_, Messages, translate

LIFT_S: Final = 2.0
MOVEMENT_TOP_S: Final = 0.6
"""How long the way up takes, and how long a movement without a hold stays at the top (conventions)."""
STEPS: Final = 8
"""Pictures on each way between which the browser fades over."""
MARGIN_CM: Final = 6.0

Who = Literal["left", "right", "both"]
TITLE: Final[dict[Who, str]] = {
    "left": N_("{exercise}, left leg"),
    "right": N_("{exercise}, right leg"),
    "both": N_("{exercise}, both legs"),
}
DESCRIPTION: Final[dict[Who, str]] = {
    "left": N_("A drawn person does the exercise. The left leg works and is darker. {summary}"),
    "right": N_("A drawn person does the exercise. The right leg works and is darker. {summary}"),
    "both": N_("A drawn person does the exercise. Both legs work and are darker. {summary}"),
}

_OUTLINE: Final = 'stroke-linejoin="round" stroke-linecap="round" paint-order="stroke"'
LOOKS: Final = {
    "mat": f'fill="#e6ecf2" stroke="#e6ecf2" stroke-width="5" {_OUTLINE}',
    "mat-edge": f'fill="#c9d3de" stroke="#c9d3de" stroke-width="5" {_OUTLINE}',
    "post": f'fill="none" stroke="#5d6b7c" stroke-width="3" {_OUTLINE}',
    "string": f'fill="none" stroke="#e07b1f" stroke-width="2" {_OUTLINE}',
    "thing": f'fill="#f4f6f9" stroke="#98a4b3" stroke-width="1.4" {_OUTLINE}',
    "leg": f'fill="#bcc7d3" stroke="#5d6b7c" stroke-width="1.8" {_OUTLINE}',
    "skin": f'fill="#dde3ea" stroke="#5d6b7c" stroke-width="1.8" {_OUTLINE}',
    "shirt": f'fill="#a9b6c4" stroke="#5d6b7c" stroke-width="1.8" {_OUTLINE}',
    "hair": f'fill="#6b7889" stroke="#5d6b7c" stroke-width="1.8" {_OUTLINE}',
    "working": f'fill="#0b5cad" stroke="#062f5a" stroke-width="3.2" {_OUTLINE}',
    "weight": f'fill="#e58a2b" stroke="#6b3503" stroke-width="1.8" {_OUTLINE}',
    "belt": 'fill="none" stroke="#e58a2b" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"',
    "belt-edge": 'fill="none" stroke="#6b3503" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"',
    "arrow-edge": 'fill="none" stroke="#ffffff" stroke-width="5.5" stroke-linecap="round" stroke-linejoin="round"',
    "arrow": 'fill="none" stroke="#1c2430" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"',
}
"""The colours of each class where no style sheet says otherwise."""


def figure_svg(
    exercise: Exercise,
    side: Side,
    *,
    share: float = 1.0,
    width_px: float | None = None,
    messages: Messages | None = None,
) -> str:
    """Return a still picture of `side` at work, `share` of the way from rest (0) to the top (1)."""
    scene = scene_of(exercise, side)
    way = arrow_path(scene)
    shapes = [_shape(part.name, part.path) for part in _layers(_all(scene, share))]
    return _svg(exercise, scene, [*shapes, _shape("arrow-edge", way), _shape("arrow", way)], width_px, messages)


def animated_svg(
    exercise: Exercise, side: Side, *, width_px: float | None = None, messages: Messages | None = None
) -> str:
    """Return a moving picture of `side` at work, at the tempo of its dose, for ever; without script or style."""
    scene = scene_of(exercise, side)
    times_s, shares = tempo(exercise)
    frames = [_layers(_all(scene, share)) for share in shares]
    key_times = ";".join(short4(time_s / times_s[-1]) for time_s in times_s)
    shapes = [
        _moving(layer[0].name, [part.path for part in layer], key_times, times_s[-1])
        for layer in zip(*frames, strict=True)
    ]
    return _svg(exercise, scene, shapes, width_px, messages)


def scene_of(exercise: Exercise, side: Side) -> Scene:
    """Return what is drawn. Where an exercise has one side only, both legs work, and `side` is the one in front."""
    return Scene(exercise.figure, exercise.position, side, both=exercise.both_legs)


def tempo(exercise: Exercise) -> tuple[list[float], list[float]]:
    """Return the times of one repetition (s, from 0) and the share of the way at each: up, the top, down, rest."""
    top_s = exercise.dose.hold_s or MOVEMENT_TOP_S
    ease = [(1 - math.cos(math.pi * step / STEPS)) / 2 for step in range(STEPS + 1)]
    down_from_s = LIFT_S + top_s
    up = [(LIFT_S * step / STEPS, share) for step, share in enumerate(ease)]
    down = [(down_from_s + exercise.dose.release_s * step / STEPS, 1 - share) for step, share in enumerate(ease)]
    end_s = down[-1][0] + exercise.dose.rest_s
    whole = [*up, *down, (end_s, 0.0)]
    return [time_s for time_s, _ in whole], [share for _, share in whole]


def texts() -> tuple[str, ...]:
    """Return the sentences of the figure that people are told, for translation."""
    return (*TITLE.values(), *DESCRIPTION.values())


def _all(scene: Scene, share: float) -> list[Part]:
    """Give the parts at `share`, the hurdle behind the leg that steps over it."""
    parts = scene.parts(share)
    step = next(index for index, part in enumerate(parts) if part.name == "working")
    return [*parts[:step], *hurdle(scene), *parts[step:]]


def _layers(parts: Sequence[Part]) -> list[Part]:
    """Give the belt its dark edge, under it."""
    return [
        layer for part in parts for layer in ([Part("belt-edge", part.path), part] if part.name == "belt" else [part])
    ]


def _shape(name: str, path: str) -> str:
    return f'<path class="lh-figure-{name}" {LOOKS[name]} d="{path}"/>'


def _moving(name: str, paths: Sequence[str], key_times: str, cycle_s: float) -> str:
    if len(set(paths)) == 1:
        return _shape(name, paths[0])
    values = ";".join(paths)
    timing = f'keyTimes="{key_times}" dur="{short(cycle_s)}s" repeatCount="indefinite"'
    moving = f'<animate attributeName="d" calcMode="linear" values="{values}" {timing}/>'
    return f'<path class="lh-figure-{name}" {LOOKS[name]} d="{paths[0]}">{moving}</path>'


def short4(number: float) -> str:
    """Write a share of time."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _svg(
    exercise: Exercise, scene: Scene, shapes: Sequence[str], width_px: float | None, messages: Messages | None
) -> str:
    left, top, width, height = frame(scene)
    who: Who = "both" if scene.both else scene.side
    title = translate(messages, TITLE[who], exercise=translate(messages, exercise.name))
    told = translate(messages, DESCRIPTION[who], summary=translate(messages, exercise.summary))
    box = " ".join(map(short, (left, top, width, height)))
    size = "" if width_px is None else f' width="{short(width_px)}" height="{short(width_px * height / width)}"'
    room = [_shape(part.name, part.path) for part in behind(scene)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lh-figure" role="img" viewBox="{box}"{size}>'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{''.join([*room, *shapes])}</svg>"
    )


def frame(scene: Scene) -> tuple[float, float, float, float]:
    """Return the view box (left, top, width, height): all that is seen at rest, on the way and at the top."""
    bodies = [scene.points(share).values() for share in (0.0, 0.5, 1.0)]
    body = [scene.camera.seen(point) for points in bodies for point in points]
    room = extent(scene)
    left, right = (pick([*(x for x, _ in room), *(x + out for x, _ in body)]) for pick, out in ((min, -12), (max, 12)))
    top, bottom = (pick([*(y for _, y in room), *(y + out for _, y in body)]) for pick, out in ((min, -9), (max, 4)))
    return left - MARGIN_CM, top - MARGIN_CM, right - left + 2 * MARGIN_CM, bottom - top + 2 * MARGIN_CM
