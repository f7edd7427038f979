"""What a person types to find a loop: `levelhip belt --leg 88 --ankle 24 --hips 16 --angle 15`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Final

import typer

from levelhip.commands.options import JsonOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from levelhip.exercise.belt_load import BeltLoad
    from levelhip.services.belt import BeltAnswer

_OPTIONS: Final = {
    "leg_length_cm": "--leg", "ankle_girth_cm": "--ankle", "hip_width_cm": "--hips", "loop_cm": "--loop",
    "angle_deg": "--angle", "mass_kg": "--mass", "sex": "--sex", "force_n": "--force", "rigging": "--rigging",
    "leg_scale_n": "--leg-scale",
}  # fmt: skip
_CM: Final = 100
Text = str | None


def belt(
    leg: Annotated[str, typer.Option("--leg", metavar="CM", help="Hip to ankle bone.")],
    ankle: Annotated[str, typer.Option("--ankle", metavar="CM", help="Round one ankle.")],
    hips: Annotated[Text, typer.Option("--hips", metavar="CM", help="Between the hips' centres (16).")] = None,
    loop: Annotated[Text, typer.Option("--loop", metavar="CM", help="The loop you have: tight at which angle?")] = None,
    angle: Annotated[Text, typer.Option("--angle", metavar="DEG", help="The angle wanted, 10 to 20 (15).")] = None,
    mass: Annotated[Text, typer.Option("--mass", metavar="KG", help="Body mass: then what it loads, too.")] = None,
    sex: Annotated[Text, typer.Option("--sex", metavar="female|male", help="For the leg's weight (both).")] = None,
    force: Annotated[Text, typer.Option("--force", metavar="N", help="The press (40).")] = None,
    rigging: Annotated[
        Text, typer.Option("--rigging", metavar="inline|strand", help="Where --force is read (inline: all of it).")
    ] = None,
    leg_scale: Annotated[
        Text, typer.Option("--leg-scale", metavar="N", help="The level leg, weighed by a strap scale at the ankle.")
    ] = None,
    json_: JsonOption = False,
) -> None:
    r"""Find how long the belt's loop should be, or at which angle yours is tight, and what it loads.

    \b
    levelhip belt --leg 88 --ankle 24 --hips 16 --angle 15
    levelhip belt --leg 88 --ankle 24 --loop 100 --mass 70 --force 25 --rigging strand
    """
    from levelhip.services.belt import BeltError, answer, read_question

    typed = (leg, ankle, hips, loop, angle, mass, sex, force, rigging, leg_scale)
    try:
        found = answer(read_question(dict(zip(_OPTIONS, typed, strict=True))))
    except BeltError as error:
        said = "; ".join(f"{_OPTIONS[name]}: {str(line).removesuffix('.')}" for name, line in error.fields.items())
        raise ValueError(said) from None
    print(json.dumps(found.as_dict(), indent=1) if json_ else "\n".join(_lines(found)))


def _lines(found: BeltAnswer) -> Iterator[str]:
    from levelhip.exercise.belt_load import WANTED_DEG

    fit, legs = found.fit, found.question.legs
    yield f"A loop of {fit.loop_m * _CM:.0f} cm is tight with the leg {fit.abduction_deg:.0f}° up."
    yield f"Off by less than {max(1, round(fit.sd_deg))}° two times in three."
    yield f"The ankles are {fit.apart_m * _CM:.0f} cm apart."
    if fit.verdict != "good":
        better = "longer" if fit.verdict == "short" else "shorter"
        yield f"It should be {WANTED_DEG[0]:g}° to {WANTED_DEG[1]:g}°: a {better} loop would be better."
    if legs.hip_separation_m is None:
        yield f"Hip width not told: {legs.hips_m * _CM:.0f} cm is taken, and makes most of that error."
    if not found.loads:
        yield "With --mass also what it loads."
        return
    yield ""
    press = f"{found.loads[0].net_force_n:g} N on the ankle"
    yield f"{press:34}{'round the ankles':>18}{'above the knees':>18}"
    for name, values in _rows(found.loads):
        yield f"{name:34}" + "".join(f"{value:>18}" for value in values)
    usual, worst = (round(each * 100) for each in (found.loads[0].error_share, found.loads[0].worst_error_share))
    yield f"Computed, not measured: the hip's moment within about {usual} %, at worst {worst} %."
    yield "The muscle's force is what models span; it is no activation. Sources: levelhip evidence mechanics"


def _rows(loads: tuple[BeltLoad, ...]) -> Iterator[tuple[str, list[str]]]:
    yield "the top hip holds, Nm", [_span(load.hip_nm) for load in loads]
    yield "  a kg of body mass, Nm/kg", [_span(load.hip_nm_per_kg, 2) for load in loads]
    yield "  of it the leg's own weight, Nm", [_span(load.leg_alone_nm) for load in loads]
    yield "the knee, sideways (varus), Nm", [_span(load.knee_nm) for load in loads]
    yield "the bottom leg lifts off from, N", [_span(load.lift_off_n) for load in loads]
    yield "gluteus medius, N", ["not known" if load.muscle_n is None else _span(load.muscle_n, -1) for load in loads]


def _span(span: tuple[float, float], digits: int = 0) -> str:
    low, high = (f"{round(each, digits):.{max(0, digits)}f}" for each in span)
    return low if low == high else f"{low} to {high}"
