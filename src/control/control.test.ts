import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Home, homeAt } from "../home.ts";
import type { LogEvent, Logger } from "../log.ts";
import { OperationError } from "../operation-error.ts";
import { askServer, followServer } from "./client.ts";
import { type ControlRoutes, type ControlServer, serveControl } from "./server.ts";
import type { Steps } from "./step-streams.ts";

let home: Home;
let server: ControlServer | undefined;
/** What the steps wait for, in the middle. */
let gate: PromiseWithResolvers<void> | undefined;
const logged: LogEvent[] = [];
const log: Logger = { error: (event) => logged.push(event), warn: () => {}, info: () => {}, debug: () => {} };

const routes: ControlRoutes = {
  "GET /status": () => ({ fine: true }),
  "POST /echo": (body) => Promise.resolve({ body }),
  "POST /nothing": () => undefined,
  "POST /count": (body): Steps => {
    if (body !== undefined) throw new OperationError("not-a-domain", { given: "sheep" });
    return async (onStep) => {
      onStep(1);
      await gate?.promise;
      onStep({ two: "é\n" });
    };
  },
  "POST /wait": (): Steps => (onStep, signal) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        gate?.resolve();
        resolve();
      });
      onStep(1);
    }),
  "POST /stumble": (): Steps => async (onStep) => {
    onStep(1);
    throw new OperationError("no-renewal-waits", {});
  },
  "POST /refuse": () => {
    throw new OperationError("no-such-account", { account: "bob@example.com" });
  },
  "POST /forbidden": () => readdirSync(join(home.directory, "nowhere")),
  "POST /bug": () => {
    throw new TypeError("undefined is not a function");
  },
};

// These routes are not those of a server.
const ask = askServer as unknown as (home: Home, request: string, body?: unknown) => Promise<unknown>;
const follow = followServer as (
  home: Home,
  request: string,
  body: unknown,
  onStep: (step: unknown) => void,
  signal?: AbortSignal,
) => Promise<boolean>;

beforeEach(() => {
  home = homeAt(mkdtempSync(join(tmpdir(), "control-")));
  logged.length = 0;
  gate = undefined;
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(home.directory, { recursive: true });
});

const start = () => {
  server = serveControl(home.controlSocket, () => routes, log);
};

const failureOf = (request: string): Promise<unknown> => ask(home, request).catch((error: unknown) => error);

test("a request is answered; its body reaches the route", async () => {
  start();
  expect(await ask(home, "GET /status")).toEqual({ fine: true });
  expect(await ask(home, "POST /echo", { jid: "é@x" })).toEqual({ body: { jid: "é@x" } });
  expect(await ask(home, "POST /nothing")).toEqual({});
});

test("the socket has mode 0600, and the umask is unchanged", () => {
  const before = process.umask();
  start();
  expect(statSync(home.controlSocket).mode & 0o777).toBe(0o600);
  expect(process.umask()).toBe(before);
});

test("without a running server there is no answer, nor from the socket of a killed one", async () => {
  expect(await ask(home, "GET /status")).toBeUndefined();
  const code = `Bun.serve({ unix: process.argv[1], fetch: () => new Response() }); process.kill(process.pid, "SIGKILL")`;
  Bun.spawnSync([process.execPath, "-e", code, home.controlSocket]);
  expect(existsSync(home.controlSocket)).toBe(true);
  expect(await ask(home, "GET /status")).toBeUndefined();
  start();
  expect(await ask(home, "GET /status")).toEqual({ fine: true });
});

test("a file in the socket's place is not removed", () => {
  writeFileSync(home.controlSocket, "mine");
  expect(start).toThrow("is not a socket");
  expect(existsSync(home.controlSocket)).toBe(true);
});

test("the failure of an operation comes back as it was thrown", async () => {
  start();
  const failure = await failureOf("POST /refuse");
  expect(failure).toBeInstanceOf(OperationError);
  expect(failure).toMatchObject({ reason: "no-such-account", details: { account: "bob@example.com" } });
  expect(logged).toEqual([]);
});

test("an error of the system comes back with its code", async () => {
  start();
  expect(await failureOf("POST /forbidden")).toMatchObject({ code: "ENOENT" });
  expect(logged).toEqual([]);
});

test("an unforeseen error is logged with its stack and answered with its message", async () => {
  start();
  expect(await failureOf("POST /bug")).toMatchObject({ message: "undefined is not a function", code: undefined });
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatchObject({ event: "control-request-failed", asked: "POST /bug" });
});

test("an unknown path is 404, a body that is not JSON 400, one that is too long 413", async () => {
  start();
  const send = (path: string, body: string) =>
    fetch(`http://x${path}`, { unix: home.controlSocket, method: "POST", body });
  expect((await send("/toString", "")).status).toBe(404);
  expect((await send("/echo", "{")).status).toBe(400);
  expect((await send("/echo", `"${"x".repeat(16_000_001)}"`)).status).toBe(413);
});

test("a stopped server leaves no socket", async () => {
  start();
  await server?.stop();
  expect(existsSync(home.controlSocket)).toBe(false);
});

test("steps are sent as they are done", async () => {
  start();
  gate = Promise.withResolvers();
  const steps: unknown[] = [];
  const isRunning = await follow(home, "POST /count", undefined, (step) => {
    steps.push(step);
    gate?.resolve();
  });
  expect({ isRunning, steps }).toEqual({ isRunning: true, steps: [1, { two: "é\n" }] });
});

test("the failure that stops them is thrown, before the first or after it", async () => {
  start();
  const steps: unknown[] = [];
  const failing = (request: string, body?: unknown) =>
    expect(follow(home, request, body, (step) => steps.push(step))).rejects;
  await failing("POST /count", "sheep").toMatchObject({ reason: "not-a-domain", details: { given: "sheep" } });
  await failing("POST /stumble").toMatchObject({ reason: "no-renewal-waits" });
  expect(steps).toEqual([1]);
});

test("whoever leaves is waited for no longer: the work is told", async () => {
  start();
  gate = Promise.withResolvers();
  const leaving = new AbortController();
  const isRunning = await follow(home, "POST /wait", undefined, () => leaving.abort(), leaving.signal);
  expect(isRunning).toBe(true);
  await gate.promise;
});

test("without a server there are no steps", async () => {
  expect(await follow(home, "POST /count", undefined, () => {})).toBe(false);
});

test("a server that stops waits for no steps", async () => {
  start();
  gate = Promise.withResolvers();
  const steps: unknown[] = [];
  const first = Promise.withResolvers<void>();
  const followed = follow(home, "POST /count", undefined, (step) => {
    steps.push(step);
    first.resolve();
  });
  await first.promise;
  await server?.stop();
  await followed;
  gate.resolve();
  expect(steps).toEqual([1]);
});
