// The page's own words, in the person's language, as the template carries them.

import { embedded } from "../common/page_data";

export interface Words {
  [key: string]: string | Record<string, string>;
  phases: Record<string, string>;
  stages: Record<string, string>;
}

const words = embedded<Words>("words");

export function word(key: string): string {
  const found = words[key];
  return typeof found === "string" ? found : key;
}

export const phaseWord = (phase: string): string => words.phases[phase] ?? "";
export const stageWord = (stage: string): string | undefined => words.stages[stage];
