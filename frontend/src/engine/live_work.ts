// One live session: time and inputs go in, outputs come out, everything that went in is in the journal.

import type { PyodideAPI } from "pyodide";

import type { Afterwards, Config, Input, LiveRecord, Output, Side, State } from "../common/wire";
import { Journal } from "./journal";
import type { FromWorker, ToWorker } from "./protocol";
import { SessionClock, gapSeconds } from "./session_clock";
import { SimulatedPatient, type SimulatedSet } from "./simulated_patient";

type Message<Kind extends ToWorker["kind"]> = Extract<ToWorker, { kind: Kind }>;
type PyCallable = (...given: unknown[]) => unknown;
type Answer = { outputs: Output[]; deadline_s: number | null };

const LATEST_RESUME_S = 80_000; // the engine ends a session's day at 86,400 s

const microsecond = (t_s: number): number => Math.round(t_s * 1e6) / 1e6;

export class LiveWork {
  readonly clock = new SessionClock(1);
  private config: Config | null = null;
  private journal: Journal | null = null;
  private patient: SimulatedPatient | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private stage: State["stage"] | null = null;
  private lastTaken_s = 0;
  /** Fetched once: each fetching makes something that must be collected again. */
  private readonly functions = new Map<string, PyCallable>();

  constructor(
    readonly python: PyodideAPI,
    private readonly post: (message: FromWorker) => void,
  ) {}

  async begin(config: Config, rate: number): Promise<void> {
    this.call("open_session", JSON.stringify(config));
    this.config = config;
    this.journal = await Journal.begin(config, (trouble, text) => this.post({ kind: "trouble", trouble, text }));
    this.start(0, rate, false);
    this.take({ do: "command", t_s: 0, command: "begin" });
  }

  /** Takes a session up where it was broken off: the journal is played again, and the coach pauses there. */
  async resume(id: string, rate: number): Promise<void> {
    const { journal, config, entries } = await Journal.resume(id, (trouble, text) =>
      this.post({ kind: "trouble", trouble, text }),
    );
    this.call("open_session", JSON.stringify(config));
    this.config = config;
    this.journal = journal;
    const last = entries.at(-1);
    const answer = this.call("replay", JSON.stringify(entries.flatMap((entry) => entry.inputs))) as Answer;
    const last_s = Math.max(0, ...entries.map((entry) => entry.last_t_s));
    const gap_s = config.way === "simulated" || !last ? 0 : gapSeconds(last.wall_ms, Date.now());
    this.start(Math.min(last_s + gap_s, Math.max(last_s, LATEST_RESUME_S)), rate, true);
    this.lastTaken_s = last_s;
    this.hand(answer, null, performance.now());
    if (!["paused", "stopped", "done"].includes(this.stage ?? "")) {
      this.take({ do: "command", t_s: last_s, command: "pause" }); // nothing was done in the time between
    }
  }

  samples(message: Message<"samples"> & { sent_ms: number }): void {
    const t_s = message.at_ms.map((at_ms) => microsecond(this.clock.fromPage_s(at_ms)));
    const { source, quantity, values } = message;
    this.take({ do: "samples", source, quantity, t_s, values }, message.sent_ms);
  }

  packet({ at_ms, device, bytes }: Message<"packet">): void {
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.take({ do: "packet", t_s: microsecond(this.clock.fromPage_s(at_ms)), device, hex }, at_ms);
  }

  connected({ at_ms, device }: Message<"connected">): void {
    this.take({ do: "connected", t_s: microsecond(this.clock.fromPage_s(at_ms)), device });
  }

  look({ at_ms, brightness, people, frame_px }: Message<"look">): void {
    this.take({ do: "look", t_s: microsecond(this.clock.fromPage_s(at_ms)), brightness, people, frame_px });
  }

  command({ at_ms, kind: _, ...command }: Message<"command"> & { sent_ms?: number }): void {
    delete command.sent_ms;
    const t_s = microsecond(Math.max(this.clock.fromPage_s(at_ms), this.lastTaken_s));
    this.take({ do: "command", t_s, ...command }, at_ms);
    if (command.command === "way") this.patient = null;
  }

  afterwards(answers: Omit<Afterwards, "do" | "t_s">): void {
    this.take({ do: "afterwards", t_s: this.now_s(), ...answers });
  }

  /** The person is done with it: what came of it is kept, to be sent. */
  async close(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.patient?.stop();
    const record = this.call("record") as LiveRecord;
    await this.journal?.close(record, true);
    this.post({ kind: "closed", record, stored: !this.journal?.isBroken });
  }

  tellUnstored(): void {
    if (this.config && this.journal) {
      this.post({ kind: "unstored", config: this.config, inputs: this.journal.unstored });
    }
  }

  private start(t_s: number, rate: number, resumed: boolean): void {
    if (!this.config) return;
    this.clock.rate = this.config.way === "simulated" ? rate : 1;
    this.clock.start(t_s);
    if (this.config.way === "simulated") {
      const sets = new Map<string, SimulatedSet>();
      const setOf = (side: Side, from: number): SimulatedSet => {
        const known = sets.get(`${side} ${from}`) ?? (this.call("simulated_set", side, from) as SimulatedSet);
        sets.set(`${side} ${from}`, known);
        return known;
      };
      for (const side of this.config.sides) setOf(side, 1); // takes a while: before the time runs
      this.patient = new SimulatedPatient(setOf, this.clock, (input) => this.take(input));
      this.clock.start(t_s);
    }
    this.post({ kind: "begun", config: this.config, resumed, mark: this.clock.mark() });
  }

  private now_s(): number {
    return microsecond(Math.max(this.clock.now_s(), this.lastTaken_s));
  }

  private take(input: Input, sent_ms: number | null = null): void {
    const started_ms = performance.now();
    const answer = this.call("take", JSON.stringify(input)) as Answer; // what Python refuses is not in the journal
    this.journal?.add(input);
    if (input.do === "advance" || input.do === "command") this.lastTaken_s = Math.max(this.lastTaken_s, input.t_s);
    const wasOver = this.isOver;
    this.hand(answer, sent_ms, started_ms);
    if (wasOver && this.isOver && (input.do === "command" || input.do === "afterwards")) this.keepRecord();
    if (input.do === "command" && (input.command === "pain" || input.command === "stop")) void this.journal?.flush();
  }

  private hand({ outputs, deadline_s }: Answer, sent_ms: number | null, started_ms: number): void {
    const ms = performance.now() - started_ms;
    if (outputs.length) this.post({ kind: "took", outputs, mark: this.clock.mark(), ms, sent_ms });
    this.patient?.heard(outputs);
    this.noteStage(outputs);
    this.wakeAt(deadline_s);
  }

  private get isOver(): boolean {
    return this.stage === "done" || this.stage === "stopped";
  }

  private noteStage(outputs: Output[]): void {
    const stage = outputs.findLast((output) => output.state)?.state?.stage ?? this.stage;
    if (stage === this.stage) return;
    this.stage = stage;
    if (this.isOver) this.keepRecord();
  }

  /** Once it is over, what came of it is kept with every answer: it can then be sent from any page, without Python. */
  private keepRecord(): void {
    const record = this.call("record") as LiveRecord;
    void this.journal?.close(record, false);
    this.post({ kind: "record", record });
  }

  private wakeAt(deadline_s: number | null): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (deadline_s === null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.take({ do: "advance", t_s: Math.max(this.now_s(), microsecond(deadline_s)) });
    }, this.clock.until_ms(deadline_s));
  }

  private call(name: string, ...given: unknown[]): unknown {
    let called = this.functions.get(name);
    if (!called) this.functions.set(name, (called = this.python.globals.get(name) as PyCallable));
    const text: unknown = called(...given);
    return typeof text === "string" ? JSON.parse(text) : null;
  }
}
