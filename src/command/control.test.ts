import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../config/error.ts";
import { type Home, homeAt } from "../home.ts";
import type { LogEvent, Logger } from "../log.ts";
import { askServer } from "./control-client.ts";
import { type ControlServer, type Routes, serveControl } from "./control-server.ts";
import { CommandError } from "./failure.ts";

let home: Home;
let server: ControlServer | undefined;
const logged: LogEvent[] = [];
const log: Logger = { error: (event) => logged.push(event), warn: () => {}, info: () => {}, debug: () => {} };

const routes: Routes = {
  "GET /status": () => ({ fine: true }),
  "POST /echo": (body) => Promise.resolve({ body }),
  "POST /nothing": () => undefined,
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
