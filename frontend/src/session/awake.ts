// The screen stays on while a session runs.

/** Keeps the screen awake, again whenever the page comes back; `refused` is called if the device does not let it. */
export async function keepAwake(refused: () => void): Promise<() => void> {
  let lock: WakeLockSentinel | null = null;
  let wanted = true;

  async function request(): Promise<void> {
    if (!wanted || document.visibilityState !== "visible") return;
    try {
      if (!("wakeLock" in navigator)) throw new Error("no wake lock here");
      lock = await navigator.wakeLock.request("screen");
      if (!wanted) await lock.release();
    } catch {
      refused();
    }
  }

  const again = (): void => void request();
  document.addEventListener("visibilitychange", again);
  await request();
  return () => {
    wanted = false;
    document.removeEventListener("visibilitychange", again);
    void lock?.release();
  };
}
