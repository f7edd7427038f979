"""The colours of the reports: one accent (blue), one warning (vermilion), told apart by the colour-blind too."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final, Literal

Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """`ground`: around the pages; `tint`: the accent, pale enough to lie behind the signal or behind words."""

    page: str
    ground: str
    ink: str
    soft: str
    line: str
    accent: str
    tint: str
    warning: str


LIGHT: Final = Palette("#ffffff", "#f4f6f9", "#1c2430", "#525c6a", "#d5dae1", "#0b5cad", "#dbe9f7", "#a84300")
DARK: Final = Palette("#161b22", "#0d1117", "#e9edf2", "#a9b4c2", "#39424e", "#74b9ff", "#1e3a57", "#ffab66")


def drawing_css(theme: Theme) -> str:
    """The style sheet of a drawing. "auto" is light, dark where the reader's system is; paper is always light."""
    if theme != "auto":
        return _rules(LIGHT if theme == "light" else DARK)
    dark = _rules(DARK)
    return f"{_rules(LIGHT)}@media screen and (prefers-color-scheme:dark){{{dark}}}"


def page_css() -> str:
    """The same colours as variables, and the drawings' style sheet, for a page."""
    light, dark = _variables(LIGHT), _variables(DARK)
    return f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}{drawing_css('auto')}"


def _variables(colours: Palette) -> str:
    return ":root{" + "".join(f"--{name}:{value};" for name, value in asdict(colours).items()) + "}"


def _rules(colours: Palette) -> str:
    return (
        f".lh-page{{fill:{colours.page}}}"
        f".lh-ink{{fill:{colours.ink}}}"
        f".lh-soft{{fill:{colours.soft}}}"
        f".lh-grid{{stroke:{colours.line};stroke-width:1;fill:none}}"
        f".lh-zero{{stroke:{colours.soft};stroke-width:1.2;fill:none}}"
        f".lh-signal{{stroke:{colours.ink};stroke-width:1.6;stroke-linejoin:round;fill:{colours.ink}}}"
        f".lh-tint{{fill:{colours.tint}}}"
        f".lh-accent{{fill:{colours.accent}}}"
        f".lh-accent-line{{stroke:{colours.accent};stroke-width:1.6;fill:none}}"
        f".lh-hatch{{stroke:{colours.soft};stroke-width:0.9;stroke-opacity:0.55;fill:none}}"
        f".lh-warning{{fill:{colours.warning}}}"
        f".lh-warning-line{{stroke:{colours.warning};stroke-width:1.6;fill:none}}"
        f".lh-outline{{stroke:{colours.soft};stroke-width:1.2;fill:{colours.page}}}"
        f".lh-side{{stroke:{colours.soft};stroke-width:3;fill:none}}"
    )
