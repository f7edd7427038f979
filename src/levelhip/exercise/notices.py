"""What everybody is told before they begin: what Levelhip is for, and what happens to their data."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.wording import N_

INTENDED_USE: Final = (
    N_("Levelhip is an exercise aid: it helps you do the hip exercises that you were advised to do, and counts them."),
    N_("It is not a medical device. It does not diagnose, treat or predict any disease or injury."),
    N_(
        "It does not take the place of your doctor or physical therapist. Speak with them before you begin, and when "
        "something changes."
    ),
    N_(
        "What it measures depends on the camera, phone or belt and on how you lie. Its numbers are for you to follow "
        "your exercise, not for medical decisions."
    ),
    N_(
        "Stop at once if it hurts, or if you feel unwell. In an emergency call the emergency number (112, 911 or 999): "
        "Levelhip calls nobody."
    ),
)
"""What it is for and what it is not, one paragraph each."""

PRIVACY: Final = (
    N_("Everything stays on your device. Nothing leaves it unless you send it yourself."),
    N_(
        "No account, no cloud, no advertising, and nobody counts what you do. Levelhip needs no internet connection "
        "and opens none."
    ),
    N_(
        "The camera's pictures are looked at on the device and forgotten at once. What is kept are the positions of "
        "your joints during the exercise, never a picture."
    ),
    N_(
        "Kept are your sessions, your answers to the questions, and your settings: in one file in your user folder, "
        "which Settings shows you, and for a session in progress in your browser's storage."
    ),
    N_("So are the clinicians you trust, and the releases they signed for you."),
    N_("Anybody who can use your user account on this device can read that file. Lock your screen."),
    N_("Settings has Export everything: one archive with all that is kept, in formats that other programs can read."),
    N_("Settings has Erase everything: it removes all of it from this device. What you exported or sent before stays."),
)
"""What happens to a person's data, one paragraph each."""
