// Lines that say plainly what is not as it should be.

import { element } from "../common/page_data";

/** Shows a notice, once each; `action` puts a button beside it, `link` an address. */
export function notice(
  key: string,
  text: string,
  more: { action?: [string, () => void]; link?: [string, string] } = {},
): void {
  const place = element("#notices");
  place.querySelector(`[data-key="${key}"]`)?.remove();
  const line = document.createElement("p");
  line.dataset["key"] = key;
  line.append(text);
  if (more.action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-quiet";
    button.textContent = more.action[0];
    button.addEventListener("click", more.action[1]);
    line.append(" ", button);
  }
  if (more.link) {
    const link = document.createElement("a");
    link.textContent = more.link[0];
    link.href = more.link[1];
    line.append(" ", link);
  }
  place.append(line);
}

export function dropNotice(key: string): void {
  element("#notices").querySelector(`[data-key="${key}"]`)?.remove();
}
