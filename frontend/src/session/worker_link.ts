// The page's end of the line to the worker.

import type { FromWorker, Question, ToWorker } from "../engine/protocol";

export class WorkerLink {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, (answer: unknown) => void>();
  private asked = 0;

  constructor(url: string, hear: (message: FromWorker) => void) {
    this.worker = new Worker(url, { type: "module", name: "levelhip-coach" });
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => {
      const message = event.data;
      if (message.kind !== "answer") return hear(message);
      this.waiting.get(message.id)?.(message.answer);
      this.waiting.delete(message.id);
    };
    this.worker.onerror = (event) => hear({ kind: "failed", reason: "load", text: event.message || "worker" });
  }

  send(message: ToWorker): void {
    this.worker.postMessage({ ...message, sent_ms: performance.now() });
  }

  ask<Answer>(question: Question, ...about: unknown[]): Promise<Answer> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve) => {
      this.waiting.set(id, (answer) => resolve(answer as Answer));
      this.send({ kind: "ask", id, question, about });
    });
  }
}
