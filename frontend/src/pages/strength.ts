// The strength check, step by step: shown, spoken, counted down. The sensor's packets go to the server as they are.

import { api, Refused } from "../common/api";
import { element, embedded, filled } from "../common/page_data";
import { keepAwake } from "../session/awake";
import { BeltSensor, type BeltProfile } from "../session/belt_sensor";
import { localVoices, Voice } from "../session/voice";

interface Step {
  kind: "prepare" | "warm_up" | "press" | "rest" | "turn" | "end";
  side: "left" | "right" | null;
  seconds: number | null;
  line: string;
}

interface StrengthData {
  language: string;
  speaks: boolean;
  voice: string | null;
  profile: BeltProfile;
  steps: Step[];
  words: Record<string, string>;
}

type Packet = [t_s: number, hex: string];

const LOOSE_MS = 2_000;
const BEFORE_MS = 5_000; // the line is said, and the quiet before a press is recorded
const AFTER_MS = 1_500; // what comes late still belongs to the press
const TICK_MS = 100;

const data = embedded<StrengthData>("page-data");
const said = (key: string, values: Record<string, string | number> = {}): string =>
  filled(data.words[key] ?? key, values);

const news = element("#news");
const line = element("#line");
const leftOver = element("#left-over");
const on = element<HTMLButtonElement>("#on");
const begin = element<HTMLButtonElement>("#begin");
const connect = element<HTMLButtonElement>("#connect");

let voice: Voice | null = null;
let keep: Packet[] | null = null; // where packets go now; null: they are let go
let sensor: BeltSensor | null = null;

function heardPacket(at_ms: number, bytes: Uint8Array): void {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  keep?.push([Math.round(at_ms * 1e3) / 1e6, hex]);
}

function speak(text: string): void {
  voice?.say({ t_s: 0, key: "strength", text, rank: "guide", interrupts: true, tone: null, vibrate: [] });
}

/** Counts down; a tap on "I am ready" ends it where it may. `null` waits for the tap. */
function wait(seconds: number | null, mayEnd: boolean): Promise<void> {
  on.hidden = !mayEnd;
  const until_ms = performance.now() + 1_000 * (seconds ?? Infinity);
  return new Promise((resolve) => {
    const done = (): void => {
      clearInterval(timer);
      on.removeEventListener("click", done);
      leftOver.textContent = "";
      resolve();
    };
    const tick = (): void => {
      const left_s = (until_ms - performance.now()) / 1_000;
      if (left_s <= 0) return done();
      leftOver.textContent = seconds === null ? "" : said("seconds", { seconds: Math.ceil(left_s) });
    };
    const timer = setInterval(tick, TICK_MS);
    if (mayEnd) on.addEventListener("click", done);
    tick();
  });
}

async function record(into: Packet[], step: Step): Promise<void> {
  keep = into;
  await wait(BEFORE_MS / 1_000, false);
  line.textContent = said("now");
  speak(said("now"));
  await wait(step.seconds, false);
  line.textContent = said("let_go");
  speak(said("let_go"));
  await wait(AFTER_MS / 1_000, false);
  keep = null;
}

async function guide(): Promise<void> {
  const loose: Packet[] = [];
  const sides = new Map<string, Packet[]>();
  if (sensor) {
    line.textContent = said("loose");
    speak(said("loose"));
    keep = loose;
    await wait(LOOSE_MS / 1_000, false);
    keep = null;
  }
  for (const step of data.steps) {
    line.textContent = step.line;
    speak(step.line);
    if (step.kind === "end") break;
    if (step.kind === "press" || step.kind === "warm_up") {
      const packets = sides.get(step.side ?? "") ?? [];
      if (step.kind === "press") sides.set(step.side ?? "", packets);
      await record(step.kind === "press" ? packets : [], step);
    } else await wait(step.seconds, true);
  }
  on.hidden = true;
  await finish(loose, sides);
}

async function finish(loose: Packet[], sides: Map<string, Packet[]>): Promise<void> {
  leftOver.textContent = "";
  if (!sensor) {
    news.textContent = said("no_sensor");
    element("#left").focus();
    return;
  }
  sensor.stop();
  const rigging = element<HTMLInputElement>("input[name=rigging]:checked").value;
  const told = [...sides].map(([side, packets]) => ({ side, packets }));
  try {
    await api("POST", "/api/strength", { rigging, loose, sides: told });
    location.assign("/outcomes?kept=1#said");
  } catch (error) {
    const reason = error instanceof Refused ? (error.body as { error?: string } | null)?.error : null;
    news.textContent = said("not_kept", { reason: reason ?? said("away") });
  }
}

async function start(): Promise<void> {
  begin.disabled = connect.disabled = true;
  let may = false;
  try {
    may = (await api<{ may_start: boolean }>("GET", "/api/strength")).may_start;
    news.textContent = may ? "" : said("not_cleared");
  } catch {
    news.textContent = said("away");
  }
  if (!may) {
    begin.disabled = connect.disabled = false;
    return;
  }
  const sleep = await keepAwake(() => undefined);
  element("#setting-up").hidden = element("#how").hidden = true;
  element("#running").hidden = false;
  element("#guided").scrollIntoView();
  await guide().finally(sleep);
}

async function chooseSensor(): Promise<void> {
  const chosen = new BeltSensor(data.profile, {
    packet: heardPacket,
    connected: () => undefined,
    gone: () => (news.textContent = said("gone")),
  });
  const missing = await chosen.choose();
  news.textContent = said(missing ?? "connected");
  if (missing) return;
  sensor = chosen;
  await chosen.start();
}

/** One tap starts, one ends; what it showed stands in the field, to be kept or mended. */
function clock(button: HTMLButtonElement): void {
  const field = element<HTMLInputElement>(`#hold_${button.dataset["clock"] ?? ""}`);
  const words = button.textContent;
  let began_ms: number | null = null;
  const show = (): void => {
    if (began_ms === null) return;
    const held_s = (performance.now() - began_ms) / 1_000;
    button.textContent = said("clock_stop", { seconds: Math.floor(held_s) });
    const whole_s = Math.floor(held_s);
    if (whole_s && whole_s % 10 === 0 && button.dataset["told"] !== String(whole_s)) {
      button.dataset["told"] = String(whole_s);
      speak(String(whole_s));
    }
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  button.addEventListener("click", () => {
    if (began_ms === null) {
      began_ms = performance.now();
      speak(said("now"));
      timer = setInterval(show, TICK_MS);
      show();
      return;
    }
    clearInterval(timer);
    field.value = ((performance.now() - began_ms) / 1_000).toFixed(1);
    began_ms = null;
    button.textContent = words;
    speak(said("let_go"));
  });
}

element("#guide").hidden = false;
element("#clock").hidden = false;
if (data.speaks) {
  void localVoices(data.language).then((voices) => {
    const chosen = voices.find((each) => each.name === data.voice) ?? voices[0];
    if (chosen) voice = new Voice(chosen, () => 1);
  });
}
begin.addEventListener("click", () => void start());
connect.addEventListener("click", () => void chooseSensor());
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-clock]")) clock(button);
addEventListener("pagehide", () => sensor?.stop());
