// What the service worker keeps for use without the server, as far as the pages have a say in it.

/** Pages, configs and engines as they were last given. */
export const PAGES_CACHE = "levelhip-pages";
export const CONFIG_PATH = "/api/config";

/** Nothing begins without the server any more, until it has given a config again: the questions are asked anew. */
export async function forgetConfigs(): Promise<void> {
  if (!("caches" in self)) return;
  const cache = await caches.open(PAGES_CACHE);
  const kept = (await cache.keys()).filter((request) => new URL(request.url).pathname === CONFIG_PATH);
  await Promise.all(kept.map((request) => cache.delete(request, { ignoreVary: true })));
}
