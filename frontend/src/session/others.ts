// Whether somebody else is in the picture: the person's own body is painted over, and a second finder looks at the rest.

import type { Body, BodyFinder } from "./pose";

type Point = [number, number];

/** Limbs as pairs of landmarks; their width is a share of the trunk's length. */
const LIMBS: [number, number, number][] = [
  [11, 13, 0.35], [13, 15, 0.3], [12, 14, 0.35], [14, 16, 0.3], [23, 25, 0.55], [25, 27, 0.4], [27, 31, 0.35],
  [24, 26, 0.55], [26, 28, 0.4], [28, 32, 0.35], [11, 23, 0.6], [12, 24, 0.6], [11, 12, 0.5], [23, 24, 0.6],
  [0, 11, 0.45], [0, 12, 0.45], [7, 8, 0.45], [15, 19, 0.3], [16, 20, 0.3],
]; // prettier-ignore

/** Shoulders, elbows, hips, knees, ankles and nose tell of somebody else, if most of them lie elsewhere (convention). */
const TOLD_BY = [0, 11, 12, 13, 14, 23, 24, 25, 26, 27, 28];
const SEEN = 0.5;
const FEWEST_SEEN = 6;
const ELSEWHERE = 2 / 3;

/** A part of the picture: left and top edge and size, as shares of it. */
type Part = { left: number; top: number; size: number };

/** The finder overlooks who fills less than half of what it is shown (tried): so it looks closer, too, where people stand. */
const PARTS: Part[] = [
  { left: 0, top: 0, size: 1 },
  { left: 0, top: 0, size: 2 / 3 },
  { left: 1 / 3, top: 0, size: 2 / 3 },
];

export class Others {
  private readonly found = PARTS.map(() => false);
  private turn = 0;
  private readonly shown = document.createElement("canvas");

  constructor(private readonly finder: BodyFinder) {}

  /** How many there are as far as was seen when each part was last looked at: one, or none. */
  get count(): 0 | 1 {
    return this.found.includes(true) ? 1 : 0;
  }

  forget(): void {
    this.found.fill(false);
  }

  /** Looks at the next part. */
  async look(video: HTMLVideoElement, person: Body): Promise<void> {
    const { turn } = this;
    const part = PARTS[turn] ?? { left: 0, top: 0, size: 1 };
    this.turn = (turn + 1) % PARTS.length;
    const [width, height] = [video.videoWidth, video.videoHeight];
    const corner: Point = [part.left * width, part.top * height];
    this.show(video, person, corner, 1 / part.size);
    await this.finder.forget();
    const second = await this.finder.find(this.shown);
    this.found[turn] = second !== null && isSomebodyElse(person, inPicture(second, corner, part.size));
  }

  /** The part of the picture from `corner` on, so much larger, with the person painted over. */
  private show(video: HTMLVideoElement, person: Body, corner: Point, larger: number): void {
    this.shown.width = video.videoWidth;
    this.shown.height = video.videoHeight;
    const drawing = this.shown.getContext("2d");
    if (!drawing) throw new Error("no canvas");
    drawing.setTransform(larger, 0, 0, larger, -corner[0] * larger, -corner[1] * larger);
    drawing.drawImage(video, 0, 0);
    drawing.strokeStyle = "rgb(128 128 128)";
    drawing.lineCap = drawing.lineJoin = "round";
    const trunk_px = trunkOf(person);
    for (const [from, to, width] of LIMBS) {
      drawing.lineWidth = width * trunk_px;
      drawing.beginPath();
      drawing.moveTo(...jointOf(person, from));
      drawing.lineTo(...jointOf(person, to));
      drawing.stroke();
    }
  }
}

function inPicture(body: Body, corner: Point, size: number): Body {
  return body.map((value, i) => (i % 3 === 2 ? value : (corner[i % 3] ?? 0) + value * size));
}

/** Whether the second body lies elsewhere than the first: what is left of the first one is not somebody else. */
function isSomebodyElse(first: Body, second: Body): boolean {
  const trunk_px = trunkOf(first);
  const seen = TOLD_BY.filter((n) => (second[n * 3 + 2] ?? 0) > SEEN);
  const elsewhere = seen.filter((n) => !isPainted(first, trunk_px, jointOf(second, n)));
  return seen.length >= FEWEST_SEEN && elsewhere.length >= ELSEWHERE * seen.length;
}

function isPainted(body: Body, trunk_px: number, point: Point): boolean {
  return LIMBS.some(
    ([from, to, width]) => toSegment(point, jointOf(body, from), jointOf(body, to)) <= (width * trunk_px) / 2,
  );
}

function jointOf(body: Body, n: number): Point {
  return [body[n * 3] ?? 0, body[n * 3 + 1] ?? 0];
}

/** Length of the trunk in the picture; never so little that nothing would be painted. */
function trunkOf(body: Body): number {
  return Math.max(40, distance(jointOf(body, 11), jointOf(body, 23)), distance(jointOf(body, 12), jointOf(body, 24)));
}

function toSegment(point: Point, from: Point, to: Point): number {
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  const along = ((point[0] - from[0]) * x + (point[1] - from[1]) * y) / Math.max(1e-9, x * x + y * y);
  const share = Math.min(1, Math.max(0, along));
  return distance(point, [from[0] + share * x, from[1] + share * y]);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
