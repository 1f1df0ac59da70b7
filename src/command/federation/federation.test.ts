import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { federationRoutes } from "../../control/routes.ts";
import { type ControlRoutes, type ControlServer, serveControl } from "../../control/server.ts";
import type { StepReport } from "../../federation/report.ts";
import { type Home, homeAt } from "../../home.ts";
import type { Logger } from "../../log.ts";
import { federationOperations } from "../../operations/federation.ts";
import type { Terminal } from "../terminal.ts";
import federation from "./federation.ts";

const quiet = (): void => {};
const log: Logger = { error: quiet, warn: quiet, info: quiet, debug: quiet };

let home: Home;
let server: ControlServer | undefined;

beforeEach(() => {
  home = homeAt(mkdtempSync(join(tmpdir(), "federation-")));
  writeFileSync(home.config, 'domains = ["localhost"]\n[listen]\nserver = "[::]:15269"\n');
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(home.directory, { recursive: true });
});

/** A running server of localhost that tries others with these steps. */
function serve(steps: readonly StepReport[], others: ControlRoutes = {}): void {
  const operations = federationOperations({
    outgoing: { routes: () => [], trial: async (_local, _remote, onStep) => steps.forEach(onStep) },
    incoming: { streams: () => [] },
    exclusions: () => ({ enabled: true, allow: [], deny: [], lists: [] }),
    policy: { refusal: (domain) => (domain === "evil.example" ? "not that one" : undefined) },
    domains: ["localhost"],
    subdomains: ["rooms"],
    verifyCertificate: () => ({ trusted: false, problem: "self-signed", text: "nobody vouches for it but itself" }),
  });
  const routes = { ...federationRoutes({ federation: operations }), ...others };
  server = serveControl(home.controlSocket, () => routes, log);
}

async function typed(operands: readonly string[], flags: { json?: boolean; from?: string } = {}) {
  let out = "";
  const terminal: Terminal = {
    out: (text) => {
      out += `${text}\n`;
    },
    err: quiet,
    isInteractive: false,
    isColoured: false,
    input: () => Buffer.alloc(0),
    env: {},
  };
  const exit = await federation.run({
    flags: { json: false, from: undefined, ...flags },
    operands,
    home,
    terminal,
    language: "en",
  });
  return { exit, out };
}

const DNS: StepReport = { step: "dns", ok: true, text: "found xmpp.other.example:5269" };
const ARRIVED: StepReport = { step: "authentication", ok: true, text: "we are known as localhost by EXTERNAL" };
const LOST: StepReport = {
  step: "authentication",
  ok: false,
  text: "it could not verify that we are localhost: remote-server-timeout",
  obstacle: { kind: "dialback-error", detail: "remote-server-timeout" },
};

test("without a domain: the streams, and our domains as other servers see them", async () => {
  serve([]);
  expect(await typed([])).toEqual({
    exit: 0,
    out: `no other server is connected: streams open when somebody writes

this server, as others see it
  localhost        for this computer or network alone
  rooms.localhost  for this computer or network alone
`,
  });
  const { out } = await typed([], { json: true });
  expect(JSON.parse(out)).toMatchObject({
    outgoing: [],
    incoming: [],
    ours: [{ domain: "localhost", way: { state: "private" }, certificate: { problem: "self-signed" } }, {}],
  });
});

test("a domain that can be reached: each step, exit code 0", async () => {
  serve([DNS, ARRIVED]);
  expect(await typed(["other.example"])).toEqual({
    exit: 0,
    out: `trying other.example in the name of localhost
ok      DNS             found xmpp.other.example:5269
ok      authentication  we are known as localhost by EXTERNAL
other.example can be reached
`,
  });
});

test("a domain that cannot be reached: the remedies, with our own port, exit code 1", async () => {
  serve([DNS, LOST]);
  const { exit, out } = await typed(["other.example"], { from: "rooms.localhost" });
  expect(exit).toBe(1);
  expect(out).toContain("other.example cannot be reached");
  expect(out).toContain("trying other.example in the name of rooms.localhost");
  expect(out.replace(/\s+/g, " ")).toContain("Let others connect to TCP port 15269 of this machine");
});

test("the same in JSON", async () => {
  serve([DNS, LOST]);
  const { exit, out } = await typed(["other.example"], { json: true });
  expect(exit).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    local: "localhost",
    remote: "other.example",
    isReached: false,
    steps: [
      { step: "dns", ok: true, remedies: [] },
      {
        step: "authentication",
        ok: false,
        obstacle: LOST.obstacle,
        remedies: [expect.any(String), expect.any(String)],
      },
    ],
  });
});

test("an excluded domain is not tried: exit code 1", async () => {
  serve([DNS, ARRIVED]);
  const { exit, out } = await typed(["evil.example"]);
  expect(exit).toBe(1);
  expect(out).toContain("evil.example is excluded by our own configuration\n  - not that one");
});

test("a domain of ours, as other servers see it", async () => {
  serve([]);
  const { exit, out } = await typed(["rooms.localhost"]);
  expect({ exit, out }).toEqual({
    exit: 0,
    out: `trying rooms.localhost in the name of localhost
rooms.localhost is served here: nobody has to be asked
this server, as others see it
  rooms.localhost  for this computer or network alone
`,
  });
});

test("a server that stops in the middle of an attempt leaves it without a result", async () => {
  serve([], { "POST /federation/trial": () => async (tell: (step: unknown) => void) => tell(DNS) });
  expect(typed(["other.example"])).rejects.toMatchObject({
    exitCode: 69,
    message: "the server has stopped in the middle",
  });
});

test("without a running server: exit code 69", async () => {
  for (const operands of [[], ["other.example"]])
    await expect(typed(operands)).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringMatching(/^the server of .+ is not running$/),
    });
});
