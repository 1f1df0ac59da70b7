/** Builds the executable `dist/jabber-home`; or those of the platforms that are named; or all, with --all, and checksums. */
import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { converseFiles } from "./converse.mjs";

const ROOT = join(import.meta.dir, "..");
const DIST = join(ROOT, "dist");
const ENTRY = join(ROOT, "src", "main.ts");
const ASSETS = join(ROOT, "assets");

/** Bun gets the runtime of another platform from the npm registry, once, and keeps it in its cache. */
const TARGETS = [
  "linux-x64",
  "linux-arm64",
  "linux-x64-musl",
  "linux-arm64-musl",
  "darwin-x64",
  "darwin-arm64",
  "windows-x64",
];

/**
 * A compiled program reads the bunfig.toml and the .env of whatever folder it is started in, unless it is told not to.
 * The same source and the same file name give the same bytes.
 */
const FLAGS = [
  // In pieces: what is imported when it is needed is not read before.
  ...["--compile", "--minify", "--bytecode", "--format=esm", "--splitting"],
  // In package.json: imports of #assets/ lead to what compressAssets has made.
  "--conditions=compressed",
  ...["--no-compile-autoload-bunfig", "--no-compile-autoload-dotenv"],
];

/** The style sheets, scripts and icons of the pages, and converse.js: the executable has them in this form alone. */
function compressAssets(): void {
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

async function build(file: string, target?: string): Promise<string> {
  const words = ["build", ...FLAGS, ...(target ? [`--target=bun-${target}`] : []), ENTRY, "--outfile", file];
  const bun = Bun.spawn([process.execPath, ...words], { cwd: ROOT, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([new Response(bun.stdout).text(), new Response(bun.stderr).text()]);
  if ((await bun.exited) !== 0) throw new Error(`${basename(file)} could not be built\n${out}${err}`);
  const made = target?.startsWith("windows") ? `${file}.exe` : file;
  console.log(`${basename(made).padEnd(30)} ${(statSync(made).size / 1e6).toFixed(1)} MB`);
  return made;
}

/** In the format of sha256sum(1). */
async function checksum(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return `${hash.digest("hex")}  ${basename(file)}\n`;
}

async function buildAll(): Promise<void> {
  const list = join(DIST, "checksums.txt");
  rmSync(list, { force: true });
  let sums = "";
  // One after the other: each takes the better part of a gigabyte of memory.
  for (const target of TARGETS) sums += await checksum(await build(join(DIST, `jabber-home-${target}`), target));
  await Bun.write(list, sums);
}

mkdirSync(DIST, { recursive: true });
compressAssets();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((word) => word !== "--all" && !TARGETS.includes(word));
if (unknown.length > 0) {
  console.error(`there is no platform ${unknown.join(", ")}: choose of ${TARGETS.join(", ")}, or --all`);
  process.exitCode = 2;
} else if (wanted.includes("--all")) await buildAll();
else if (wanted.length === 0) await build(join(DIST, process.platform === "win32" ? "jabber-home.exe" : "jabber-home"));
else for (const target of wanted) await build(join(DIST, `jabber-home-${target}`), target);
