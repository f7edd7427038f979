"""Every sentence the coach says, in English: the ids of the messages of every other language."""

from __future__ import annotations

from typing import Final

from levelhip.exercise.wording import N_

# -- lying down -------------------------------------------------------------------------------------------------------

LIE: Final = {
    "left": N_("Lie on your left side, right leg on top."),
    "right": N_("Lie on your right side, left leg on top."),
    "supine": N_("Lie on your back, knees bent, feet flat on the floor."),
    "standing": N_("Stand tall, and hold on to something firm."),
}
PROPPED: Final = {
    "left": N_("Lie on your left side, propped on the left forearm."),
    "right": N_("Lie on your right side, propped on the right forearm."),
}
BELT_ROUND: Final = {
    "ankles": N_("Belt round both ankles, knees straight."),
    "knees": N_("The belt or band round both legs, just above the knees."),
}
STRAP_THE_PHONE: Final = {
    "left": N_("The phone strapped to your left shin."),
    "right": N_("The phone strapped to your right shin."),
}
HANG_LOOSE: Final = N_("Let the belt hang loose for a moment, and don't touch it.")
START_WHEN_STILL: Final = {
    "side_lying": N_("I'll start when you lie still."),
    "supine": N_("I'll start when you lie still."),
    "standing": N_("I'll start when you stand still."),
    "on_forearm": N_("I'll start when you lie still."),
}
START_WHEN_PULLED: Final = N_("When you are ready, pull the belt tight once and let go. I'll start when you lie still.")
START_IN: Final = N_("I'll start in {number} seconds.")
LIE_AS_BEFORE: Final = N_("Take your position again. I'll go on when you are still.")
GO_ON_IN: Final = N_("Take your position again. I'll go on in {number} seconds.")

# -- what is still missing before it starts ---------------------------------------------------------------------------

NOT_READY: Final = {
    "nobody": N_("I can't see you. Come into the picture."),
    "feet": N_("I can't see your feet. Move the screen back a little."),
    "legs": N_("I can't see your legs. Move the screen back a little."),
    "head": N_("I can't see your head. Move the screen back a little."),
    "body": N_("I can't see all of you. Move the screen back a little."),
    "too_small": N_("You look too small from here. Bring the screen closer."),
    "somebody_else": N_("Somebody else is in the picture."),
    "too_dark": N_("It is too dark. Turn on a light."),
    "turned_away": N_("I see your back. Turn round to face the screen."),
    "wrong_side.left": N_("That is the other side. Lie on your left side."),
    "wrong_side.right": N_("That is the other side. Lie on your right side."),
    "not_on_side.left": N_("Lie on your left side, one hip above the other."),
    "not_on_side.right": N_("Lie on your right side, one hip above the other."),
    "not_upright": N_("Stand up straight, please."),
    "not_lying": N_("Lie down, please."),
    "no_signal": N_("I get nothing from the sensor yet."),
    "not_loose": N_("Let the belt hang loose, and don't touch it."),
    "not_pulled": N_("Pull the belt tight once when you are ready."),
    "belt_tight": N_("The belt is pulling already. Rest the leg until it is loose."),
    "not_still": N_("Lie still for a moment."),
    "not_still.standing": N_("Stand still for a moment."),
}

CONDITIONS: Final = {
    "whole_body": N_("Whole body in view"),
    "only_you": N_("Only you"),
    "light": N_("Enough light"),
    "facing": N_("Facing the camera"),
    "side.left": N_("Lying on your left side"),
    "side.right": N_("Lying on your right side"),
    "supine": N_("Lying on your back"),
    "standing": N_("Standing"),
    "on_forearm": N_("Propped on one forearm"),
    "belt": N_("Belt on, knees straight"),
    "position": N_("Ready in position"),
    "signal": N_("Sensor heard"),
    "zero": N_("Loose belt taken as zero"),
    "pull": N_("One pull: you are ready"),
    "slack": N_("Belt loose at rest"),
    "still": N_("Still"),
}

# -- the repetitions --------------------------------------------------------------------------------------------------

HIP: Final = {"left": N_("Left hip."), "right": N_("Right hip.")}
PRESSES: Final = (N_("One press."), N_("{number} presses."))
HOLDS: Final = (N_("One hold."), N_("{number} holds."))
REPETITIONS: Final = (N_("One repetition."), N_("{number} repetitions."))
KEEP_BREATHING: Final = N_("Keep breathing.")
LIFT_IN_FULL: Final = N_("Lift until the belt is tight.")
LIFT: Final = N_("Lift.")
PRESS_GENTLY: Final = N_("Press gently.")
PRESS_ON: Final = N_("Press on.")
HOLD_ON: Final = N_("Hold on.")
A_LITTLE_LESS: Final = N_("A little less.")
SLOWLY_DOWN: Final = N_("Slowly down.")
TO_GO: Final = N_("{number} to go.")
LAST_ONE: Final = N_("Last one.")
THATS_IT: Final = N_("That's it.")

A_LITTLE_HIGHER: Final = N_("A little higher, until the belt is tight.")
"""Shown while the leg is seen up and the belt hangs loose."""

CORRECTIONS: Final = {
    "fast_release": N_("Slower next time."),
    "short_hold": N_("Hold until I say: slowly down."),
    "too_hard": N_("Press more gently next time."),
    "sagged": N_("Keep the leg up against the belt."),
    "partial.belt": N_("That one was too low. Lift until the belt is tight."),
    "partial": N_("That one was too low. Lift a little higher."),
    "touch": N_("That one was too short. Hold until I say: slowly down."),
}

# -- when something comes between -------------------------------------------------------------------------------------

LOST: Final = {
    "camera": N_("I've lost you. The count waits."),
    "belt": N_("I've lost the belt. The count waits."),
    "sensor": N_("I've lost the sensor. The count waits."),
}
FOUND: Final = {
    "camera": N_("I see you again."),
    "belt": N_("The belt is back."),
    "sensor": N_("The sensor is back."),
}
BATTERY_LOW: Final = N_("The belt sensor's battery is low. Charge it after this session.")
PAUSED_LIFT: Final = N_("Paused. Lift when you are ready.")
PAUSED: Final = N_("Paused. Take your time.")
GOING_ON: Final = N_("Going on.")
HIDDEN: Final = N_("The page is in the background, so I can't measure. Paused.")
CLOCK_FROM_HERE: Final = N_("I can't measure any more. We go on with the clock alone.")

# -- turning over, and the end ----------------------------------------------------------------------------------------

WELL_DONE: Final = N_("Well done.")
TURN_FACING: Final = N_(
    "Slip the belt off one foot, turn over with your head where your feet were, so that you still face me."
)
TURN: Final = N_("Slip the belt off one foot, then turn over.")
TURN_WITH_BAND: Final = {
    "left": N_(
        "Take the band off, turn over with your head where your feet were, and put it on again. Left hip on top."
    ),
    "right": N_(
        "Take the band off, turn over with your head where your feet were, and put it on again. Right hip on top."
    ),
}
BELT_AGAIN: Final = {
    "left": N_("Belt on again, left hip on top."),
    "right": N_("Belt on again, right hip on top."),
}
OTHER_SIDE: Final = {"left": N_("Now the left side."), "right": N_("Now the right side.")}
TURN_WITHOUT_BELT: Final = {
    "left": N_("Turn over with your head where your feet were. Left hip on top."),
    "right": N_("Turn over with your head where your feet were. Right hip on top."),
}
HOW_MANY: Final = N_("How many did you hold the full {number} seconds?")
DONE: Final = N_("Done.")
HELD_IN_FULL: Final = N_("{complete} of {total} held the full {seconds} seconds.")
ALL_HELD: Final = N_("All {total} held the full {seconds} seconds.")
BELT_OFF: Final = {
    "ankles": N_("Take the belt off before you get up."),
    "knees": N_("Take the belt or band off before you get up."),
    "standing": N_("Take the band off before you walk on."),
}
STOPPED: Final = N_("Stopped.")
LET_DOWN: Final = {
    "side_lying": N_("Let the leg down."),
    "supine": N_("Let yourself down."),
    "on_forearm": N_("Let yourself down."),
    "standing": N_("Stand on both legs, and hold on."),
    "in_place": N_("Let go."),
}
"""What to do first, by position; `in_place`: nothing is lifted, the legs only press."""
WHERE_DOES_IT_HURT: Final = N_("Where does it hurt, and how much?")
SAY_IF_IT_HURTS: Final = N_("If anything hurts, say so now.")
