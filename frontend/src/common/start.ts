// On every page: the service worker, what was not sent yet, a session that was broken off, and reminders.

import { openDatabase, readSessions } from "./database";
import { holdBackAfterStop } from "./holding_back";
import { isHeld, LIVE_LOCK } from "./locks";
import { startReminding } from "./reminding";
import { retrying } from "./retry";
import { carryAll } from "./upload";

export function registerServiceWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker
    .register("/service_worker.js", { updateViaCache: "none" })
    .catch((error: unknown) => console.warn("levelhip: no offline use", error));
}

async function sendWhatIsLeft(): Promise<boolean> {
  await carryAll();
  const database = await openDatabase();
  const left = (await readSessions(database)).filter((session) => session.record !== null);
  database.close();
  return left.length === 0;
}

/** Shows the page's `[data-unfinished]` with a link to where the session goes on. */
async function offerUnfinished(): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-unfinished]");
  const link = place?.querySelector("a");
  if (!place || !link || (await isHeld(LIVE_LOCK))) return;
  const database = await openDatabase();
  const unfinished = (await readSessions(database)).filter((session) => session.record === null).at(-1);
  database.close();
  if (!unfinished) return;
  link.href = `/session?resume=${encodeURIComponent(unfinished.id)}`;
  place.hidden = false;
}

registerServiceWorker();
startReminding();
if ("indexedDB" in self && document.body.dataset["page"] !== "session") {
  void holdBackAfterStop();
  retrying(sendWhatIsLeft);
  void offerUnfinished().catch((error: unknown) => console.warn("levelhip:", error));
}
