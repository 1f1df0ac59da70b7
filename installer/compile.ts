/** Makes an executable of the program, for this platform or another one. The same source gives the same bytes, wherever it lies. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { converseFiles } from "./converse.mjs";

const ROOT = join(import.meta.dir, "..");
export const DIST = join(ROOT, "dist");
/** Relative: Bun names the pieces of the program by it, and an absolute path would be in their names. */
const ENTRY = "src/main.ts";
const ASSETS = join(ROOT, "assets");

/** Bun gets the runtime of another platform from the npm registry, once, and keeps it in its cache. */
export const TARGETS = [
  "linux-x64",
  "linux-arm64",
  "linux-x64-musl",
  "linux-arm64-musl",
  "darwin-x64",
  "darwin-arm64",
  "windows-x64",
] as const;
export type Target = (typeof TARGETS)[number];

export const isTarget = (word: string): word is Target => TARGETS.some((target) => target === word);

/** A compiled program reads the bunfig.toml and the .env of whatever folder it is started in, unless it is told not to. */
const FLAGS = [
  // In pieces: what is imported when it is needed is not read before.
  ...["--compile", "--minify", "--bytecode", "--format=esm", "--splitting"],
  // What a start uses of the bytecode lies together, so that it takes fewer pages of memory: written by `npm run order`.
  "--bytecode-order=installer/bytecode-order.txt",
  // In package.json: imports of #assets/ lead to what compressAssets has made.
  "--conditions=compressed",
  ...["--no-compile-autoload-bunfig", "--no-compile-autoload-dotenv"],
];

/** The style sheets, scripts and icons of the pages, and converse.js: the executable has them in this form alone. */
export function compressAssets(): void {
  const compressed = join(DIST, "assets");
  rmSync(compressed, { recursive: true, force: true });
  compressFiles(ASSETS, compressed);
  compressFiles(converseFiles(), join(compressed, "converse"));
}

function compressFiles(from: string, to: string): void {
  for (const name of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    const file = join(from, name);
    if (!statSync(file).isFile()) continue;
    const compressed = join(to, `${name}.br`);
    mkdirSync(dirname(compressed), { recursive: true });
    writeFileSync(compressed, brotliCompressSync(readFileSync(file)));
  }
}

/**
 * Writes the executable to `file`, whose name is part of its bytes; after compressAssets. Resolves with its path, which ends in
 * ".exe" for Windows. Without a target it is for this platform. Rejects with Error and what Bun says.
 */
export async function compile(file: string, target?: Target): Promise<string> {
  const words = ["build", ...FLAGS, ...(target ? [`--target=bun-${target}`] : []), ENTRY, "--outfile", file];
  const bun = Bun.spawn([process.execPath, ...words], { cwd: ROOT, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([new Response(bun.stdout).text(), new Response(bun.stderr).text()]);
  if ((await bun.exited) !== 0) throw new Error(`${basename(file)} could not be built\n${out}${err}`);
  const made = target?.startsWith("windows") ? `${file}.exe` : file;
  console.log(`${basename(made).padEnd(30)} ${(statSync(made).size / 1e6).toFixed(1)} MB`);
  return made;
}
