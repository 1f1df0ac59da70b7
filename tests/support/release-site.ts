/** A release on loopback, and what may be wrong with it. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { type ReleaseManifest, writeManifest } from "../../src/release/manifest.ts";
import { signaturesOf } from "../../src/release/signature.ts";

export const DAY = 24 * 60 * 60 * 1000;

export interface ReleaseOptions {
  readonly version: string;
  /** By target: the bytes of the program. */
  readonly programs: Readonly<Record<string, Uint8Array>>;
  /** PKCS #8 in PEM, of each that signs. */
  readonly signedBy: readonly string[];
  /** In milliseconds since 1970; in whole seconds. */
  readonly released?: number;
  readonly expires?: number;
}

/** The files of a release by their names. */
export function releaseFiles({ version, programs, signedBy, ...times }: ReleaseOptions): Map<string, Uint8Array> {
  const { released = Date.now() - DAY, expires = released + 180 * DAY } = times;
  const files = new Map<string, Uint8Array>();
  const executables = Object.entries(programs).map(([target, program]) => {
    const [file, packed] = [`jabber-home-${target}.gz`, gzipSync(program, { level: 1 })];
    files.set(file, packed);
    const executable = { target, unpackedBytes: program.length, unpackedSha256: sha256(program) };
    return { file, bytes: packed.length, sha256: sha256(packed), executable };
  });
  const manifest: ReleaseManifest = { version, released, expires, files: executables };
  const bytes = Buffer.from(writeManifest(manifest));
  files.set("manifest.json", bytes);
  files.set("manifest.json.sig", signaturesOf(bytes, signedBy));
  return files;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export interface ReleaseSite extends AsyncDisposable {
  readonly url: string;
  files: ReadonlyMap<string, Uint8Array>;
  /** After so many bytes of a file the connection is cut; once. */
  cutAfter: number | undefined;
  /** Whether it can begin in the middle (RFC 9110 §14). */
  knowsRanges: boolean;
  /** "manifest.json", "manifest.json from 12": what was asked for. */
  readonly asked: string[];
}

export async function releaseSite(files: ReadonlyMap<string, Uint8Array>): Promise<ReleaseSite> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "").slice(1);
    const whole = site.files.get(name);
    const from = site.knowsRanges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
    site.asked.push(from > 0 ? `${name} from ${from}` : name);
    if (!whole) return void response.writeHead(404).end();
    const bytes = whole.subarray(from);
    const range = from > 0 ? { "content-range": `bytes ${from}-${whole.length - 1}/${whole.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length, ...range });
    const cut = name.endsWith(".gz") ? site.cutAfter : undefined;
    if (cut === undefined) return void response.end(bytes);
    site.cutAfter = undefined;
    response.write(bytes.subarray(0, cut), () => response.socket?.end());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const site: ReleaseSite = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    cutAfter: undefined,
    knowsRanges: true,
    asked: [],
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return site;
}
