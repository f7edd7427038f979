// Finding the body: MediaPipe's pose with the files of our own origin.

import type { NormalizedLandmarkList, Pose, Results } from "@mediapipe/pose";

type Picture = HTMLVideoElement | HTMLCanvasElement;
type PoseClass = new (config: { locateFile: (file: string) => string }) => Pose;

const EMPTY = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });

/** One body: 33 landmarks as x px, y px, visibility, in the order of the engine's columns. */
export type Body = number[];

export class BodyFinder {
  private landmarks: NormalizedLandmarkList | null = null;

  private constructor(private readonly pose: Pose) {
    pose.onResults((results: Results) => {
      this.landmarks = (results.poseLandmarks as NormalizedLandmarkList | undefined) ?? null;
    });
  }

  /** `base`: where the package's files are served. */
  static async load(base: string): Promise<BodyFinder> {
    const Finder = await poseClass(base);
    const pose = new Finder({ locateFile: (file) => base + file });
    const options = { modelComplexity: 1 as const, smoothLandmarks: true, useCpuInference: !hasGpu() };
    pose.setOptions(options);
    await pose.initialize();
    return new BodyFinder(pose);
  }

  /** The body in the picture as it is now; null where none is found. */
  async find(picture: Picture): Promise<Body | null> {
    this.landmarks = null;
    await this.pose.send({ image: picture });
    const [width_px, height_px] = sizeOf(picture);
    const landmarks = this.landmarks as NormalizedLandmarkList | null;
    return landmarks
      ? landmarks.flatMap(({ x, y, visibility }) => [
          rounded(x * width_px, 100),
          rounded(y * height_px, 100),
          rounded(visibility ?? 0, 1000),
        ])
      : null;
  }

  /** Forgets whom it followed: the next picture is searched anew. (Its own reset builds everything again, for seconds.) */
  async forget(): Promise<void> {
    await this.pose.send({ image: EMPTY });
  }

  async close(): Promise<void> {
    await this.pose.close();
  }
}

export function sizeOf(picture: Picture): [number, number] {
  return picture instanceof HTMLVideoElement
    ? [picture.videoWidth, picture.videoHeight]
    : [picture.width, picture.height];
}

/** A hundredth of a pixel is finer than any camera, and the journal is a third as long. */
function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}

let loading: Promise<PoseClass> | null = null;

function poseClass(base: string): Promise<PoseClass> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${base}pose.js`;
    script.onload = () => resolve((window as unknown as { Pose: PoseClass }).Pose);
    script.onerror = () => {
      loading = null;
      reject(new Error("pose.js does not load"));
    };
    document.head.append(script);
  });
  return loading;
}

/** Drawing in software is slower than counting on the processor. */
function hasGpu(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !/swiftshader|llvmpipe|software|basic render/i.test(renderer);
}
