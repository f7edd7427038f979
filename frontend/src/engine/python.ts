// Python in this worker: Pyodide from our own origin, and the engine's own sources from the installed package.

import type { PyodideAPI } from "pyodide";

export interface EngineAddress {
  version: string;
  url: string;
}

export type Progress = (step: "python" | "engine" | "ready") => void;

const SNAPSHOTS = "levelhip-snapshots";
const ENGINE_ZIP = "/engine.zip";

// Everything is imported before the snapshot is taken, so that a later start finds them imported.
const IMPORTS = `
import sys
sys.path.insert(0, "${ENGINE_ZIP}")
import levelhip.coaching.worker
`;

/**
 * The interpreter with the engine imported. The first time it is loaded plainly, and its memory is kept on this device
 * for the build and the engine it was made with; the next time it is taken up from there, in a fraction of the time.
 */
export async function loadPython(base: string, engine: EngineAddress, progress: Progress): Promise<PyodideAPI> {
  progress("python");
  const [module, zip, snapshot] = await Promise.all([
    import(/* @vite-ignore */ `${base}pyodide.mjs`) as Promise<typeof import("pyodide")>,
    fetchBytes(engine.url),
    storedSnapshot(base + engine.url),
  ]);
  if (snapshot) {
    try {
      const python = await module.loadPyodide({ indexURL: base, _loadSnapshot: snapshot } as object);
      python.FS.writeFile(ENGINE_ZIP, zip);
      python.runPython(IMPORTS);
      return python;
    } catch (error) {
      console.warn("levelhip: the kept memory does not load, Python is loaded plainly", error);
      await caches.delete(SNAPSHOTS);
    }
  }
  const python = await module.loadPyodide({ indexURL: base, _makeSnapshot: true } as object);
  progress("engine");
  python.FS.writeFile(ENGINE_ZIP, zip);
  python.runPython(IMPORTS);
  void keepSnapshot(base + engine.url, python);
  return python;
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function snapshotUrl(key: string): string {
  return `/snapshot/${encodeURIComponent(key)}`;
}

async function storedSnapshot(key: string): Promise<ArrayBuffer | null> {
  if (!("caches" in self)) return null; // not a secure context
  const found = await caches.open(SNAPSHOTS).then((cache) => cache.match(snapshotUrl(key)));
  if (!found?.body) return null;
  return new Response(found.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** Keeps the interpreter's memory for the next start; an older build's goes. Failing to do so costs time, nothing else. */
async function keepSnapshot(key: string, python: PyodideAPI): Promise<void> {
  if (!("caches" in self)) return;
  try {
    const bytes = (python as unknown as { makeMemorySnapshot(): Uint8Array<ArrayBuffer> }).makeMemorySnapshot();
    const packed = new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip")));
    const body = await packed.arrayBuffer();
    await caches.delete(SNAPSHOTS);
    await (await caches.open(SNAPSHOTS)).put(snapshotUrl(key), new Response(body));
  } catch (error) {
    console.warn("levelhip: the interpreter's memory was not kept", error);
  }
}
