/** The files of a release: packed, counted and signed, flat in one folder. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import {
  MANIFEST,
  MAX_MANIFEST,
  type ReleaseFile,
  type ReleaseManifest,
  readManifest,
  SIGNATURE,
  writeManifest,
} from "../../src/release/manifest.ts";
import { signaturesOf } from "../../src/release/signature.ts";

export const CHECKSUMS = "checksums.txt";
const DAY = 24 * 60 * 60 * 1000;
/** After that, a manifest has to be signed again (decision 47). */
export const VALID_DAYS = 180;

/** Compresses an executable into the folder; the header has neither a name nor a time. `level`: of gzip, from 1 to 9. */
export async function packExecutable(
  executable: string,
  target: string,
  folder: string,
  level: number,
): Promise<ReleaseFile> {
  const file = join(folder, `jabber-home-${target}.gz`);
  await pipeline(createReadStream(executable), createGzip({ level }), createWriteStream(file));
  const unpacked = await factsOf(executable);
  return {
    ...(await factsOf(file)),
    executable: { target, unpackedBytes: unpacked.bytes, unpackedSha256: unpacked.sha256 },
  };
}

export async function factsOf(path: string): Promise<ReleaseFile> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return { file: basename(path), bytes: statSync(path).size, sha256: hash.digest("hex") };
}

export interface Signing {
  readonly version: string;
  /** In milliseconds since 1970. */
  readonly released: number;
  /** Private keys (PKCS #8 in PEM). */
  readonly keys: readonly string[];
}

/** Writes checksums.txt, the manifest and its signatures over files that are in the folder already. */
export async function signFiles(folder: string, files: readonly ReleaseFile[], signing: Signing): Promise<void> {
  // In the format of sha256sum(1).
  writeFileSync(join(folder, CHECKSUMS), files.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join(""));
  const { version, released } = signing;
  const all = [...files, await factsOf(join(folder, CHECKSUMS))];
  write(folder, { version, released, expires: released + VALID_DAYS * DAY, files: all }, signing.keys);
}

/** The same release for another 180 days from `now` on. Throws ReleaseError where there is no manifest that can be read. */
export function renew(folder: string, now: number, keys: readonly string[]): ReleaseManifest {
  const manifest = readManifest(readFileSync(join(folder, MANIFEST), "utf8"));
  const renewed = { ...manifest, expires: now + VALID_DAYS * DAY };
  write(folder, renewed, keys);
  return renewed;
}

function write(folder: string, manifest: ReleaseManifest, keys: readonly string[]): void {
  const bytes = Buffer.from(writeManifest(manifest));
  // What would be refused is not signed.
  readManifest(bytes.toString());
  if (bytes.length > MAX_MANIFEST) throw new Error(`${MANIFEST} is too long: ${bytes.length} bytes`);
  writeFileSync(join(folder, MANIFEST), bytes);
  writeFileSync(join(folder, SIGNATURE), signaturesOf(bytes, keys));
}
