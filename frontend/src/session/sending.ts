// Sending the session to the server, while it runs and when it is over, and saying how it went.

import { element, filled } from "../common/page_data";
import { retrying } from "../common/retry";
import { carryRunning, type Carried, type Finished } from "../common/upload";
import { word } from "./words";

const WHILE_RUNNING_MS = 10_000;

/** Sends what is complete so far, now and then, until the returned function is called. */
export function sendWhileRunning(id: string): () => void {
  const send = (): void => void carryRunning(id).catch((error: unknown) => console.warn("levelhip:", error));
  send();
  const timer = setInterval(send, WHILE_RUNNING_MS);
  return () => clearInterval(timer);
}

/** Sends the whole session, again and again until it is acknowledged, and tells the person. */
export function sendAndTell(attempt: () => Promise<Carried>): void {
  element("#sending").textContent = word("not_sent");
  retrying(async () => {
    const carried = await attempt();
    if (carried.state === "finished") tellFinished(carried.finished);
    if (carried.state === "refused") {
      element("#sending").textContent = filled(word("send_refused"), { status: carried.status });
      element("#download").hidden = false;
    }
    return carried.state === "finished" || carried.state === "refused";
  });
}

function tellFinished({ agrees, differences, url }: Finished): void {
  const how = agrees === null ? "not_compared" : agrees ? "agrees" : "differs";
  element("#sending").textContent = word(how === "agrees" ? "saved_agrees" : how);
  document.body.dataset["sent"] = how;
  if (differences.length) console.info("levelhip:", differences); // the page of the session says it in words
  const link = element<HTMLAnchorElement>("#to-history");
  link.href = url;
  if (url.startsWith("/range/")) link.textContent = word("to_range");
}
