// The inputs of a session, kept in their order as they happen. What is lost with the power is at most BATCH_MS of it.

import {
  openDatabase,
  readEntries,
  readSession,
  updateSession,
  written,
  type StoredEntry,
  type StoredSession,
} from "../common/database";
import type { Config, Input, LiveRecord } from "../common/wire";

const BATCH_MS = 200;
const PART_CHARACTERS = 400_000; // a part is sent when it is full; the server takes five times as much

export type Trouble = "full" | "closed" | "failed";

export class Journal {
  private waiting: Input[] = [];
  private n = 0;
  private part = 0;
  private partCharacters = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private writing: Promise<void> = Promise.resolve();
  private broken = false;
  /** What could not be stored, from the first failure on. */
  readonly unstored: Input[] = [];

  private constructor(
    private readonly database: IDBDatabase | null,
    private readonly session: string,
    private readonly onTrouble: (trouble: Trouble, text: string) => void,
  ) {}

  /** A new session's journal. Where nothing can be stored the session goes on in memory, and the page says so. */
  static async begin(config: Config, onTrouble: (trouble: Trouble, text: string) => void): Promise<Journal> {
    const database = await openDatabase().catch((error: unknown) => {
      onTrouble("failed", String(error));
      return null;
    });
    const journal = new Journal(database, config.id, onTrouble);
    const session: StoredSession = { id: config.id, config, created_ms: Date.now(), record: null, closed: false };
    await journal.write((transaction) => transaction.objectStore("sessions").add(session));
    return journal;
  }

  /** The journal of a session that was broken off, and what is in it. */
  static async resume(
    id: string,
    onTrouble: (trouble: Trouble, text: string) => void,
  ): Promise<{ journal: Journal; config: Config; entries: StoredEntry[] }> {
    const database = await openDatabase();
    const [session, entries] = await Promise.all([readSession(database, id), readEntries(database, id)]);
    if (!session) throw new Error(`session ${id} is not on this device`);
    const journal = new Journal(database, id, onTrouble);
    const last = entries.at(-1);
    if (last) {
      journal.n = last.n + 1;
      journal.part = last.part + 1; // the last part may have been sent: it is never written to again
    }
    return { journal, config: session.config, entries };
  }

  add(input: Input): void {
    this.waiting.push(input);
    this.timer ??= setTimeout(() => void this.flush(), BATCH_MS);
  }

  get isBroken(): boolean {
    return this.broken;
  }

  /** Everything added so far, onto the disk. */
  async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.waiting.length) {
      const inputs = this.waiting;
      this.waiting = [];
      const entry = this.entry(inputs);
      this.writing = this.writing.then(async () => {
        await this.write((transaction) => transaction.objectStore("entries").add(entry));
        if (this.broken) this.unstored.push(...inputs);
      });
    }
    await this.writing;
  }

  /** What came of it, to be sent even if this page is closed now. */
  async close(record: LiveRecord, closed: boolean): Promise<void> {
    await this.flush();
    if (this.database && !this.broken) {
      await updateSession(this.database, this.session, { record, closed }).catch((error: unknown) => this.fail(error));
    }
  }

  private entry(inputs: Input[]): StoredEntry {
    const last = inputs.at(-1);
    const last_t_s = last === undefined ? 0 : last.do === "samples" ? (last.t_s.at(-1) ?? 0) : last.t_s;
    const entry = { session: this.session, n: this.n, part: this.part, inputs, last_t_s, wall_ms: Date.now() };
    this.n += 1;
    this.partCharacters += JSON.stringify(inputs).length;
    if (this.partCharacters >= PART_CHARACTERS) {
      this.part += 1;
      this.partCharacters = 0;
    }
    return entry;
  }

  private async write(work: (transaction: IDBTransaction) => void): Promise<void> {
    if (!this.database) this.broken = true;
    if (!this.database || this.broken) return;
    await written(this.database, work).catch((error: unknown) => this.fail(error));
  }

  /** From the first failure on nothing more is written: a journal with a hole would replay into another session. */
  private fail(error: unknown): void {
    if (this.broken) return;
    this.broken = true;
    const full = error instanceof DOMException && error.name === "QuotaExceededError";
    this.onTrouble(full ? "full" : "failed", String(error));
  }
}
