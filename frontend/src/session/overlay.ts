// The legs as the camera finds them, drawn over its picture.

import type { Body } from "./pose";

const RIGHT = [24, 26, 28];
const LEFT = [23, 25, 27];
const SEEN = 0.5;

export function drawLegs(canvas: HTMLCanvasElement, body: Body | null, [width, height]: [number, number]): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const drawing = canvas.getContext("2d");
  if (!drawing) return;
  drawing.clearRect(0, 0, width, height);
  if (!body) return;
  const colours = getComputedStyle(canvas);
  drawing.lineWidth = Math.max(3, width / 110);
  drawing.lineCap = drawing.lineJoin = "round";
  for (const [leg, dash] of [
    [LEFT, []],
    [RIGHT, [drawing.lineWidth * 2, drawing.lineWidth * 1.6]], // told apart by pattern, as everywhere
  ] as const) {
    const points = leg.filter((n) => (body[n * 3 + 2] ?? 0) >= SEEN);
    drawing.setLineDash([...dash]);
    for (const [colour, wider] of [
      ["rgb(0 0 0 / 55%)", 4],
      [colours.color, 0],
    ] as const) {
      drawing.strokeStyle = colour;
      drawing.lineWidth = Math.max(3, width / 110) + wider;
      drawing.beginPath();
      points.forEach((n) => drawing.lineTo(body[n * 3] ?? 0, body[n * 3 + 1] ?? 0));
      drawing.stroke();
    }
  }
}
