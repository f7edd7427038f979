// What the page may ask of Python besides the session itself.

import type { PyodideAPI } from "pyodide";

import type { Question } from "./protocol";

export function answer(python: PyodideAPI, question: Question, about: unknown[]): unknown {
  switch (question) {
    case "about":
      return JSON.parse(python.globals.get("about")(about[0]));
    case "figure":
      return python.globals.get("figure")(...about);
    case "stop_questions":
      return JSON.parse(python.globals.get("questions_after_stop")());
    case "belt_profile":
      return JSON.parse(python.globals.get("belt_profile")());
    case "judge_stop":
      return JSON.parse(python.globals.get("judge_stop")(JSON.stringify(about[0])));
  }
}
