// How long the coach takes: from a sample's arrival to what follows from it. Read by tests, and by who wonders.

import type { FromWorker } from "../engine/protocol";

const KEPT = 400;

export class Timing {
  private readonly cue_ms: number[] = [];
  private readonly engine_ms: number[] = [];

  note({ outputs, ms, sent_ms }: Extract<FromWorker, { kind: "took" }>): void {
    keep(this.engine_ms, ms);
    document.body.dataset["engineMs"] = median(this.engine_ms).toFixed(2);
    if (sent_ms === null || !outputs.some((output) => output.say)) return;
    keep(this.cue_ms, performance.now() - sent_ms);
    document.body.dataset["cueMs"] = median(this.cue_ms).toFixed(1);
  }
}

function keep(values: number[], value: number): void {
  values.push(value);
  if (values.length > KEPT) values.shift();
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
