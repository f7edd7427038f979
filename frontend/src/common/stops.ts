// A stop for pain that the server has not been told of yet: before it knows, nothing else is to begin.

import { openDatabase, readSessions, updateSession, type StoredSession } from "./database";
import { forgetConfigs } from "./kept";
import { carry } from "./upload";
import type { LiveRecord } from "./wire";

/** Whether what came of a session closes the day, or may. */
export function isStopped(record: LiveRecord | null): boolean {
  return record !== null && (record.ended === "pain" || Boolean(record["stop_answers"]));
}

/** Sends sessions that were stopped for pain and are still here; false while the server has not answered to them all. */
export async function toldOfStops(): Promise<boolean> {
  const stopped = await unsentStops();
  if (!stopped.length) return true;
  await forgetConfigs();
  for (const { id, closed } of stopped) {
    if (!closed) await close(id);
    const carried = await carry(id);
    if (carried.state === "away" || carried.state === "waiting") return false;
  }
  return true;
}

/** The sessions on this device that were stopped for pain; none where nothing can be read. */
export async function unsentStops(): Promise<StoredSession[]> {
  if (!("indexedDB" in self)) return [];
  try {
    const database = await openDatabase();
    const stopped = (await readSessions(database)).filter((session) => isStopped(session.record));
    database.close();
    return stopped;
  } catch (error) {
    console.warn("levelhip: nothing can be read from this device", error);
    return [];
  }
}

/** Who closed the page without answering what is asked afterwards is not asked again. */
async function close(id: string): Promise<void> {
  const database = await openDatabase();
  await updateSession(database, id, { closed: true });
  database.close();
}
