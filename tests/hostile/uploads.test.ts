/** Files that are uploaded (XEP-0363): names, types and requests of all kinds do no harm, and nothing is left behind. */
import { expect, test } from "bun:test";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openOfflineAccounts } from "../../src/assembly/offline.ts";
import { readConfig } from "../../src/config/read.ts";
import { askServer } from "../../src/control/client.ts";
import { parseJid } from "../../src/jid/jid.ts";
import { modules } from "../../src/modules.ts";
import { enter } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";
import { stage } from "../support/stage.ts";
import {
  HTTPS,
  NS_UPLOAD,
  puts,
  type RawRequest,
  rawRequest,
  requestsSlot,
  slotFor,
  uploads,
  web,
} from "../support/xep/upload.ts";

const play = stage(["romeo", "juliet"], { settings: [HTTPS, "files.uploads=2"] });
const { actors } = play;

/** Everything below the folder of files, as "DAY/NAME". */
function onDisk(): string[] {
  const folder = play.server.home.folder("files");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path), { throwIfNoEntry: false })?.isFile(),
  );
}

/** Resolves once `holds` is true: at most as long as the test may take. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

/** The head and the body of the answer to a request whose path is sent as it is. */
async function asksRaw(path: string, method = "GET"): Promise<{ head: string; body: string }> {
  const { port } = new URL(`https://${play.server.server.listening.https}`);
  const base = `https://localhost:${port}`;
  const request = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
  const [head = "", ...body] = (await rawRequest(base, request).answer).split("\r\n\r\n");
  return { head, body: body.join("\r\n\r\n") };
}

/** A PUT of which this much has been sent. */
function beginsPut(url: string, size: number, sent: number): RawRequest {
  const { pathname, host } = new URL(url);
  const head = `PUT ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${size}\r\nConnection: close\r\n\r\n`;
  return rawRequest(url, head + "x".repeat(sent));
}

/** Resolves when the server is writing this upload. */
const isArriving = (before: number): Promise<void> =>
  until(() => onDisk().filter((path) => path.endsWith(".part")).length > before);

const NAMES = [
  "../../../../etc/passwd",
  "..",
  ".",
  "/etc/passwd",
  "..\\..\\data.sqlite",
  "%2e%2e%2f%2e%2e%2fdata.sqlite",
  "%252e%252e%252f",
  "..%c0%af..%c0%af",
  "%u002e%u002e/",
  "a%00.jpg",
  "con:.jpg\u2028x",
  "..;/x",
  "~/x",
  "…/‥/x",
];

test("no spelling of a name leads anywhere: each is stored under an id, and fetched where the slot says", async () => {
  const before = onDisk().length;
  for (const name of NAMES) {
    const get = await uploads(actors.romeo, `of ${name}`, { name });
    expect(new URL(get).pathname).toMatch(/^\/upload\/[\w-]{22}\/[^/\\]+$/);
    expect(await (await web(get)).text()).toBe(`of ${name}`);
  }
  expect(onDisk()).toHaveLength(before + NAMES.length);
  for (const path of onDisk()) expect(path).toMatch(/^\d{4}-\d\d-\d\d\/[\w-]{22}$/);
});

test("no spelling of a path leads out of the files", async () => {
  const get = await uploads(actors.romeo, "mine");
  const id = new URL(get).pathname.split("/")[2] ?? "";
  const day = new Date().toISOString().slice(0, 10);
  const paths = [
    "/upload/../data.sqlite",
    "/upload/..%2fdata.sqlite",
    "/upload/%2e%2e/data.sqlite",
    "/upload/%2e%2e%2fdata.sqlite",
    "/upload/..\\data.sqlite",
    "/upload/%5c..%5cdata.sqlite",
    "/upload/%c0%ae%c0%ae/data.sqlite",
    "/upload/%c0%ae%c0%ae%c0%afdata.sqlite",
    "/upload/%u002e%u002e/data.sqlite",
    "/upload/../../../../../../../../etc/passwd",
    `/upload/${id}/../../data.sqlite`,
    `/upload/${id}/%2e%2e/%2e%2e/data.sqlite`,
    `/upload/${id}%00/x`,
    `/upload/${id}%2f..%2f..%2fdata.sqlite`,
    `/upload/${id}.part/x`,
    `/upload/${day}/${id}`,
    `/upload/./${day}%2f${id}`,
    "/upload/",
    "/upload",
    "/upload//",
    `/upload/${"a".repeat(8000)}`,
  ];
  for (const path of paths) {
    const { head, body } = await asksRaw(path);
    expect([path, head.slice(0, 12)]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 4\d\d/)]);
    expect(body).not.toMatch(/SQLite|root:|mine/);
  }
  expect(await (await web(get)).text()).toBe("mine");
});

test("who has got the address of a file, or guesses, uploads nothing in its place", async () => {
  const { put, get } = await slotFor(actors.romeo, { size: 5 });
  expect((await puts(get, "other")).status).toBe(404);
  expect((await puts(get.replace(/[\w-]{22}/, "A".repeat(22)), "other")).status).toBe(404);
  expect((await web(put)).status).toBe(404);
  expect((await puts(put, "right")).status).toBe(201);
  expect((await puts(get, "other")).status).toBe(404);
  for (const method of ["DELETE", "POST", "PATCH"]) expect((await web(get, { method })).status).toBe(405);
  expect(await (await web(get)).text()).toBe("right");
});

test("a body whose length is not told is refused, and so is one that is none", async () => {
  const { put } = await slotFor(actors.romeo, { size: 5 });
  const { pathname, host } = new URL(put);
  const head = `PUT ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`;
  const chunked = rawRequest(put, `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`);
  expect(await chunked.answer).toStartWith("HTTP/1.1 411");
  expect(await rawRequest(put, `${head}\r\n`).answer).toStartWith("HTTP/1.1 4");
  expect(await rawRequest(put, `${head}Content-Length: 0\r\n\r\n`).answer).toStartWith("HTTP/1.1 400");
  expect(await rawRequest(put, `${head}Content-Length: 999999999999\r\n\r\n`).answer).toStartWith("HTTP/1.1 413");
  expect((await puts(put, "hello")).status).toBe(201);
});

test("a thousand slots are not given to one account; others get theirs, and it is told when to try again", async () => {
  const romeo = await enter(play.server, "flooder", "flood");
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => requestsSlot(romeo, { size: n + 1 })));
  const given = answers.filter(({ attrs }) => attrs.type === "result");
  const refused = answers.filter(({ attrs }) => attrs.type === "error");
  expect(given).toHaveLength(100);
  expect(new Set(refused.map(conditionOf))).toEqual(new Set(["resource-constraint"]));
  const stamp = refused[0]?.getChild("error")?.getChild("retry", NS_UPLOAD)?.attrs.stamp;
  const wait = Date.parse(stamp) - Date.now();
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThan(3_600_000);
  expect((await requestsSlot(actors.juliet, { size: 1 })).attrs.type).toBe("result");
  await romeo.leaves();
});

const TRICKS = [
  'a"; filename="evil.exe',
  "a.jpg\r\nSet-Cookie: stolen=1\r\n\r\n<script>",
  "a.jpg\u0085X: y",
  "photo\u202egpj.exe",
  "\u200bphoto\ufeff.jpg",
  "<script>alert(1)</script>.html",
  "a'; rm -rf ~; '.jpg",
  "💣".repeat(60),
];

test("neither a name nor a type adds a header field to an answer, or hides what it is", async () => {
  const fields = ["accept-ranges", "access-control-allow-origin", "access-control-expose-headers", "cache-control"];
  const own = ["content-disposition", "content-length", "content-security-policy", "content-type", "date", "etag"];
  const others = ["connection", "cross-origin-resource-policy", "last-modified", "referrer-policy"];
  const allowed = new Set([...fields, ...own, ...others, "strict-transport-security", "x-content-type-options"]);
  for (const name of TRICKS) {
    const get = await uploads(actors.romeo, "x", { name, type: "image/jpeg" });
    const { head } = await asksRaw(new URL(get).pathname);
    const names = head
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(":", 1)[0]?.toLowerCase() ?? "");
    expect(names.filter((field) => !allowed.has(field))).toEqual([]);
    const disposition = /^content-disposition: (.*)$/im.exec(head)?.[1] ?? "";
    expect(disposition).toMatch(/^inline; filename="[ -!#-~]*"; filename\*=UTF-8''[\w.~%-]+$/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/u);
  }
  for (const type of ["image/jpeg\r\nX: y", "image/jpeg\nX: y", "text/html\u0085", "image/jpeg, text/html", "a/b c/d"])
    expect(conditionOf(await requestsSlot(actors.romeo, { size: 1, type }))).toBe("bad-request");
  const { put, get } = await slotFor(actors.romeo, { size: 1 });
  await puts(put, "x", { "Content-Type": "image/jpeg, text/html" });
  expect((await web(get)).headers.get("content-type")).toBe("application/octet-stream");
});

test("SVG and HTML run nothing: they are saved and not shown, under a policy that forbids everything", async () => {
  for (const [name, type] of [
    ["a.svg", "image/svg+xml"],
    ["a.html", "text/html"],
    ["a.xhtml", "application/xhtml+xml"],
    ["a.xml", "text/xml"],
    ["a.mht", "multipart/related"],
    ["a.js", "text/javascript"],
    ["a.pdf", "application/pdf"],
    ["a.swf", "application/x-shockwave-flash"],
    ["manifest.appcache", "text/cache-manifest"],
  ] as const) {
    const { headers } = await web(await uploads(actors.romeo, "<script>alert(1)</script>", { name, type }));
    expect(headers.get("content-disposition")).toStartWith("attachment;");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect([headers.get("x-content-type-options"), headers.get("set-cookie")]).toEqual(["nosniff", null]);
    // As text, it is run by no page, also not by one of this server.
    if (type === "text/javascript") expect(headers.get("content-type")).toBe("text/plain");
  }
  const picture = await web(await uploads(actors.romeo, "<script>alert(1)</script>", { type: "image/png" }));
  expect(picture.headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*\bsandbox\b/);
  expect(picture.headers.get("content-security-policy")).not.toMatch(/script|allow-/);
  expect(picture.headers.get("x-content-type-options")).toBe("nosniff");
});

test("an upload that is cut leaves nothing, and may be tried again; meanwhile the slot takes no other", async () => {
  const before = onDisk();
  const { put, get } = await slotFor(actors.juliet, { size: 500_000 });
  for (const ends of ["cut", "end"] as const) {
    const cut = beginsPut(put, 500_000, 100_000);
    await isArriving(0);
    const second = await puts(put, "x".repeat(500_000));
    expect([ends, second.status]).toEqual([ends, 409]);
    cut[ends]();
    await until(() => onDisk().length === before.length);
    await until(async () => (await puts(put, "y")).status !== 409);
  }
  expect(onDisk()).toEqual(before);
  expect((await web(get)).status).toBe(404);
  expect((await puts(put, "x".repeat(500_000))).status).toBe(201);
});

test("one account uploads only so many files at once; others do as before", async () => {
  const asked = { size: 1000 };
  const slots = [
    await slotFor(actors.romeo, asked),
    await slotFor(actors.romeo, asked),
    await slotFor(actors.romeo, asked),
  ];
  const [one, two] = slots.slice(0, 2).map(({ put }) => beginsPut(put, 1000, 10));
  await isArriving(1);
  const third = slots[2]?.put ?? "";
  const refused = await puts(third, "x".repeat(1000));
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
  await uploads(actors.juliet, "hers");
  one?.write("x".repeat(990));
  expect(await one?.answer).toStartWith("HTTP/1.1 201");
  expect((await puts(third, "x".repeat(1000))).status).toBe(201);
  two?.cut();
});

test("files do not outlive their account: nobody gets them, the disk is free of them, and a new account has none", async () => {
  const mercutio = await enter(play.server, "mercutio", "square");
  const before = onDisk().length;
  const gets = [await uploads(mercutio, "first"), await uploads(mercutio, "second")];
  const slot = await slotFor(mercutio, { size: 10 });
  const underway = await slotFor(mercutio, { size: 1000 });
  const arriving = beginsPut(underway.put, 1000, 10);
  await isArriving(0);
  await play.server.removeAccount("mercutio@localhost");
  for (const get of gets) expect((await web(get)).status).toBe(404);
  expect((await puts(slot.put, "0123456789")).status).toBe(404);
  arriving.write("x".repeat(990));
  expect(await arriving.answer).toStartWith("HTTP/1.1 404");
  await until(() => onDisk().length === before);
  await enter(play.server, "mercutio", "square");
  for (const get of [...gets, underway.get]) expect((await web(get)).status).toBe(404);
  const { users } = await askServer(play.server.home, "GET /users").then((answer) => answer ?? { users: [] });
  const { files } = await askServer(play.server.home, "POST /files/show", { account: "mercutio" }).then(
    (answer) => answer ?? { files: undefined },
  );
  expect([users.some(({ jid }) => jid === "mercutio@localhost"), files]).toEqual([true, []]);
});

test("files of an account that was removed while no server ran go at the next start", async () => {
  const benvolio = await enter(play.server, "benvolio", "square");
  const get = await uploads(benvolio, "his");
  const before = onDisk().length;
  await play.server.server.stop();
  const config = readConfig("", modules, ["domains=localhost"]);
  const offline = await openOfflineAccounts(play.server.home, config, memoryLog());
  await offline.accounts.remove([parseJid("benvolio@localhost")]);
  await offline.close();
  await play.restart();
  await until(() => onDisk().length === before - 1);
  const moved = new URL(get);
  moved.port = play.server.server.listening.https?.split(":").at(-1) ?? "";
  expect((await web(moved.href)).status).toBe(404);
});

test("what a crash has left is deleted at the next start", async () => {
  const get = await uploads(actors.romeo, "kept");
  const folder = play.server.home.folder("files");
  const day = readdirSync(folder)[0] ?? "";
  const left = [`${day}/${"A".repeat(22)}`, `${day}/${"B".repeat(22)}.part`];
  for (const path of left) await Bun.write(join(folder, path), "orphan");
  await play.restart();
  await until(() => left.every((path) => !onDisk().includes(path)));
  const moved = new URL(get);
  moved.port = play.server.server.listening.https?.split(":").at(-1) ?? "";
  expect(await (await web(moved.href)).text()).toBe("kept");
});
