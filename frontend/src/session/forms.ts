// What is asked: how many were held (the clock alone), what a pain is like, how it was.

import { element, filled } from "../common/page_data";
import type { Assessment, Question, State } from "../common/wire";
import { word } from "./words";

export type Answers = Record<string, string | number>;

/** One tap says how many of the side's repetitions were held to the end. */
export function askCorrections(
  state: State,
  side: "left" | "right",
  answered: (complete: number | null) => void,
): void {
  element("#corrections-question").textContent = filled(word(`corrections_${side}`), { reps: state.reps });
  const numbers = Array.from({ length: state.reps + 1 }, (_, i) => state.reps - i);
  const buttons = [...numbers, null].map((complete) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = complete === null ? word("unknown") : String(complete);
    if (complete !== state.reps) button.className = "button-quiet";
    button.addEventListener("click", () => answered(complete));
    return button;
  });
  element("#corrections-numbers").replaceChildren(...buttons);
}

export function showStopQuestions(questions: Question[]): void {
  element("#stop-fields").replaceChildren(...questions.map(questionField));
}

function questionField(question: Question): HTMLElement {
  const field = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = question.text;
  const help = document.createElement("p");
  help.className = "soft";
  help.textContent = question.help;
  const choices = document.createElement("div");
  choices.className = question.kind === "scale" ? "session-scale" : "session-choices";
  choices.append(...optionsOf(question).map(([value, text]) => choice(question.key, value, text)));
  field.append(legend, help, choices);
  return field;
}

function optionsOf(question: Question): [string, string][] {
  const unknown: [string, string] = ["unknown", word("unknown")];
  if (question.kind === "scale") {
    return [...Array.from({ length: 11 }, (_, i): [string, string] => [String(i), String(i)]), unknown];
  }
  if (question.kind === "choice")
    return [...question.options.map(({ key, text }): [string, string] => [key, text]), unknown];
  return [["yes", word("yes")], ["no", word("no")], unknown]; // prettier-ignore
}

function choice(name: string, value: string, text: string): HTMLElement {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name, value });
  const shown = document.createElement("span");
  shown.textContent = text;
  label.append(input, shown);
  return label;
}

/** What is chosen in `form`; what is not answered is not in it. Numbers are numbers. */
export function answersOf(form: HTMLFormElement): Answers {
  const entries = [...new FormData(form)].map(([key, value]): [string, string | number] => {
    const text = String(value);
    return [key, /^\d+$/.test(text) ? Number(text) : text];
  });
  return Object.fromEntries(entries);
}

export function showAssessment(assessment: Assessment): void {
  element("#assessment").dataset["outcome"] = assessment.outcome;
  element("#assessment-do").textContent = assessment.do_now;
  const lines = assessment.reasons.map((reason) => {
    const line = document.createElement("li");
    line.textContent = reason.do && reason.do !== assessment.do_now ? `${reason.text} ${reason.do}` : reason.text;
    return line;
  });
  element("#assessment-reasons").replaceChildren(...lines);
}

/** 0 to 10, or null: skipped is unknown, not zero. */
export function rating(form: HTMLFormElement, name: string): number | null {
  const value = new FormData(form).get(name);
  return value === null ? null : Number(value);
}
