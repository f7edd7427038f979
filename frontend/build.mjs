// Builds the browser's part: `node build.mjs [OUT]`. Everything the pages load ends up in OUT, nothing comes from elsewhere.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = process.argv[2] ?? join(HERE, "../src/levelhip/web/static/built");

// What of each package is served; the lite and heavy models and the build without SIMD stay behind.
const VENDORED = {
    pyodide: ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"],
    "@mediapipe/pose": [
        "pose.js",
        "pose_landmark_full.tflite",
        "pose_solution_packed_assets.data",
        "pose_solution_packed_assets_loader.js",
        "pose_solution_simd_wasm_bin.js",
        "pose_solution_simd_wasm_bin.wasm",
        "pose_web.binarypb",
    ],
};

const SHARED = {
    bundle: true,
    minify: true,
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
};

function entries(folder, ending) {
    const path = join(HERE, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path)
        .filter((name) => name.endsWith(ending) && !name.startsWith("_") && !name.endsWith(".d.ts"))
        .map((name) => join(path, name));
}

function filesIn(folder) {
    return readdirSync(folder, { recursive: true })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile())
        .map((path) => ({ path: relative(OUT, path).replaceAll("\\", "/"), bytes: statSync(path).size }))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function copyVendored() {
    const notices = [];
    for (const [name, files] of Object.entries(VENDORED)) {
        const from = join(HERE, "node_modules", name);
        const to = join(OUT, "vendor", name.replace("@mediapipe/", ""));
        mkdirSync(to, { recursive: true });
        for (const file of files) cpSync(join(from, file), join(to, file));
        const about = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
        notices.push(
            `${name} ${about.version}: ${about.license}, unchanged, ${about.homepage ?? about.repository?.url ?? ""}`,
        );
    }
    writeFileSync(join(OUT, "vendor", "NOTICE.txt"), notices.join("\n") + "\n");
}

function hashOf(files) {
    const hash = createHash("sha256");
    for (const { path } of files)
        hash.update(path)
            .update("\0")
            .update(readFileSync(join(OUT, path)))
            .update("\0");
    return hash.digest("hex").slice(0, 12);
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const scripts = [
    ...entries("src/pages", ".ts"),
    join(HERE, "src/session/page.ts"),
    join(HERE, "src/common/start.ts"),
    join(HERE, "src/worker.ts"),
];
await build({ ...SHARED, entryPoints: scripts, outdir: OUT, outbase: join(HERE, "src"), format: "esm" });
const styles = entries("styles", ".css");
await build({
    ...SHARED,
    entryPoints: styles,
    outdir: join(OUT, "styles"),
    loader: { ".svg": "file", ".woff2": "file", ".ttf": "file" },
    external: ["data:*"],
});
copyVendored();
cpSync(join(HERE, "icons"), join(OUT, "icons"), { recursive: true });
cpSync(join(HERE, "manifest.webmanifest"), join(OUT, "manifest.webmanifest"));

// The service worker names the files of this very build, so that any change of them is a new service worker.
const kept = filesIn(OUT).filter(({ path }) => !path.endsWith(".txt"));
const hash = hashOf(kept);
await build({
    ...SHARED,
    entryPoints: [join(HERE, "src/service_worker.ts")],
    outdir: OUT,
    format: "iife",
    define: { BUILD: JSON.stringify(hash), FILES: JSON.stringify(kept.map(({ path }) => path)) },
});
writeFileSync(join(OUT, "build.json"), JSON.stringify({ build: hash, files: filesIn(OUT) }, null, 1) + "\n");
