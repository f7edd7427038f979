// How the coach is heard: by voice, by tones only, or not at all; whatever is chosen, captions show every word.

import type { Count, Say, TimeMark } from "../common/wire";
import { Ticks } from "./ticks";
import { sound, TONES } from "./tones";
import { localVoices, Voice } from "./voice";

export type SoundMode = "voice" | "tones" | "silent";

export class Sounding {
  private audio: AudioContext | null = null;
  private voice: Voice | null = null;
  private rate = 1;
  private silenceTone: (() => void) | null = null;
  private readonly ticks = new Ticks(() => this.audio);
  /** The voices found on this device for the language. */
  voices: SpeechSynthesisVoice[] = [];

  constructor(public mode: SoundMode) {}

  /** Looks for a voice; false where this device has none that stays on it. */
  async findVoice(language: string, named: string | null): Promise<boolean> {
    this.voices = await localVoices(language);
    const chosen = this.voices.find((voice) => voice.name === named) ?? this.voices.find((voice) => voice.default);
    const voice = chosen ?? this.voices[0];
    this.voice = voice ? new Voice(voice, () => this.rate) : null;
    return this.voice !== null;
  }

  get voiceName(): string | null {
    return this.voice?.name ?? null;
  }

  /** Browsers let nothing sound before a tap or a key: this is called from one. */
  async unlock(): Promise<void> {
    this.audio ??= new AudioContext({ latencyHint: "interactive" });
    if (this.audio.state !== "running") await this.audio.resume();
  }

  setRate(rate: number): void {
    this.rate = rate;
  }

  say(say: Say): void {
    if (this.mode === "silent") return;
    if (say.interrupts) this.hush();
    if (say.tone && say.rank !== "count") this.tone(say.tone); // the count has its ticks
    if (this.mode === "voice") this.voice?.say(say);
    if (say.vibrate.length && "vibrate" in navigator) navigator.vibrate(say.vibrate);
  }

  /** A tick a second, where no voice counts. */
  count(count: Count | null, mark: TimeMark): void {
    this.ticks.cancel();
    if (count && (this.mode === "tones" || (this.mode === "voice" && !this.voice))) this.ticks.start(count, mark);
  }

  tone(name: string): void {
    const notes = TONES[name];
    if (!notes || this.audio?.state !== "running" || this.mode === "silent") return;
    this.silenceTone?.();
    this.silenceTone = sound(this.audio, notes, this.audio.currentTime);
    document.body.dataset["tone"] = name;
  }

  /** Everything falls silent at once. */
  hush(): void {
    this.silenceTone?.();
    this.silenceTone = null;
    this.ticks.cancel();
    this.voice?.silence();
  }
}
