// How light the camera's picture is.

const SAMPLE_PX: [number, number] = [40, 30];

const small = Object.assign(document.createElement("canvas"), { width: SAMPLE_PX[0], height: SAMPLE_PX[1] });

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
