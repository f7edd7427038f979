// Everything this browser keeps for Levelhip.

import { DATABASE } from "./database";

/** Deletes sessions that were not sent, kept pages and files, and the service worker. */
export async function eraseBrowserData(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve();
    request.onblocked = () => resolve(); // it goes as soon as the other tab closes it
    request.onerror = () => reject(request.error ?? new Error("IndexedDB was not deleted"));
  });
  if ("caches" in self) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  if ("serviceWorker" in navigator) {
    const registrations = await navigator.serviceWorker.getRegistrations();
    await Promise.all(registrations.map((registration) => registration.unregister()));
  }
  localStorage.clear();
}
