// What this session is to be: the config from the server (or as it was last given), and how it is to sound.

import { api, Refused } from "../common/api";
import { element, filled } from "../common/page_data";
import type { Assessment, Beside, Config, Rigging, Say, Way } from "../common/wire";
import { notice } from "./notices";
import type { Sounding, SoundMode } from "./sounding";
import { word } from "./words";

const SOUND = "levelhip-sound";

/** Lets the service worker keep the config: it was not there yet when the page asked for the first time. */
export async function keepConfig(asked: URLSearchParams): Promise<void> {
  if (!("serviceWorker" in navigator) || navigator.serviceWorker.controller) return;
  await new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  });
  await api("GET", `/api/config?${wantedFrom(asked)}`);
}

function wantedFrom(asked: URLSearchParams): string {
  const wanted = new URLSearchParams();
  for (const key of ["exercise", "way", "purpose"]) {
    const value = asked.get(key);
    if (value) wanted.set(key, value);
  }
  return wanted.toString();
}

/** The config for what the address asks for; null where there is none (and the page then says why). */
export async function fetchConfig(asked: URLSearchParams): Promise<Config | null> {
  try {
    return await api<Config>("GET", `/api/config?${wantedFrom(asked)}`);
  } catch (error) {
    if (error instanceof Refused && error.status === 403 && isStoppedToday(error.body)) {
      notice("not_cleared", word("stopped_today"), { link: [word("see_today"), "/"] });
    } else if (error instanceof Refused && error.status === 409) {
      notice("resting", word("resting"), { link: [word("see_today"), "/"] });
    } else if (error instanceof Refused && error.status === 403) {
      const exercise = asked.get("exercise");
      const questions = exercise ? `/clearance?exercise=${encodeURIComponent(exercise)}` : "/clearance";
      notice("not_cleared", word("not_cleared"), { link: [word("clearance_link"), questions] });
    } else {
      notice("no_config", error instanceof Refused ? `${error.message}` : word("no_config"));
    }
    return null;
  }
}

/** Whether a stop for pain closes the day: no answer to any question opens it again. */
function isStoppedToday(body: unknown): boolean {
  const { assessment } = (body ?? {}) as { assessment?: Partial<Assessment> };
  return assessment?.reasons?.some(({ key }) => key === "stopped_today") ?? false;
}

/** The same config for a session that starts now. */
export function asNew(
  config: Config,
  way: Way,
  frame_px: [number, number] | null,
  belt: { rigging: Rigging | null; beside: Beside | null },
): Config {
  const id = crypto.randomUUID ? crypto.randomUUID() : config.id;
  return {
    ...config,
    id,
    way,
    frame_px,
    rigging: way === "belt" ? belt.rigging : null,
    beside: way === "belt" ? belt.beside : null,
    started_at: localIso(new Date()),
    simulated: way === "simulated" ? config.simulated : null,
  };
}

/** ISO time with this place's offset: "2026-11-22T08:30:00.000+01:00". */
export function localIso(now: Date): string {
  const offset_min = -now.getTimezoneOffset();
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, "0");
  const shifted = new Date(now.getTime() + offset_min * 60_000).toISOString().slice(0, -1);
  return `${shifted}${offset_min < 0 ? "-" : "+"}${two(offset_min / 60)}:${two(Math.abs(offset_min) % 60)}`;
}

/** The choice of voice, tones or silence, with a sound check; remembered on this device. */
export async function chooseSound(
  sounding: Sounding,
  language: string,
  named: string | null,
  sample: string,
): Promise<void> {
  const found = await sounding.findVoice(language, named);
  const tell = (): void => {
    const voice = sounding.voiceName;
    element("#voice-note").textContent =
      sounding.mode !== "voice" ? "" : voice ? filled(word("voice_found"), { name: voice }) : word("no_voice");
  };
  for (const choice of document.querySelectorAll<HTMLInputElement>("input[name=sound]")) {
    choice.checked = choice.value === sounding.mode;
    choice.addEventListener("change", () => {
      sounding.mode = choice.value as SoundMode;
      remember(choice.value);
      tell();
    });
  }
  element("#sound-check").addEventListener("click", () => {
    const say: Say = {
      t_s: 0,
      key: "sound_check",
      text: sample,
      rank: "guide",
      interrupts: true,
      tone: "lift",
      vibrate: [120],
    };
    void sounding.unlock().then(() => sounding.say(say));
  });
  document.body.dataset["voice"] = found ? "found" : "none";
  tell();
}

function remember(mode: string): void {
  try {
    localStorage.setItem(SOUND, mode);
  } catch {
    // nothing may be stored here: it is asked again next time
  }
}

export function rememberedSound(fallback: string | undefined): SoundMode {
  const stored = ((): string | null => {
    try {
      return localStorage.getItem(SOUND);
    } catch {
      return null;
    }
  })();
  const mode = stored ?? fallback;
  return mode === "tones" || mode === "silent" ? mode : "voice";
}
