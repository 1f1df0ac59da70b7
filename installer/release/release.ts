/** `npm run release`: everything that is published of a version, in one folder (docs/releasing.md). */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { ReleaseFile } from "../../src/release/manifest.ts";
import { isVersion } from "../../src/release/manifest.ts";
import { ROOT_KEYS } from "../../src/release/root-keys.ts";
import { version } from "../../src/version.ts";
import { compile, compressAssets, DIST, isTarget, TARGETS, type Target } from "../compile.ts";
import { ARCHITECTURES, type Architecture, writeDeb } from "../package/deb.ts";
import { installScript } from "../package/install-script.ts";
import { manuals } from "../package/manuals.ts";
import { embeddedBy } from "./embedded.ts";
import { factsOf, packExecutable, renew, signFiles, VALID_DAYS } from "./files.ts";
import { KeyError, makeKey, readKeys } from "./keys.ts";
import { type LockFile, sbomOf } from "./sbom.ts";

const USAGE = `npm run release -- --key FILE [--key FILE …] [--to FOLDER] [--target TARGET …] [--url URL] [--quick] [--date 2026-11-30T12:00:00Z]
npm run release -- --renew FOLDER --key FILE    signs the release in a folder for another ${VALID_DAYS} days
npm run release -- --new-key FILE               makes a key`;

const LOCK_FILE = join(import.meta.dir, "..", "..", "package-lock.json");

class UsageError extends Error {}

async function run(words: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      key: { type: "string", multiple: true, default: [] },
      target: { type: "string", multiple: true, default: [] },
      ...{
        to: { type: "string" },
        url: { type: "string" },
        date: { type: "string" },
        renew: { type: "string" },
        "new-key": { type: "string" },
      },
      ...{ help: { type: "boolean" }, quick: { type: "boolean", default: false } },
    },
  });
  const { key, target, date, to } = values;
  if (values.help) return USAGE;
  if (values["new-key"] !== undefined) return newKeyText(resolve(values["new-key"]));
  const keys = readKeys(key, ROOT_KEYS);
  if (values.renew !== undefined) {
    const { expires } = renew(resolve(values.renew), Date.now(), keys);
    return `signed again, until ${new Date(expires).toISOString()}`;
  }
  const released = date === undefined ? Math.floor(Date.now() / 1000) * 1000 : Date.parse(date);
  if (Number.isNaN(released)) throw new UsageError(`no date: ${date}`);
  const targets = target.length === 0 ? TARGETS : target.filter(isTarget);
  if (target.length > 0 && targets.length < target.length) throw new UsageError(`targets are ${TARGETS.join(", ")}`);
  const folder = resolve(to ?? join(DIST, "release", version));
  await make({ folder, targets, released, keys, url: values.url, isQuick: values.quick });
  return `${folder}\n${readdirSync(folder).join("\n")}`;
}

interface Order {
  readonly folder: string;
  readonly targets: readonly Target[];
  /** In milliseconds since 1970; whole seconds. */
  readonly released: number;
  readonly keys: readonly string[];
  /** Where it will be: install.sh looks there by itself. */
  readonly url: string | undefined;
  /** For a trial: less is compressed, and there are no packages. */
  readonly isQuick: boolean;
}

async function make({ folder, targets, released, keys, url, isQuick }: Order): Promise<void> {
  if (!isVersion(version)) throw new UsageError(`package.json: ${version} is no version of a release`);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError(`${folder} is not empty`);
  mkdirSync(folder, { recursive: true });
  compressAssets();
  const files: ReleaseFile[] = [];
  const work = mkdtempSync(join(DIST, "release-"));
  try {
    // One after the other: each takes the better part of a gigabyte of memory.
    for (const target of targets) {
      const made = await compile(join(work, `jabber-home-${target}`), target);
      files.push(await packExecutable(made, target, folder, isQuick ? 1 : 9));
      const architecture = architectureOf(target);
      if (architecture && !isQuick) {
        const date = released / 1000;
        files.push(
          await factsOf(writeDeb({ architecture, version, binary: made, to: folder, date, more: manuals(date) })),
        );
      }
      rmSync(made);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const script = join(folder, "install.sh");
  writeFileSync(script, installScript({ keys: ROOT_KEYS, ...(url === undefined ? {} : { url }) }));
  files.push(await factsOf(script));
  const sbom = join(folder, "sbom.cdx.json");
  const lock = JSON.parse(readFileSync(LOCK_FILE, "utf8")) as LockFile;
  writeFileSync(sbom, sbomOf(lock, embeddedBy(lock), released));
  files.push(await factsOf(sbom));
  await signFiles(folder, files, { version, released, keys });
}

/** The packages of Debian that have an executable in them: "amd64" for "linux-x64". */
const architectureOf = (target: Target): Architecture | undefined =>
  (Object.keys(ARCHITECTURES) as Architecture[]).find((one) => ARCHITECTURES[one] === target);

const newKeyText = (file: string): string => {
  const key = makeKey(file);
  return `${file} is the private key: whoever has it can make releases that homes take. Keep it offline, and a copy of it.
Add its public key to src/release/root-keys.json, and commit that:
  "${key}"`;
};

try {
  console.log(await run(process.argv.slice(2)));
} catch (error) {
  const isForPeople =
    error instanceof UsageError ||
    error instanceof KeyError ||
    (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  if (!isForPeople) throw error;
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
