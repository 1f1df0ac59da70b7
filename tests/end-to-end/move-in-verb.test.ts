/** `move-in` as a person gives it at a terminal: asked for the passwords, which nobody sees, and for a yes. */
import { afterAll, beforeAll, expect, setDefaultTimeout } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { befriend, cast } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { testWith } from "../support/needs.ts";
import { temporaryFolder } from "../support/peers/peer.ts";
import { program } from "../support/process/program.ts";
import { runProgram } from "../support/process/started.ts";
import { openTerminals, type Terminals } from "../support/process/terminal.ts";
import { PASSWORD, type TestServer } from "../support/server.ts";

setDefaultTimeout(60_000);

const test = testWith(["tmux"]);
const SLOW = 20_000;
const folder = temporaryFolder("move-in");
let federation: TestFederation;
let here: TestServer;
let terminals: Terminals;

beforeAll(async () => {
  federation = await openTestFederation();
  const old = await federation.server("old.example");
  here = await federation.server("here.example");
  const { alice, bob } = await cast(old, ["alice", "bob"]);
  await befriend(alice, bob);
  terminals = openTerminals(folder.path);
});
afterAll(async () => {
  await terminals?.[Symbol.asyncDispose]();
  await federation?.[Symbol.asyncDispose]();
  folder.remove();
});

const open = (name: string, args: readonly string[], lang = "en") =>
  terminals.open(
    name,
    ["sh", "-c", `${[...program, ...args, "--home", here.home.directory, "--lang", lang].join(" ")}; exec sleep 1000`],
    { PATH: process.env.PATH ?? "", HOME: folder.path },
    { columns: 100, rows: 60 },
  );

test("asks for the old password and a new one, shows neither, and asks the contacts after a yes", async () => {
  const terminal = open("alice", ["move-in", "alice@old.example"]);
  await terminal.waitForText(/Password of alice@old.example/, SLOW);
  terminal.typeLine(PASSWORD);
  await terminal.waitForText(/Password for alice@here.example/, SLOW);
  terminal.typeLine("a new password");
  await terminal.waitForText(/Once more/, SLOW);
  terminal.typeLine("a new password");
  await terminal.waitForText(/Ask your contacts to follow/, SLOW);
  terminal.pressKey("Enter");
  await terminal.waitForText(/1 contact is asked to follow/, SLOW);
  const screen = terminal.screen();
  expect(screen).toContain("What has come along from alice@old.example to alice@here.example:");
  expect(screen).not.toContain(PASSWORD);
  expect(screen).not.toContain("a new password");
  const client = await Client.login(here.at(), { username: "alice", password: "a new password" });
  await client.end();
});

test("an account that is here already has to be named, and in French it is said in French", async () => {
  await askServer(here.home, "POST /users", { users: [{ jid: "bob@here.example", password: PASSWORD }] });
  const refused = open("refused", ["move-in", "bob@old.example"], "fr");
  await refused.waitForText(/bob@here.example existe déjà/, SLOW);
  const terminal = open("bob", ["move-in", "bob@old.example", "--to", "bob"], "fr");
  await terminal.waitForText(/Mot de passe de bob@old.example/, SLOW);
  terminal.typeLine("not that one");
  await terminal.waitForText(/Demander à vos contacts de suivre/, SLOW);
  terminal.pressKey("Enter");
  await terminal.waitForText(/n.accepte pas le mot de passe de bob@old.example/, SLOW);
});

test("without a terminal, with --json: what would come along, as data", async () => {
  const words = ["move-in", "alice@old.example", "--to", "carol", "--password-file", "-", "--dry-run", "--no-input"];
  const command = [...program, ...words, "--home", here.home.directory, "--json"];
  const { exit, out } = await runProgram(command, { input: PASSWORD });
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    ...{ from: "alice@old.example", to: "carol@here.example", dryRun: true },
    counts: expect.arrayContaining([{ kind: "contacts", stored: 1, known: 0 }]),
  });
});
