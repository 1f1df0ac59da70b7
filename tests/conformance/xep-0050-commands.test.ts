/** XEP-0050: Ad-Hoc Commands. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
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
const begins = async () => commandIn(await commands(actors.admin, `node="${ANNOUNCE}" action="execute"`));
/** The condition that is specific to commands. */
const specificOf = (answer: Element) =>
  answer
    .getChild("error")
    ?.getChildElements()
    .find((child) => child.getNS() === NS)?.name;

test("§2.1: the feature is reported", async () => {
  expect(await featuresOf(actors.juliet, "localhost")).toContain(NS);
});

test("§2.2: each command is an item, for those who may run it", async () => {
  const nodes = (answer: Element) =>
    (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs.node);
  expect(nodes(await asks("admin", "items", NS))).toContain(ANNOUNCE);
  expect(nodes(await asks("juliet", "items", NS))).toEqual(["storage"]);
  const list = (await asks("admin", "info", NS)).getChild("query");
  expect(list?.getChild("identity")?.attrs).toMatchObject({ category: "automation", type: "command-list" });
});

test("§2.2: a command is automation/command-node with the feature; it is forbidden to those who may not run it", async () => {
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

test("§2.4.2: a command with a form says what can be done with it", async () => {
  const command = await begins();
  expect(command.attrs).toMatchObject({ node: ANNOUNCE, status: "executing" });
  expect(command.getChild("actions")?.toString()).toBe('<actions execute="complete"><complete/></actions>');
  expect(command.getChild("x", "jabber:x:data")?.attrs.type).toBe("form");
});

test("§2.4.3: the responder MUST reply to a cancel with the status canceled, and the session is over", async () => {
  const { sessionid } = (await begins()).attrs;
  const attributes = `node="${ANNOUNCE}" sessionid="${sessionid}" action="cancel"`;
  expect(commandIn(await commands(actors.admin, attributes)).attrs).toMatchObject({ sessionid, status: "canceled" });
  expect(specificOf(await commands(actors.admin, attributes))).toBe("session-expired");
});

test("§3.3: a session is of one requester and one command, and ends when it is completed", async () => {
  const { sessionid } = (await begins()).attrs;
  const form = submitForm({ announcement: "Hear, hear" });
  expect(specificOf(await commands(actors.admin, `node="${COUNT}" sessionid="${sessionid}"`, form))).toBe(
    "bad-sessionid",
  );
  const attributes = `node="${ANNOUNCE}" sessionid="${sessionid}"`;
  expect(conditionOf(await commands(actors.juliet, attributes, form))).toBe("forbidden");
  expect(commandIn(await commands(actors.admin, attributes, form)).attrs.status).toBe("completed");
  expect(specificOf(await commands(actors.admin, attributes, form))).toBe("session-expired");
});

test("§3.3: one requester's sessions do not end another's", async () => {
  const { sessionid } = (await begins()).attrs;
  for (let i = 0; i < 50; i++) await commands(actors.second, `node="${ANNOUNCE}"`);
  const again = await commands(actors.admin, `node="${ANNOUNCE}" sessionid="${sessionid}" action="cancel"`);
  expect(commandIn(again).attrs.status).toBe("canceled");
  const first = commandIn(await commands(actors.second, `node="${ANNOUNCE}"`)).attrs.sessionid;
  for (let i = 0; i < 50; i++) await commands(actors.second, `node="${ANNOUNCE}"`);
  expect(specificOf(await commands(actors.second, `node="${ANNOUNCE}" sessionid="${first}"`))).toBe("bad-sessionid");
});

test("§2.4.2, §4.3: what is filled in wrongly is executing still, with a note of type error and the form as it was", async () => {
  const answer = await runCommand(actors.admin, ADD, {
    accountjid: "nurse@localhost",
    password: "a",
    "password-verify": "b",
  });
  const command = commandIn(answer);
  expect(command.attrs).toMatchObject({ node: ADD, status: "executing" });
  expect(command.getChild("note")?.attrs.type).toBe("error");
  expect(command.getChildText("note")).toBe("the passwords are not the same");
  expect(command.getChild("actions")?.toString()).toBe('<actions execute="complete"><complete/></actions>');
  const fields = command.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  const filledIn = fields.map((field) => [field.attrs.var, field.getChildText("value")]);
  expect(filledIn.slice(1)).toEqual([
    ["accountjid", "nurse@localhost"],
    ["password", null],
    ["password-verify", null],
  ]);
  const mended = submitForm({ accountjid: "nurse@localhost", password: "a", "password-verify": "a" });
  const next = await commands(actors.admin, `node="${ADD}" sessionid="${command.attrs.sessionid}"`, mended);
  expect(commandIn(next).attrs.status).toBe("completed");
});

test("§4.4: actions and payloads that cannot be taken; the form may then be sent once more", async () => {
  const { sessionid } = (await begins()).attrs;
  const attributes = `node="${ANNOUNCE}" sessionid="${sessionid}"`;
  expect(specificOf(await commands(actors.admin, `${attributes} action="prev"`))).toBe("bad-action");
  expect(specificOf(await commands(actors.admin, `${attributes} action="dance"`))).toBe("malformed-action");
  expect(specificOf(await commands(actors.admin, attributes))).toBe("bad-payload");
  expect(specificOf(await commands(actors.admin, attributes, submitForm({ announcement: " " })))).toBe("bad-payload");
  const answer = await commands(actors.admin, attributes, submitForm({ announcement: "At last" }));
  expect(commandIn(answer).attrs.status).toBe("completed");
});

test("§4.4: a session that has waited too long is expired", async () => {
  const { sessionid } = (await begins()).attrs;
  time += 2 * 3_600_000;
  const answer = await commands(
    actors.admin,
    `node="${ANNOUNCE}" sessionid="${sessionid}"`,
    submitForm({ announcement: "?" }),
  );
  expect([conditionOf(answer), specificOf(answer)]).toEqual(["not-allowed", "session-expired"]);
});

test("§4.4: a command that is unknown is not found, one that is not for the requester forbidden", async () => {
  expect(conditionOf(await commands(actors.admin, 'node="no such"'))).toBe("item-not-found");
  expect(conditionOf(await commands(actors.juliet, `node="${COUNT}"`))).toBe("forbidden");
});

test("one's own storage: what is kept, and what of, in the language of the request (§3.3)", async () => {
  const { juliet, admin } = actors;
  const shown = async (language: string): Promise<string[]> => {
    const answer = commandIn(await commands(juliet, `node="storage" xml:lang="${language}"`));
    expect(answer?.attrs.status).toBe("completed");
    const fields = answer?.getChild("x")?.getChildren("field") ?? [];
    return fields.slice(1).map((field) => `${field.attrs.label}: ${field.getChildText("value")}`);
  };
  expect((await shown("en"))[0]).toStartWith("All together: ");
  const text = "x".repeat(5000);
  await juliet.asks(`<iq type="set"><query xmlns="jabber:iq:private"><a xmlns="urn:a">${text}</a></query></iq>`);
  const after = await shown("fr-CA");
  expect(after[0]).toMatch(/^En tout: 5,\d\sko$/);
  expect(after[1]).toMatch(/^Réglages de vos applications: 5,\d\sko$/);
  const others = commandIn(await commands(admin, 'node="storage"'));
  expect(others?.toString()).not.toContain("Settings");
});
