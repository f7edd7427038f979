// Day by day, as the page carries it. What is not known is null, never 0.

export type Values = (number | null)[];

/** A change of dose: it holds from its day on. Its number stands at its line and in the list under the plots. */
export interface Change {
  date: string;
  number: number;
  text: string;
}

export interface Progress {
  dates: string[];
  changes: Change[];
  held_s: { left: Values; right: Values };
  complete: { left: Values; right: Values };
  press_n: { left: Values; right: Values };
  pain: Values;
  morning: Values;
  months: string[];
  words: Record<"left" | "right" | "pain" | "morning" | "seconds" | "newtons" | "holds" | "none", string>;
}

/** The days as seconds since 1970, at noon in UTC: no zone moves them to a neighbour. */
export function dayTimes({ dates }: Progress): number[] {
  return dates.map(noon);
}

export function noon(date: string): number {
  return Date.parse(`${date}T12:00:00Z`) / 1000;
}

/** The first day with anything to show, whatever it is. */
export function firstSeen(progress: Progress): number {
  const { held_s, complete, pain, morning } = progress;
  const columns = [held_s.left, held_s.right, complete.left, complete.right, pain, morning];
  const index = progress.dates.findIndex((_, at) => columns.some((column) => column[at] != null));
  return dayTimes(progress)[Math.max(0, index)] ?? 0;
}

export function dayName(seconds: number, months: string[]): string {
  const day = new Date(seconds * 1000);
  return `${day.getUTCDate()} ${months[day.getUTCMonth()] ?? ""}`;
}

/** One day in words, for the line under the plots. */
export function reading(progress: Progress, index: number): string {
  const { words } = progress;
  const time = dayTimes(progress)[index];
  if (time === undefined) return "";
  const sides = (["left", "right"] as const).flatMap((side) => {
    const held = progress.held_s[side][index];
    const full = progress.complete[side][index] ?? 0;
    const press = progress.press_n[side][index];
    const pressed = press == null ? "" : `, ${Math.round(press)} ${words.newtons}`;
    return held == null
      ? []
      : [`${words[side]} ${Math.round(held)} ${words.seconds}, ${full} ${words.holds}${pressed}`];
  });
  const said = (["pain", "morning"] as const).flatMap((key) => {
    const value = progress[key][index];
    return value == null ? [] : [`${words[key]} ${value}/10`];
  });
  const changed = progress.changes.filter(({ date }) => date === progress.dates[index]);
  const parts = [...sides, ...said, ...changed.map(({ number, text }) => `${number}: ${text}`)];
  return `${dayName(time, progress.months)}: ${parts.length > 0 ? parts.join(" · ") : words.none}`;
}
