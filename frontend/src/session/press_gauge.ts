// How hard the belt is pressed: a needle over a band. It is read from afar, so that it says little, and says it in words too.

import { element, filled } from "../common/page_data";
import type { State } from "../common/wire";
import { word } from "./words";

const NEWTONS_IN_A_KILO = 9.80665;
const BAND_ENDS_AT = 0.5; // of the scale: twice the gentle press is where a press does not count any more
const WIDTH = 400;

const kilos = new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

export class PressGauge {
  private readonly place = element("#press");
  private readonly band = element<SVGRectElement>("#press .press-band");
  private readonly needle = element<SVGRectElement>("#press .press-needle");
  private readonly value = element("#press-value");
  private readonly zone = element("#press-zone");

  show({ press_band_n, level, unit, stage, phase }: State): void {
    this.place.hidden = press_band_n === null || level === null || unit !== "N" || stage !== "exercise";
    if (press_band_n === null || level === null || this.place.hidden) return;
    const [low, high] = press_band_n;
    const scale_n = high / BAND_ENDS_AT;
    const at = (force_n: number): number => (WIDTH * Math.min(scale_n, Math.max(0, force_n))) / scale_n;
    this.band.setAttribute("x", at(low).toFixed(1));
    this.band.setAttribute("width", (at(high) - at(low)).toFixed(1));
    this.needle.setAttribute("x", (at(level) - 3).toFixed(1));
    const press_n = Math.max(0, Math.round(level));
    const said = `${press_n} N · ${kilos.format(press_n / NEWTONS_IN_A_KILO)} kg`;
    const zone = level > high ? "hard" : level >= low ? "gentle" : phase === "holding" ? "light" : "rest";
    this.place.dataset["zone"] = zone;
    this.place.setAttribute("aria-valuemax", String(scale_n));
    this.place.setAttribute("aria-valuenow", String(Math.min(scale_n, press_n)));
    set(this.value, said);
    set(this.zone, filled(word(`press_${zone}`), { low, high }));
    this.place.setAttribute("aria-valuetext", `${said}. ${this.zone.textContent ?? ""}`);
  }
}

function set(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
