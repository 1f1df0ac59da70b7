import { afterAll, afterEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryLog } from "../../../tests/support/in-memory/memory-log.ts";
import { openPamWorkers, type PamWorkers } from "./pam-workers.ts";

const folder = mkdtempSync(join(tmpdir(), "pam-workers-"));
const file = join(folder, "worker.js");
/** In the place of PAM: the names say what happens. system(3) cannot be interrupted, as PAM cannot. */
writeFileSync(
  file,
  `import { dlopen } from "bun:ffi";
  const { system } = dlopen("libc.so.6", { system: { args: ["cstring"], returns: "i32" } }).symbols;
  self.onmessage = ({ data: { name, password } }) => {
    if (name === "dies") throw new Error("out of order");
    if (name === "ends") process.exit(3);
    if (name === "fails") return postMessage({ error: "no such library" });
    if (name === "hangs") system(Buffer.from("sleep 2\\0"));
    postMessage({ answer: password === undefined ? "not-admitted" : Buffer.from(password).toString() });
  };`,
);
let workers: PamWorkers;
const log = memoryLog();

afterEach(() => workers.stop());
afterAll(() => rmSync(folder, { recursive: true }));

const open = (timeout = 20_000): PamWorkers => {
  workers = openPamWorkers({ timeout, log, file });
  return workers;
};
const login = (name: string, password?: Uint8Array<ArrayBuffer>) =>
  workers.ask({ ask: "login", service: "x", name, password, allow: [], deny: [] });

test("the password is given away: nothing of it is left here", async () => {
  open();
  const password = new TextEncoder().encode("proven");
  const answer = login("alice", password);
  expect(password.length).toBe(0);
  expect(String(await answer)).toBe("proven");
  expect(String(await login("alice"))).toBe("not-admitted");
});

test("an error of the worker is an error of the question alone", async () => {
  open();
  await expect(login("fails")).rejects.toThrow("no such library");
  expect(await login("alice")).toBe("not-admitted");
});

test.each(["dies", "ends"])(
  "a worker that %s leaves its question without an answer; the next gets one",
  async (name) => {
    open();
    const all = [login(name), login(name), login("alice"), login("bob")];
    const answers = await Promise.all(all.map((answer) => answer.catch(() => undefined)));
    expect(answers).toEqual([undefined, undefined, "not-admitted", "not-admitted"]);
  },
);

test("who hangs is given up when the time is over, and keeps nobody else from an answer", async () => {
  open(400);
  // Both threads hang, and those that wait behind them are answered by others.
  const hanging = [login("hangs"), login("hangs")];
  expect(await Promise.all(hanging)).toEqual([undefined, undefined]);
  expect(await login("alice")).toBe("not-admitted");
  expect(log.events.filter(({ event }) => event === "pam-hangs").length).toBe(2);
});

test("threads that cannot be ended are few: with four of them there is no answer until one has come back", async () => {
  open(150);
  const hanging = [login("hangs"), login("hangs"), login("hangs"), login("hangs")];
  // Those that waited for longer than an answer may take are not asked any more: two at a time.
  await Promise.all(hanging);
  await Promise.all([login("hangs"), login("hangs")]);
  expect(await login("alice")).toBeUndefined();
  let answer = await login("alice");
  while (answer === undefined) {
    await new Promise((resolve) => setImmediate(resolve));
    answer = await login("alice");
  }
  expect(answer).toBe("not-admitted");
}, 30_000);

test("questions beyond two hundred that wait are not taken", async () => {
  open();
  const many = Array.from({ length: 250 }, () => login("alice"));
  const answers = await Promise.all(many);
  expect(answers.filter((answer) => answer === undefined).length).toBe(48);
});

test("stop answers who waits", async () => {
  open();
  const waiting = [login("alice"), login("alice"), login("alice")];
  workers.stop();
  expect(await Promise.all(waiting)).toEqual([undefined, undefined, undefined]);
});
