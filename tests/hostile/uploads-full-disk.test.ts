/** Uploads and a full disk: a clear error, nothing left behind, and the server lives. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { actorOf } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { conditionOf } from "../support/hostile.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { program } from "../support/process/program.ts";
import { noSmallDisk, type SmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { type RunningProgram, runProgram, startProgram } from "../support/process/started.ts";
import { puts, rawRequest, requestsSlot, slotFor, web } from "../support/xep/upload.ts";

const MB = 1_000_000;
const MEGABYTES = 64;
const RESERVE = 8;
const PASSWORD = "down the rabbit hole";

const reason = noSmallDisk();
const testOnDisk = (title: string, body: () => Promise<void>): void =>
  reason === undefined ? test(title, body, 60_000) : test.skip(`${title} (${reason})`, body);

let disk: SmallDisk;
let home: string;
let server: RunningProgram;
let port: number;

const command = (...verb: readonly string[]): readonly string[] => [
  ...disk.commandPrefix,
  ...program,
  ...verb,
  "--home",
  home,
];

async function signIn(): Promise<ReturnType<typeof actorOf>> {
  const options = { host: "127.0.0.1", port, domain: "localhost", tls: "direct", timeout: 30_000 } as const;
  const client = await Client.login(options, { username: "alice", password: PASSWORD, resource: "r" });
  return actorOf(client, new Map());
}

/** Everything below the folder of files, seen from outside of the server's namespace. */
function onDisk(): string[] {
  const folder = join("/proc", String(server.pid), "root", home, "files");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path), { throwIfNoEntry: false })?.isFile(),
  );
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

beforeAll(async () => {
  if (reason !== undefined) return;
  disk = await smallDisk(MEGABYTES);
  home = join(disk.path, "home");
  const [https = 0] = freePorts(1);
  const off = ["client", "server", "server_tls", "http", "proxy", "turn", "turns"].map((name) => `listen.${name}=off`);
  const on = ["listen.client_tls=127.0.0.1:0", `listen.https=127.0.0.1:${https}`];
  const set = [
    ...off,
    ...on,
    "accounts.iterations=4096",
    `limits.free_disk=${RESERVE}MB`,
    "files.disk_share=100",
    "files.uploads=20",
  ];
  const account = ["--domain", "localhost", "--certificate", "self-signed", "--admin", "alice", "--password-file", "-"];
  const args = command("setup", "--no-input", ...account, ...set.flatMap((setting) => ["--set", setting]));
  expect(await runProgram(args, { cwd: disk.path, input: PASSWORD })).toMatchObject({ exit: 0, err: "" });
  server = startProgram(command("run"), { cwd: disk.path });
  const [, direct] = await server.prints(/server-started .*client_tls=\S+:(\d+)/);
  port = Number(direct);
}, 60_000);

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await disk?.[Symbol.asyncDispose]();
});

testOnDisk("20 uploads at once do not exceed the room above the reserve: 507 for those that do not fit", async () => {
  const alice = await signIn();
  const size = 4 * MB;
  disk.fill(RESERVE * MB + 3 * size + size / 2);
  const asked = Array.from({ length: 20 }, () => slotFor(alice, { size }));
  const slots = await Promise.all(asked);
  const answers = await Promise.all(slots.map(({ put }) => puts(put, new Uint8Array(size))));
  const statuses = answers.map(({ status }) => status).sort();
  expect(new Set(statuses)).toEqual(new Set([201, 507]));
  expect(disk.free()).toBeGreaterThanOrEqual(RESERVE * MB - MB);
  const refused = answers.find(({ status }) => status === 507);
  expect(await refused?.text()).toBe("The disk of this server has no room for the file: tell whoever runs it.\n");
  const stored = statuses.filter((status) => status === 201).length;
  expect(onDisk()).toHaveLength(stored);
  for (const [index, { get }] of slots.entries())
    expect((await web(get)).status).toBe(answers[index]?.status === 201 ? 200 : 404);
  await server.prints(/server-started/);
  disk.release();
  alice.client.destroy();
});

testOnDisk("below the reserve no slot is given, and what is there is served", async () => {
  const alice = await signIn();
  const { put, get } = await slotFor(alice, { size: 5 });
  expect((await puts(put, "hello")).status).toBe(201);
  disk.fill(RESERVE * MB - 2 * MB);
  await server.prints(/disk-full/);
  expect(conditionOf(await requestsSlot(alice, { size: 1 }))).toBe("resource-constraint");
  expect(await (await web(get)).text()).toBe("hello");
  disk.release();
  await server.prints(/disk-has-room/);
  await slotFor(alice, { size: 1 });
  alice.client.destroy();
});

testOnDisk("a disk that is full in the middle of an upload: 507, nothing is left, and the server goes on", async () => {
  const alice = await signIn();
  const before = onDisk().length;
  const size = 10 * MB;
  const { put, get } = await slotFor(alice, { size });
  const { pathname, host } = new URL(put);
  const head = `PUT ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${size}\r\nConnection: close\r\n\r\n`;
  const upload = rawRequest(put, head);
  upload.write(new Uint8Array(MB));
  await until(() => onDisk().some((path) => path.endsWith(".part")));
  disk.fill(0);
  const refill = setInterval(() => disk.fill(0), 5);
  upload.write(new Uint8Array(size - MB));
  const answer = await upload.answer;
  clearInterval(refill);
  expect(answer).toStartWith("HTTP/1.1 507");
  await until(() => onDisk().length === before);
  disk.release();
  await until(async () => (await requestsSlot(alice, { size: 1 })).attrs.type === "result");
  expect((await web(get)).status).toBe(404);
  expect((await puts(put, new Uint8Array(size))).status).toBe(201);
  expect((await web(get)).status).toBe(200);
  alice.client.destroy();
});
