"""A load cell in the belt that exists only in the page: behind `navigator.bluetooth`, streaming a simulated press.

It speaks the sensor's protocol by itself, written down here a second time, so that a mistake in ours is not in both.
Its wearer listens to the coach: leaves the belt loose, pulls once when told how to lie, presses when a set has begun.
It can be taken away and given back.
"""

from __future__ import annotations

import json
from typing import Any, Final

from levelhip.exercise.signals import Side
from levelhip.session.load_cell import GRAVITY_MS2, STRANDS, Rigging
from levelhip.simulation.live import live_patient, live_set
from tests.simulation.readings import numbers

READY_S: Final = 3.0
"""Lying still this long is over when a set starts: the patient's own stillness is played from there."""

HOLD_S: Final = 5.0
REPS: Final = 2

SCRIPT: Final = """
const given = __GIVEN__;
const SERVICE = "7e4e1701-1ea6-40c9-9dcc-13d34ffead57";
const NOTIFY = "7e4e1702-1ea6-40c9-9dcc-13d34ffead57";
const WRITE = "7e4e1703-1ea6-40c9-9dcc-13d34ffead57";
const RATE_HZ = 80, IN_PACKET = 8, START_US = 2 ** 32 - 20e6; // its clock starts over after 20 s

class Characteristic extends EventTarget {
  constructor(write) { super(); this.write = write; }
  async startNotifications() { return this; }
  async writeValueWithResponse(bytes) { this.write(bytes[0]); }
  notify(bytes) {
    this.value = new DataView(Uint8Array.from(bytes).buffer);
    this.dispatchEvent(new Event("characteristicvaluechanged"));
  }
}

class Wearer { // what the belt feels, kg, at a time of the page (s)
  constructor() { this.pull_s = null; this.set = null; this.heard = 0; }
  kg(now_s) {
    this.listen(now_s);
    if (this.pull_s !== null && now_s > this.pull_s && now_s < this.pull_s + 1) return given.zero_kg + given.pull_kg;
    if (!this.set) return given.zero_kg;
    const { t_s, kg } = this.set.samples;
    while (this.set.next + 1 < t_s.length && t_s[this.set.next + 1] <= now_s - this.set.from_s) this.set.next += 1;
    return given.zero_kg + kg[this.set.next];
  }
  listen(now_s) {
    const lines = document.querySelectorAll("#said li");
    for (; this.heard < lines.length; this.heard += 1) {
      const key = lines[this.heard].dataset.key;
      if (key === "lie" || key === "side_done") { this.pull_s = now_s + 5; this.set = null; }
      if (key === "start" || key === "going_on") {
        const side = document.querySelector("#side").textContent.startsWith("Right") ? "right" : "left";
        this.set = { samples: given.sets[side], from_s: now_s - given.ready_s, next: 0, felt: 0 };
      }
    }
  }
}

const wearer = new Wearer();
const device = new EventTarget();
const belt = (window.virtualBelt = { commands: [], connections: 0, inReach: true, device });
let began_s = null, sent = 0;
const commanded = (command) => {
  belt.commands.push(command);
  if (command === 0x65) { began_s = performance.now() / 1000; sent = 0; }
  if (command === 0x66) began_s = null;
  if (command === 0x6f) replies.notify([0, 4, 0x9a, 0x0f, 0, 0]); // 3994 mV
};
const replies = new Characteristic(() => undefined), commands = new Characteristic(commanded);
device.gatt = {
  connected: false,
  async connect() {
    if (!belt.inReach) throw new DOMException("Connection failed", "NetworkError");
    belt.connections += 1;
    this.connected = true;
    return this;
  },
  disconnect() {
    began_s = null;
    if (!this.connected) return;
    this.connected = false;
    device.dispatchEvent(new Event("gattserverdisconnected"));
  },
  async getPrimaryService(uuid) {
    if (uuid !== SERVICE) throw new DOMException(uuid, "NotFoundError");
    return { getCharacteristic: async (wanted) => ({ [NOTIFY]: replies, [WRITE]: commands })[wanted] };
  },
};
belt.lose = (ms) => {
  belt.inReach = false;
  device.gatt.disconnect();
  setTimeout(() => (belt.inReach = true), ms);
};

// A phone on the shin, where the person wears one: it feels the same lifts.
setInterval(() => {
  const { set } = wearer, now_s = performance.now() / 1000;
  for (const shin = set?.samples.shin; shin && shin.t_s[set.felt] <= now_s - set.from_s; set.felt += 1) {
    const [x, y, z] = shin.g[set.felt].map((g) => g * 9.80665);
    dispatchEvent(new DeviceMotionEvent("devicemotion", { accelerationIncludingGravity: { x, y, z } }));
  }
  if (!set && given.worn) {
    dispatchEvent(new DeviceMotionEvent("devicemotion", { accelerationIncludingGravity: { x: 0, y: 0, z: 9.8 } }));
  }
}, 20);

setInterval(() => {
  if (began_s === null || !device.gatt.connected) return;
  const now_s = performance.now() / 1000;
  while (began_s + (sent + IN_PACKET) / RATE_HZ <= now_s) {
    const packet = new DataView(new ArrayBuffer(2 + 8 * IN_PACKET));
    packet.setUint8(0, 1);
    packet.setUint8(1, 8 * IN_PACKET);
    for (let i = 0; i < IN_PACKET; i += 1, sent += 1) {
      const since_s = (sent + 1) / RATE_HZ;
      packet.setFloat32(2 + 8 * i, wearer.kg(began_s + since_s), true);
      packet.setUint32(6 + 8 * i, (START_US + Math.round(since_s * 1e6)) % 2 ** 32, true);
    }
    replies.notify(new Uint8Array(packet.buffer));
  }
}, 20);

Object.defineProperty(navigator, "bluetooth", {
  value: given.offered
    ? {
        async requestDevice(options) {
          belt.asked = options;
          if (given.refused) throw new DOMException("User cancelled the requestDevice() chooser.", given.refused);
          return device;
        },
      }
    : undefined,
});
"""


class VirtualBelt:
    """A belt for one page. `refused`: the name of the error that ends choosing. `truth`: of each side's presses."""

    def __init__(
        self,
        rigging: Rigging = "strand",
        *,
        hold_s: float = HOLD_S,
        reps: int = REPS,
        seed: int = 1,
        offered: bool = True,
        refused: str | None = None,
        worn: bool = False,
        faults: tuple[tuple[Any, ...], ...] = (),
    ) -> None:
        self._faults = faults
        patients = {
            "right": live_patient(seed, "everyday", faults, "right", hold_s=hold_s, reps=reps),
            "left": live_patient(seed, "everyday", faults, "left", hold_s=hold_s, reps=reps),
        }
        self.truth = {side: patient.truth for side, patient in patients.items()}
        self.lift_deg: dict[str, list[float]] = {}
        newtons_in_a_kilo = STRANDS[rigging] * GRAVITY_MS2
        given: dict[str, Any] = {
            "zero_kg": 0.7,
            "pull_kg": 20 / newtons_in_a_kilo,
            "ready_s": READY_S,
            "offered": offered,
            "refused": refused,
            "worn": worn,
            "sets": {
                side: {
                    "t_s": patient.t_s,
                    "kg": [force_n / newtons_in_a_kilo for force_n in patient.force_n],
                    "shin": self._felt(seed, side, hold_s, reps) if worn else None,
                }
                for side, patient in patients.items()
            },
        }
        self.script = SCRIPT.replace("__GIVEN__", json.dumps(given))

    def _felt(self, seed: int, side: str, hold_s: float, reps: int) -> dict[str, list[Any]]:
        """The same set as a phone on the shin feels it."""
        only: Side = "left" if side == "left" else "right"
        session = live_set(seed, "everyday", self._faults, only, hold_s=hold_s, reps=reps, rest_s=3.0)
        start_s = next(segment.start_s for segment in session.truth.segments if segment.kind == "set")
        self.lift_deg[side] = [attempt.lift_deg for attempt in session.truth.attempts]
        table = session.recording("shin")
        t_s, *axes = (numbers(table, name) for name in ("t_s", "ax_g", "ay_g", "az_g"))
        rows = [(t - start_s, list(g)) for t, g in zip(t_s, zip(*axes, strict=True), strict=True)]
        rows = [row for row in rows if row[0] >= READY_S]
        return {"t_s": [t_s for t_s, _ in rows], "g": [g for _, g in rows]}
