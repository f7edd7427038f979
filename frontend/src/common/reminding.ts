// Reminds in this browser, while a page of Levelhip is open: at each time chosen, if something is still due that day.

import { api } from "./api";
import { isHeld, LIVE_LOCK, whileAlone } from "./locks";

const WANTED = "levelhip-remind";
const REMINDED = "levelhip-reminded"; // the moment reminded of last, so that no page says it again
const LOOK_MS = 30_000;
const ASK_MS = 15 * 60_000;
const LATE_MS = 30 * 60_000;

interface Reminders {
  times: string[];
  due: boolean;
  title: string;
  text: string;
}

export type Standing = "none" | "denied" | "off" | "on";

/** Whether this browser reminds, or why not. */
export function standing(): Standing {
  if (!("Notification" in self) || !("localStorage" in self)) return "none";
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && localStorage.getItem(WANTED) === "yes" ? "on" : "off";
}

/** Asks for leave; only to be called by a tap. */
export async function remindHere(): Promise<void> {
  if ((await Notification.requestPermission()) === "granted") localStorage.setItem(WANTED, "yes");
}

export function remindNoMore(): void {
  localStorage.removeItem(WANTED);
}

/** The latest of `times` ("08:00", by this machine's clock) that came in the last half hour, as its moment. */
export function justCome(times: string[], now: Date): number | null {
  const moments = times.map((time) => {
    const [hour, minute] = time.split(":").map(Number);
    return new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute).getTime();
  });
  const come = moments.filter((moment) => moment <= now.getTime() && now.getTime() - moment < LATE_MS);
  return come.length ? Math.max(...come) : null;
}

/** Looks now and then for as long as the page is open. A late look, after the machine slept, still finds its time. */
export function startReminding(): void {
  let times: string[] = [];
  let asked_ms = -Infinity;

  async function ask(): Promise<Reminders> {
    const reminders = await api<Reminders>("GET", "/api/reminders");
    times = reminders.times;
    asked_ms = Date.now();
    return reminders;
  }

  async function look(): Promise<void> {
    if (standing() !== "on") return;
    if (Date.now() - asked_ms > ASK_MS) await ask();
    const moment = justCome(times, new Date());
    if (moment === null || wasReminded(moment) || (await isHeld(LIVE_LOCK))) return;
    const reminders = await ask(); // what was true a quarter of an hour ago need not be now
    if (wasReminded(moment) || justCome(reminders.times, new Date()) !== moment) return;
    localStorage.setItem(REMINDED, String(moment));
    if (reminders.due) await show(reminders, moment);
  }

  const lookAlone = (): void => {
    void whileAlone(WANTED, look).catch(() => undefined); // the server is away: the next look asks again
  };
  lookAlone();
  setInterval(lookAlone, LOOK_MS);
}

function wasReminded(moment: number): boolean {
  return Number(localStorage.getItem(REMINDED) ?? 0) >= moment;
}

async function show(reminders: Reminders, moment: number): Promise<void> {
  const options = { body: reminders.text, tag: `levelhip-${moment}`, lang: document.documentElement.lang };
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration?.active) await registration.showNotification(reminders.title, options);
  else new Notification(reminders.title, options);
}
