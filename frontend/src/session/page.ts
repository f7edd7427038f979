// The session page from its opening to the first word of the coach.

import { api } from "../common/api";
import { holdUntilPageGoes, LIVE_LOCK } from "../common/locks";
import { element, embedded, filled, type EngineAddress, type PageData } from "../common/page_data";
import { toldOfStops } from "../common/stops";
import type { Config, Way } from "../common/wire";
import type { FromWorker } from "../engine/protocol";
import { Figure } from "./figure";
import { LivePage } from "./live_page";
import { notice } from "./notices";
import { asNew, chooseSound, fetchConfig, keepConfig, rememberedSound } from "./preparing";
import { brokenOff } from "./recovering";
import { askAboutBelt, chosenBeside, chosenRigging } from "./rigging";
import { Sensors, type Missing } from "./sensors";
import { Sounding } from "./sounding";
import { showView } from "./views";
import { word } from "./words";
import { WorkerLink } from "./worker_link";

const data = embedded<PageData>("page-data");
const asked = new URLSearchParams(location.search);
const base = new URL(".", new URL("..", import.meta.url)).pathname; // /static/<build>/
const opened_ms = performance.now();
const ENGINE_ANSWER_MS = 2_000;

const sounding = new Sounding(rememberedSound(data.settings?.sound));
const link = new WorkerLink(`${base}worker.js`, hear);
const sensors = new Sensors(link, `${base}vendor/pose/`, fallBack);
const live = new LivePage(link, sounding, sensors);
let isRange = false; // without a sensor there is no check of the range: no clock takes its place
let loaded: () => void;
const engineLoaded = new Promise<void>((resolve) => (loaded = resolve));

function hear(message: FromWorker): void {
  switch (message.kind) {
    case "progress":
      element("#start").textContent = word(message.step === "python" ? "loading_python" : "loading_engine");
      break;
    case "loaded":
      element("#engine").textContent = filled(word("engine"), { version: message.version });
      loaded();
      break;
    case "begun":
      void live.begun(message.config, message.mark);
      break;
    case "failed":
      fail(message);
      break;
    default:
      live.hear(message);
  }
}

function fail({ reason, text }: Extract<FromWorker, { kind: "failed" }>): void {
  console.error("levelhip:", reason, text);
  if (reason === "version") return offerReload();
  const line = filled(word(reason === "input" ? "input_failed" : "load_failed"), { reason: text });
  notice(`failed_${reason}`, line, reason === "load" ? { action: [word("reload"), () => location.reload()] } : {});
}

function offerReload(): void {
  notice("new_version", word("new_version"), { action: [word("reload"), () => location.reload()] });
}

/** What one engine counts another one is not to judge: nothing begins before the page has the newer one. */
function refuseToMix(): void {
  sensors.stop();
  offerReload();
}

/** Whether the server counts with another engine by now. Who cannot ask goes on with the one that is here. */
async function isOutdated(): Promise<boolean> {
  const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), ENGINE_ANSWER_MS));
  const newest = await Promise.race([api<EngineAddress>("GET", "/api/engine"), patience]).catch(() => null);
  return newest !== null && newest.url !== data.engine.url;
}

/** A sensor is not there, or no more: the clock leads from here on. */
function fallBack(missing: Missing): void {
  if (isRange) {
    notice("range_lost", word("range_lost"));
    return live.command("stop");
  }
  notice(missing, word(missing));
  live.command("way", { way: "clock" });
}

async function offerToGoOn(): Promise<boolean> {
  const session = await brokenOff(asked.get("resume"));
  if (!session) return false;
  showView("recover");
  const buttons = [element<HTMLButtonElement>("#recover-go-on"), element<HTMLButtonElement>("#recover-finish")];
  const [goOn, finish] = buttons as [HTMLButtonElement, HTMLButtonElement];
  const { way, beside, engine } = session.config;
  isRange = session.config.purpose === "range";
  const renewed = engine !== data.engine.version; // what one engine began another one may only close
  if (renewed) element("#recover-note").textContent = word("renewed");
  goOn.hidden = renewed;
  const begin = async (then: "resume" | "stop"): Promise<void> => {
    for (const button of buttons) button.disabled = true;
    const outdated = isOutdated();
    await sounding.unlock();
    const missing = then === "resume" ? await sensors.open(way) : null;
    if (then === "resume" && !missing) await sensors.openBeside(beside);
    if (await outdated) return refuseToMix();
    link.send({ kind: "resume", id: session.id, rate: chosenRate() });
    if (missing) fallBack(missing);
    if (then === "stop") live.command("stop");
  };
  goOn.addEventListener("click", () => void begin("resume"));
  finish.addEventListener("click", () => void begin("stop"));
  await Promise.all([engineLoaded, sensors.prepare(way)]);
  for (const button of buttons) button.disabled = false;
  ready();
  return true;
}

async function offerToStart(): Promise<void> {
  showView("prepare");
  const start = element<HTMLButtonElement>("#start");
  const told = await toldOfStops();
  if (!told) notice("stop_not_sent", word("stop_not_sent"));
  const config = told ? await fetchConfig(asked) : null;
  if (!config) {
    start.hidden = true;
    return;
  }
  describe(config);
  void keepConfig(asked).catch((error: unknown) => console.warn("levelhip:", error));
  await engineLoaded;
  void drawFigure(config);
  if (config.way === "camera") {
    start.textContent = word("loading_camera");
  }
  if (config.way === "camera" || config.way === "belt") {
    await sensors.prepare(config.way).catch((error: unknown) => console.warn("levelhip:", error));
  }
  start.addEventListener("click", () => void begin(config));
  const mayStart = (): void => {
    start.textContent = word("start");
    start.disabled = false;
  };
  start.textContent = word("rigging_first");
  if (config.way === "belt") askAboutBelt(config.rigging, config.beside, mayStart);
  else mayStart();
  ready();
}

function describe(config: Config): void {
  isRange = config.purpose === "range";
  const dose = { reps: config.reps, hold_s: config.hold_s };
  element("#dose").textContent = filled(word(isRange ? "dose_range" : "dose"), dose);
  for (const line of document.querySelectorAll<HTMLElement>("[data-purpose]")) line.hidden = !isFor(line, config);
  element("#way-note").textContent = word(`way_${config.way}`);
  element("#speed").hidden = config.way !== "simulated";
  for (const line of document.querySelectorAll<HTMLElement>("[data-ways]")) {
    line.hidden = !line.dataset["ways"]?.split(" ").includes(config.way);
  }
  if (config.instead_of) notice("way_not_here", word("way_not_here"));
}

/** Whether a line is about what this session is for. */
function isFor(line: HTMLElement, config: Config): boolean {
  const purpose = line.dataset["purpose"];
  return purpose === undefined || purpose === (config.purpose ?? "training");
}

async function drawFigure(config: Config): Promise<void> {
  const about = await link.ask<{ name: string; position: string }>("about", config.exercise);
  element("#exercise-name").textContent = about.name;
  for (const line of document.querySelectorAll<HTMLElement>("[data-only]")) {
    line.hidden = line.dataset["only"] !== about.position || !isFor(line, config);
  }
  const side = config.sides[0] ?? "right";
  new Figure(element("#prepare-figure")).put(await link.ask<string>("figure", config.exercise, side));
}

/** From the one tap: sound, sensors, and the coach begins. */
async function begin(config: Config): Promise<void> {
  const start = element<HTMLButtonElement>("#start");
  start.disabled = true;
  const outdated = isOutdated(); // asked meanwhile: what needs the tap comes first
  await sounding.unlock();
  let way: Way = config.way;
  const missing = await sensors.open(way);
  if (missing && isRange) {
    notice("range_missing", word("range_missing"));
    start.disabled = false;
    return;
  }
  if (missing) {
    notice(missing, word(missing));
    way = "clock";
  }
  const beside = way === "belt" ? await sensors.openBeside(chosenBeside()) : null;
  if (await outdated) return refuseToMix();
  const session = {
    ...asNew(config, way, sensors.frame_px, { rigging: chosenRigging(), beside }),
    engine: data.engine.version,
  };
  link.send({ kind: "begin", config: session, rate: chosenRate() });
}

function chosenRate(): number {
  return Number(document.querySelector<HTMLInputElement>("input[name=speed]:checked")?.value ?? 1);
}

function ready(): void {
  document.body.dataset["readyMs"] = (performance.now() - opened_ms).toFixed(0);
}

async function open(): Promise<void> {
  if (!isSecureContext) notice("insecure", word("insecure"));
  if (!(await holdUntilPageGoes(LIVE_LOCK))) {
    notice("other_tab", word("other_tab"));
    element("#prepare").hidden = true;
    return;
  }
  navigator.serviceWorker?.addEventListener("message", (event: MessageEvent<{ kind?: string }>) => {
    if (event.data.kind === "new_build") offerReload();
  });
  link.send({
    kind: "load",
    base: new URL(`${base}vendor/pyodide/`, location.href).href,
    engine: data.engine,
    messages: data.messages,
  });
  void chooseSound(sounding, data.language, data.settings?.voice ?? null, word("sound_sample"));
  if (!(await offerToGoOn())) await offerToStart();
}

void open();
