// Hands that can only just reach something: any key or tap pauses, Esc and P stop for pain, space pauses and goes on.

export interface Reach {
  running: () => boolean;
  paused: () => boolean;
  pain: () => void;
  pause: () => void;
  resume: () => void;
}

const NOT_MEANT = new Set(["Tab", "Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "F5", "F11", "F12"]);

export function listenToKeys(surface: HTMLElement, reach: Reach): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || NOT_MEANT.has(event.key)) return;
    if (!reach.running() && !reach.paused()) return;
    if (event.key === "Escape" || event.key === "p" || event.key === "P") {
      event.preventDefault();
      reach.pain();
    } else if (isOnControl(event)) {
      return; // a focused button does what it says
    } else if (reach.running()) {
      event.preventDefault();
      reach.pause();
    } else if (event.key === " ") {
      event.preventDefault();
      reach.resume();
    }
  });
  surface.addEventListener("pointerdown", (event) => {
    if (reach.running() && !isOnControl(event)) reach.pause();
  });
}

function isOnControl(event: Event): boolean {
  return event.target instanceof Element && event.target.closest("button, a, input, label, select") !== null;
}
