// Carries what is stored here to the server. Every step may be repeated; nothing is deleted here before the server
// has acknowledged the whole session.

import { api, Refused } from "./api";
import {
  forgetSession,
  openDatabase,
  readEntries,
  readSession,
  readSessions,
  updateSession,
  type StoredEntry,
  type StoredSession,
} from "./database";
import { isHeld, LIVE_LOCK, whileAlone } from "./locks";
import type { Input } from "./wire";

export interface Finished {
  id: string;
  agrees: boolean | null; // null: another engine, or not cleared: not compared
  differences: string[];
  url: string;
}

/** How far the carrying came: "finished" (acknowledged), "waiting" (more will come), "away" (no answer), "refused". */
export type Carried =
  | { state: "finished"; finished: Finished }
  | { state: "waiting" }
  | { state: "away" }
  | { state: "refused"; status: number; text: string };

const UPLOAD = "levelhip-upload";

/** Carries one session as far as it can now. Two tabs never carry at the same time. */
export async function carry(id: string): Promise<Carried> {
  return carried(id, true);
}

/** Carries what is complete of a session that runs. Its end is left to who tells the person of it. */
export async function carryRunning(id: string): Promise<void> {
  await carried(id, false);
}

async function carried(id: string, toItsEnd: boolean): Promise<Carried> {
  const done = await whileAlone(UPLOAD, async () => {
    const database = await openDatabase();
    try {
      return await carryStored(database, id, toItsEnd);
    } catch (error) {
      return asCarried(error);
    } finally {
      database.close();
    }
  });
  return done ?? { state: "waiting" };
}

/** Everything that is ended here. Who closed the page without answering what is asked afterwards is not asked again. */
export async function carryAll(): Promise<Finished[]> {
  if (await isHeld(LIVE_LOCK)) return [];
  const database = await openDatabase();
  const ended = (await readSessions(database)).filter((session) => session.record !== null);
  for (const { id, closed } of ended) if (!closed) await updateSession(database, id, { closed: true });
  database.close();
  const finished: Finished[] = [];
  for (const { id } of ended) {
    const carried = await carry(id);
    if (carried.state === "finished") finished.push(carried.finished);
    if (carried.state === "away") break;
  }
  return finished;
}

async function carryStored(database: IDBDatabase, id: string, toItsEnd: boolean): Promise<Carried> {
  const session = await readSession(database, id);
  if (!session) return { state: "waiting" };
  await api("POST", "/api/sessions", { config: session.config });
  const parts = inParts(await readEntries(database, id));
  const ready = session.closed ? parts.length : parts.length - 1; // the last one may still grow
  const there = new Set((await api<{ parts: number[] }>("GET", `/api/sessions/${id}/parts`)).parts);
  for (let n = 0; n < ready; n += 1) {
    if (!there.has(n)) await api("PUT", `/api/sessions/${id}/parts/${n}`, { inputs: parts[n] });
  }
  if (!toItsEnd || !session.closed || !session.record) return { state: "waiting" };
  return finish(database, session, parts.length);
}

async function finish(database: IDBDatabase, session: StoredSession, parts: number): Promise<Carried> {
  const { id, record } = session;
  const answer = await api<Omit<Finished, "id">>("POST", `/api/sessions/${id}/finish`, { parts, record });
  await forgetSession(database, id);
  return { state: "finished", finished: { id, ...answer } };
}

/** The parts as they were fixed when they were written, numbered without gaps. */
export function inParts(entries: StoredEntry[]): Input[][] {
  const parts: Input[][] = [];
  let last: number | null = null;
  for (const entry of entries) {
    if (entry.part !== last) parts.push([]);
    parts.at(-1)?.push(...entry.inputs);
    last = entry.part;
  }
  return parts;
}

export function asCarried(error: unknown): Carried {
  if (error instanceof Refused && error.status < 500) {
    return { state: "refused", status: error.status, text: JSON.stringify(error.body) };
  }
  if (error instanceof Refused || error instanceof TypeError) return { state: "away" };
  throw error;
}
