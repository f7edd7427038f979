// Tones that differ by meaning, so that one who hears no words still knows. Made here, no sound files.

/** One note: frequency at its start and end, when it starts and how long it sounds. */
interface Note {
  from_hz: number;
  to_hz?: number;
  at_s: number;
  length_s: number;
  gain?: number;
  shape?: OscillatorType;
}

const note = (from_hz: number, at_s: number, length_s: number, more: Partial<Note> = {}): Note => ({
  from_hz,
  at_s,
  length_s,
  ...more,
});

/** By the names the coach uses. */
export const TONES: Record<string, readonly Note[]> = {
  lift: [note(330, 0, 0.5, { to_hz: 660 })], // rises
  tight: [note(660, 0, 0.12), note(660, 0.16, 0.12)], // two equal: you are there
  tick: [note(880, 0, 0.05, { gain: 0.5 })],
  broken: [note(494, 0, 0.4, { to_hz: 247 })], // falls
  down: [note(660, 0, 0.8, { to_hz: 330, gain: 0.7 })], // sinks slowly
  lost: [note(294, 0, 0.18), note(294, 0.3, 0.18), note(294, 0.6, 0.18)], // asks three times
  correction: [note(440, 0, 0.1), note(370, 0.12, 0.16)],
  side_done: [note(523, 0, 0.15), note(659, 0.17, 0.15), note(784, 0.34, 0.3)], // a chord upwards
  done: [note(523, 0, 0.15), note(659, 0.17, 0.15), note(784, 0.34, 0.15), note(1047, 0.51, 0.5)],
  paused: [note(440, 0, 0.14), note(440, 0.2, 0.3, { gain: 0.6 })],
  stop: [note(988, 0, 0.22, { shape: "square", gain: 0.4 }), note(740, 0.25, 0.3, { shape: "square", gain: 0.4 })],
};

const ATTACK_S = 0.012; // without it a note begins with a click

/** Sounds `notes` from `start_s` of the audio clock on; calling what it returns silences them. */
export function sound(audio: AudioContext, notes: readonly Note[], start_s: number): () => void {
  const sounding = notes.map((one) => sing(audio, one, Math.max(start_s, audio.currentTime) + one.at_s));
  return () => sounding.forEach((oscillator) => oscillator.stop());
}

function sing(audio: AudioContext, { from_hz, to_hz, length_s, gain, shape }: Note, at_s: number): OscillatorNode {
  const oscillator = new OscillatorNode(audio, { type: shape ?? "sine", frequency: from_hz });
  if (to_hz !== undefined) {
    oscillator.frequency.setValueAtTime(from_hz, at_s);
    oscillator.frequency.exponentialRampToValueAtTime(to_hz, at_s + length_s);
  }
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, at_s);
  loudness.gain.linearRampToValueAtTime((gain ?? 1) * 0.35, at_s + ATTACK_S);
  loudness.gain.setTargetAtTime(0, at_s + length_s, 0.03);
  oscillator.connect(loudness).connect(audio.destination);
  oscillator.start(at_s);
  oscillator.stop(at_s + length_s + 0.25);
  return oscillator;
}
