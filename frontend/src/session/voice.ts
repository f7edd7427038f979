// Speaking: voices on this device only, one line at a time, in the order Python gave.

import type { Say } from "../common/wire";

const NAMING_VOICES_MS = 1_500; // some browsers name their voices only after a while
const STALE_MS = 4_000; // nobody wants to hear now what was true four seconds ago
const STALE_COUNT_MS = 700;

/** The voices that speak `language` on this device; those of a server are never used. */
export async function localVoices(language: string): Promise<SpeechSynthesisVoice[]> {
  if (!("speechSynthesis" in window)) return [];
  const fitting = (): SpeechSynthesisVoice[] =>
    speechSynthesis.getVoices().filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language));
  if (speechSynthesis.getVoices().length) return fitting();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, NAMING_VOICES_MS);
    speechSynthesis.addEventListener("voiceschanged", () => (clearTimeout(timer), resolve()), { once: true });
  });
  return fitting();
}

interface Waiting {
  say: Say;
  since_ms: number;
}

export class Voice {
  private queue: Waiting[] = [];
  private speaking: SpeechSynthesisUtterance | null = null;
  private watchdog: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly voice: SpeechSynthesisVoice,
    private readonly rate: () => number,
  ) {}

  get name(): string {
    return this.voice.name;
  }

  say(say: Say): void {
    if (say.interrupts) this.silence();
    this.queue.push({ say, since_ms: performance.now() });
    this.next();
  }

  silence(): void {
    this.queue = [];
    this.finished(this.speaking);
    speechSynthesis.cancel();
  }

  private next(): void {
    if (this.speaking) return;
    const now_ms = performance.now();
    this.queue = this.queue.filter((waiting) => !isStale(waiting, now_ms));
    const waiting = this.queue.shift();
    if (!waiting) return;
    const utterance = new SpeechSynthesisUtterance(waiting.say.text);
    utterance.voice = this.voice;
    utterance.lang = this.voice.lang;
    utterance.rate = Math.min(2, this.rate());
    utterance.onend = utterance.onerror = () => {
      this.finished(utterance);
      this.next();
    };
    this.speaking = utterance;
    speechSynthesis.speak(utterance);
    // Some engines forget to say that they have ended: the coach must not fall silent for that.
    this.watchdog = setTimeout(utterance.onend as () => void, 3_000 + 150 * waiting.say.text.length);
  }

  private finished(utterance: SpeechSynthesisUtterance | null): void {
    if (this.speaking !== utterance) return;
    if (this.watchdog !== null) clearTimeout(this.watchdog);
    this.watchdog = null;
    this.speaking = null;
  }
}

function isStale({ say, since_ms }: Waiting, now_ms: number): boolean {
  if (say.rank === "safety") return false;
  return now_ms - since_ms > (say.rank === "count" ? STALE_COUNT_MS : STALE_MS);
}
