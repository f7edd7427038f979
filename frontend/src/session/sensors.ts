// What measures this session. Whatever fails falls back to the clock, and says so.

import { element } from "../common/page_data";
import type { Beside, State, Way } from "../common/wire";
import { BeltSensor, type BeltMissing, type BeltProfile } from "./belt_sensor";
import { CameraError, closeCamera, openCamera } from "./camera";
import { feelMotion, mayFeelMotion } from "./motion";
import { notice } from "./notices";
import { drawLegs } from "./overlay";
import { Others } from "./others";
import { BodyFinder, type Body } from "./pose";
import { Watching } from "./watching";
import { word } from "./words";
import type { WorkerLink } from "./worker_link";

/** Says why a sensor is not there: the key of a line the page has. */
export type Missing =
  | "camera_denied"
  | "camera_missing"
  | "camera_busy"
  | "camera_failed"
  | "motion_denied"
  | "motion_missing"
  | BeltMissing
  | "belt_gone";

/** The leg is let down in about two seconds. */
const LEG_DOWN_MS = 4000;

export class Sensors {
  private finders: Promise<[BodyFinder, BodyFinder]> | null = null;
  private watching: Watching | null = null;
  private belt: BeltSensor | null = null;
  /** What watches the leg while the belt counts: it may fail, and nothing else changes. */
  private beside: Beside | null = null;
  private stopping: (() => void)[] = [];
  /** What was measuring when the session was stopped: a stop without pain may be taken back. */
  private stopped: { beside: Beside | null } | null = null;
  private lastLook: ReturnType<typeof setTimeout> | null = null;
  frame_px: [number, number] | null = null;

  constructor(
    private readonly link: WorkerLink,
    private readonly poseBase: string,
    private readonly lost: (missing: Missing) => void,
  ) {}

  /** Loads what takes long before it is needed. */
  async prepare(way: Way): Promise<void> {
    if (way === "belt") this.belt ??= await this.makeBelt();
    if (way !== "camera") return;
    this.finders ??= loadFinders(this.poseBase);
    await this.finders;
  }

  /** Opens what `way` needs, from a tap. Returns what is missing, or null. */
  async open(way: Way): Promise<Missing | null> {
    if (way === "camera") return this.openCamera();
    if (way === "shin") return (await mayFeelMotion()) ? null : "motion_denied";
    if (way === "belt") return this.belt ? this.belt.choose() : "belt_failed";
    return null;
  }

  /** Opens what watches beside the belt. Gives what is there: without it the belt counts alone. */
  async openBeside(beside: Beside | null): Promise<Beside | null> {
    if (!beside) return null;
    const missing = await this.open(beside);
    if (missing) this.doWithout();
    else this.beside = beside;
    return this.beside;
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
    if (way === "belt") {
      await this.belt?.start();
      if (this.beside) await this.start(this.beside);
    }
  }

  show(state: State): void {
    if (this.watching) this.watching.lookForOthers = ["set_up", "ready", "side_change"].includes(state.stage);
    if (state.stage === "stopped") this.stopForNow();
    else if (state.way === "clock") this.stop();
    else if (state.stage === "done") this.stopOnceDown();
    else if (this.stopped) void this.takeUpAgain(state.way, this.stopped.beside);
  }

  /** The last press has been counted, and its leg is still on its way down. */
  private stopOnceDown(): void {
    if (!this.beside) return this.stop();
    this.belt?.stop();
    this.lastLook ??= setTimeout(() => this.stop(), LEG_DOWN_MS);
  }

  private stopForNow(): void {
    this.stopped ??= { beside: this.beside };
    this.stop();
  }

  private async takeUpAgain(way: Way, beside: Beside | null): Promise<void> {
    this.stopped = null;
    const missing = way === "belt" ? null : await this.open(way); // the belt is still paired
    if (missing) return this.fail(missing);
    await this.openBeside(beside);
    await this.start(way);
  }

  stop(): void {
    if (this.lastLook !== null) clearTimeout(this.lastLook);
    this.lastLook = null;
    this.belt?.stop();
    this.beside = null;
    this.stopWatching();
  }

  private stopWatching(): void {
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

  /** Only what way is measured by the belt: its profile is the engine's. */
  private async makeBelt(): Promise<BeltSensor> {
    const profile = await this.link.ask<BeltProfile>("belt_profile");
    const { device } = profile;
    return new BeltSensor(profile, {
      packet: (at_ms, bytes) => this.link.send({ kind: "packet", at_ms, device, bytes }),
      connected: (at_ms) => this.link.send({ kind: "connected", at_ms, device }),
      gone: () => this.fail("belt_gone"),
    });
  }

  private async feel(): Promise<void> {
    const stop = await feelMotion((at_ms, values) => {
      this.link.send({ kind: "samples", source: "shin", quantity: "acceleration_g", at_ms, values });
    });
    if (stop) this.stopping.push(stop);
    else this.fail("motion_missing");
  }

  private doWithout(): void {
    this.beside = null;
    this.stopWatching();
    notice("beside_missing", word("beside_missing"));
  }

  private fail(missing: Missing): void {
    if (this.beside && missing !== "belt_gone") return this.doWithout();
    this.stop();
    this.lost(missing);
  }
}

/** One for the person, one that looks for others. They share a global name while they load: one after the other. */
async function loadFinders(base: string): Promise<[BodyFinder, BodyFinder]> {
  const person = await BodyFinder.load(base);
  return [person, await BodyFinder.load(base)];
}
