// The worker in which the coach runs: it keeps the session's time and its journal, and asks Python what to do.

import type { FromWorker, Sent } from "./engine/protocol";
import { answer } from "./engine/answers";
import { LiveWork } from "./engine/live_work";
import { loadPython } from "./engine/python";

declare const self: DedicatedWorkerGlobalScope;

const post = (message: FromWorker): void => self.postMessage(message);

let work: LiveWork | null = null;

async function load(message: Extract<Sent, { kind: "load" }>): Promise<void> {
  const started_ms = performance.now();
  const python = await loadPython(message.base, message.engine, (step) => post({ kind: "progress", step }));
  python.runPython("from levelhip.coaching.worker import *");
  python.globals.get("use_messages")(JSON.stringify(message.messages));
  const version = String(python.runPython("import levelhip; levelhip.__version__"));
  if (version !== message.engine.version) {
    post({ kind: "failed", reason: "version", text: `${message.engine.version} / ${version}` });
    return;
  }
  work = new LiveWork(python, post);
  post({ kind: "loaded", version, ms: performance.now() - started_ms });
}

async function handle(message: Sent): Promise<void> {
  if (message.kind === "load") return load(message);
  if (!work) throw new Error(`${message.kind} before the engine was loaded`);
  work.clock.heardFromPage(message.sent_ms);
  switch (message.kind) {
    case "begin":
      return work.begin(message.config, message.rate);
    case "resume":
      return work.resume(message.id, message.rate);
    case "samples":
      return work.samples(message);
    case "packet":
      return work.packet(message);
    case "connected":
      return work.connected(message);
    case "look":
      return work.look(message);
    case "command":
      return work.command(message);
    case "afterwards":
      return work.afterwards(message.answers);
    case "rate":
      return work.clock.setRate(message.rate);
    case "close":
      return work.close();
    case "unstored":
      return work.tellUnstored();
    case "ask":
      return post({ kind: "answer", id: message.id, answer: answer(work.python, message.question, message.about) });
  }
}

/** The last line of a Python traceback says what is wrong. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trimEnd().split("\n").at(-1) ?? text;
}

// One message after another, in their order, also where one waits for the disk.
let turn: Promise<void> = Promise.resolve();
self.onmessage = (event: MessageEvent<Sent>) => {
  const message = event.data;
  turn = turn
    .then(() => handle(message))
    .catch((error: unknown) => {
      console.error(error);
      const reason = message.kind === "load" ? "load" : message.kind === "begin" ? "config" : "input";
      post({ kind: "failed", reason, text: reasonOf(error) });
    });
};
