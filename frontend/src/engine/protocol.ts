// What page and worker say to each other.

import type { Afterwards, CommandName, Config, LiveRecord, Output, Side, TimeMark, Way } from "../common/wire";
import type { Trouble } from "./journal";
import type { EngineAddress } from "./python";

export type Question = "about" | "figure" | "stop_questions" | "judge_stop" | "belt_profile";

export type ToWorker =
  | { kind: "load"; base: string; engine: EngineAddress; messages: Record<string, string> }
  | { kind: "begin"; config: Config; rate: number }
  | { kind: "resume"; id: string; rate: number }
  | { kind: "samples"; source: string; quantity: string; at_ms: number[]; values: unknown[] }
  | { kind: "packet"; at_ms: number; device: string; bytes: Uint8Array }
  | { kind: "connected"; at_ms: number; device: string }
  | { kind: "look"; at_ms: number; brightness: number; people: number; frame_px: [number, number] }
  | { kind: "command"; command: CommandName; at_ms: number; way?: Way; side?: Side; complete?: number | null }
  | { kind: "afterwards"; answers: Omit<Afterwards, "do" | "t_s"> }
  | { kind: "rate"; rate: number }
  | { kind: "ask"; id: number; question: Question; about: unknown[] }
  | { kind: "close" }
  | { kind: "unstored" };

/** Every message carries when the page sent it, by the page's clock. */
export type Sent = ToWorker & { sent_ms: number };

export type FromWorker =
  | { kind: "progress"; step: "python" | "engine" | "ready" }
  | { kind: "loaded"; version: string; ms: number }
  | { kind: "failed"; reason: "version" | "load" | "config" | "input"; text: string }
  | { kind: "begun"; config: Config; resumed: boolean; mark: TimeMark }
  | { kind: "took"; outputs: Output[]; mark: TimeMark; ms: number; sent_ms: number | null }
  | { kind: "record"; record: LiveRecord }
  | { kind: "closed"; record: LiveRecord; stored: boolean }
  | { kind: "trouble"; trouble: Trouble; text: string }
  | { kind: "unstored"; config: Config; inputs: unknown[] }
  | { kind: "answer"; id: number; answer: unknown };
