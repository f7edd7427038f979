// What must survive a reload, a crash or a loss of power: one small IndexedDB database, written with strict durability.

import type { Config, Input, LiveRecord } from "./wire";

export const DATABASE = "levelhip";

/** One session on this device. It is deleted when the server has acknowledged all of it. */
export interface StoredSession {
  id: string;
  config: Config;
  created_ms: number;
  /** Set when the coach has ended it: what to send with the last part. */
  record: LiveRecord | null;
  /** Nothing will be added any more; it may be sent to its end. */
  closed: boolean;
}

/** Some inputs in their order. `part` is the portion they are sent in, fixed when they are written. */
export interface StoredEntry {
  session: string;
  n: number;
  part: number;
  inputs: Input[];
  last_t_s: number;
  wall_ms: number;
}

export function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("sessions", { keyPath: "id" });
      request.result.createObjectStore("entries", { keyPath: ["session", "n"] });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("IndexedDB does not open"));
    request.onblocked = () => reject(new Error("another tab holds an older database open"));
  });
}

export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB request failed"));
  });
}

/** Does `work` in one transaction; resolves when it is on the disk, not when it is in a cache. */
export function written(database: IDBDatabase, work: (transaction: IDBTransaction) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(["sessions", "entries"], "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB transaction was aborted"));
    work(transaction);
  });
}

export function entriesOf(session: string): IDBKeyRange {
  return IDBKeyRange.bound([session, 0], [session, Infinity]);
}

export async function readEntries(database: IDBDatabase, session: string): Promise<StoredEntry[]> {
  const store = database.transaction("entries").objectStore("entries");
  return settled(store.getAll(entriesOf(session)) as IDBRequest<StoredEntry[]>);
}

export async function readSession(database: IDBDatabase, id: string): Promise<StoredSession | undefined> {
  const store = database.transaction("sessions").objectStore("sessions");
  return settled(store.get(id) as IDBRequest<StoredSession | undefined>);
}

export async function readSessions(database: IDBDatabase): Promise<StoredSession[]> {
  const store = database.transaction("sessions").objectStore("sessions");
  const found = await settled(store.getAll() as IDBRequest<StoredSession[]>);
  return found.sort((a, b) => a.created_ms - b.created_ms);
}

export function forgetSession(database: IDBDatabase, id: string): Promise<void> {
  return written(database, (transaction) => {
    transaction.objectStore("sessions").delete(id);
    transaction.objectStore("entries").delete(entriesOf(id));
  });
}

/** Changes some fields of a stored session, in one transaction with the reading of it. */
export function updateSession(database: IDBDatabase, id: string, change: Partial<StoredSession>): Promise<void> {
  return written(database, (transaction) => {
    const store = transaction.objectStore("sessions");
    const request = store.get(id) as IDBRequest<StoredSession | undefined>;
    request.onsuccess = () => {
      if (request.result) store.put({ ...request.result, ...change });
    };
  });
}
