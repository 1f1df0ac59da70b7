/** status --watch in a terminal, and without one. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { testWith } from "../support/needs.ts";
import { type LocalSite, localSite, type RunningSite } from "../support/process/local-site.ts";
import { checkPrinted } from "../support/process/printed.ts";
import { startProgram } from "../support/process/started.ts";
import { openTerminals, type Terminals } from "../support/process/terminal.ts";

let site: LocalSite;
let server: RunningSite;
let terminals: Terminals;

beforeAll(async () => {
  site = await localSite();
  terminals = openTerminals(site.folder);
  server = await site.start();
}, 60_000);

afterAll(async () => {
  await terminals?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  site?.[Symbol.dispose]();
});

const PATIENCE_MS = 20_000;
const SMALL = { columns: 80, rows: 24 };

const open = (name: string, command: readonly string[], env: Readonly<Record<string, string>>) =>
  terminals.open(name, ["sh", "-c", `"$@"; echo "ended with $?"; exec sleep 600`, "sh", ...command], env, SMALL);

testWith(["tmux"])("a screen of 80 × 24 is drawn anew in place, q leaves it as it was found", async () => {
  const terminal = open("watch", site.command(["status", "--watch", "--interval", "500ms"]), { LANG: "C.UTF-8" });
  await terminal.waitForText(/^connected +0 apps/m, PATIENCE_MS);
  const alice = await server.logIn("alice");
  await terminal.waitForText(/^connected +1 app, 0 away, 0 other servers$/m, PATIENCE_MS);
  const screen = terminal.screen().trimEnd().split("\n");
  expect(screen).toHaveLength(SMALL.rows);
  expect(screen.at(-1)).toMatch(/^q quits/);
  expect(screen.filter((line) => line.startsWith("connected"))).toHaveLength(1);
  await alice.end();
  terminal.pressKey("q");
  await terminal.waitForText(/^ended with 0$/m, PATIENCE_MS);
  expect(terminal.screen()).not.toContain("connected");
});

testWith(["tmux"])(
  "Ctrl-C leaves it too; NO_COLOR is heeded; it says when the server is gone and goes on when it is back",
  async () => {
    const env = { LANG: "C.UTF-8", NO_COLOR: "1" };
    const terminal = open("again", site.command(["status", "--watch", "--interval", "500ms"]), env);
    await terminal.waitForText(/^connected/m, PATIENCE_MS);
    expect(terminal.colouredScreen()).not.toContain("\x1b[");
    server.signal("SIGTERM");
    await server.exited;
    await terminal.waitForText(/is not running/, PATIENCE_MS);
    server = await site.start();
    await terminal.waitForText(/^connected/m, PATIENCE_MS);
    terminal.pressKey("C-c");
    await terminal.waitForText(/^ended with 0$/m, PATIENCE_MS);
  },
);

test("without a terminal, a line each time, in the language", async () => {
  await using lines = startProgram(site.command(["status", "--watch", "--interval", "500ms", "--lang", "fr"]), {
    cwd: site.folder,
  });
  await lines.prints(/^\d{4}-\S+Z connectés\s?: 0 application.*\n.*connectés/m);
  expect(lines.output()).not.toContain("\x1b");
});

test("--json: an object in a line each time", async () => {
  await using lines = startProgram(site.command(["status", "--watch", "--interval", "500ms", "--json"]), {
    cwd: site.folder,
  });
  const [, second = ""] = await lines.prints(/^\{.*\}\n(\{.*\})\n/m);
  await checkPrinted(["status", "--watch"], `${second}\n`);
  expect(JSON.parse(second)).toMatchObject({
    ...{ running: true, connected: 0, messagesIn: 0, findings: [], time: expect.stringMatching(/Z$/) },
  });
});

test.each(["0s", "soon", "2d"])("--interval %s is refused", async (interval) => {
  const { exit, err } = await site.runVerb(["status", "--watch", "--interval", interval]);
  expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(interval) });
});
