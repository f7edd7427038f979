// The plots of the history, under each other on one time axis.

import { embedded, element } from "../common/page_data";
import { bars, dayPlot, points } from "../plots/day_plot";
import type { Progress } from "../plots/progress";
import { dayTimes, firstSeen, noon, reading } from "../plots/progress";

const progress = embedded<Progress>("page-data");
const times = dayTimes(progress);
const spoken = element("[data-reading]");

function tell(index: number | null): void {
  spoken.textContent = index === null ? "" : reading(progress, index);
}

const changes = progress.changes.map(({ date, number }) => ({ time: noon(date), number }));
const shared = { times, since: firstSeen(progress), months: progress.months, floor: 0, changes, tell };
const perDay = (values: (number | null)[]): number => Math.max(0, ...values.map((value) => value ?? 0));
const most = (key: "held_s" | "complete" | "press_n"): number =>
  perDay([...progress[key].left, ...progress[key].right]);

dayPlot(element('[data-plot="held_s"]'), {
  ...shared,
  columns: [progress.held_s.left, progress.held_s.right],
  top: Math.max(10, most("held_s")),
  unit: progress.words.seconds,
  draw: bars,
});
dayPlot(element('[data-plot="complete"]'), {
  ...shared,
  columns: [progress.complete.left, progress.complete.right],
  top: Math.max(7, most("complete")),
  unit: "",
  draw: bars,
});
const press = document.querySelector<HTMLElement>('[data-plot="press_n"]'); // only where a sensor told it
if (press) {
  dayPlot(press, {
    ...shared,
    columns: [progress.press_n.left, progress.press_n.right],
    top: Math.max(10, most("press_n")),
    unit: progress.words.newtons,
    draw: bars,
  });
}
dayPlot(element('[data-plot="pain"]'), {
  ...shared,
  columns: [progress.pain, progress.morning],
  top: 10,
  floor: -0.8,
  unit: "",
  draw: points,
});
