// The hold ring: it fills only while the hold clock runs, and stands still when it does not.

import { element } from "../common/page_data";
import type { State, TimeMark } from "../common/wire";

const AHEAD_S = 1.5; // without news for so long it stands still, rather than count what nobody measured

export class Ring {
  private readonly fill = element<SVGCircleElement>("#ring .ring-fill");
  private readonly seconds = element("#seconds");
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)");
  private state: State | null = null;
  private mark: TimeMark = { page_ms: 0, t_s: 0, rate: 1 };
  private frame: number | null = null;

  show(state: State, mark: TimeMark): void {
    this.state = state;
    this.mark = mark;
    this.draw();
    if (state.clock_runs && this.frame === null) this.frame = requestAnimationFrame(this.turn);
  }

  private readonly turn = (): void => {
    this.frame = null;
    this.draw();
    if (this.state?.clock_runs) this.frame = requestAnimationFrame(this.turn);
  };

  private draw(): void {
    if (!this.state) return;
    const { held_s, hold_s, clock_runs } = this.state;
    const since_s = ((performance.now() - this.mark.page_ms) / 1000) * this.mark.rate;
    const now_s = Math.min(
      hold_s,
      held_s + (clock_runs ? Math.min(AHEAD_S * this.mark.rate, Math.max(0, since_s)) : 0),
    );
    const whole_s = Math.floor(now_s + 1e-6);
    const share = hold_s > 0 ? ((this.calm.matches ? whole_s : now_s) / hold_s) * 100 : 0;
    this.fill.setAttribute("stroke-dasharray", `${share.toFixed(2)} 100`);
    const text = String(whole_s);
    if (this.seconds.textContent !== text) this.seconds.textContent = text;
  }
}
