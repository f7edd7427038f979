// Offline use. Files of one build are kept together and never mixed with another's: their addresses carry the build.

import { CONFIG_PATH, forgetConfigs, PAGES_CACHE } from "./common/kept";

declare const BUILD: string;
declare const FILES: string[];

const worker = self as unknown as ServiceWorkerGlobalScope;

const FILES_CACHE = `levelhip-files-${BUILD}`;
const KEPT_PAGES = ["/", "/session"];
const NETWORK_MS = 4_000;

worker.addEventListener("install", (event) => {
  event.waitUntil(install());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith("/static/") || url.pathname.startsWith("/engine/")) {
    event.respondWith(keptFirst(event.request));
  } else if (event.request.mode === "navigate" && KEPT_PAGES.includes(url.pathname)) {
    event.respondWith(networkFirst(event.request, url.pathname, NETWORK_MS));
  } else if (url.pathname === CONFIG_PATH) {
    event.respondWith(networkFirst(event.request, url.pathname + url.search, NETWORK_MS));
  }
});

/** A tap on a reminder leads to Levelhip: to a page of it that is open, else to a new one. */
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    worker.clients.matchAll({ type: "window" }).then(([open]) => open?.focus() ?? worker.clients.openWindow("/")),
  );
});

async function install(): Promise<void> {
  const cache = await caches.open(FILES_CACHE);
  await cache.addAll(FILES.map((path) => `/static/${BUILD}/${path}`));
  await keepSessionPage();
  await (await caches.open(PAGES_CACHE)).add(new Request("/", { cache: "no-store" })).catch(() => undefined);
  await worker.skipWaiting();
}

/** The session page together with the very engine it names: both or none. */
async function keepSessionPage(): Promise<void> {
  const page = await fetch("/session", { cache: "no-store" });
  if (!page.ok) throw new Error(`/session: ${page.status}`);
  const text = await page.clone().text();
  const engine = /"url":\s*"(\/engine\/[^"]+)"/.exec(text)?.[1];
  if (!engine) throw new Error("/session names no engine");
  const cache = await caches.open(PAGES_CACHE);
  if (!(await cache.match(engine))) await cache.add(engine);
  await cache.put("/session", page);
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith("levelhip-files-") && name !== FILES_CACHE);
  await worker.clients.claim();
  if (!old.length) return;
  for (const client of await worker.clients.matchAll({ type: "window" })) client.postMessage({ kind: "new_build" });
  // A page of the old build that is still open has its files loaded; what it asks for later comes from the network.
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function keptFirst(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && new URL(request.url).pathname.startsWith("/engine/")) {
    await (await caches.open(PAGES_CACHE)).put(request, response.clone());
  }
  return response;
}

/** The newest there is; what was kept, where the server does not answer. */
async function networkFirst(request: Request, key: string, patience_ms: number): Promise<Response> {
  const cache = await caches.open(PAGES_CACHE);
  const kept = await cache.match(key, { ignoreVary: true });
  try {
    const response = await (kept ? within(fetch(request), patience_ms) : fetch(request));
    if (response.status === 403) await forgetConfigs(); // who may not begin may not without the server either
    if (response.ok && !response.redirected) {
      if (key === "/session") void keepSessionPage().catch(() => undefined);
      else await cache.put(key, response.clone());
    }
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

function within<T>(promise: Promise<T>, patience_ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the server takes too long")), patience_ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
