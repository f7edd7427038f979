// What the camera route sees besides landmarks: how light it is, and whether somebody else is in the picture.

import type { Body } from "./pose";

const SAMPLE_PX: [number, number] = [40, 30];

/** Limbs as pairs of landmarks; their width is a share of the trunk's length. */
const LIMBS: [number, number, number][] = [
  [11, 13, 0.35], [13, 15, 0.3], [12, 14, 0.35], [14, 16, 0.3], [23, 25, 0.55], [25, 27, 0.4], [27, 31, 0.35],
  [24, 26, 0.55], [26, 28, 0.4], [28, 32, 0.35], [11, 23, 0.6], [12, 24, 0.6], [11, 12, 0.5], [23, 24, 0.6],
  [0, 11, 0.45], [0, 12, 0.45], [7, 8, 0.45], [15, 19, 0.3], [16, 20, 0.3],
]; // prettier-ignore

const small = canvas(...SAMPLE_PX);
let painted: HTMLCanvasElement | null = null;

function canvas(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement("canvas"), { width, height });
}

/** Mean brightness of the picture, 0 to 255 (Rec. 601). */
export function brightness(video: HTMLVideoElement): number {
  const drawing = small.getContext("2d", { willReadFrequently: true });
  if (!drawing) throw new Error("no canvas");
  drawing.drawImage(video, 0, 0, ...SAMPLE_PX);
  const { data } = drawing.getImageData(0, 0, ...SAMPLE_PX);
  let total = 0;
  for (let i = 0; i < data.length; i += 4) {
    total += 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
  }
  return Math.round((total / (data.length / 4)) * 10) / 10;
}

/** The picture with `body` painted over: who is found in it now is somebody else. */
export function withoutBody(video: HTMLVideoElement, body: Body): HTMLCanvasElement {
  painted ??= canvas(video.videoWidth, video.videoHeight);
  painted.width = video.videoWidth;
  painted.height = video.videoHeight;
  const drawing = painted.getContext("2d");
  if (!drawing) throw new Error("no canvas");
  drawing.drawImage(video, 0, 0);
  const at = (n: number): [number, number] => [body[n * 3] ?? 0, body[n * 3 + 1] ?? 0];
  const trunk_px = Math.max(40, distance(at(11), at(23)), distance(at(12), at(24)));
  drawing.strokeStyle = drawing.fillStyle = "rgb(128 128 128)";
  drawing.lineCap = drawing.lineJoin = "round";
  for (const [from, to, width] of LIMBS) {
    drawing.lineWidth = width * trunk_px;
    drawing.beginPath();
    drawing.moveTo(...at(from));
    drawing.lineTo(...at(to));
    drawing.stroke();
  }
  return painted;
}

/** Whether the second body lies elsewhere than the first: remains of the first one are not somebody else. */
export function isSomebodyElse(first: Body, second: Body | null): boolean {
  if (!second) return false;
  const [a, b] = [middle(first), middle(second)];
  const visible = second.filter((_, i) => i % 3 === 2 && (second[i] ?? 0) > 0.5).length;
  return visible >= 12 && distance(a, b) > 0.35 * span(first);
}

function middle(body: Body): [number, number] {
  const joints = [11, 12, 23, 24, 25, 26];
  const mean = (part: number): number => joints.reduce((sum, n) => sum + (body[n * 3 + part] ?? 0), 0) / joints.length;
  return [mean(0), mean(1)];
}

function span(body: Body): number {
  const part = (offset: number): number[] => body.filter((_, i) => i % 3 === offset);
  const [xs, ys] = [part(0), part(1)];
  return Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

function distance(a: [number, number], b: [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
