// What measures this session. Whatever fails falls back to the clock, and says so.

import { element } from "../common/page_data";
import type { State, Way } from "../common/wire";
import { CameraError, closeCamera, openCamera } from "./camera";
import { feelMotion, mayFeelMotion } from "./motion";
import { drawLegs } from "./overlay";
import { Others } from "./others";
import { BodyFinder, type Body } from "./pose";
import { Watching } from "./watching";
import type { WorkerLink } from "./worker_link";

/** Says why a sensor is not there: the key of a line the page has. */
export type Missing =
  "camera_denied" | "camera_missing" | "camera_busy" | "camera_failed" | "motion_denied" | "motion_missing";

export class Sensors {
  private finders: Promise<[BodyFinder, BodyFinder]> | null = null;
  private watching: Watching | null = null;
  private stopping: (() => void)[] = [];
  frame_px: [number, number] | null = null;

  constructor(
    private readonly link: WorkerLink,
    private readonly poseBase: string,
    private readonly lost: (missing: Missing) => void,
  ) {}

  /** Loads what takes long before it is needed. */
  async prepare(way: Way): Promise<void> {
    if (way !== "camera") return;
    this.finders ??= loadFinders(this.poseBase);
    await this.finders;
  }

  /** Opens what `way` needs, from a tap. Returns what is missing, or null. */
  async open(way: Way): Promise<Missing | null> {
    if (way === "camera") return this.openCamera();
    if (way === "shin") return (await mayFeelMotion()) ? null : "motion_denied";
    return null;
  }

  /** From here on samples flow. */
  async start(way: Way): Promise<void> {
    if (way === "camera") {
      await this.watch().catch((error: unknown) => {
        console.warn("levelhip: no pose", error);
        this.fail("camera_failed");
      });
    }
    if (way === "shin") await this.feel();
  }

  show(state: State): void {
    if (this.watching) this.watching.lookForOthers = ["set_up", "ready", "side_change"].includes(state.stage);
    if (state.way === "clock" || state.stage === "done" || state.stage === "stopped") this.stop();
  }

  stop(): void {
    this.watching?.stop();
    this.watching = null;
    for (const stop of this.stopping.splice(0)) stop();
    element("#video").hidden = true;
    element("#overlay").hidden = true;
  }

  private async openCamera(): Promise<Missing | null> {
    const video = element<HTMLVideoElement>("#video");
    try {
      const stream = await openCamera(video);
      this.stopping.push(() => closeCamera(stream));
      stream.getVideoTracks()[0]?.addEventListener("ended", () => this.fail("camera_failed"));
      this.frame_px = [video.videoWidth, video.videoHeight];
      return null;
    } catch (error) {
      console.warn("levelhip:", error);
      return error instanceof CameraError ? `camera_${error.refusal}` : "camera_failed";
    }
  }

  private async watch(): Promise<void> {
    const video = element<HTMLVideoElement>("#video");
    const overlay = element<HTMLCanvasElement>("#overlay");
    await this.prepare("camera");
    if (!this.finders) return;
    const [finder, other] = await this.finders;
    video.hidden = overlay.hidden = false;
    this.watching = new Watching(video, finder, new Others(other), {
      body: (at_ms, body) => {
        drawLegs(overlay, body, [video.videoWidth, video.videoHeight]);
        if (body) this.sendBody(at_ms, body);
      },
      look: (at_ms, brightness, people, frame_px) => {
        this.link.send({ kind: "look", at_ms, brightness, people, frame_px });
      },
      failed: () => this.fail("camera_failed"),
    });
    void this.watching.run();
  }

  private sendBody(at_ms: number, body: Body): void {
    this.link.send({ kind: "samples", source: "camera", quantity: "landmarks_px", at_ms: [at_ms], values: [body] });
  }

  private async feel(): Promise<void> {
    const stop = await feelMotion((at_ms, values) => {
      this.link.send({ kind: "samples", source: "shin", quantity: "acceleration_g", at_ms, values });
    });
    if (stop) this.stopping.push(stop);
    else this.fail("motion_missing");
  }

  private fail(missing: Missing): void {
    this.stop();
    this.lost(missing);
  }
}

/** One for the person, one that looks for others. They share a global name while they load: one after the other. */
async function loadFinders(base: string): Promise<[BodyFinder, BodyFinder]> {
  const person = await BodyFinder.load(base);
  return [person, await BodyFinder.load(base)];
}
