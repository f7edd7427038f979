// While this browser has a stop for pain that the server does not know of yet, no page offers to start.

import { isHeld, LIVE_LOCK } from "./locks";
import { retrying } from "./retry";
import { toldOfStops, unsentStops } from "./stops";

/** Hides what starts a session and says why; loads the page again once the server has the stop. */
export async function holdBackAfterStop(): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-stop-unsent]");
  if (!place || !(await unsentStops()).length) return;
  const starts = document.querySelectorAll<HTMLElement>('form[action="/session"], a[href^="/session"]');
  const holdBack = (held: boolean): void => {
    place.hidden = !held;
    for (const start of starts) start.hidden = held;
  };
  holdBack(true);
  retrying(async () => {
    if ((await isHeld(LIVE_LOCK)) || !(await toldOfStops())) return false;
    if ((await unsentStops()).length)
      holdBack(false); // refused: the server has answered, and will again at Start
    else location.reload();
    return true;
  });
}
