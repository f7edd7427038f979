// A session that was broken off by a reload, a crash or a loss of power.

import { openDatabase, readSessions, type StoredSession } from "../common/database";

/** The session the address asks to resume, or the last that was broken off; null where there is none. */
export async function brokenOff(asked: string | null): Promise<StoredSession | null> {
  try {
    const database = await openDatabase();
    const open = (await readSessions(database)).filter((session) => session.record === null);
    database.close();
    return open.find((session) => session.id === asked) ?? open.at(-1) ?? null;
  } catch (error) {
    console.warn("levelhip: nothing can be read from this device", error);
    return null;
  }
}
