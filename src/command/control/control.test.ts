import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../config/error.ts";
import { type Home, homeAt } from "../../home.ts";
import type { LogEvent, Logger } from "../../log.ts";
import { CommandError } from "../failure.ts";
import { askServer, followServer } from "./client.ts";
import { type ControlServer, type Routes, serveControl } from "./server.ts";
import type { Telling } from "./steps.ts";

let home: Home;
let server: ControlServer | undefined;
/** What a telling waits for, in the middle. */
let gate: PromiseWithResolvers<void> | undefined;
const logged: LogEvent[] = [];
const log: Logger = { error: (event) => logged.push(event), warn: () => {}, info: () => {}, debug: () => {} };

const routes: Routes = {
  "GET /status": () => ({ fine: true }),
  "POST /echo": (body) => Promise.resolve({ body }),
  "POST /nothing": () => undefined,
  "POST /count": (body): Telling => {
    if (body !== undefined) throw new CommandError(2, "count what?");
    return async (tell) => {
      tell(1);
      await gate?.promise;
      tell({ two: "é\n" });
    };
  },
  "POST /stumble": (): Telling => async (tell) => {
    tell(1);
    throw new CommandError(69, "no further", "turn round");
  },
  "POST /refuse": () => {
    throw new CommandError(75, "not now", "try again later");
  },
  "POST /misconfigured": () => {
    throw new ConfigError([{ key: "host", value: "x y", remedy: "write a host name" }]);
  },
  "POST /bug": () => {
    throw new TypeError("undefined is not a function");
  },
};

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
  server = serveControl(home.controlSocket, routes, log);
};

async function failureOf(asked: string): Promise<CommandError | undefined> {
  try {
    await askServer(home, asked);
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
  return undefined;
}

test("a question is answered, with what was sent", async () => {
  start();
  expect(await askServer(home, "GET /status")).toEqual({ fine: true });
  expect(await askServer(home, "POST /echo", { jid: "é@x" })).toEqual({ body: { jid: "é@x" } });
  expect(await askServer(home, "POST /nothing")).toEqual({});
});

test("the socket is its owner's alone, and the umask is as it was", () => {
  const before = process.umask();
  start();
  expect(statSync(home.controlSocket).mode & 0o777).toBe(0o600);
  expect(process.umask()).toBe(before);
});

test("without a server there is no answer, and none from a socket that a killed one left behind", async () => {
  expect(await askServer(home, "GET /status")).toBeUndefined();
  const code = `Bun.serve({ unix: process.argv[1], fetch: () => new Response() }); process.kill(process.pid, "SIGKILL")`;
  Bun.spawnSync([process.execPath, "-e", code, home.controlSocket]);
  expect(existsSync(home.controlSocket)).toBe(true);
  expect(await askServer(home, "GET /status")).toBeUndefined();
  start();
  expect(await askServer(home, "GET /status")).toEqual({ fine: true });
});

test("something else in the socket's place is not removed", () => {
  writeFileSync(home.controlSocket, "mine");
  expect(start).toThrow("is not a socket");
  expect(existsSync(home.controlSocket)).toBe(true);
});

test("a refusal comes back with sentence, remedy and exit code", async () => {
  start();
  expect(await failureOf("POST /refuse")).toMatchObject({
    message: "not now",
    remedy: "try again later",
    exitCode: 75,
  });
  expect(await failureOf("POST /misconfigured")).toMatchObject({ exitCode: 78 });
  expect(logged).toEqual([]);
});

test("a bug is logged whole and answered without its insides", async () => {
  start();
  expect(await failureOf("POST /bug")).toMatchObject({ message: "undefined is not a function", exitCode: 1 });
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatchObject({ event: "control-request-failed", asked: "POST /bug" });
});

test("what is not known, not JSON or too long is refused", async () => {
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

test("steps are told as they are done", async () => {
  start();
  gate = Promise.withResolvers();
  const told: unknown[] = [];
  const isRunning = await followServer(home, "POST /count", undefined, (step) => {
    told.push(step);
    gate?.resolve();
  });
  expect({ isRunning, told }).toEqual({ isRunning: true, told: [1, { two: "é\n" }] });
});

test("what stops them comes with its remedy and exit code, before the first or after it", async () => {
  start();
  const told: unknown[] = [];
  const follow = (asked: string, body?: unknown) => followServer(home, asked, body, (step) => told.push(step));
  await expect(follow("POST /count", "sheep")).rejects.toMatchObject({ message: "count what?", exitCode: 2 });
  const stumbled = await follow("POST /stumble").catch((error: unknown) => error);
  expect(stumbled).toMatchObject({ message: "no further", remedy: "turn round", exitCode: 69 });
  expect(told).toEqual([1]);
});

test("without a server nobody is followed", async () => {
  expect(await followServer(home, "POST /count", undefined, () => {})).toBe(false);
});

test("a server that stops waits for nobody who is told step by step", async () => {
  start();
  gate = Promise.withResolvers();
  const told: unknown[] = [];
  const first = Promise.withResolvers<void>();
  const followed = followServer(home, "POST /count", undefined, (step) => {
    told.push(step);
    first.resolve();
  });
  await first.promise;
  await server?.stop();
  await followed;
  gate.resolve();
  expect(told).toEqual([1]);
});
