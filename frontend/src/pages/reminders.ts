// Reminders: whether this browser reminds, and the two buttons. Leave is asked for by a tap, never by opening the page.

import { element } from "../common/page_data";
import { remindHere, remindNoMore, standing } from "../common/reminding";

function tell(): void {
  const now = standing();
  for (const each of document.querySelectorAll<HTMLElement>("[data-remind]")) {
    each.hidden = each.dataset["remind"] !== now;
  }
}

element("[data-remind-on]").addEventListener("click", () => void remindHere().finally(tell));
element("[data-remind-off]").addEventListener("click", () => {
  remindNoMore();
  tell();
});
tell();
