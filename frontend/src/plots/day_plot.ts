// One plot over days. Two columns: left and right as bars (filled, striped), or two pains as signs (disc, diamond).

import uPlot from "uplot";
import { dayName, type Values } from "./progress";

const DAY_S = 86_400;
const HEIGHT_PX = 190;
const AXIS_PX = 62;
const RIGHT_PX = 30;
/** Narrower than this the sides of a day are not told apart: then fewer days are shown, never fewer than two weeks. */
const LEAST_DAY_PX = 10;
const LEAST_DAYS = 14;
const NUMBERS_PX = 24;
const AXIS_FONT = '18px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export interface DayPlot {
  times: number[];
  months: string[];
  /** The first day that any of the plots has something to show of: they share one axis. */
  since: number;
  columns: [Values, Values];
  top: number;
  /** Where the axis begins: a little under 0 where signs stand on it. */
  floor: number;
  unit: string;
  /** Numbered lines: from this day on the dose was another. */
  changes: { time: number; number: number }[];
  draw: (plot: uPlot, colours: Colours) => void;
  tell: (index: number | null) => void;
}

export interface Colours {
  accent: string;
  ink: string;
  soft: string;
  line: string;
  page: string;
}

function coloursOf(place: Element): Colours {
  const style = getComputedStyle(place);
  const named = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return { accent: named("accent"), ink: named("ink"), soft: named("soft"), line: named("line"), page: named("page") };
}

/** Draws the plot in `place`, as wide as that is, again whenever that or the colours change. */
export function dayPlot(place: HTMLElement, what: DayPlot): void {
  let plot = made(place, what);
  const again = (): void => {
    plot.destroy();
    plot = made(place, what);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  new ResizeObserver(() => {
    if (Math.abs(place.clientWidth - plot.width) > 1) plot.setSize({ width: place.clientWidth, height: HEIGHT_PX });
  }).observe(place);
}

function made(place: HTMLElement, what: DayPlot): uPlot {
  const colours = coloursOf(place);
  const { times, columns, top, floor, months, unit } = what;
  const last = times.at(-1) ?? 0;
  const axis = {
    stroke: colours.soft,
    font: AXIS_FONT,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
  };
  const silent = { paths: () => null, points: { show: false } };
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT_PX,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false }, sync: { key: "days" } },
      padding: [what.changes.length ? NUMBERS_PX : 10, RIGHT_PX, 0, 0],
      scales: {
        x: {
          time: false,
          range: (plot) => [last - (daysShown(plot.width, last, what.since) - 0.5) * DAY_S, last + DAY_S / 2],
        },
        y: { range: () => [floor, top * 1.05] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 32,
          space: 92,
          incrs: [1, 2, 7, 14, 28].map((days) => days * DAY_S),
          splits: (_plot, _axis, low, high, step) => fromTheRight(last, low, high, step),
          values: (_plot, splits) => splits.map((time) => dayName(time, months)),
        },
        {
          ...axis,
          size: AXIS_PX,
          space: 40,
          incrs: [1, 2, 5, 7, 10, 20, 50, 60, 100, 120, 200, 300, 600, 1200, 3600],
          values: (_plot, splits) => splits.map((value) => `${value}${unit ? ` ${unit}` : ""}`),
        },
      ],
      series: [{}, silent, silent],
      hooks: {
        drawAxes: [(plot) => changeLines(plot, what.changes, colours)],
        draw: [(plot) => what.draw(plot, colours)],
        setCursor: [(plot) => what.tell(plot.cursor.idx ?? null)],
      },
    },
    [times, ...columns],
    place,
  );
}

/** From the first day with anything to show, as far as there is room. */
function daysShown(widthPx: number, last: number, since: number): number {
  const room = Math.floor((widthPx - AXIS_PX - RIGHT_PX) / LEAST_DAY_PX);
  return Math.max(LEAST_DAYS, Math.min(room, Math.round((last - since) / DAY_S) + 1));
}

/** Days at equal steps, counted back from the last one, so that today always has its name. */
function fromTheRight(last: number, low: number, high: number, step: number): number[] {
  const splits: number[] = [];
  for (let time = last; time >= low; time -= step) if (time <= high) splits.unshift(time);
  return splits;
}

function eachDay(plot: uPlot, series: 1 | 2, draw: (x: number, y: number) => void): void {
  const [times] = plot.data;
  plot.data[series]?.forEach((value, index) => {
    const time = times[index];
    if (value == null || time === undefined) return;
    draw(plot.valToPos(time, "x", true), plot.valToPos(value, "y", true));
  });
}

/** How many canvas pixels a day takes. */
function dayWidth(plot: uPlot): number {
  return plot.valToPos(DAY_S, "x", true) - plot.valToPos(0, "x", true);
}

function clipped(plot: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top - 8 * devicePixelRatio, bbox.width, bbox.height + 16 * devicePixelRatio);
  ctx.clip();
  draw(ctx);
  ctx.restore();
}

/** Where the dose changed: a broken line before the day, its number over it where there is room. */
function changeLines(plot: uPlot, changes: DayPlot["changes"], colours: Colours): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colours.ink;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.font = AXIS_FONT.replace("18", String(18 * devicePixelRatio));
  ctx.textAlign = "center";
  ctx.textBaseline = "bottom";
  let free = bbox.left;
  for (const { time, number } of changes) {
    const x = plot.valToPos(time - DAY_S / 2, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const half = ctx.measureText(String(number)).width / 2 + 3 * devicePixelRatio;
    if (x - half < free) continue;
    ctx.fillText(String(number), x, bbox.top - 2 * devicePixelRatio);
    free = x + half;
  }
  ctx.restore();
}

/** Left filled, right striped, beside each other. */
export function bars(plot: uPlot, colours: Colours): void {
  clipped(plot, (context) => {
    const wide = Math.max(2, Math.min(22 * devicePixelRatio, dayWidth(plot) * 0.38));
    const floor = plot.valToPos(0, "y", true);
    context.fillStyle = colours.accent;
    eachDay(plot, 1, (x, y) => context.fillRect(x - wide, y, wide - 1, floor - y));
    const stripes = striped(context, colours);
    eachDay(plot, 2, (x, y) => {
      context.fillStyle = stripes;
      context.fillRect(x + 1, y, wide - 1, floor - y);
      context.strokeStyle = colours.accent;
      context.lineWidth = Math.min(wide / 4, devicePixelRatio * 1.5);
      context.strokeRect(x + 1, y, wide - 1, floor - y);
    });
  });
}

function striped(context: CanvasRenderingContext2D, colours: Colours): CanvasPattern | string {
  const size = Math.round(8 * devicePixelRatio);
  const tile = new OffscreenCanvas(size, size);
  const brush = tile.getContext("2d");
  if (!brush) return colours.page;
  brush.fillStyle = colours.page;
  brush.fillRect(0, 0, size, size);
  brush.strokeStyle = colours.accent;
  brush.lineWidth = size / 3;
  brush.beginPath();
  for (const shift of [-size, 0, size]) {
    brush.moveTo(shift - 1, size + 1);
    brush.lineTo(shift + size + 1, -1);
  }
  brush.stroke();
  return context.createPattern(tile, "repeat") ?? colours.page;
}

/** After the session a disc, that morning a diamond. */
export function points(plot: uPlot, colours: Colours): void {
  clipped(plot, (context) => {
    const size = Math.max(3 * devicePixelRatio, Math.min(6 * devicePixelRatio, dayWidth(plot) * 0.3));
    context.lineWidth = 2 * devicePixelRatio;
    eachDay(plot, 2, (x, y) => {
      const wide = size * 1.35;
      context.beginPath();
      context.moveTo(x, y - wide);
      context.lineTo(x + wide, y);
      context.lineTo(x, y + wide);
      context.lineTo(x - wide, y);
      context.closePath();
      context.fillStyle = colours.page;
      context.fill();
      context.strokeStyle = colours.ink;
      context.stroke();
    });
    context.fillStyle = colours.accent;
    eachDay(plot, 1, (x, y) => {
      context.beginPath();
      context.arc(x, y, size, 0, 2 * Math.PI);
      context.fill();
    });
  });
}
