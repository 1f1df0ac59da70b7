/** A backup of Snikket: its data as a .tar.gz, which is unpacked into a temporary folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { SourceError } from "../source-error.ts";
import { firstBytes } from "../source-files.ts";

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

export interface Unpacked {
  readonly path: string;
  readonly remove: () => void;
}

/** Unpacks it by tar(1), which makes nothing outside of the folder. Throws SourceError unreadable, malformed. */
export function unpack(path: string): Unpacked {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-import-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const tar = Bun.which("tar");
  try {
    if (tar === null) throw new SourceError("unreadable", { file: path }, { why: "no program tar" });
    const options = ["--no-same-owner", "--no-same-permissions"];
    const { exitCode, stderr } = Bun.spawnSync([tar, "-xzf", path, "-C", folder, ...options], { stdin: "ignore" });
    if (exitCode !== 0)
      throw new SourceError("malformed", { file: path }, { why: stderr.toString().trim().slice(0, 200) });
    return { path: folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
