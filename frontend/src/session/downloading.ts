// The whole session as a file, where it can be kept nowhere else.

import { openDatabase, readEntries } from "../common/database";
import type { Config, LiveRecord } from "../common/wire";

export interface Unstored {
  config: Config;
  inputs: unknown[];
}

export async function storedInputs(id: string): Promise<unknown[]> {
  try {
    const database = await openDatabase();
    const entries = await readEntries(database, id);
    database.close();
    return entries.flatMap((entry) => entry.inputs);
  } catch {
    return []; // nothing can be read where nothing could be written
  }
}

export async function download({ config, inputs }: Unstored, record: LiveRecord | null): Promise<void> {
  const all = [...(await storedInputs(config.id)), ...inputs];
  const journal = { schema: "levelhip.live-journal/1", config, inputs: all, record };
  const url = URL.createObjectURL(new Blob([JSON.stringify(journal)], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: `levelhip-${config.id}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
