/** Runs Bun with the words given, on a machine that has only Node.js and npm: gets the packages, finds the executable. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { converseFiles } from "./converse.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");

/** The packages of a lock file that every machine needs, as "path@version". */
function packagesIn(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, "utf8"));
  const needed = Object.entries(packages).filter(([path, { optional }]) => path !== "" && !optional);
  return needed.map(([path, { version }]) => `${path}@${version}`);
}

/** Whether npm put there what package-lock.json asks for. */
function areInstalled() {
  const installed = join(MODULES, ".package-lock.json");
  if (!existsSync(installed)) return false;
  const there = new Set(packagesIn(installed));
  return packagesIn(join(ROOT, "package-lock.json")).every((each) => there.has(each));
}

/**
 * `npm ci` for an empty folder. What is there already is changed as little as possible, since somebody may be at work in it;
 * and a registry that lacks a package for another platform, which `npm ci` refuses to pass over, does not matter here.
 */
function install() {
  const ways = [["install", "--no-save"]];
  if (!existsSync(MODULES)) ways.unshift(["ci"]);
  for (const words of ways) {
    process.stderr.write(`npm ${words.join(" ")}: getting the packages\n`);
    // npm is a .cmd on Windows, which only a shell runs. Its words go to stderr: stdout is the command's own.
    const options = { cwd: ROOT, stdio: ["ignore", 2, 2], shell: process.platform === "win32" };
    if (spawnSync("npm", words, options).status === 0) return;
  }
  process.exit(1);
}

const works = (file) => existsSync(file) && spawnSync(file, ["--version"], { stdio: "ignore" }).status === 0;

/** npm may have kept bun's own installation script from running: then the platform's package is there all the same. */
function findBun() {
  const usual = join(MODULES, "bun", "bin", "bun.exe");
  if (works(usual)) return usual;
  const platforms = join(MODULES, "@oven");
  const folders = existsSync(platforms) ? readdirSync(platforms) : [];
  const found = folders
    .flatMap((name) => ["bun", "bun.exe"].map((file) => join(platforms, name, "bin", file)))
    .find(works);
  if (found) return found;
  spawnSync(process.execPath, ["install.js"], { cwd: join(MODULES, "bun"), stdio: ["ignore", 2, 2] });
  return works(usual) ? usual : undefined;
}

/** Everything but /chat works without them. */
function getConverse() {
  try {
    converseFiles();
  } catch (error) {
    process.stderr.write(`/chat will be missing: ${error.message}\n`);
  }
}

if (!areInstalled()) install();
getConverse();
const bun = findBun();
if (!bun) {
  process.stderr.write("bun does not run here: look at node_modules/bun, or remove node_modules and try again\n");
  process.exit(1);
}

const words = process.argv.slice(2);
if (words.length > 0) {
  const env = { ...process.env, PATH: `${dirname(bun)}${delimiter}${process.env.PATH ?? ""}` };
  const child = spawn(bun, words, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
