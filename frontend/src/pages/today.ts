// Today: the way to measure is named where it is chosen, and remembered.

import { api } from "../common/api";
import { element } from "../common/page_data";

const name = element("[data-way-name]");

for (const way of document.querySelectorAll<HTMLInputElement>('input[name="way"]')) {
  way.addEventListener("change", () => {
    name.textContent = way.dataset["name"] ?? "";
    // Without the server nothing is remembered, but this session is measured as chosen all the same.
    void api("PUT", "/api/settings", { way: way.value }).catch(() => undefined);
  });
}
