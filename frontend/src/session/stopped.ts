// A stop for pain that the server has not been told of yet: before it knows, nothing else is to begin.

import { openDatabase, readSessions, updateSession, type StoredSession } from "../common/database";
import { forgetConfigs } from "../common/kept";
import { carry } from "../common/upload";
import type { LiveRecord } from "../common/wire";

/** Whether what came of a session closes the day, or may. */
export function isStopped(record: LiveRecord | null): boolean {
  return record !== null && (record.ended === "pain" || Boolean(record["stop_answers"]));
}

/** Sends sessions that were stopped for pain and are still here; false while the server has not answered to them all. */
export async function toldOfStops(): Promise<boolean> {
  const stopped = await storedStops();
  if (!stopped.length) return true;
  await forgetConfigs();
  for (const { id } of stopped) {
    const carried = await carry(id);
    if (carried.state === "away" || carried.state === "waiting") return false;
  }
  return true;
}

/** Who closed the page without answering what is asked afterwards is not asked again. */
async function storedStops(): Promise<StoredSession[]> {
  try {
    const database = await openDatabase();
    const stopped = (await readSessions(database)).filter((session) => isStopped(session.record));
    for (const { id, closed } of stopped) if (!closed) await updateSession(database, id, { closed: true });
    database.close();
    return stopped;
  } catch (error) {
    console.warn("levelhip: nothing can be read from this device", error);
    return [];
  }
}
