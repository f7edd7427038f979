// How the sensor sits in the belt: asked once, kept with the settings, and never guessed, for it doubles what is read.
// And what watches the leg beside it, which may be nothing.

import { api } from "../common/api";
import { element } from "../common/page_data";
import type { Beside, Rigging } from "../common/wire";

const choices = (name: string): HTMLInputElement[] => [
  ...document.querySelectorAll<HTMLInputElement>(`input[name=${name}]`),
];
const chosen = (name: string): string => choices(name).find((choice) => choice.checked)?.value ?? "";

export const chosenRigging = (): Rigging | null => (chosen("rigging") || null) as Rigging | null;
export const chosenBeside = (): Beside | null => (chosen("beside") || null) as Beside | null;

/** Shows both questions with the answers that are known; calls `answered` once it is told how the sensor sits. */
export function askAboutBelt(rigging: Rigging | null, beside: Beside | null, answered: () => void): void {
  ask("rigging", rigging, answered);
  ask("beside", beside ?? "", () => undefined);
  if (rigging) answered();
}

function ask(name: "rigging" | "beside", known: string | null, answered: () => void): void {
  element(`#${name}`).hidden = false;
  for (const choice of choices(name)) {
    choice.checked = choice.value === known;
    choice.addEventListener("change", () => {
      answered();
      // Without the server nothing is remembered, but this session is measured as answered all the same.
      void api("PUT", "/api/settings", { [name]: choice.value || null }).catch(() => undefined);
    });
  }
}
