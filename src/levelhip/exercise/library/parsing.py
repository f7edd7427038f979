"""From the text of an exercise's TOML file to an `Exercise`. Pure: which file it is from is only a name here."""

from __future__ import annotations

from dataclasses import fields
from typing import Final, Literal, get_args

from levelhip.exercise.library.bibliography import bibliography
from levelhip.exercise.library.figure_parsing import FIGURE_KEYS, parse_figure
from levelhip.exercise.library.tables import Table, key_of, read_toml
from levelhip.exercise.protocol import Dose, Exercise, FormCheck, Kind, Phase, Position, RepSignal
from levelhip.exercise.signals import SIDES, Quantity

FEATURES: Final[dict[Quantity, tuple[str, ...]]] = {
    Quantity.FORCE: ("press",),
    Quantity.STRAND_TENSION: ("press",),
    Quantity.ABDUCTION: ("angle",),
    Quantity.ACCELERATION: ("limb_rotation",),
    Quantity.LANDMARKS: ("leg_leg_angle", "thigh_leg_angle", "thigh_trunk_angle"),
    Quantity.MARKERS: ("thigh_abduction", "thigh_flexion", "thigh_extension"),
}
"""What can be computed from each quantity to drive the count. `thigh_leg_angle` is from thigh to thigh."""

FORM_FEATURES: Final = ("hip_flexion_deg", "pelvis_roll_deg", "pelvic_obliquity_deg", "knee_flexion_deg")
"""What a form check may judge. `pelvic_obliquity_deg`: slope of the line through both hips against the horizontal."""

FORM_QUANTITIES: Final = (Quantity.LANDMARKS, Quantity.MARKERS, Quantity.ACCELERATION)
"""The quantities that can see form at all: a force, a lone joint angle and a clock cannot."""

LOAD_BANDS: Final = ("low", "moderate", "high", "very high", "unknown", "unmeasured")
"""How much gluteus medius works. `unknown`: we have read no value. `unmeasured`: nobody has published one."""

HIGHEST_TIER: Final = 3
"""There is no exercise above it: a belt pressed with 50 N and more is a strength check, not an exercise."""

_Unit = Literal["deg", "N"]
_LARGEST: Final[dict[_Unit, float]] = {"deg": 180, "N": 2000}
_LOAD_KEYS: Final = ("band", "why")


def _names(row: type[Exercise | Dose | RepSignal | FormCheck | Phase]) -> tuple[str, ...]:
    """Return the keys a TOML table may have: the fields of what it becomes (an exercise's key is its file's name)."""
    return tuple(field.name for field in fields(row) if (row, field.name) != (Exercise, "key"))


def parse_exercise(text: str, source: str) -> Exercise:
    """Read one exercise. `source` is its file's name, which is the exercise's key and `.toml`. Raises LibraryError."""
    key = key_of(source)
    data = read_toml(text, source)
    table = Table(source, "", data, _names(Exercise))
    kind: Kind = table.choice("kind", get_args(Kind))
    signals = _signals(table)
    return Exercise(
        key=key,
        name=table.text("name"),
        summary=table.text("summary"),
        kind=kind,
        position=table.choice("position", get_args(Position)),
        phases=_phases(table),
        signals=signals,
        form_checks=_form_checks(table),
        dose=_dose(
            table.table("dose", _names(Dose)), kind=kind, pressed=any(signal.feature == "press" for signal in signals)
        ),
        load=_load(table.table("load", _LOAD_KEYS)),
        cautions=table.texts("cautions"),
        evidence=table.choices("evidence", tuple(bibliography())),
        figure=parse_figure(table.table("figure", FIGURE_KEYS)),
        tier=table.whole("tier", 1, HIGHEST_TIER) if "tier" in table else None,
        ready=table.text("ready") if "ready" in table else None,
    )


def _phases(table: Table) -> tuple[Phase, ...]:
    keys = _names(Phase)
    phases = tuple(Phase(name=row.text("name"), say=row.text("say")) for row in table.rows("phases", keys))
    if not phases:
        table.refuse("phases", "is missing", f"at least one table [[phases]] with {', '.join(keys)}")
    table.unique("phases", [phase.name for phase in phases])
    return phases


def _signals(table: Table) -> tuple[RepSignal, ...]:
    """Read what can measure it. Where nothing can, the file says so: a forgotten table is no answer."""
    keys = _names(RepSignal)
    if "signals" not in table:
        allowed = f"tables [[signals]] with {', '.join(keys)}, or signals = [] where nothing can measure it"
        table.refuse("signals", "is missing", allowed)
    signals = tuple(_signal(row) for row in table.rows("signals", keys))
    table.unique("signals", [signal.quantity for signal in signals])
    return signals


def _signal(row: Table) -> RepSignal:
    quantity = row.choice("quantity", tuple(FEATURES))
    feature = row.choice("feature", FEATURES[quantity])
    units: tuple[_Unit, ...] = ("N",) if feature == "press" else ("deg",)
    unit = row.choice("unit", units)
    most = row.number("most", 0.1, _LARGEST[unit])
    least = row.number("least", 0.1, most)
    return RepSignal(
        quantity=quantity, feature=feature, unit=unit, least=least, most=most, still=row.number("still", 0.01, least)
    )


def _form_checks(table: Table) -> tuple[FormCheck, ...]:
    checks = tuple(
        FormCheck(
            key=row.text("key"),
            feature=row.choice("feature", FORM_FEATURES),
            limit_deg=row.number("limit_deg", 1, 90),
            seen_by=row.choices("seen_by", FORM_QUANTITIES),
            say=row.text("say"),
        )
        for row in table.rows("form_checks", _names(FormCheck))
    )
    table.unique("form_checks", [check.key for check in checks])
    return checks


def _dose(table: Table, *, kind: Kind, pressed: bool) -> Dose:
    hold_s = table.number("hold_s", 0, 600)
    if (hold_s > 0) != (kind == "hold"):
        table.refuse("hold_s", f"is {hold_s:g} in a {kind}", "more than 0 in a hold, 0 in a movement")
    if ("press_band_n" in table) != pressed:
        problem = "is missing although a press is measured" if pressed else "stands there although no press is measured"
        table.refuse("press_band_n", problem, "two numbers of newtons where a signal has the feature press, else none")
    return Dose(
        hold_s=hold_s,
        reps=table.whole("reps", 1, 1000),
        sides=table.choices("sides", SIDES),
        per_day=table.whole_span("per_day", 1, 24),
        rest_s=table.number("rest_s", 0, 600),
        side_change_s=table.number("side_change_s", 0, 600),
        release_s=table.number("release_s", 0, 60),
        press_band_n=table.span("press_band_n", 1, 500) if pressed else None,
        evidence=table.choices("evidence", tuple(bibliography())),
    )


def _load(table: Table) -> str:
    return f"{table.choice('band', LOAD_BANDS)}: {table.text('why')}"
