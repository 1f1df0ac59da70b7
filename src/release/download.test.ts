import { afterEach, beforeEach, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { download, unpack } from "./download.ts";
import { ReleaseError, type ReleaseProblem } from "./release-error.ts";
import { readWhole, type Source, sourceAt } from "./source.ts";

let folder = "";
let server: Bun.Server<undefined>;
/** The ranges that were asked for. */
let asked: (string | null)[] = [];
/** How the next requests are answered; then as a web server does. */
let answers: ((content: Buffer, from: number) => Response)[] = [];

const content = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251));
const packed = gzipSync(content);
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const file = {
  ...{ file: "jabber-home-linux-x64.gz", bytes: packed.length, sha256: sha256(packed) },
  executable: { target: "linux-x64", unpackedBytes: content.length, unpackedSha256: sha256(content) },
};

const usual = (bytes: Buffer, from: number): Response =>
  new Response(new Uint8Array(bytes.subarray(from)), {
    status: from > 0 ? 206 : 200,
    headers: from > 0 ? { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {},
  });

/** A web server that ends its first connections after so many bytes of the content each, when they have come. */
async function cuttingServer(cuts: number[], hasCome: (bytes: number) => Promise<void>): Promise<Server> {
  const listening = createServer((socket) => {
    socket.once("data", (request) => {
      const range = /^range: (bytes=(\d+)-)/im.exec(String(request));
      asked.push(range?.[1] ?? null);
      const from = Number(range?.[2] ?? 0);
      const rest = packed.subarray(from);
      const status = range ? `206 Partial Content\r\ncontent-range: bytes ${range[2]}-` : "200 OK";
      socket.write(`HTTP/1.1 ${status}\r\ncontent-length: ${rest.length}\r\nconnection: close\r\n\r\n`);
      const cut = cuts.shift();
      if (cut === undefined) return void socket.end(rest);
      socket.write(rest.subarray(0, cut));
      void hasCome(from + cut).then(() => socket.destroy());
    });
  });
  await once(listening.listen(0, "127.0.0.1"), "listening");
  return listening;
}

const serve = (port: number): Bun.Server<undefined> =>
  Bun.serve({
    ...{ hostname: "127.0.0.1", port },
    fetch: (request) => {
      const range = request.headers.get("range");
      asked.push(range);
      const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
      return (answers.shift() ?? usual)(packed, from);
    },
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jabber-home-download-"));
  asked = [];
  answers = [];
  server = serve(0);
});
afterEach(() => {
  server.stop(true);
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
const web = (): Source => sourceAt(`http://127.0.0.1:${server.port}/releases`);
const problemOf = async (work: Promise<unknown>): Promise<ReleaseProblem | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof ReleaseError) return error.problem;
    throw error;
  }
};

test("from a web server and from a folder: the bytes that the manifest names", async () => {
  await download(web(), file, at("one"));
  expect(readFileSync(at("one")).equals(packed)).toBe(true);
  expect(statSync(at("one")).mode & 0o777).toBe(0o600);
  writeFileSync(at(file.file), packed);
  await download(sourceAt(folder), file, at("two"));
  expect(readFileSync(at("two")).equals(packed)).toBe(true);
});

test("RFC 9110 §14.2: a connection that is cut is taken up where it was cut", async () => {
  const came: number[] = [];
  const waiting = new Map<number, () => void>();
  const hasCome = (bytes: number): Promise<void> =>
    came.includes(bytes) ? Promise.resolve() : new Promise((resolve) => waiting.set(bytes, resolve));
  const cutting = await cuttingServer([1000, 500], hasCome);
  const { port } = cutting.address() as AddressInfo;
  await download(sourceAt(`http://127.0.0.1:${port}`), file, at("cut"), (bytes) => {
    came.push(bytes);
    waiting.get(bytes)?.();
  });
  cutting.close();
  expect(readFileSync(at("cut")).equals(packed)).toBe(true);
  expect(asked).toEqual([null, "bytes=1000-", "bytes=1500-"]);
  expect(came.at(-1)).toBe(packed.length);
});

test("what an earlier call has brought is not fetched again; a server without ranges begins anew", async () => {
  writeFileSync(at("part"), packed.subarray(0, 2000));
  await download(web(), file, at("part"));
  writeFileSync(at("anew"), packed.subarray(0, 2000));
  answers = [(bytes) => usual(bytes, 0)];
  await download(web(), file, at("anew"));
  for (const name of ["part", "anew"]) expect(readFileSync(at(name)).equals(packed)).toBe(true);
  expect(asked).toEqual(["bytes=2000-", "bytes=2000-"]);
  await download(web(), file, at("anew"));
  expect(asked).toHaveLength(2);
});

test("other bytes of the same length are refused, and do not stay", async () => {
  answers = [() => new Response(new Uint8Array(packed.length))];
  expect(await problemOf(download(web(), file, at("other")))).toEqual({ kind: "wrong-bytes", file: file.file });
  expect(existsSync(at("other"))).toBe(false);
});

test("a server that goes on sending is not listened to beyond the length of the manifest", async () => {
  answers = [() => new Response(new Uint8Array(packed.length + 1))];
  expect(await problemOf(download(web(), file, at("long")))).toEqual({ kind: "wrong-bytes", file: file.file });
  expect(statSync(at("long")).size).toBe(0);
  answers = [() => new Response(new Uint8Array(1000))];
  expect(await problemOf(readWhole(web(), "manifest.json", 999))).toEqual({
    kind: "wrong-bytes",
    file: "manifest.json",
  });
});

test("an answer from elsewhere in the file than was asked for is refused", async () => {
  writeFileSync(at("hole"), packed.subarray(0, 100));
  answers = [(bytes) => usual(bytes, 200)];
  expect(await problemOf(download(web(), file, at("hole")))).toMatchObject({ kind: "wrong-bytes" });
});

test("no such file, no server, no room: each is told as it is", async () => {
  answers = [() => new Response("", { status: 404 })];
  const where = `http://127.0.0.1:${server.port}/releases/${file.file}`;
  expect(await problemOf(download(web(), file, at("none")))).toEqual({ kind: "answer", where, status: 404 });
  expect(await problemOf(download(sourceAt(folder), file, at("none")))).toMatchObject({ kind: "unreachable" });
  const source = web();
  server.stop(true);
  expect(await problemOf(download(source, file, at("none")))).toMatchObject({ kind: "unreachable", where });
  const huge = { ...file, bytes: Number.MAX_SAFE_INTEGER };
  expect(await problemOf(download(source, huge, at("none")))).toMatchObject({ kind: "no-room", path: folder });
});

test("a place is a folder, or an address with TLS; without it, only this machine", () => {
  for (const place of ["http://example.org/", "/nowhere/at/all", "ftp://example.org/", ""])
    if (place !== "") expect(() => sourceAt(place)).toThrow("no-place");
  for (const place of ["https://example.org/x", "http://localhost:1/", "http://[::1]:1/", folder]) sourceAt(place);
});

test("unpacked: an executable, with the length and the digest of the manifest", async () => {
  writeFileSync(at("packed"), packed);
  await unpack(at("packed"), file, at("program"));
  expect(readFileSync(at("program")).equals(content)).toBe(true);
  expect(statSync(at("program")).mode & 0o777).toBe(0o755);
});

test.each([
  ["longer than the manifest says", { unpackedBytes: content.length - 1 }, packed],
  ["shorter", { unpackedBytes: content.length + 1 }, packed],
  ["other bytes", { unpackedSha256: sha256(packed) }, packed],
  ["no gzip at all", {}, content],
  ["gzip that is cut", {}, packed.subarray(0, packed.length - 9)],
])("unpacked, it is %s: refused, and nothing stays", async (_, wrong, bytes) => {
  writeFileSync(at("packed"), bytes);
  const executable = { ...file.executable, ...wrong };
  expect(await problemOf(unpack(at("packed"), { ...file, executable }, at("program")))).toMatchObject({
    kind: "wrong-bytes",
  });
  expect(existsSync(at("program"))).toBe(false);
});
