// One at a time among the tabs of this browser. Where there are no locks (no secure context) there is no second tab's
// database either: then everybody is alone.

/** Does `work` if no other tab is doing it; null otherwise. */
export async function whileAlone<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => (lock ? work() : null));
}

/** Takes the lock until the page goes; false if another tab has it. */
export async function holdUntilPageGoes(name: string): Promise<boolean> {
  if (!("locks" in navigator)) return true;
  return new Promise((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise<void>(() => undefined) : undefined;
    });
  });
}

export async function isHeld(name: string): Promise<boolean> {
  if (!("locks" in navigator)) return false;
  return Boolean((await navigator.locks.query()).held?.some((lock) => lock.name === name));
}

/** Held by the tab in which a session runs. */
export const LIVE_LOCK = "levelhip-live";
