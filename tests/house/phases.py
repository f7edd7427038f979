"""The phase diagram in the documentation is drawn from the table. `just docs` draws it anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from levelhip.session.transitions import diagram

PAGE: Final = Path(__file__).parents[2] / "docs" / "architecture.md"
_PLACE: Final = re.compile(r"(?<=<!-- phases -->\n).*?(?=<!-- /phases -->)", re.DOTALL)


def drawn(page: str) -> str:
    """Return the page with the diagram as the table has it now."""
    new, places = _PLACE.subn(lambda _: f"```mermaid\n{diagram()}\n```\n", page)
    if places != 1:
        message = f"expected one place for the phase diagram, between `phases` marks, but found {places}"
        raise ValueError(message)
    return new


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text("utf-8")), "utf-8")
