// The live screen: the coach's state as a person two metres away sees it.

import { element, filled } from "../common/page_data";
import type { Condition, Say, State, TimeMark } from "../common/wire";
import { notice } from "./notices";
import { PressGauge } from "./press_gauge";
import { Ring } from "./ring";
import { phaseWord, stageWord, word } from "./words";

export class Screen {
  private readonly ring = new Ring();
  private readonly press = new PressGauge();
  private readonly side = element("#side");
  private readonly number = element("#number");
  private readonly phase = element("#phase");
  private readonly caption = element("#caption");
  private readonly message = element("#message");
  private readonly said = element("#said");
  private readonly setUp = element("#set-up");
  private readonly angle = element("#angle");
  private readonly pause = element("#pause");
  private lowBattery = false;

  show(state: State, mark: TimeMark): void {
    document.body.dataset["stage"] = state.stage;
    document.body.dataset["phase"] = state.phase;
    this.ring.show(state, mark);
    const asked = state.stage === "done" ? state.asks_side : null;
    const side = asked ?? state.side ?? state.next_side;
    set(this.side, side ? word(`side_${side}`) : "");
    const counting = state.stage === "exercise" || state.stage === "paused";
    set(this.number, counting ? filled(word("of"), { number: Math.max(1, state.number), reps: state.reps }) : "");
    set(this.phase, state.stage === "exercise" ? phaseWord(phaseOf(state)) : (stageWord(state.stage) ?? ""));
    set(this.message, state.message ?? "");
    set(this.pause, word(state.stage === "paused" ? "resume" : "pause"));
    this.showSetUp(state);
    this.showAngle(state);
    this.press.show(state);
    this.tellOfBattery(state);
    const isGettingReady = ["set_up", "ready", "side_change"].includes(state.stage);
    element("#skip").hidden = !isGettingReady;
    element("#zero").hidden = !isGettingReady || state.way !== "belt";
    element("#stop").hidden = state.stage !== "paused";
  }

  /** At once, before the coach has answered. */
  stopped(): void {
    document.body.dataset["stage"] = "stopped";
    set(this.phase, stageWord("stopped") ?? "");
    set(this.caption, "");
  }

  /** Every word that is said can be read, now and afterwards. */
  say(say: Say): void {
    set(this.caption, say.text);
    this.caption.dataset["rank"] = say.rank;
    const line = document.createElement("li");
    line.textContent = say.text;
    line.dataset["key"] = say.key;
    line.dataset["tS"] = String(say.t_s);
    if (say.tone) line.dataset["tone"] = say.tone;
    this.said.append(line);
  }

  private showSetUp(state: State): void {
    const wanted = state.set_up.length > 0 && (state.stage === "set_up" || state.stage === "ready");
    this.setUp.hidden = !wanted;
    if (!wanted) return;
    while (this.setUp.children.length > state.set_up.length) this.setUp.lastElementChild?.remove();
    state.set_up.forEach((condition, i) => {
      const line = this.setUp.children[i] ?? this.setUp.appendChild(document.createElement("li"));
      showCondition(line as HTMLElement, condition);
    });
  }

  /** Once: a notice is read aloud where somebody listens to the page. */
  private tellOfBattery({ low_battery }: State): void {
    if (low_battery && !this.lowBattery) notice("low_battery", word("low_battery"));
    this.lowBattery = low_battery;
  }

  private showAngle(state: State): void {
    const isPress = state.press_band_n !== null; // it has its gauge
    const [level, unit] = isPress ? [state.lift_deg, "deg"] : [state.level, state.unit];
    this.angle.hidden = level === null;
    if (level !== null) set(this.angle, `${Math.round(level)} ${unitSign(unit)}`);
  }
}

/** What is not held is only lifted: nothing is pressed at the top of it. */
function phaseOf({ phase, hold_s }: State): string {
  return hold_s === 0 && (phase === "holding" || phase === "broken") ? "lifting" : phase;
}

function showCondition(line: HTMLElement, { text, ok }: Condition): void {
  const how = ok === null ? "asked" : ok ? "met" : "missing";
  if (line.dataset["is"] === how && line.dataset["text"] === text) return;
  line.dataset["is"] = how;
  line.dataset["text"] = text;
  const judged = document.createElement("span");
  judged.className = "spoken";
  judged.textContent = ` (${word(how)})`;
  line.replaceChildren(text, judged);
}

function unitSign(unit: string): string {
  return unit === "deg" ? "°" : unit;
}

function set(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
