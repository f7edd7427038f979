// The camera's picture. It stays in this page.

export type CameraRefusal = "denied" | "missing" | "busy";

/** Opens the camera into `video`. Throws a CameraRefusal in words the page has. */
export async function openCamera(video: HTMLVideoElement): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw refusal("missing");
  const stream = await navigator.mediaDevices
    .getUserMedia({
      audio: false,
      video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: "user" },
    })
    .catch((error: unknown) => {
      throw refusal(reasonOf(error));
    });
  video.srcObject = stream;
  await video.play();
  return stream;
}

export class CameraError extends Error {
  constructor(readonly refusal: CameraRefusal) {
    super(`the camera is ${refusal}`);
  }
}

function refusal(reason: CameraRefusal): CameraError {
  return new CameraError(reason);
}

function reasonOf(error: unknown): CameraRefusal {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "missing";
}

export function closeCamera(stream: MediaStream): void {
  stream.getTracks().forEach((track) => track.stop());
}

/** Waits for the next picture; resolves to when it was taken, by the page's clock. */
export function nextFrame(video: HTMLVideoElement): Promise<number> {
  return new Promise((resolve) => {
    if ("requestVideoFrameCallback" in video) {
      video.requestVideoFrameCallback((now_ms, frame) => resolve(frame.captureTime ?? now_ms));
    } else {
      requestAnimationFrame(resolve);
    }
  });
}
