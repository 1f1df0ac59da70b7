/** The files of converse.js that /chat needs: from its package at npm, whose bytes are known. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Also in src/web/chat-files.ts, whose test compares the two. */
export const VERSION = "14.0.0";
export const SHA512 = "LFUg030jDalV47vI/vyVPqYPZfJYXFbubq8v0cFDe2zXNeeGEk3Up0Fj/WTzT6t+6do+cAIToy73eAj7RNDj2Q==";

/** Whose texts are taken along: also in src/web/chat-files.ts. It has no file of texts in English. */
const LANGUAGES = ["de", "es", "fr", "it", "nl", "pt"];

/** Below package/. Neither its OMEMO library (GPL-3.0), nor its fonts, nor other languages than those of the pages. */
const FILES = [
  "LICENSE",
  "dist/converse.min.js",
  "dist/converse.min.css",
  "dist/emoji.json",
  "dist/sounds/msg_received.mp3",
  "dist/sounds/msg_received.ogg",
  "dist/chunkjs/locales/dayjs/en-js.js",
  ...LANGUAGES.flatMap((language) => [
    `dist/chunkjs/locales/${language}-LC_MESSAGES-converse-po.js`,
    `dist/chunkjs/locales/dayjs/${language}-js.js`,
  ]),
];

/** In the folder, once it is complete: of this version, with these files. */
export const MARK = `version-${VERSION}-${createHash("sha256").update(FILES.join("\n")).digest("hex").slice(0, 8)}`;

/** Without the Internet npm would try for more than a minute, and each start of the program waits for it. */
const IMPATIENT = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000"];

const DIST = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist");
/** Where package.json's imports of #converse/ lead. */
export const FOLDER = join(DIST, "converse");

/**
 * Returns the folder, which is filled if it is not there. As a dependency of package.json it would bring 100 MB: the sources of 30
 * packages that are in its built files already. Throws Error where npm cannot get it, or it is not what it was.
 */
export function converseFiles() {
  const mark = join(FOLDER, MARK);
  if (existsSync(mark)) return FOLDER;
  mkdirSync(DIST, { recursive: true });
  const work = mkdtempSync(join(DIST, "unpacking-"));
  try {
    process.stderr.write("npm pack: getting converse.js for /chat\n");
    run("npm", ["pack", "--silent", ...IMPATIENT, `converse.js@${VERSION}`, "--pack-destination", "."], work);
    const archive = join(work, `converse.js-${VERSION}.tgz`);
    const digest = createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (digest !== SHA512) throw new Error(`converse.js ${VERSION} is not what it was: sha512 ${digest}`);
    run("tar", ["-xzf", `converse.js-${VERSION}.tgz`, ...FILES.map((file) => `package/${file}`)], work);
    const unpacked = join(work, "package", "dist");
    cpSync(join(work, "package", "LICENSE"), join(unpacked, "LICENSE"));
    mkdirSync(join(unpacked, MARK));
    rmSync(FOLDER, { recursive: true, force: true });
    renameSync(unpacked, FOLDER);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return FOLDER;
}

/** npm is a .cmd on Windows, which only a shell runs. */
function run(command, words, cwd) {
  const { status, stderr, error } = spawnSync(command, words, { cwd, shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`${command} ${words[0]} has failed: ${error?.message ?? stderr}`);
}
