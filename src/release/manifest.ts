/** The manifest of a release: which version it is, and what its files have to be. It is signed (signature.ts). */
import { ReleaseError } from "./release-error.ts";
import { type PublicKey, requireSignature } from "./signature.ts";

/** Of the manifest; a reader refuses a higher one. */
export const FORMAT = 1;
export const MANIFEST = "manifest.json";
export const SIGNATURE = "manifest.json.sig";
/** Of the manifest, in bytes. */
export const MAX_MANIFEST = 65_536;
const MAX_FILES = 64;
/** Of a file, packed or unpacked, in bytes. */
const MAX_FILE = 1_000_000_000;
/** The clocks of two machines may differ by this, in milliseconds. */
const CLOCK_TOLERANCE = 24 * 60 * 60 * 1000;

/** A file of the release. */
export interface ReleaseFile {
  /** Without a folder. */
  readonly file: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  /** The executable for a platform, compressed by gzip. */
  readonly executable?: ReleaseExecutable;
}

export interface ReleaseExecutable {
  /** As in installer/build.ts: "linux-x64". */
  readonly target: string;
  readonly unpackedBytes: number;
  readonly unpackedSha256: string;
}

export interface ReleaseManifest {
  readonly version: string;
  /** In milliseconds since 1970; whole seconds. */
  readonly released: number;
  /** From then on it is no longer to be believed that this is the newest version. */
  readonly expires: number;
  readonly files: readonly ReleaseFile[];
}

/**
 * With each file on one line, its fields in this order: install.sh reads it without a parser of JSON.
 * `{ "target": …, "file": …, "bytes": …, "sha256": …, "unpackedBytes": …, "unpackedSha256": … }`
 */
export function writeManifest({ version, released, expires, files }: ReleaseManifest): string {
  const lines = files.map(({ file, bytes, sha256, executable }) => {
    const { target, ...unpacked } = executable ?? { target: undefined };
    return `    ${JSON.stringify({ target, file, bytes, sha256, ...unpacked })}`;
  });
  const head = { format: FORMAT, name: "jabber-home", version, released: inText(released), expires: inText(expires) };
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  return `{\n${fields.join("\n")}\n  "files": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

export interface Given {
  /** The bytes of manifest.json and of manifest.json.sig. */
  readonly manifest: Uint8Array;
  readonly signatures: Uint8Array;
  readonly keys: readonly PublicKey[];
  /** In milliseconds since 1970. */
  readonly now: number;
  /** The version that runs. */
  readonly current: string;
}

/**
 * What a manifest says that a known key has signed. Nothing of it is read before the signature is checked. Throws ReleaseError
 * no-keys, not-signed, malformed, format, expired, future, downgrade.
 */
export function verifiedManifest({ manifest, signatures, keys, now, current }: Given): ReleaseManifest {
  if (manifest.length > MAX_MANIFEST) throw malformed("length");
  requireSignature(manifest, signatures, keys);
  const read = readManifest(new TextDecoder().decode(manifest));
  const { version, released, expires } = read;
  if (now >= expires) throw new ReleaseError({ kind: "expired", expires });
  if (now < released - CLOCK_TOLERANCE) throw new ReleaseError({ kind: "future", released, now });
  if (isNewer(current, version)) throw new ReleaseError({ kind: "downgrade", version, current });
  return read;
}

/** Whether version `a` is newer than `b` (Semantic Versioning, §11). */
export const isNewer = (a: string, b: string): boolean => Bun.semver.order(a, b) > 0;

/** "1.2.3", "1.2.3-rc.1". */
export const isVersion = (text: string): boolean =>
  /^(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){2}(?:-[0-9a-z]{1,16}(?:\.[0-9a-z]{1,16}){0,3})?$/.test(text);

/** The executable of a platform. Throws ReleaseError no-target. */
export function executableFor(
  manifest: ReleaseManifest,
  target: string,
): ReleaseFile & { executable: ReleaseExecutable } {
  for (const { executable, ...file } of manifest.files)
    if (executable?.target === target) return { ...file, executable };
  throw new ReleaseError({ kind: "no-target", target, version: manifest.version });
}

/** Throws ReleaseError malformed, format. */
export function readManifest(text: string): ReleaseManifest {
  const given = objectIn(parsed(text), "JSON");
  if (given.name !== "jabber-home") throw malformed("name");
  if (!Number.isSafeInteger(given.format) || Number(given.format) < 1) throw malformed("format");
  if (Number(given.format) > FORMAT) throw new ReleaseError({ kind: "format", format: Number(given.format) });
  const { version } = given;
  if (typeof version !== "string" || !isVersion(version)) throw malformed("version");
  const released = timeIn(given.released, "released");
  const expires = timeIn(given.expires, "expires");
  if (expires <= released) throw malformed("expires");
  return { version, released, expires, files: filesIn(given.files) };
}

function filesIn(given: unknown): readonly ReleaseFile[] {
  if (!Array.isArray(given) || given.length < 1 || given.length > MAX_FILES) throw malformed("files");
  const files = given.map(fileIn);
  const targets = files.flatMap(({ executable }) => (executable ? [executable.target] : []));
  for (const names of [files.map(({ file }) => file), targets])
    if (new Set(names).size < names.length) throw malformed("files");
  return files;
}

function fileIn(given: unknown): ReleaseFile {
  const { target, file, bytes, sha256, unpackedBytes, unpackedSha256 } = objectIn(given, "files");
  if (typeof file !== "string" || !/^[A-Za-z0-9][A-Za-z0-9._~+-]{0,99}$/.test(file)) throw malformed("file");
  const facts = { file, bytes: bytesIn(bytes, "bytes"), sha256: digestIn(sha256, "sha256") };
  if (target === undefined) return facts;
  if (typeof target !== "string" || !/^[a-z0-9]+(?:-[a-z0-9]+){1,3}$/.test(target)) throw malformed("target");
  const unpacked = {
    unpackedBytes: bytesIn(unpackedBytes, "unpackedBytes"),
    unpackedSha256: digestIn(unpackedSha256, "unpackedSha256"),
  };
  return { ...facts, executable: { target, ...unpacked } };
}

const inText = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** In this one form of ISO 8601, which a shell can compare as text: "2026-11-30T12:00:00Z". */
function timeIn(given: unknown, field: string): number {
  const time = typeof given === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(given) ? Date.parse(given) : NaN;
  // Nor the thirtieth of February.
  if (Number.isNaN(time) || inText(time) !== given) throw malformed(field);
  return time;
}

function bytesIn(given: unknown, field: string): number {
  if (!Number.isSafeInteger(given) || Number(given) < 1 || Number(given) > MAX_FILE) throw malformed(field);
  return Number(given);
}

function digestIn(given: unknown, field: string): string {
  if (typeof given !== "string" || !/^[0-9a-f]{64}$/.test(given)) throw malformed(field);
  return given;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("JSON");
  }
}

function objectIn(given: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw malformed(field);
  return given as Readonly<Record<string, unknown>>;
}

const malformed = (why: string): ReleaseError => new ReleaseError({ kind: "malformed", why });
