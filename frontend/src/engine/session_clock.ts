// Session seconds. They come from the monotonic clock, so that nobody who sets the computer's clock moves them.

import type { TimeMark } from "../common/wire";

const LONGEST_GAP_S = 12 * 3600;

/** Seconds between two readings of the wall clock, which may have been set in between: never negative, never absurd. */
export function gapSeconds(fromWall_ms: number, toWall_ms: number): number {
  return Math.min(LONGEST_GAP_S, Math.max(0, (toWall_ms - fromWall_ms) / 1000));
}

export class SessionClock {
  private started_ms = 0;
  private started_t_s = 0;
  private offset_ms: number | null = null;

  constructor(public rate: number) {}

  start(t_s: number): void {
    this.started_ms = performance.now();
    this.started_t_s = t_s;
  }

  now_s(): number {
    return this.started_t_s + ((performance.now() - this.started_ms) / 1000) * this.rate;
  }

  setRate(rate: number): void {
    this.start(this.now_s());
    this.rate = rate;
  }

  /** A message that the page sent at `page_ms` of its own clock has just arrived: the quickest one tells the offset. */
  heardFromPage(page_ms: number): void {
    const offset_ms = performance.now() - page_ms;
    this.offset_ms = this.offset_ms === null ? offset_ms : Math.min(this.offset_ms, offset_ms);
  }

  fromPage_s(page_ms: number): number {
    return Math.max(0, this.started_t_s + ((page_ms + (this.offset_ms ?? 0) - this.started_ms) / 1000) * this.rate);
  }

  mark(): TimeMark {
    const now_ms = performance.now();
    return {
      page_ms: now_ms - (this.offset_ms ?? 0),
      t_s: this.started_t_s + ((now_ms - this.started_ms) / 1000) * this.rate,
      rate: this.rate,
    };
  }

  /** Milliseconds of real time until the session second `t_s`. */
  until_ms(t_s: number): number {
    return Math.max(0, ((t_s - this.now_s()) / this.rate) * 1000);
  }
}
