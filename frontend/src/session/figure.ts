// The drawn figure. It shows how the exercise goes, and while the coach leads it follows the phase he is in.

import type { State } from "../common/wire";

const LIFT_S = 2; // the figure's way up takes this long in its own time
const WAY_S = 1.4;
const SHARES: Record<string, number> = { lifting: 1, holding: 1, broken: 0.6 };

export class Figure {
  private share = 0;
  private target = 0;
  private rate = 1;
  private frame: number | null = null;
  private drawn_ms = 0;
  private led = false;
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  constructor(private readonly place: HTMLElement) {}

  /** `svg`: as the engine draws it. By itself it moves, unless the person asked for stillness. */
  put(svg: string): void {
    const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    this.place.replaceChildren(document.importNode(drawing, true));
    if (this.calm) this.at(1);
    else if (this.led) this.at(this.share);
  }

  follow(state: State, rate: number): void {
    this.led = true;
    this.rate = rate;
    this.target = state.stage === "exercise" ? (SHARES[state.phase] ?? 0) : 0;
    if (this.calm) {
      this.share = this.target;
      this.at(this.share);
    } else if (this.frame === null) {
      this.drawn_ms = performance.now();
      this.frame = requestAnimationFrame(this.move);
    }
  }

  private readonly move = (now_ms: number): void => {
    const step = (Math.max(0, now_ms - this.drawn_ms) / 1000 / WAY_S) * this.rate;
    this.drawn_ms = now_ms;
    const way = this.target - this.share;
    this.share = Math.abs(way) <= step ? this.target : this.share + Math.sign(way) * step;
    this.at(this.share);
    this.frame = this.share === this.target ? null : requestAnimationFrame(this.move);
  };

  /** The figure `share` of the way up. */
  private at(share: number): void {
    const drawing = this.place.querySelector("svg");
    if (!drawing) return;
    drawing.pauseAnimations();
    drawing.setCurrentTime((LIFT_S / Math.PI) * Math.acos(1 - 2 * share));
  }
}
