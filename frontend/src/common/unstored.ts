// A session that could not be stored here, sent from memory.

import { api } from "./api";
import { asCarried, type Carried, type Finished } from "./upload";
import type { Config, LiveRecord } from "./wire";

const PART_CHARACTERS = 400_000;

export async function carryUnstored(config: Config, inputs: unknown[], record: LiveRecord): Promise<Carried> {
  try {
    await api("POST", "/api/sessions", { config });
    const parts = inPortions(inputs);
    for (const [n, part] of parts.entries())
      await api("PUT", `/api/sessions/${config.id}/parts/${n}`, { inputs: part });
    const answer = await api<Omit<Finished, "id">>("POST", `/api/sessions/${config.id}/finish`, {
      parts: parts.length,
      record,
    });
    return { state: "finished", finished: { id: config.id, ...answer } };
  } catch (error) {
    return asCarried(error);
  }
}

/** The same portions whenever the same inputs are divided. */
function inPortions(inputs: unknown[]): unknown[][] {
  const parts: unknown[][] = [[]];
  let characters = 0;
  for (const input of inputs) {
    characters += JSON.stringify(input).length;
    if (characters > PART_CHARACTERS) {
      parts.push([]);
      characters = 0;
    }
    parts.at(-1)?.push(input);
  }
  return parts;
}
