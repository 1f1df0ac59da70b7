/** XEP-0401: Ad-hoc Account Invitation Generation. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import type { Element } from "ltx";
import { askServer } from "../../src/control/client.ts";
import { type Cast, cast, settled } from "../support/cast.ts";
import { conditionOf, openStream } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { commandIn, commands, NS, runCommand } from "../support/xep/commands.ts";
import { registers, shows, tokenOf } from "../support/xep/invitations.ts";
import { itemsOf, pushTo, rosterOf } from "../support/xep/roster.ts";

const INVITE = "urn:xmpp:invite#invite";
const CREATE = "urn:xmpp:invite#create-account";
const TIME = Date.UTC(2026, 10, 30, 2, 56, 15);
const PASSWORD = "a rose by any name";
const MAX_OPEN = 4;

let server: TestServer;
let actors: Cast<"romeo" | "juliet">;

beforeAll(async () => {
  server = await startTestServer({
    now: () => TIME,
    settings: ["listen.https=127.0.0.1:0", "web.address=chat.example.com", `invitations.max_open=${MAX_OPEN}`],
  });
  await server.createAccount("romeo@localhost", undefined, true);
  actors = await cast(server, ["romeo", "juliet"]);
});
beforeEach(() => settled(...Object.values(actors)));
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

type Name = "romeo" | "juliet";
const run = (name: Name, node: string, more = "") => commands(actors[name], `node="${node}" action="execute"${more}`);

/** The fields of the form, by their names: types and values. */
function fieldsOf(answer: Element): Record<string, readonly [type: string, value: string]> {
  const fields = commandIn(answer).getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  return Object.fromEntries(
    fields.map((field) => [field.attrs.var, [field.attrs.type, field.getChildText("value") ?? ""]]),
  );
}
const textOf = (answer: Element, name: string): string => fieldsOf(answer)[name]?.[1] ?? "";

const offered = async (name: Name) => {
  const answer = await actors[name].asks(
    `<iq type="get" to="localhost"><query xmlns="http://jabber.org/protocol/disco#items" node="${NS}"/></iq>`,
  );
  return (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs.node);
};

/** Submits the form of account creation. */
const createAccount = (name: Name, fields: Readonly<Record<string, string>>): Promise<Element> =>
  runCommand(actors[name], CREATE, fields);

test("§3: everybody can invite users, administrators can invite to create accounts", async () => {
  expect(await offered("romeo")).toEqual(expect.arrayContaining([INVITE, CREATE]));
  expect(await offered("juliet")).toContain(INVITE);
  expect(await offered("juliet")).not.toContain(CREATE);
  expect(conditionOf(await run("juliet", CREATE))).toBe("forbidden");
});

test("§5.1: the result has uri, landing-url and expire; ibr=y where the inviter may create accounts", async () => {
  const answer = await run("romeo", INVITE);
  expect(commandIn(answer).attrs.status).toBe("completed");
  expect(commandIn(answer).getChild("x", "jabber:x:data")?.attrs.type).toBe("result");
  const token = tokenOf(textOf(answer, "uri"));
  expect(token).toMatch(/^[A-Za-z0-9]{22}$/);
  expect(fieldsOf(answer)).toEqual({
    FORM_TYPE: ["hidden", "urn:xmpp:invite#invitation"],
    uri: ["text-single", `xmpp:romeo@localhost?roster;preauth=${token};ibr=y`],
    "landing-url": ["text-single", `https://chat.example.com/invite/${token}`],
    expire: ["text-single", "2026-12-07T02:56:15Z"],
  });
  expect(textOf(await run("juliet", INVITE), "uri")).toMatch(/^xmpp:juliet@localhost\?roster;preauth=[A-Za-z0-9]+$/);
});

test("§5.3.2: a new account made of a user invitation has the inviter in its roster, with a full subscription", async () => {
  const { romeo } = actors;
  await rosterOf(romeo);
  const token = tokenOf(textOf(await run("romeo", INVITE), "uri"));
  const client = await openStream(server);
  expect((await shows(client, token)).attrs.type).toBe("result");
  expect((await registers(client, "nurse", PASSWORD)).attrs.type).toBe("result");
  client.destroy();
  expect((await pushTo(romeo)).attrs).toMatchObject({ jid: "nurse@localhost", subscription: "both" });
});

test("§5.1: without ibr=y, no account can be made of the token", async () => {
  const token = tokenOf(textOf(await run("juliet", INVITE), "uri"));
  const client = await openStream(server);
  expect(conditionOf(await shows(client, token))).toBe("item-not-found");
  client.destroy();
});

test("§5.4: account creation has a form with username and roster-subscription, and the URI has the username", async () => {
  expect(fieldsOf(await run("romeo", CREATE))).toEqual({
    FORM_TYPE: ["hidden", CREATE],
    username: ["text-single", ""],
    "roster-subscription": ["boolean", "1"],
  });
  const answer = await createAccount("romeo", { username: "Rosaline", "roster-subscription": "0" });
  const token = tokenOf(textOf(answer, "uri"));
  expect(textOf(answer, "uri")).toBe(`xmpp:rosaline@localhost?register;preauth=${token}`);
  const client = await openStream(server);
  await shows(client, token);
  expect((await registers(client, "rosaline", PASSWORD)).attrs.type).toBe("result");
  client.destroy();
  expect(Object.keys(await itemsOf(actors.romeo))).not.toContain("rosaline@localhost");
});

test("§5.4: without a username the URI has none; one that is taken, reserved for somebody or malformed is refused in the form", async () => {
  const free = await createAccount("romeo", {});
  expect(textOf(free, "uri")).toMatch(/^xmpp:localhost\?register;preauth=[A-Za-z0-9]+$/);
  await createAccount("romeo", { username: "paris" });
  for (const username of ["romeo", "paris", "a@b"]) {
    const refused = commandIn(await createAccount("romeo", { username }));
    expect(refused.attrs.status).toBe("executing");
    expect(refused.getChild("note")?.attrs.type).toBe("error");
  }
});

test("so many invitations of an account may be open; revoked ones do not count", async () => {
  const { invitations = [] } = (await askServer(server.home, "GET /users/invitations")) ?? {};
  const own = invitations.filter(({ by }) => by === "juliet@localhost");
  for (let count = own.length; count < MAX_OPEN; count++)
    expect(textOf(await run("juliet", INVITE), "uri")).not.toBe("");
  expect(conditionOf(await run("juliet", INVITE))).toBe("resource-constraint");
  await askServer(server.home, "DELETE /users/invitations", { id: own[0]?.id ?? "" });
  expect(textOf(await run("juliet", INVITE), "uri")).not.toBe("");
});

test("who may invite whom is an option", async () => {
  await using strict = await startTestServer({
    settings: ["invitations.contacts=nobody", "invitations.accounts=everybody"],
  });
  const { benvolio } = await cast(strict, ["benvolio"]);
  expect(conditionOf(await commands(benvolio, `node="${INVITE}" action="execute"`))).toBe("forbidden");
  const answer = await runCommand(benvolio, CREATE, {});
  expect(textOf(answer, "uri")).toStartWith("xmpp:localhost?register;preauth=");
  // No web server: no page.
  expect(fieldsOf(answer)["landing-url"]).toBeUndefined();
});

test("an invitation is over when its inviter may not invite any more, or is gone", async () => {
  await using other = await startTestServer();
  await other.createAccount("escalus@localhost", undefined, true);
  await other.createAccount("paris@localhost", undefined, true);
  const { paris } = await cast(other, ["paris"]);
  const invitation = async () => tokenOf(textOf(await commands(paris, `node="${INVITE}" action="execute"`), "uri"));
  const isGood = async (token: string) => {
    const client = await openStream(other);
    const { type } = (await shows(client, token)).attrs;
    client.destroy();
    return type === "result";
  };
  const token = await invitation();
  expect(await isGood(token)).toBe(true);
  await askServer(other.home, "POST /users/disable", { jid: "paris" });
  expect(await isGood(token)).toBe(false);
  await askServer(other.home, "POST /users/enable", { jid: "paris" });
  expect(await isGood(token)).toBe(true);
  await other.removeAccount("paris@localhost");
  await other.createAccount("paris@localhost", undefined, true);
  expect(await isGood(token)).toBe(false);
  expect(other.errors).toEqual([]);
});
