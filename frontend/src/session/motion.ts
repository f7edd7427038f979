// The phone strapped to the shin: what its accelerometer feels, in g, in any orientation.

const STANDARD_GRAVITY = 9.80665;
const BATCH_MS = 50;
const FIRST_SAMPLE_MS = 3_000;

export type MotionSamples = (at_ms: number[], values: [number, number, number][]) => void;

type Permission = { requestPermission?: () => Promise<"granted" | "denied"> };

/** Asks, where a device wants to be asked (from a tap). False: denied, or there is no such sensor. */
export async function mayFeelMotion(): Promise<boolean> {
  if (typeof DeviceMotionEvent === "undefined") return false;
  const { requestPermission } = DeviceMotionEvent as unknown as Permission;
  if (!requestPermission) return true;
  return (await requestPermission.call(DeviceMotionEvent).catch(() => "denied")) === "granted";
}

/** Feels until the returned function is called. Resolves to null where no sample comes: a laptop has no such sensor. */
export function feelMotion(onSamples: MotionSamples): Promise<(() => void) | null> {
  let at_ms: number[] = [];
  let values: [number, number, number][] = [];
  return new Promise((resolve) => {
    const flush = setInterval(() => {
      if (!at_ms.length) return;
      onSamples(at_ms, values);
      [at_ms, values] = [[], []];
    }, BATCH_MS);
    const stop = (): void => {
      clearInterval(flush);
      removeEventListener("devicemotion", felt);
    };
    const nothing = setTimeout(() => (stop(), resolve(null)), FIRST_SAMPLE_MS);

    function felt(event: DeviceMotionEvent): void {
      const { x, y, z } = event.accelerationIncludingGravity ?? {};
      if (typeof x !== "number" || typeof y !== "number" || typeof z !== "number") return;
      clearTimeout(nothing);
      at_ms.push(event.timeStamp);
      values.push([inG(x), inG(y), inG(z)]);
      resolve(stop);
    }
    addEventListener("devicemotion", felt);
  });
}

function inG(metresPerSecond2: number): number {
  return Math.round((metresPerSecond2 / STANDARD_GRAVITY) * 1e5) / 1e5;
}
