// "Show me": a simulated person does the session in time with the coach, at the speed that was chosen.

import type { Input, Output, Side, State } from "../common/wire";
import type { SessionClock } from "./session_clock";

const TICK_MS = 40;

/** The samples of one set, the first at about 0 s. */
export interface SimulatedSet {
  t_s: number[];
  force_n: number[];
}

export class SimulatedPatient {
  private readonly timer: ReturnType<typeof setInterval>;
  private set: SimulatedSet | null = null;
  private base_s = 0;
  private next = 0;
  private wanted = "";

  constructor(
    private readonly setOf: (side: Side, fromAttempt: number) => SimulatedSet,
    private readonly clock: SessionClock,
    private readonly take: (input: Input) => void,
  ) {
    this.timer = setInterval(() => this.play(), TICK_MS);
  }

  /** She listens: whenever the coach waits for somebody to lie still, she lies down on that side. */
  heard(outputs: Output[]): void {
    for (const { state } of outputs) if (state) this.follow(state);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private follow({ patient, ended }: State): void {
    if (ended !== "unfinished") this.set = null;
    const wanted = JSON.stringify(patient);
    if (!patient || wanted === this.wanted) return;
    this.wanted = wanted;
    this.set = this.setOf(patient.side, patient.from_attempt);
    this.base_s = Math.max(patient.from_s, this.clock.now_s());
    this.next = 0;
  }

  private play(): void {
    const { set } = this;
    if (!set) return;
    const until_s = this.clock.now_s() - this.base_s;
    const from = this.next;
    while (this.next < set.t_s.length && (set.t_s[this.next] ?? Infinity) <= until_s) this.next += 1;
    if (this.next === from) return;
    const t_s = set.t_s.slice(from, this.next).map((time_s) => Math.round((this.base_s + time_s) * 1e6) / 1e6);
    const values = set.force_n.slice(from, this.next);
    if (this.next === set.t_s.length) this.set = null;
    this.take({ do: "samples", source: "simulated", quantity: "force_n", t_s, values });
  }
}
