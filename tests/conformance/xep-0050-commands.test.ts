/** XEP-0050: Ad-Hoc Commands. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { LANGUAGES } from "../../src/messages/language.ts";
import { storageMessages } from "../../src/messages/storage.ts";
import { type Cast, cast } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { commandIn, commands, NS, runCommand, submitForm } from "../support/xep/commands.ts";
import { featuresOf } from "../support/xep/disco.ts";

const ANNOUNCE = "http://jabber.org/protocol/admin#announce";
const ADD = "http://jabber.org/protocol/admin#add-user";
const COUNT = "http://jabber.org/protocol/admin#get-registered-users-num";

let server: TestServer;
let actors: Cast<"admin" | "second" | "juliet">;
let time = Date.now();

beforeAll(async () => {
  server = await startTestServer({ now: () => time });
  await server.createAccount("admin@localhost", undefined, true);
  await server.createAccount("second@localhost", undefined, true);
  actors = await cast(server, ["admin", "second", "juliet"]);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => expect(server.errors).toEqual([]));

const asks = (actor: "admin" | "juliet", what: "info" | "items", node: string) =>
  actors[actor].asks(
    `<iq type="get" to="localhost"><query xmlns="http://jabber.org/protocol/disco#${what}" node="${node}"/></iq>`,
  );
const beginAnnounce = async () => commandIn(await commands(actors.admin, `node="${ANNOUNCE}" action="execute"`));
/** The application-specific condition of XEP-0050. */
const specificOf = (answer: Element) =>
  answer
    .getChild("error")
    ?.getChildElements()
    .find((child) => child.getNS() === NS)?.name;

test("§2.1: the feature is reported", async () => {
  expect(await featuresOf(actors.juliet, "localhost")).toContain(NS);
});

test("§2.2: each command is a disco item for those who may run it", async () => {
  const nodes = (answer: Element) =>
    (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs.node);
  expect(nodes(await asks("admin", "items", NS))).toContain(ANNOUNCE);
  expect(nodes(await asks("juliet", "items", NS))).toEqual(["urn:xmpp:invite#invite", "storage"]);
  const list = (await asks("admin", "info", NS)).getChild("query");
  expect(list?.getChild("identity")?.attrs).toMatchObject({ category: "automation", type: "command-list" });
});

test("§2.2: a command has the identity automation/command-node and its feature; forbidden for those who may not run it", async () => {
  const info = (await asks("admin", "info", ANNOUNCE)).getChild("query");
  expect(info?.getChild("identity")?.attrs).toMatchObject({ category: "automation", type: "command-node" });
  const features = info?.getChildren("feature").map(({ attrs }) => attrs.var);
  expect(features).toEqual(expect.arrayContaining([NS, "jabber:x:data"]));
  expect(conditionOf(await asks("juliet", "info", ANNOUNCE))).toBe("forbidden");
  expect(conditionOf(await asks("admin", "info", "no such"))).toBe("item-not-found");
});

test("§2.4.1: a command without a form is completed at once", async () => {
  const command = commandIn(await commands(actors.admin, `node="${COUNT}"`));
  expect(command.attrs).toMatchObject({ node: COUNT, status: "completed" });
  expect(command.getChild("x", "jabber:x:data")?.attrs.type).toBe("result");
});

test("§2.4.2: a command with a form lists the allowed actions", async () => {
  const command = await beginAnnounce();
  expect(command.attrs).toMatchObject({ node: ANNOUNCE, status: "executing" });
  expect(command.getChild("actions")?.toString()).toBe('<actions execute="complete"><complete/></actions>');
  expect(command.getChild("x", "jabber:x:data")?.attrs.type).toBe("form");
});

test("§2.4.3: the responder MUST reply to a cancel with the status canceled, and the session ends", async () => {
  const { sessionid } = (await beginAnnounce()).attrs;
  const attributes = `node="${ANNOUNCE}" sessionid="${sessionid}" action="cancel"`;
  expect(commandIn(await commands(actors.admin, attributes)).attrs).toMatchObject({ sessionid, status: "canceled" });
  expect(specificOf(await commands(actors.admin, attributes))).toBe("session-expired");
});

test("§3.3: a session is of one requester and one command, and ends when it is completed", async () => {
  const { sessionid } = (await beginAnnounce()).attrs;
  const form = submitForm({ announcement: "Hear, hear" });
  expect(specificOf(await commands(actors.admin, `node="${COUNT}" sessionid="${sessionid}"`, form))).toBe(
    "bad-sessionid",
  );
  const attributes = `node="${ANNOUNCE}" sessionid="${sessionid}"`;
  expect(conditionOf(await commands(actors.juliet, attributes, form))).toBe("forbidden");
  expect(commandIn(await commands(actors.admin, attributes, form)).attrs.status).toBe("completed");
  expect(specificOf(await commands(actors.admin, attributes, form))).toBe("session-expired");
});

test("§3.3: the sessions of one requester do not affect those of another", async () => {
  const { sessionid } = (await beginAnnounce()).attrs;
  for (let i = 0; i < 50; i++) await commands(actors.second, `node="${ANNOUNCE}"`);
  const cancelAgain = await commands(actors.admin, `node="${ANNOUNCE}" sessionid="${sessionid}" action="cancel"`);
  expect(commandIn(cancelAgain).attrs.status).toBe("canceled");
  const first = commandIn(await commands(actors.second, `node="${ANNOUNCE}"`)).attrs.sessionid;
  for (let i = 0; i < 50; i++) await commands(actors.second, `node="${ANNOUNCE}"`);
  expect(specificOf(await commands(actors.second, `node="${ANNOUNCE}" sessionid="${first}"`))).toBe("bad-sessionid");
});

test("§2.4.2, §4.3: invalid fields are answered with status executing, a note of type error and the form as submitted", async () => {
  const answer = await runCommand(actors.admin, ADD, {
    accountjid: "nurse@localhost",
    password: "a rose by",
    "password-verify": "any other",
  });
  const command = commandIn(answer);
  expect(command.attrs).toMatchObject({ node: ADD, status: "executing" });
  expect(command.getChild("note")?.attrs.type).toBe("error");
  expect(command.getChildText("note")).toBe("the passwords are not the same");
  expect(command.getChild("actions")?.toString()).toBe('<actions execute="complete"><complete/></actions>');
  const fields = command.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  const values = fields.map((field) => [field.attrs.var, field.getChildText("value")]);
  expect(values.slice(1)).toEqual([
    ["accountjid", "nurse@localhost"],
    ["password", null],
    ["password-verify", null],
  ]);
  const corrected = submitForm({
    accountjid: "nurse@localhost",
    password: "a rose by",
    "password-verify": "a rose by",
  });
  const next = await commands(actors.admin, `node="${ADD}" sessionid="${command.attrs.sessionid}"`, corrected);
  expect(commandIn(next).attrs.status).toBe("completed");
});

test("§4.4: invalid actions and payloads are refused; the form may then be submitted again", async () => {
  const { sessionid } = (await beginAnnounce()).attrs;
  const attributes = `node="${ANNOUNCE}" sessionid="${sessionid}"`;
  expect(specificOf(await commands(actors.admin, `${attributes} action="prev"`))).toBe("bad-action");
  expect(specificOf(await commands(actors.admin, `${attributes} action="dance"`))).toBe("malformed-action");
  expect(specificOf(await commands(actors.admin, attributes))).toBe("bad-payload");
  expect(specificOf(await commands(actors.admin, attributes, submitForm({ announcement: " " })))).toBe("bad-payload");
  const answer = await commands(actors.admin, attributes, submitForm({ announcement: "At last" }));
  expect(commandIn(answer).attrs.status).toBe("completed");
});

test("§4.4: a session that was idle too long is session-expired", async () => {
  const { sessionid } = (await beginAnnounce()).attrs;
  time += 2 * 3_600_000;
  const answer = await commands(
    actors.admin,
    `node="${ANNOUNCE}" sessionid="${sessionid}"`,
    submitForm({ announcement: "?" }),
  );
  expect([conditionOf(answer), specificOf(answer)]).toEqual(["not-allowed", "session-expired"]);
});

test("§4.4: an unknown command is item-not-found, one that the requester may not run is forbidden", async () => {
  expect(conditionOf(await commands(actors.admin, 'node="no such"'))).toBe("item-not-found");
  expect(conditionOf(await commands(actors.juliet, `node="${COUNT}"`))).toBe("forbidden");
});

test("the storage command shows the account's usage in the language of the request (§3.3)", async () => {
  const { juliet, admin } = actors;
  const storageLines = async (language: string): Promise<string[]> => {
    const answer = commandIn(await commands(juliet, `node="storage" xml:lang="${language}"`));
    expect(answer?.attrs.status).toBe("completed");
    const fields = answer?.getChild("x")?.getChildren("field") ?? [];
    return fields.slice(1).map((field) => `${field.attrs.label}: ${field.getChildText("value")}`);
  };
  expect((await storageLines("en"))[0]).toStartWith("All together: ");
  const text = "x".repeat(5000);
  await juliet.asks(`<iq type="set"><query xmlns="jabber:iq:private"><a xmlns="urn:a">${text}</a></query></iq>`);
  const after = await storageLines("fr-CA");
  expect(after[0]).toMatch(/^En tout: 5,\d\sko$/);
  expect(after[1]).toMatch(/^Réglages de vos applications: 5,\d\sko$/);
  for (const language of LANGUAGES)
    expect((await storageLines(`${language}-XX`))[0]).toStartWith(`${storageMessages[language].total}: `);
  expect((await storageLines("eo"))[0]).toStartWith("All together: ");
  const others = commandIn(await commands(admin, 'node="storage"'));
  expect(others?.toString()).not.toContain("Settings");
});
