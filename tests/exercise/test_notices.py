from __future__ import annotations

from levelhip.exercise.notices import INTENDED_USE, PRIVACY


def test_the_notices_say_what_they_must() -> None:
    use, privacy = " ".join(INTENDED_USE), " ".join(PRIVACY)
    assert "exercise aid" in use
    assert "not a medical device" in use
    assert "does not diagnose" in use
    assert "Nothing leaves it unless you send it yourself" in privacy
    assert "Export everything" in privacy
    assert "Erase everything" in privacy
