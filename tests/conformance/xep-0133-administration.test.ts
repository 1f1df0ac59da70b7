/** XEP-0133: Service Administration. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { appear, type Cast, cast, enter } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { conditionOf, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { commandIn, commands, runCommand } from "../support/xep/commands.ts";

const node = (name: string) => `http://jabber.org/protocol/admin#${name}`;

let server: TestServer;
let actors: Cast<"admin" | "juliet">;

beforeAll(async () => {
  server = await startTestServer({ now: () => Date.UTC(2026, 10, 22, 17, 58, 35) });
  await server.createAccount("admin@localhost", undefined, true);
  actors = await cast(server, ["admin", "juliet"]);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => expect(server.errors).toEqual([]));

const runAsAdmin = (name: string, fields: Parameters<typeof runCommand>[2]) =>
  runCommand(actors.admin, node(name), fields);
/** The error note of a form that has to be submitted again. */
const errorNoteOf = (answer: Element) => {
  const command = commandIn(answer);
  expect(command.attrs.status).toBe("executing");
  return command.getChild("note")?.attrs.type === "error" ? command.getChildText("note") : undefined;
};
const statusOf = (answer: Element) => commandIn(answer).attrs.status;
const valuesOf = (answer: Element): string[] => {
  const fields = commandIn(answer).getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  return fields
    .filter(({ attrs }) => attrs.var !== "FORM_TYPE")
    .flatMap((f) => f.getChildren("value").map((v) => v.getText()));
};
const signsIn = async (username: string, password: string) => {
  const client = await Client.login(server.at("direct"), { username, password });
  await client.end();
};

test("§4.1 Add User: an account is created; an invalid address is asked for again, an existing one is a conflict (§5)", async () => {
  const add = (accountjid: string, password = "R0m30 and Juliet", verify = password) =>
    runAsAdmin("add-user", { accountjid, password, "password-verify": verify });
  expect(statusOf(await add("nurse@localhost"))).toBe("completed");
  await signsIn("nurse", "R0m30 and Juliet");
  expect(conditionOf(await add("nurse@localhost"))).toBe("conflict");
  expect(errorNoteOf(await add("nurse@elsewhere.example"))).toContain("at a domain served here");
  expect(errorNoteOf(await add("peter@localhost", "one", "other"))).toBe("the passwords are not the same");
  expect(errorNoteOf(await add("pe ter@localhost"))).toContain("no space");
  expect(errorNoteOf(await add("peter@localhost", "R0m30"))).toContain("at least 8 characters");
});

test("§4.2 Delete User: sessions end, and the account cannot sign in any more", async () => {
  const sampson = await enter(server, "sampson", "one");
  expect(statusOf(await runAsAdmin("delete-user", { accountjids: ["sampson@localhost"] }))).toBe("completed");
  expect(await streamErrorOf(sampson.client)).toBe("not-authorized");
  await expect(signsIn("sampson", PASSWORD)).rejects.toThrow();
  const remove = (accountjids: string) => runAsAdmin("delete-user", { accountjids });
  expect(errorNoteOf(await remove("sampson@localhost"))).toBe("sampson@localhost is no account here");
  expect(errorNoteOf(await remove("admin@localhost"))).toBe("one does not delete oneself here");
});

test("§4.3, §4.4: a disabled account loses its sessions and cannot sign in until it is enabled; its data is kept", async () => {
  const abram = await enter(server, "abram", "one");
  await abram.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Abram</FN></vCard></iq>');
  expect(statusOf(await runAsAdmin("disable-user", { accountjids: "abram@localhost" }))).toBe("completed");
  expect(await streamErrorOf(abram.client)).toBe("not-authorized");
  await expect(signsIn("abram", PASSWORD)).rejects.toThrow("account-disabled");
  await expect(signsIn("abram", "a guess")).rejects.toThrow("not-authorized");
  const list = `node="${node("get-disabled-users-list")}"`;
  expect(valuesOf(await commands(actors.admin, list))).toEqual(["abram@localhost"]);
  expect(valuesOf(await commands(actors.admin, `node="${node("get-disabled-users-num")}"`))).toEqual(["1"]);
  await runAsAdmin("reenable-user", { accountjids: "abram@localhost" });
  expect(valuesOf(await commands(actors.admin, list))).toEqual([]);
  await signsIn("abram", PASSWORD);
  const card = await actors.admin.asks('<iq type="get" to="abram@localhost"><vCard xmlns="vcard-temp"/></iq>');
  expect(card.toString()).toContain("Abram");
  const oneself = await runAsAdmin("disable-user", { accountjids: "admin@localhost" });
  expect(errorNoteOf(oneself)).toBe("one does not disable oneself");
});

test("§4.5 End User Session: one session or all end; the account can sign in again", async () => {
  const [phone, desk] = [await enter(server, "gregory", "phone"), await enter(server, "gregory", "desk")];
  await runAsAdmin("end-user-session", { accountjids: phone.jid });
  expect(await streamErrorOf(phone.client)).toBe("policy-violation");
  await desk.pings();
  await runAsAdmin("end-user-session", { accountjids: "gregory@localhost" });
  expect(await streamErrorOf(desk.client)).toBe("policy-violation");
  await signsIn("gregory", PASSWORD);
});

test("§4.7 Change User Password: the new password is valid, the old one is not, and sessions end", async () => {
  const peter = await enter(server, "peter", "one");
  const answer = await runAsAdmin("change-user-password", { accountjid: "peter@localhost", password: "a new one" });
  expect(statusOf(answer)).toBe("completed");
  expect(await streamErrorOf(peter.client)).toBe("not-authorized");
  await signsIn("peter", "a new one");
  await expect(signsIn("peter", PASSWORD)).rejects.toThrow();
});

test("§4.13, §4.15, §4.18, §4.20: registered and online accounts are counted and listed", async () => {
  const ask = async (name: string) => valuesOf(await commands(actors.admin, `node="${node(name)}"`));
  expect(await ask("get-online-users-list")).toEqual(["admin@localhost", "juliet@localhost"]);
  expect(await ask("get-online-users-num")).toEqual(["2"]);
  const accounts = await ask("get-registered-users-list");
  expect(accounts).toEqual(expect.arrayContaining(["admin@localhost", "gregory@localhost", "juliet@localhost"]));
  expect(await ask("get-registered-users-num")).toEqual([String(accounts.length)]);
});

test("§4.16, §4.17, §4.21, §4.22: online accounts are active or idle according to their presence", async () => {
  const ask = async (name: string) => valuesOf(await commands(actors.admin, `node="${node(name)}"`));
  actors.juliet.sends("<presence><show>xa</show></presence>");
  await actors.juliet.pings();
  expect(await ask("get-active-users")).toEqual(["admin@localhost"]);
  expect(await ask("get-active-users-num")).toEqual(["1"]);
  expect(await ask("get-idle-users")).toEqual(["juliet@localhost"]);
  expect(await ask("get-idle-users-num")).toEqual(["1"]);
  actors.juliet.sends("<presence/>");
});

test("§4.9, §4.10: the last login of accounts, and an account's number of contacts and its resources", async () => {
  await server.createAccount("balthasar@localhost");
  const accountjids = ["juliet@localhost", "balthasar@localhost"];
  const [one, other, when, never] = valuesOf(await runAsAdmin("get-user-lastlogin", { accountjids }));
  expect([one, other, never]).toEqual([...accountjids, "never"]);
  expect(when).toBe("2026-11-22T17:58:35Z");
  await actors.juliet.asks('<iq type="set"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/></query></iq>');
  const stats = await runAsAdmin("user-stats", { accountjid: "juliet@localhost" });
  expect(valuesOf(stats)).toEqual(["1", "juliet", "2026-11-22T17:58:35Z"]);
});

test("§4.8 Get User Roster: the contacts of one account, as a roster; what is in no roster is not shown", async () => {
  await server.createAccount("paris@localhost");
  const paris = await enter(server, "paris", "one");
  const item = '<item jid="nurse@localhost" name="Nurse"><group>Capulet</group></item>';
  await paris.asks(`<iq type="set"><query xmlns="jabber:iq:roster">${item}</query></iq>`);
  actors.juliet.sends('<presence type="subscribe" to="paris@localhost"/>');
  await actors.juliet.pings();
  const answer = await runAsAdmin("get-user-roster", { accountjids: ["paris@localhost"] });
  const query = commandIn(answer).getChild("x", "jabber:x:data")?.getChild("query", "jabber:iq:roster");
  expect(query?.getChildElements().map(({ attrs }) => [attrs.jid, attrs.name, attrs.subscription])).toEqual([
    ["nurse@localhost", "Nurse", "none"],
  ]);
  expect(query?.getChild("item")?.getChildText("group")).toBe("Capulet");
  const two = await runAsAdmin("get-user-roster", { accountjids: ["paris@localhost", "juliet@localhost"] });
  expect(errorNoteOf(two)).toBe("name one account at a time");
  expect(errorNoteOf(await runAsAdmin("get-user-roster", { accountjids: ["nobody@localhost"] }))).toContain(
    "nobody@localhost",
  );
});

const HEADLINE = '<message type="headline" from="localhost"/>';
const bodyOf = (message: Element) => message.getChildText("body");

test("§4.24–§4.26: the message of the day is sent at once, or at the next login; once to each account, until it is deleted", async () => {
  await server.createAccount("peter@localhost").catch(() => {});
  await runAsAdmin("set-motd", { motd: ["The Globe", "opens again."] });
  expect(bodyOf(await actors.juliet.receives(HEADLINE))).toBe("The Globe\nopens again.");
  const first = await enter(server, "gregory", "first");
  await appear(first);
  expect(bodyOf(await first.receives(HEADLINE))).toBe("The Globe\nopens again.");
  const second = await enter(server, "gregory", "second");
  await appear(second);
  await second.receivesNothing(HEADLINE);

  const edited = commandIn(await commands(actors.admin, `node="${node("edit-motd")}"`));
  expect(edited.toString()).toContain("<value>The Globe</value><value>opens again.</value>");
  await runAsAdmin("edit-motd", { motd: "The Globe opens." });
  await actors.juliet.receivesNothing(HEADLINE);
  const late = await enter(server, "abram", "late");
  await appear(late);
  expect(bodyOf(await late.receives(HEADLINE))).toBe("The Globe opens.");

  expect(statusOf(await commands(actors.admin, `node="${node("delete-motd")}"`))).toBe("completed");
  const existingAccount = await enter(server, "sampson", "later");
  await appear(existingAccount);
  await existingAccount.receivesNothing(HEADLINE);
  for (const actor of [first, second, late, existingAccount]) await actor.leaves();
});

test("§4.27, §4.28: the welcome message is sent to new accounts at their first login", async () => {
  await server.createAccount("benvolio@localhost");
  await runAsAdmin("set-welcome", { welcome: ["Welcome", "to Verona."] });
  const before = await enter(server, "benvolio", "one");
  await appear(before);
  const after = await enter(server, "tybalt", "one");
  await appear(after);
  const welcome = await after.receives(`<message from="localhost" to="${after.account}"/>`);
  expect(bodyOf(welcome)).toBe("Welcome\nto Verona.");
  const secondLogin = await enter(server, "tybalt", "two");
  await appear(secondLogin);
  await before.receivesNothing("<message/>");
  await secondLogin.receivesNothing("<message/>");
  const form = commandIn(await commands(actors.admin, `node="${node("set-welcome")}"`));
  expect(form.toString()).toContain("<value>to Verona.</value>");
  await commands(actors.admin, `node="${node("delete-welcome")}"`);
  const unwelcome = await enter(server, "paris", "one");
  await appear(unwelcome);
  await unwelcome.receivesNothing("<message/>");
  for (const actor of [before, after, secondLogin, unwelcome]) await actor.leaves();
});

test("§4.23 Send Announcement: all online users are sent the lines of the announcement", async () => {
  await runAsAdmin("announce", { announcement: ["Attention!", "This service goes down."] });
  const announcement = await actors.juliet.receives('<message type="headline" from="localhost"/>');
  expect(announcement.getChildText("body")).toBe("Attention!\nThis service goes down.");
});

test("§4.29 Edit Admin List: the listed accounts are administrators; administrators cannot remove themselves", async () => {
  const form = commandIn(await commands(actors.admin, `node="${node("edit-admin")}"`)).getChild("x", "jabber:x:data");
  expect(form?.getChildren("field").at(-1)?.getChildText("value")).toBe("admin@localhost");
  expect(conditionOf(await commands(actors.juliet, `node="${node("announce")}"`))).toBe("forbidden");
  await runAsAdmin("edit-admin", { adminjids: ["admin@localhost", "juliet@localhost"] });
  expect(statusOf(await commands(actors.juliet, `node="${node("announce")}"`))).toBe("executing");
  await runAsAdmin("edit-admin", { adminjids: "admin@localhost" });
  expect(conditionOf(await commands(actors.juliet, `node="${node("announce")}"`))).toBe("forbidden");
  const dismissal = await runAsAdmin("edit-admin", { adminjids: "juliet@localhost" });
  expect(errorNoteOf(dismissal)).toBe("one does not dismiss oneself");
});

test("§6: other accounts cannot run any command, whatever they send", async () => {
  for (const name of ["add-user", "delete-user", "change-user-password", "end-user-session", "edit-admin", "announce"])
    expect(conditionOf(await commands(actors.juliet, `node="${node(name)}"`))).toBe("forbidden");
});
