// The ticks of the count. They are laid on the audio clock ahead of time, so that no busy page makes them late.

import type { Count, TimeMark } from "../common/wire";
import { sound, TONES } from "./tones";

const TICK = TONES["tick"] ?? [];

export class Ticks {
  private planned: { at_s: number; silence: () => void }[] = [];

  constructor(private readonly audio: () => AudioContext | null) {}

  /** Second k of the hold is due at `start_s + (k - from_s)`. */
  start(count: Count, mark: TimeMark): void {
    this.cancel();
    const audio = this.audio();
    if (!audio || audio.state !== "running") return;
    for (let second = Math.floor(count.from_s) + 1; second <= count.to_s + 1e-9; second += 1) {
      const at_s = audioTime(audio, mark, count.start_s + (second - count.from_s));
      if (at_s > audio.currentTime - 0.05) this.planned.push({ at_s, silence: sound(audio, TICK, at_s) });
    }
  }

  /** Those still to come fall silent. */
  cancel(): void {
    const now_s = this.audio()?.currentTime ?? 0;
    for (const tick of this.planned) if (tick.at_s > now_s) tick.silence();
    this.planned = [];
  }
}

/** The audio clock's time of the session second `t_s`. */
export function audioTime(audio: AudioContext, mark: TimeMark, t_s: number): number {
  const page_ms = mark.page_ms + ((t_s - mark.t_s) / mark.rate) * 1000;
  return audio.currentTime + (page_ms - performance.now()) / 1000;
}
