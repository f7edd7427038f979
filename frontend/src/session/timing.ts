// How long the coach takes: from a sample's arrival to what follows from it. Read by tests, and by who wonders.

import type { FromWorker } from "../engine/protocol";

const KEPT = 400;

/** The median of the last values, kept in the page's data under `name`. */
export class Median {
  private readonly values: number[] = [];

  constructor(private readonly name: string) {}

  note(value: number): void {
    this.values.push(value);
    if (this.values.length > KEPT) this.values.shift();
    const middle = this.values.toSorted((a, b) => a - b)[Math.floor(this.values.length / 2)] ?? 0;
    document.body.dataset[this.name] = middle.toFixed(2);
  }
}

export class Timing {
  private readonly cue = new Median("cueMs");
  private readonly engine = new Median("engineMs");

  note({ outputs, ms, sent_ms }: Extract<FromWorker, { kind: "took" }>): void {
    this.engine.note(ms);
    if (sent_ms !== null && outputs.some((output) => output.say)) this.cue.note(performance.now() - sent_ms);
  }
}
