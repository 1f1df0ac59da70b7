/** jabber-home invite and user reset in a terminal: the code on the screen is read by a decoder. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { testWith } from "../support/needs.ts";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { program } from "../support/process/program.ts";
import { DARK, DECODER, LIGHT, readCode } from "../support/process/screen-code.ts";
import { openTerminals, type Terminal, type Terminals } from "../support/process/terminal.ts";

const SCREEN_TIMEOUT_MS = 30_000;
const USUAL = { columns: 80, rows: 24 };

let site: LocalSite;
let terminals: Terminals;
beforeAll(async () => {
  const settings = ["listen.https=127.0.0.1:0", "web.address=chat.example.com:5443"];
  site = await localSite({ program, settings });
  terminals = openTerminals(site.folder);
}, 60_000);
afterAll(async () => {
  await terminals?.[Symbol.asyncDispose]();
  site?.[Symbol.dispose]();
});

let opened = 0;
/** Runs a verb in a shell that stays, so that what it has printed can be read. */
function typed(args: readonly string[], env: Readonly<Record<string, string>> = {}, size = USUAL) {
  opened += 1;
  const command = site
    .command(args)
    .map((word) => `'${word}'`)
    .join(" ");
  const shell = ["sh", "-c", `${command}; echo "ended with $?"; exec sleep 1000`];
  return terminals.open(`invite${opened}`, shell, { LANG: "C.UTF-8", TERM: "xterm-256color", ...env }, size);
}

const LINK = /https:\/\/chat\.example\.com:5443\/(?:invite|reset)\/[A-Za-z0-9]{22}/;

/** What a phone reads: the link itself may have scrolled away. */
function linkOn(terminal: Terminal): string {
  const text = readCode(terminal.colouredScreen(), DARK, site.folder);
  expect(text).toMatch(LINK);
  return text;
}

testWith(["tmux", DECODER])("a phone reads the link from a screen of 24 lines, dark or light", async () => {
  const terminal = typed(["invite", "dave"]);
  await terminal.waitForText(/ended with 0/, SCREEN_TIMEOUT_MS);
  expect(readCode(terminal.colouredScreen(), LIGHT, site.folder)).toBe(linkOn(terminal));
});

testWith(["tmux", DECODER])("the administrator's own new password, while no server runs", async () => {
  const terminal = typed(["user", "reset", "alice"]);
  await terminal.waitForText(/ended with 0/, SCREEN_TIMEOUT_MS);
  expect(linkOn(terminal)).toContain("/reset/");
});

type Usage = readonly [name: string, args: string, env: Readonly<Record<string, string>>, columns: number];
const WITHOUT_CODE: readonly Usage[] = [
  ["--no-qr", "invite --no-qr", {}, 80],
  ["NO_COLOR", "invite", { NO_COLOR: "1" }, 80],
  ["a terminal without colours", "invite", { TERM: "dumb" }, 80],
  ["a narrow terminal", "invite", {}, 32],
];
testWith(["tmux"]).each(WITHOUT_CODE)("%s: the link alone", async (_, args, env, columns) => {
  const terminal = typed(args.split(" "), env, { columns, rows: 40 });
  await terminal.waitForText(/ended with 0/, SCREEN_TIMEOUT_MS);
  expect(terminal.screen().replaceAll("\n", "")).toMatch(LINK);
  expect(terminal.screen()).not.toMatch(/[▀▄█]/);
});

describe("without a web server", () => {
  let plain: LocalSite;
  beforeAll(async () => {
    plain = await localSite({ program });
  }, 60_000);
  afterAll(() => plain?.[Symbol.dispose]());

  test("an invitation is a URI for apps, and a new password is chosen by whoever runs the server", async () => {
    const invited = await plain.runVerb(["invite", "carol"]);
    expect(invited.out).toMatch(/^ {2}xmpp:carol@localhost\?register;preauth=[A-Za-z0-9]{22}$/m);
    const reset = await plain.runVerb(["user", "reset", "bob"]);
    expect(reset.exit).toBe(78);
    expect(reset.err).toContain("user passwd");
  });
});

test("what is wrong is said", async () => {
  const line = async (args: string) => {
    const { exit, err } = await site.runVerb(args.split(" "));
    return [exit, err.split("\n")[0]];
  };
  expect(await line("invite alice")).toEqual([1, expect.stringContaining("exists already")]);
  expect(await line("invite --uses 0")).toEqual([2, expect.stringContaining("1 to 1000")]);
  expect(await line("invite --uses many")).toEqual([2, expect.stringContaining("no number")]);
  expect(await line("invite erin --uses 2")).toEqual([2, expect.stringContaining("only one person")]);
  expect(await line("invite --expires soon")).toEqual([2, expect.stringContaining("no duration")]);
  expect(await line("invite --expires 1000d")).toEqual([2, expect.stringContaining("365 days")]);
  expect(await line("invite --circle nowhere")).toEqual([1, expect.stringContaining("no circle")]);
  expect(await line("invite --from nobody")).toEqual([1, expect.stringContaining("no account")]);
  expect(await line("invite revoke nothing")).toEqual([1, expect.stringContaining("not good")]);
  expect(await line("user reset nobody")).toEqual([1, expect.stringContaining("no account")]);
});

test("open invitations are listed until they are revoked", async () => {
  const { out } = await site.runVerb(["invite", "frank", "--note", "the neighbour", "--json"]);
  const { id } = JSON.parse(out).invitation;
  const listed = (await site.runVerb(["invite", "list"])).out;
  expect(listed).toMatch(new RegExp(`^${id}  account +frank@localhost .* the neighbour$`, "m"));
  expect((await site.runVerb(["invite", "revoke", id, "--json"])).exit).toBe(0);
  expect((await site.runVerb(["user", "reset", "alice", "--json"])).exit).toBe(0);
  expect((await site.runVerb(["invite", "list"])).out).not.toContain(id);
});
