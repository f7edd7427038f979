"""What a reminder says, in a calendar or on a screen. Others may see it: not a word of what is done, or why."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.wording import N_

TITLE: Final = N_("Levelhip: your reminder")
TEXT: Final = N_("Open Levelhip when it suits you.")
