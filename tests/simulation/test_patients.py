"""Virtual patients over months behave as their names say, and the same seed lives the same life."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.simulation.patients import KINDS, Patient, patient


def lived(person: Patient, days: int, demand: float = 0.6) -> tuple[list[float], int]:
    """Mornings, and the number of sessions done where one is due every day."""
    mornings, done = [], 0
    for _ in range(days):
        mornings.append(person.wake())
        if person.turns_up():
            done += 1
            person.exert(demand, 7)
        person.sleep()
    return mornings, done


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 1000), st.floats(0.2, 2.0))
def test_what_a_session_gives_is_possible(kind: str, seed: int, demand: float) -> None:
    person = patient(kind, seed)
    lived(person, 20)
    session = person.exert(demand, 7)
    assert 0 <= session.complete <= session.attempted <= 7
    assert 0 <= session.faulty <= session.attempted
    assert session.stopped == (session.pain > person.tolerance)
    assert session.attempted == 7 or session.stopped
    assert person.rated(session.pain) in {None, *range(11)}


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 100))
def test_the_same_seed_lives_the_same_life(kind: str, seed: int) -> None:
    assert lived(patient(kind, seed), 30) == lived(patient(kind, seed), 30)


def test_training_makes_stronger_up_to_a_ceiling() -> None:
    strong, flat = patient("adherent", 1), patient("plateauing", 1)
    lived(strong, 200)
    lived(flat, 200)
    assert 1.6 < strong.strength < strong.habits.ceiling
    assert flat.strength < 1.2
    before = strong.strength
    for _ in range(60):
        strong.wake()
        strong.sleep()
    assert 1.0 < strong.strength < before


def test_people_are_as_their_names_say() -> None:
    assert lived(patient("forgetful", 1), 200)[1] < 0.8 * lived(patient("adherent", 1), 200)[1]
    assert max(lived(patient("flaring up", 1), 200)[0]) > 4 > max(lived(patient("adherent", 1), 200)[0])
    away = patient("returning", 1)
    lived(away, 60)
    assert lived(away, 17)[1] == 0
    assert patient("silent", 1).rated(3) is None
    assert sum(patient("over-eager", 1).wants_more() for _ in range(9)) > 0
    assert not patient("adherent", 1).wants_more()


def test_there_is_nobody_of_an_unknown_kind() -> None:
    with pytest.raises(KeyError):
        patient("perfect", 1)
