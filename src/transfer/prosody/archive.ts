/** A backup of Snikket: its data as a .tar.gz, which is unpacked into a temporary folder. */
import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { constants, gunzipSync } from "node:zlib";
import { SourceError } from "../source-error.ts";
import { firstBytes } from "../source-files.ts";
import { type TemporaryFolder, temporaryFolder } from "../temporary-folder.ts";

/** Of the file: they have the name of the first member. */
const BEGINNING = 4096;
const NAME_BYTES = 100;
const GZIP = Buffer.from([0x1f, 0x8b, 8]);
/** The folder of all, as its backup script names it, or the one of Prosody in it. */
const MEMBER = /^(?:\.\/)?(?:snikket|prosody)\//;

/** Whether it is such a file, by the name of its first member. */
export function isArchive(path: string): boolean {
  const start = Buffer.from(firstBytes(path, BEGINNING));
  if (!start.subarray(0, GZIP.length).equals(GZIP)) return false;
  try {
    const header = gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH });
    return MEMBER.test(header.subarray(0, NAME_BYTES).toString("latin1"));
  } catch {
    return false;
  }
}

/** What is kept free where it is unpacked: a part of what is free, in hundredths. */
const KEPT_FREE = 10;

/** Bytes. */
function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize * (100 - KEPT_FREE)) / 100);
}

/**
 * Unpacks it by tar(1), which makes nothing outside of the folder; no more than `most` bytes, by default what there is room for. Throws SourceError unreadable,
 * malformed, no-room.
 */
export function unpack(path: string, most = roomIn(tmpdir())): TemporaryFolder {
  const folder = temporaryFolder();
  try {
    const options = "--no-same-owner --no-same-permissions";
    const { exitCode, stderr } = shell(`${content(most)} | tar -xf - -C "$2" ${options}`, path, folder.path);
    if (exitCode === 0 && !stderr.includes(DAMAGED)) return folder;
    // Cut off there, or by whoever has made it?
    const { stdout } = shell(`${content(most)} | wc -c`, path, folder.path);
    if (Number(stdout.toString()) >= most) throw new SourceError("no-room", { file: path }, { folder: tmpdir() });
    throw new SourceError("malformed", { file: path }, { why: stderr.toString().trim().slice(0, 200) });
  } catch (error) {
    folder.remove();
    throw error;
  }
}

const DAMAGED = "gzip: damaged";
/** The beginning of what is packed in the file $1. A shell tells what the last program of several says, and gzip is the first. */
const content = (most: number): string =>
  `{ gzip -dc < "$1"; [ $? != 1 ] || echo "${DAMAGED}" >&2; } | head -c ${most}`;

function shell(script: string, ...values: readonly string[]) {
  try {
    return Bun.spawnSync(["sh", "-c", script, "sh", ...values], { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  } catch {
    throw new SourceError("unreadable", { file: values[0] ?? "" }, { why: "no program sh" });
  }
}
