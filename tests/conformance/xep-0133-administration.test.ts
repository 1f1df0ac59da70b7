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

const administers = (name: string, fields: Parameters<typeof runCommand>[2]) =>
  runCommand(actors.admin, node(name), fields);
/** What is said of a form that has to be filled in once more. */
const objectionTo = (answer: Element) => {
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

test("§4.1 Add User: an account is created; what cannot be one is asked for again, what is there already is a conflict (§5)", async () => {
  const add = (accountjid: string, password = "R0m30", verify = password) =>
    administers("add-user", { accountjid, password, "password-verify": verify });
  expect(statusOf(await add("nurse@localhost"))).toBe("completed");
  await signsIn("nurse", "R0m30");
  expect(conditionOf(await add("nurse@localhost"))).toBe("conflict");
  expect(objectionTo(await add("nurse@elsewhere.example"))).toContain("at a domain served here");
  expect(objectionTo(await add("peter@localhost", "one", "other"))).toBe("the passwords are not the same");
  expect(objectionTo(await add("pe ter@localhost"))).toContain("no space");
});

test("§4.2 Delete User: sessions end, and the account cannot sign in any more", async () => {
  const sampson = await enter(server, "sampson", "one");
  expect(statusOf(await administers("delete-user", { accountjids: ["sampson@localhost"] }))).toBe("completed");
  expect(await streamErrorOf(sampson.client)).toBe("not-authorized");
  await expect(signsIn("sampson", PASSWORD)).rejects.toThrow();
  const remove = (accountjids: string) => administers("delete-user", { accountjids });
  expect(objectionTo(await remove("sampson@localhost"))).toBe("sampson@localhost is no account here");
  expect(objectionTo(await remove("admin@localhost"))).toBe("one does not delete oneself here");
});

test("§4.3, §4.4: who is disabled loses the sessions and cannot sign in, until enabled again; nothing is lost", async () => {
  const abram = await enter(server, "abram", "one");
  await abram.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Abram</FN></vCard></iq>');
  expect(statusOf(await administers("disable-user", { accountjids: "abram@localhost" }))).toBe("completed");
  expect(await streamErrorOf(abram.client)).toBe("not-authorized");
  await expect(signsIn("abram", PASSWORD)).rejects.toThrow("account-disabled");
  await expect(signsIn("abram", "a guess")).rejects.toThrow("not-authorized");
  const list = `node="${node("get-disabled-users-list")}"`;
  expect(valuesOf(await commands(actors.admin, list))).toEqual(["abram@localhost"]);
  expect(valuesOf(await commands(actors.admin, `node="${node("get-disabled-users-num")}"`))).toEqual(["1"]);
  await administers("reenable-user", { accountjids: "abram@localhost" });
  expect(valuesOf(await commands(actors.admin, list))).toEqual([]);
  await signsIn("abram", PASSWORD);
  const card = await actors.admin.asks('<iq type="get" to="abram@localhost"><vCard xmlns="vcard-temp"/></iq>');
  expect(card.toString()).toContain("Abram");
  const oneself = await administers("disable-user", { accountjids: "admin@localhost" });
  expect(objectionTo(oneself)).toBe("one does not disable oneself");
});

test("§4.5 End User Session: one session or all of them; signing in again is possible", async () => {
  const [phone, desk] = [await enter(server, "gregory", "phone"), await enter(server, "gregory", "desk")];
  await administers("end-user-session", { accountjids: phone.jid });
  expect(await streamErrorOf(phone.client)).toBe("policy-violation");
  await desk.pings();
  await administers("end-user-session", { accountjids: "gregory@localhost" });
  expect(await streamErrorOf(desk.client)).toBe("policy-violation");
  await signsIn("gregory", PASSWORD);
});

test("§4.7 Change User Password: the new one is valid, the old one is not, and sessions end", async () => {
  const peter = await enter(server, "peter", "one");
  const answer = await administers("change-user-password", { accountjid: "peter@localhost", password: "new" });
  expect(statusOf(answer)).toBe("completed");
  expect(await streamErrorOf(peter.client)).toBe("not-authorized");
  await signsIn("peter", "new");
  await expect(signsIn("peter", PASSWORD)).rejects.toThrow();
});

test("§4.13, §4.15, §4.18, §4.20: accounts and those that are online, counted and listed", async () => {
  const ask = async (name: string) => valuesOf(await commands(actors.admin, `node="${node(name)}"`));
  expect(await ask("get-online-users-list")).toEqual(["admin@localhost", "juliet@localhost"]);
  expect(await ask("get-online-users-num")).toEqual(["2"]);
  const accounts = await ask("get-registered-users-list");
  expect(accounts).toEqual(expect.arrayContaining(["admin@localhost", "gregory@localhost", "juliet@localhost"]));
  expect(await ask("get-registered-users-num")).toEqual([String(accounts.length)]);
});

test("§4.16, §4.17, §4.21, §4.22: who is online is active or idle, as they say", async () => {
  const ask = async (name: string) => valuesOf(await commands(actors.admin, `node="${node(name)}"`));
  actors.juliet.sends("<presence><show>xa</show></presence>");
  await actors.juliet.pings();
  expect(await ask("get-active-users")).toEqual(["admin@localhost"]);
  expect(await ask("get-active-users-num")).toEqual(["1"]);
  expect(await ask("get-idle-users")).toEqual(["juliet@localhost"]);
  expect(await ask("get-idle-users-num")).toEqual(["1"]);
  actors.juliet.sends("<presence/>");
});

test("§4.9, §4.10: when accounts have signed in last, how many contacts and which resources one has", async () => {
  await server.createAccount("balthasar@localhost");
  const accountjids = ["juliet@localhost", "balthasar@localhost"];
  const [one, other, when, never] = valuesOf(await administers("get-user-lastlogin", { accountjids }));
  expect([one, other, never]).toEqual([...accountjids, "never"]);
  expect(when).toBe("2026-11-22T17:58:35Z");
  await actors.juliet.asks('<iq type="set"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/></query></iq>');
  const stats = await administers("user-stats", { accountjid: "juliet@localhost" });
  expect(valuesOf(stats)).toEqual(["1", "juliet", "2026-11-22T17:58:35Z"]);
});

const HEADLINE = '<message type="headline" from="localhost"/>';
const bodyOf = (message: Element) => message.getChildText("body");

test("§4.24–§4.26: the message of the day is told at once, or when one comes; once, until it is deleted", async () => {
  await server.createAccount("peter@localhost").catch(() => {});
  await administers("set-motd", { motd: ["The Globe", "opens again."] });
  expect(bodyOf(await actors.juliet.receives(HEADLINE))).toBe("The Globe\nopens again.");
  const first = await enter(server, "gregory", "first");
  await appear(first);
  expect(bodyOf(await first.receives(HEADLINE))).toBe("The Globe\nopens again.");
  const second = await enter(server, "gregory", "second");
  await appear(second);
  await second.receivesNothing(HEADLINE);

  const edited = commandIn(await commands(actors.admin, `node="${node("edit-motd")}"`));
  expect(edited.toString()).toContain("<value>The Globe</value><value>opens again.</value>");
  await administers("edit-motd", { motd: "The Globe opens." });
  await actors.juliet.receivesNothing(HEADLINE);
  const late = await enter(server, "abram", "late");
  await appear(late);
  expect(bodyOf(await late.receives(HEADLINE))).toBe("The Globe opens.");

  expect(statusOf(await commands(actors.admin, `node="${node("delete-motd")}"`))).toBe("completed");
  const nobody = await enter(server, "sampson", "later");
  await appear(nobody);
  await nobody.receivesNothing(HEADLINE);
  for (const actor of [first, second, late, nobody]) await actor.leaves();
});

test("§4.27, §4.28: the welcome is for accounts that are new, when they first log in", async () => {
  await server.createAccount("benvolio@localhost");
  await administers("set-welcome", { welcome: ["Welcome", "to Verona."] });
  const before = await enter(server, "benvolio", "one");
  await appear(before);
  const after = await enter(server, "tybalt", "one");
  await appear(after);
  const welcome = await after.receives(`<message from="localhost" to="${after.account}"/>`);
  expect(bodyOf(welcome)).toBe("Welcome\nto Verona.");
  const again = await enter(server, "tybalt", "two");
  await appear(again);
  await before.receivesNothing("<message/>");
  await again.receivesNothing("<message/>");
  const form = commandIn(await commands(actors.admin, `node="${node("set-welcome")}"`));
  expect(form.toString()).toContain("<value>to Verona.</value>");
  await commands(actors.admin, `node="${node("delete-welcome")}"`);
  const unwelcome = await enter(server, "paris", "one");
  await appear(unwelcome);
  await unwelcome.receivesNothing("<message/>");
  for (const actor of [before, after, again, unwelcome]) await actor.leaves();
});

test("§4.23 Send Announcement: everybody who is online hears it, line by line", async () => {
  await administers("announce", { announcement: ["Attention!", "This service goes down."] });
  const heard = await actors.juliet.receives('<message type="headline" from="localhost"/>');
  expect(heard.getChildText("body")).toBe("Attention!\nThis service goes down.");
});

test("§4.29 Edit Admin List: who is named may administer, who is not may not; nobody dismisses oneself", async () => {
  const form = commandIn(await commands(actors.admin, `node="${node("edit-admin")}"`)).getChild("x", "jabber:x:data");
  expect(form?.getChildren("field").at(-1)?.getChildText("value")).toBe("admin@localhost");
  expect(conditionOf(await commands(actors.juliet, `node="${node("announce")}"`))).toBe("forbidden");
  await administers("edit-admin", { adminjids: ["admin@localhost", "juliet@localhost"] });
  expect(statusOf(await commands(actors.juliet, `node="${node("announce")}"`))).toBe("executing");
  await administers("edit-admin", { adminjids: "admin@localhost" });
  expect(conditionOf(await commands(actors.juliet, `node="${node("announce")}"`))).toBe("forbidden");
  const dismissal = await administers("edit-admin", { adminjids: "juliet@localhost" });
  expect(objectionTo(dismissal)).toBe("one does not dismiss oneself");
});

test("§6: nobody else administers, however they ask", async () => {
  for (const name of ["add-user", "delete-user", "change-user-password", "end-user-session", "edit-admin", "announce"])
    expect(conditionOf(await commands(actors.juliet, `node="${node(name)}"`))).toBe("forbidden");
});
