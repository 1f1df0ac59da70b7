/** What administrators do through the doors of the server: recorded once; announcements; disabled accounts. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { openOfflineAccounts } from "../../src/assembly/offline.ts";
import { readConfig } from "../../src/config/read.ts";
import { askServer } from "../../src/control/client.ts";
import { storedJid } from "../../src/jid/jid.ts";
import { modules } from "../../src/modules.ts";
import type { AuditEntry } from "../../src/operations/audit.ts";
import { appear, type Cast, cast, enter } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { commandIn, commands, runCommand } from "../support/xep/commands.ts";

let server: TestServer;
let actors: Cast<"admin" | "juliet">;

beforeAll(async () => {
  server = await startTestServer();
  await server.createAccount("admin@localhost", undefined, true);
  actors = await cast(server, ["admin", "juliet"]);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => expect(server.errors).toEqual([]));

const entries = async (): Promise<readonly AuditEntry[]> =>
  (await askServer(server.home, "POST /audit/show", { max: 100 }))?.entries ?? [];
/** The acts since the entry `before`, the latest first. */
const since = async (before: readonly AuditEntry[]): Promise<readonly AuditEntry[]> =>
  (await entries()).filter(({ id }) => id > (before[0]?.id ?? 0));
const announce = (text: string, to?: string) => askServer(server.home, "POST /announcements", { text, to });
const disable = (jid: string) => askServer(server.home, "POST /users/disable", { jid });
const asAdmin = (name: string, fields: Parameters<typeof runCommand>[2]) =>
  runCommand(actors.admin, `http://jabber.org/protocol/admin#${name}`, fields);

test("an act at the command line is recorded once", async () => {
  const before = await entries();
  await server.createAccount("nurse@localhost");
  await askServer(server.home, "GET /users");
  expect(await since(before)).toMatchObject([
    { door: "command line", account: null, act: "accounts.add", whom: ["nurse@localhost"] },
  ]);
});

test("an act in an app (XEP-0133) is recorded once, with the administrator", async () => {
  const before = await entries();
  const answer = await asAdmin("disable-user", { accountjids: ["nurse@localhost"] });
  expect(commandIn(answer).attrs.status).toBe("completed");
  await asAdmin("get-disabled-users-num", {});
  expect(await since(before)).toMatchObject([
    { door: "app", account: "admin@localhost", act: "accounts.disable", whom: ["nurse@localhost"] },
  ]);
});

test("an invitation to make an account, asked for in an app (XEP-0401), is recorded; one to become a contact is not", async () => {
  const before = await entries();
  await runCommand(actors.admin, "urn:xmpp:invite#create-account", { username: "newcomer" });
  await commands(actors.admin, 'node="urn:xmpp:invite#invite" action="execute"');
  expect(await since(before)).toMatchObject([
    { door: "app", account: "admin@localhost", act: "invitations.create", whom: ["newcomer@localhost"] },
  ]);
});

test("what was refused is not recorded", async () => {
  const before = await entries();
  await expect(disable("nobody")).rejects.toMatchObject({ reason: "no-such-account" });
  const refused = await asAdmin("disable-user", { accountjids: ["admin@localhost"] });
  expect(commandIn(refused).getChild("note")?.attrs.type).toBe("error");
  await expect(askServer(server.home, "DELETE /circles", { circle: "none", isRoomKept: false })).rejects.toThrow();
  expect(await since(before)).toEqual([]);
});

test("what is recorded stays when the server starts anew", async () => {
  await announce("We move.", "juliet");
  const before = await entries();
  await server.restart();
  expect(await entries()).toEqual(before);
  actors = await cast(server, ["admin", "juliet"]);
});

test("what is done while no server runs is recorded as well", async () => {
  const before = await entries();
  await server.server.stop();
  const offline = await openOfflineAccounts(server.home, readConfig("", modules, ["domains=localhost"]), memoryLog());
  await offline.accounts.add([{ jid: storedJid("balthasar@localhost"), password: PASSWORD }]);
  await offline.close();
  await server.restart();
  actors = await cast(server, ["admin", "juliet"]);
  expect(await since(before)).toMatchObject([
    { door: "command line", act: "accounts.add", whom: ["balthasar@localhost"] },
  ]);
});

test("an announcement reaches everybody: those who are here at once, the others when they come", async () => {
  const paris = await enter(server, "paris", "phone");
  await appear(paris);
  await paris.leaves();
  const count = (await askServer(server.home, "GET /users"))?.users.length ?? 0;
  const told = await announce("On Sunday <at nine>\nthe server rests.");
  // The nurse is disabled.
  expect(told).toEqual({ accounts: count - 1 });
  const message = await actors.juliet.receives('<message type="normal" from="localhost"/>');
  expect(message.getChildText("body")).toBe("On Sunday <at nine>\nthe server rests.");
  const back = await enter(server, "paris", "phone");
  back.sends("<presence/>");
  expect((await back.receives('<message from="localhost"/>')).getChildText("body")).toContain("the server rests.");
});

test("an announcement to one account is seen by nobody else", async () => {
  expect(await announce("Is this well said?", "admin")).toEqual({ accounts: 1 });
  await actors.admin.receives('<message from="localhost"><body>Is this well said?</body></message>');
  await actors.juliet.receivesNothing("<message><body>Is this well said?</body></message>");
});

test.each([
  ["nothing", "", "announcement-empty"],
  ["spaces", "  \n ", "announcement-empty"],
  ["4001 characters", "x".repeat(4001), "announcement-too-long"],
])("an announcement of %s is refused", async (_, text, reason) => {
  await expect(announce(text)).rejects.toMatchObject({ reason });
});

test("who is disabled is signed out, cannot sign in, and finds everything when enabled again", async () => {
  const tybalt = await enter(server, "tybalt", "phone");
  await tybalt.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Tybalt</FN></vCard></iq>');
  expect(await disable("tybalt")).toEqual({ disabled: "tybalt@localhost" });
  expect(await streamErrorOf(tybalt.client)).toBe("not-authorized");
  const login = () => Client.login(server.at("direct"), { username: "tybalt", password: PASSWORD });
  await expect(login()).rejects.toThrow();
  await askServer(server.home, "POST /users/enable", { jid: "tybalt" });
  const again = await enter(server, "tybalt", "phone");
  expect(
    (await again.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>')).getChild("vCard")?.getChildText("FN"),
  ).toBe("Tybalt");
});
