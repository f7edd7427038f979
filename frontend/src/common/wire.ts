// The JSON that page, worker and server exchange; Python's `levelhip.coaching.live` owns its meaning.

export type Way = "clock" | "camera" | "shin" | "belt" | "simulated";
/** Where the load cell sits: in one strand of a loop, or inline between two cuffs. */
export type Rigging = "strand" | "inline";
export type Side = "right" | "left";

/** What may show how high the leg is while the belt counts. */
export type Beside = "camera" | "shin";

export interface Config {
  schema: string;
  id: string;
  exercise: string;
  hold_s: number;
  reps: number;
  sides: Side[];
  way: Way;
  language: string;
  engine: string;
  started_at: string;
  frame_px: [number, number] | null;
  simulated: Record<string, unknown> | null;
  clearance: Record<string, unknown>;
  rigging: Rigging | null;
  beside: Beside | null;
  /** The way that was wanted, where this exercise cannot be measured by it. */
  instead_of: Way | null;
  /** A check of the range, which is no training; older configs do not say. */
  purpose?: "range" | null;
}

export type CommandName =
  "begin" | "skip_wait" | "zero" | "pause" | "resume" | "pain" | "stop" | "way" | "correct" | "hidden" | "visible";

export type Input =
  | { do: "samples"; source: string; quantity: string; t_s: number[]; values: unknown[] }
  | { do: "packet"; t_s: number; device: string; hex: string }
  | { do: "connected"; t_s: number; device: string }
  | { do: "look"; t_s: number; brightness: number; people: number; frame_px: [number, number] }
  | { do: "advance"; t_s: number }
  | { do: "command"; t_s: number; command: CommandName; way?: Way; side?: Side; complete?: number | null }
  | Afterwards;

export interface Afterwards {
  do: "afterwards";
  t_s: number;
  pain: number | null;
  effort: number | null;
  stop_answers: Record<string, unknown> | null;
}

export interface Say {
  t_s: number;
  key: string;
  text: string;
  rank: "safety" | "count" | "correction" | "guide" | "praise";
  interrupts: boolean;
  tone: string | null;
  vibrate: number[];
}

export interface Count {
  start_s: number;
  from_s: number;
  to_s: number;
}

export interface Condition {
  key: string;
  text: string;
  ok: boolean | null;
}

export interface State {
  stage: "set_up" | "ready" | "exercise" | "side_change" | "paused" | "stopped" | "done";
  side: Side | null;
  next_side: Side | null;
  number: number;
  reps: number;
  attempts: number;
  phase: string;
  held_s: number;
  hold_s: number;
  clock_runs: boolean;
  level: number | null;
  unit: string;
  /** The gentle press, N, where the press is measured. */
  press_band_n: [number, number] | null;
  /** How high a second sensor sees the leg while the belt counts. */
  lift_deg: number | null;
  low_battery: boolean;
  set_up: Condition[];
  /** The simulated person: on which side to lie from when on, and with which attempt to go on. */
  patient: { side: Side; from_s: number; from_attempt: number } | null;
  /** When the wait is over that is on now: the session second. */
  starts_at_s: number | null;
  asks: null | "corrections" | "stop_questions" | "afterwards";
  asks_side: Side | null;
  way: Way;
  provenance: string;
  message: string | null;
  ended: LiveRecord["ended"];
}

export interface Output {
  say?: Say;
  count?: Count | null;
  event?: Record<string, unknown> & { kind: string; t_s: number };
  state?: State;
}

export interface LiveRecord {
  schema: string;
  config_id: string;
  engine: string;
  ended: "done" | "stopped" | "pain" | "unfinished";
  summary: string;
  [key: string]: unknown;
}

export interface Question {
  key: string;
  text: string;
  help: string;
  kind: "yes_no" | "scale" | "choice";
  options: { key: string; text: string }[];
}

export interface Assessment {
  outcome: string;
  may_start: boolean;
  reasons: { key: string; outcome: string; text: string; do: string }[];
  do_now: string;
}

/** How session time and the page's own time go together: at `page_ms` it is `t_s`, and it runs `rate` times as fast. */
export interface TimeMark {
  page_ms: number;
  t_s: number;
  rate: number;
}
