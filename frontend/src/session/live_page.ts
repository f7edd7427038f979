// The session while it runs: what the worker says goes to screen and ear, what the person does goes to the worker.

import { forgetConfigs } from "../common/kept";
import { element } from "../common/page_data";
import { isStopped } from "../common/stops";
import { carryUnstored } from "../common/unstored";
import { carry } from "../common/upload";
import type { Assessment, CommandName, Config, LiveRecord, Output, Question, State, TimeMark } from "../common/wire";
import type { FromWorker } from "../engine/protocol";
import { keepAwake } from "./awake";
import { download, storedInputs, type Unstored } from "./downloading";
import { Figure } from "./figure";
import { answersOf, askCorrections, rating, showAssessment, showStopQuestions, type Answers } from "./forms";
import { listenToKeys } from "./keys";
import { notice } from "./notices";
import { Screen } from "./screen";
import { sendAndTell, sendWhileRunning } from "./sending";
import type { Sensors } from "./sensors";
import type { Sounding } from "./sounding";
import { Timing } from "./timing";
import { currentView, showView } from "./views";
import { word } from "./words";
import type { WorkerLink } from "./worker_link";

/** Where the page stands when the session has been stopped. */
const OVER = new Set(["stop-questions", "afterwards"]);

export class LivePage {
  private readonly screen = new Screen();
  private readonly figure = new Figure(element("#figure"));
  private readonly timing = new Timing();
  private config: Config | null = null;
  private state: State | null = null;
  private record: LiveRecord | null = null;
  private figureSide: string | null = null;
  private letSleep: (() => void) | null = null;
  private stopSending: (() => void) | null = null;
  private unstored: ((unstored: Unstored) => void) | null = null;
  private troubled = false;

  constructor(
    private readonly link: WorkerLink,
    private readonly sounding: Sounding,
    private readonly sensors: Sensors,
  ) {
    listenToKeys(element("#live"), {
      running: () => this.isRunning(),
      paused: () => currentView() === "live" && this.state?.stage === "paused",
      pain: () => this.stopForPain(),
      pause: () => this.command("pause"),
      resume: () => this.command("resume"),
    });
    this.listenToButtons();
    document.addEventListener("visibilitychange", () => {
      if (this.isRunning() || this.state?.stage === "paused") {
        this.command(document.visibilityState === "hidden" ? "hidden" : "visible");
      }
    });
  }

  /** A session has begun, or goes on. */
  async begun(config: Config, mark: TimeMark): Promise<void> {
    this.config = config;
    this.setRate(mark.rate);
    element("#live-speed").hidden = config.way !== "simulated";
    showView("live");
    this.letSleep = await keepAwake(() => notice("no_wake_lock", word("no_wake_lock")));
    this.stopSending = sendWhileRunning(config.id);
    await this.sensors.start(config.way);
  }

  hear(message: FromWorker): void {
    switch (message.kind) {
      case "took":
        for (const output of message.outputs) this.put(output, message.mark);
        this.timing.note(message);
        break;
      case "record":
        this.record = message.record;
        break;
      case "closed":
        this.finish(message.record, message.stored);
        break;
      case "trouble":
        this.troubled = true;
        console.warn("levelhip:", message.text);
        notice("trouble", word(message.trouble === "full" ? "full" : "not_stored"));
        break;
      case "unstored":
        this.unstored?.(message);
        this.unstored = null;
        break;
      default:
        break;
    }
  }

  command(command: CommandName, more: { way?: "clock"; side?: "left" | "right"; complete?: number | null } = {}): void {
    this.link.send({ kind: "command", command, at_ms: performance.now(), ...more });
  }

  setRate(rate: number): void {
    this.sounding.setRate(rate);
    for (const button of document.querySelectorAll<HTMLElement>("[data-rate]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset["rate"]) === rate));
    }
  }

  private isRunning(): boolean {
    const stage = this.state?.stage;
    return currentView() === "live" && stage !== undefined && !["paused", "stopped", "done"].includes(stage);
  }

  private put(output: Output, mark: TimeMark): void {
    if (output.say) {
      this.screen.say(output.say);
      this.sounding.say(output.say);
    }
    if (output.count !== undefined) this.sounding.count(output.count, mark);
    if (output.state) this.show(output.state, mark);
  }

  private show(state: State, mark: TimeMark): void {
    this.state = state;
    this.screen.show(state, mark);
    this.sensors.show(state);
    this.figure.follow(state, mark.rate);
    void this.showFigure(state);
    this.ask(state);
  }

  /** The drawn figure on the side that works, where no camera picture is shown. */
  private async showFigure(state: State): Promise<void> {
    const side = state.side ?? state.next_side;
    const isFilmed = state.way === "camera" || (this.config?.beside === "camera" && !element("#video").hidden);
    element("#figure").hidden = isFilmed;
    if (!this.config || !side || side === this.figureSide || isFilmed) return;
    this.figureSide = side;
    this.figure.put(await this.link.ask<string>("figure", this.config.exercise, side));
  }

  private ask(state: State): void {
    this.showCorrections(state);
    if (state.ended === "unfinished") {
      if (OVER.has(currentView())) showView("live"); // a stop without pain was taken back
      return;
    }
    this.letSleep?.();
    this.letSleep = null;
    if (currentView() !== "live") return;
    if (state.asks === "stop_questions") void this.askAfterStop(state.ended === "pain");
    else if (state.asks === "afterwards") showView("afterwards");
  }

  private showCorrections(state: State): void {
    const card = element("#corrections");
    const side = state.asks === "corrections" ? state.asks_side : null;
    card.hidden = side === null;
    document.body.dataset["asks"] = state.asks ?? "";
    if (side === null || card.dataset["side"] === side) return;
    card.dataset["side"] = side;
    askCorrections(state, side, (complete) => this.command("correct", { side, complete }));
    if (state.stage === "done") scrollTo(0, 0); // nothing but the question is left to be seen
  }

  /** At once, before Python or anything else has its turn: silence, and the words on the screen. */
  private stopForPain(): void {
    this.sounding.hush();
    this.screen.stopped();
    this.command("pain");
    this.forgetConfigs();
  }

  private forgetConfigs(): void {
    void forgetConfigs().catch((error: unknown) => console.warn("levelhip:", error));
  }

  private async askAfterStop(pain: boolean): Promise<void> {
    element("#no-pain").hidden = element("#stop-take-back").hidden = pain;
    showView("stop-questions");
    showStopQuestions(await this.link.ask<Question[]>("stop_questions"));
  }

  /** What is known of the pain is kept at once, before anybody may close the page. */
  private async judgeStop(): Promise<void> {
    const answers = answersOf(element<HTMLFormElement>("#stop-form"));
    this.tellAfterwards(null, null, answers);
    this.forgetConfigs();
    showAssessment(await this.link.ask<Assessment>("judge_stop", answers));
    showView("assessment");
  }

  private skipStopQuestions(): void {
    this.tellAfterwards(null, null, null);
    showView("afterwards");
  }

  private tellAfterwards(pain: number | null, effort: number | null, stop_answers: Answers | null): void {
    this.sensors.stop(); // nothing that is seen later belongs to the session
    this.link.send({ kind: "afterwards", answers: { pain, effort, stop_answers } });
  }

  private answerAfterwards(skipped: boolean): void {
    const form = element<HTMLFormElement>("#afterwards-form");
    const [pain, effort] = skipped ? [null, null] : [rating(form, "pain"), rating(form, "effort")];
    this.tellAfterwards(pain, effort, null);
    this.link.send({ kind: "close" });
  }

  private finish(record: LiveRecord, stored: boolean): void {
    this.record = record;
    if (isStopped(record)) this.forgetConfigs();
    this.sensors.stop();
    this.letSleep?.();
    this.stopSending?.();
    element("#finished-title").textContent = word(`ended_${record.ended === "unfinished" ? "stopped" : record.ended}`);
    element("#summary").textContent = record.summary;
    element("#download").hidden = stored && !this.troubled;
    document.body.dataset["ended"] = record.ended;
    showView("finished");
    const { config } = this;
    if (!config) return;
    sendAndTell(stored ? () => carry(config.id) : () => this.sendUnstored(record));
  }

  private async sendUnstored(record: LiveRecord): ReturnType<typeof carry> {
    const { config, inputs } = await this.fetchUnstored();
    return carryUnstored(config, [...(await storedInputs(config.id)), ...inputs], record);
  }

  private fetchUnstored(): Promise<Unstored> {
    return new Promise((resolve) => {
      this.unstored = resolve;
      this.link.send({ kind: "unstored" });
    });
  }

  private listenToButtons(): void {
    const on = (selector: string, act: () => void): void => element(selector).addEventListener("click", act);
    on("#pain", () => this.stopForPain());
    on("#pause", () => this.command(this.state?.stage === "paused" ? "resume" : "pause"));
    on("#skip", () => this.command("skip_wait"));
    on("#zero", () => this.command("zero"));
    on("#stop", () => this.command("stop"));
    on("#afterwards-skip", () => this.answerAfterwards(true));
    on("#no-pain", () => this.skipStopQuestions());
    on("#stop-take-back", () => this.command("resume"));
    on("#assessment-read", () => showView("afterwards"));
    on("#download", () => void this.fetchUnstored().then((unstored) => download(unstored, this.record)));
    const onSubmit = (selector: string, act: () => void): void =>
      element(selector).addEventListener("submit", (event) => (event.preventDefault(), act()));
    onSubmit("#stop-form", () => void this.judgeStop());
    onSubmit("#afterwards-form", () => this.answerAfterwards(false));
    for (const button of document.querySelectorAll<HTMLElement>("#live-speed [data-rate]")) {
      button.addEventListener("click", () => {
        const rate = Number(button.dataset["rate"]);
        this.link.send({ kind: "rate", rate });
        this.setRate(rate);
      });
    }
  }
}
