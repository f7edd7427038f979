// Tries again later: soon after a failure, ever more seldom while it lasts, at once when the network or the page is back.

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Calls `attempt` until it says that nothing is left to do. */
export function retrying(attempt: () => Promise<boolean>): void {
  let wait_ms = FIRST_MS;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let over = false;
  let busy = false;

  async function now(): Promise<void> {
    if (over || busy) return;
    if (timer !== null) clearTimeout(timer);
    busy = true;
    over = await attempt().catch((error: unknown) => {
      console.warn("levelhip: sending will be tried again", error);
      return false;
    });
    busy = false;
    if (over) return;
    timer = setTimeout(() => void now(), wait_ms);
    wait_ms = Math.min(LONGEST_MS, wait_ms * 2);
  }

  const soon = (): void => {
    wait_ms = FIRST_MS;
    if (document.visibilityState === "visible") void now();
  };
  addEventListener("online", soon);
  document.addEventListener("visibilitychange", soon);
  void now();
}
