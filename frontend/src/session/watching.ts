// Watches the video: finds the body in picture after picture. A picture that fails costs that picture, nothing more.

import { nextFrame } from "./camera";
import { brightness } from "./looking";
import type { Others } from "./others";
import type { Body, BodyFinder } from "./pose";
import { Median } from "./timing";

const LOOK_MS = 500;
const LOOK_FOR_OTHERS_MS = 1_000;
const FAILURES = 20; // in a row: then the camera is of no use and the page says so

export interface Seen {
  body: (at_ms: number, body: Body | null) => void;
  look: (at_ms: number, brightness: number, people: number, frame_px: [number, number]) => void;
  failed: () => void;
}

export class Watching {
  private readonly pose = new Median("poseMs");
  private running = true;
  private looked_ms = -Infinity;
  private lookedForOthers_ms = -Infinity;
  /** In the set-up somebody else in the picture is looked for; while exercising every picture is the person's. */
  lookForOthers = true;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly finder: BodyFinder,
    private readonly others: Others | null,
    private readonly seen: Seen,
  ) {}

  async run(): Promise<void> {
    let failures = 0;
    while (this.running) {
      const at_ms = await nextFrame(this.video);
      if (!this.running) return;
      try {
        await this.watch(at_ms);
        failures = 0;
      } catch (error) {
        console.warn("levelhip: a picture failed", error);
        failures += 1;
        if (failures >= FAILURES) {
          this.stop();
          this.seen.failed();
        }
      }
    }
  }

  stop(): void {
    this.running = false;
  }

  private async watch(at_ms: number): Promise<void> {
    const started_ms = performance.now();
    const body = await this.finder.find(this.video);
    this.pose.note(performance.now() - started_ms);
    this.seen.body(at_ms, body);
    if (!this.lookForOthers) this.others?.forget();
    if (body && this.lookForOthers && this.others && at_ms - this.lookedForOthers_ms >= LOOK_FOR_OTHERS_MS) {
      this.lookedForOthers_ms = at_ms;
      await this.others.look(this.video, body);
      this.looked_ms = -Infinity;
    }
    if (at_ms - this.looked_ms >= LOOK_MS) {
      this.looked_ms = at_ms;
      const size: [number, number] = [this.video.videoWidth, this.video.videoHeight];
      this.seen.look(at_ms, brightness(this.video), body ? 1 + (this.others?.count ?? 0) : 0, size);
    }
  }
}
