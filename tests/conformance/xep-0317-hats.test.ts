/** XEP-0317: Hats. */
import { beforeEach, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, settled } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { stage } from "../support/stage.ts";
import { NS as COMMANDS, commandIn, submitForm } from "../support/xep/commands.ts";
import { featuresOf } from "../support/xep/disco.ts";
import {
  codesIn,
  enter,
  enterAll,
  INFO,
  ITEMS,
  join,
  makeRoom,
  OPEN,
  roomAt,
  setAffiliation,
  USER,
} from "../support/xep/rooms.ts";

const NS = "urn:xmpp:hats:0";
const NODE = "urn:xmpp:hats:commands";
const HOST = "http://schemas.example.com/hats#host";
const SCRIBE = "http://schemas.example.com/hats#scribe";

let number = 0;
let room = "";
const fixture = stage(["professor", "assistant", "student"], { settings: ["hats.max_hats=2"] });
const { actors } = fixture;

beforeEach(async () => {
  const { professor, assistant, student } = actors;
  room = `physics${++number}`;
  await makeRoom(professor, room, OPEN);
  await setAffiliation(professor, room, assistant.account, "admin");
  await enterAll(room, assistant, student);
  await settled(professor, assistant, student);
});

const asks = (actor: Actor, attributes: string, content = ""): Promise<Element> =>
  actor.asks(
    `<iq type="set" to="${roomAt(room)}"><command xmlns="${COMMANDS}" ${attributes}>${content}</command></iq>`,
  );

/** Starts the command, submits its form, and returns the last answer. */
async function runs(actor: Actor, name: string, fields: Record<string, string>): Promise<Element> {
  const begun = await asks(actor, `action="execute" node="${NODE}:${name}"`);
  if (begun.attrs.type === "error") return begun;
  const { attrs } = commandIn(begun);
  const values = Object.fromEntries(Object.entries(fields).map(([key, value]) => [`hats#${key}`, value]));
  return await asks(actor, `node="${NODE}:${name}" sessionid="${attrs.sessionid}"`, submitForm(values));
}

const statusOf = (answer: Element): string => commandIn(answer).attrs.status;
const creates = (actor: Actor, uri = HOST, title = "Host", hue = ""): Promise<Element> =>
  runs(actor, "create", { title, uri, ...(hue ? { hue } : {}) });
const assigns = (actor: Actor, jid: string, uri = HOST): Promise<Element> => runs(actor, "assign", { jid, uri });

/** Title, URI and hue of each hat in a presence. */
const hatsIn = (presence: Element): (string | undefined)[][] =>
  presence
    .getChildren("hats", NS)
    .flatMap((hats) => hats.getChildren("hat").map(({ attrs }) => [attrs.title, attrs.uri, attrs.hue]));

const presenceOf = (viewer: Actor, nick: string): Promise<Element> =>
  viewer.receives(`<presence from="${roomAt(room)}/${nick}"><x xmlns="${USER}"/></presence>`);

/** The rows of a result: the values of its fields. */
const rowsIn = (answer: Element): string[][] =>
  (commandIn(answer).getChild("x", "jabber:x:data")?.getChildren("item") ?? []).map((item) =>
    item.getChildren("field").map((field) => field.getChildText("value") ?? ""),
  );

async function hatsHashFor(actor: Actor): Promise<string | undefined> {
  const info = await actor.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
  const fields = info.getChild("query", INFO)?.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  return fields.find(({ attrs }) => attrs.var === "hats#hash")?.getChildText("value") ?? undefined;
}

test("§2: a room that supports hats MUST advertise urn:xmpp:hats:0", async () => {
  expect(await featuresOf(actors.student, roomAt(room))).toContain(NS);
});

test("§2: muc#roominfo has a hash of the list of hats, which changes with the list", async () => {
  const { professor, student } = actors;
  expect(await hatsHashFor(student)).toBeUndefined();
  await creates(professor);
  const first = await hatsHashFor(student);
  expect(first).toMatch(/^[0-9a-f]{40}$/);
  await creates(professor, HOST, "Our host");
  expect(await hatsHashFor(student)).not.toBe(first);
});

test("§3.2: creating: a form with a title, a URI and a hue; all occupants are notified that the configuration changed", async () => {
  const { professor, student } = actors;
  const form = commandIn(await asks(professor, `action="execute" node="${NODE}:create"`)).getChild(
    "x",
    "jabber:x:data",
  );
  expect(form?.getChildren("field").map(({ attrs }) => attrs.var)).toEqual([
    "FORM_TYPE",
    "hats#title",
    "hats#uri",
    "hats#hue",
  ]);
  expect(form?.getChildren("field")[0]?.getChildText("value")).toBe(NODE);
  expect(statusOf(await creates(professor, HOST, "Host", "327.255249"))).toBe("completed");
  for (const actor of [professor, student])
    expect(codesIn(await actor.receives(`<message type="groupchat" from="${roomAt(room)}"/>`))).toEqual([104]);
});

test("§3.5, §3.1: an assigned hat is in the presence sent to all occupants, with title, URI and hue", async () => {
  const { professor, assistant, student } = actors;
  await creates(professor, HOST, "Host", "327.255249");
  await creates(professor, SCRIBE, "Scribe");
  await settled(professor, assistant, student);
  expect(statusOf(await assigns(assistant, student.account))).toBe("completed");
  for (const actor of [professor, assistant, student])
    expect(hatsIn(await presenceOf(actor, "student"))).toEqual([["Host", HOST, "327.255249"]]);
  await assigns(assistant, `${roomAt(room)}/student`, SCRIBE);
  expect(hatsIn(await presenceOf(professor, "student"))).toHaveLength(2);
  // Also for occupants who enter later, and when the wearer enters again.
  student.sends(`<presence type="unavailable" to="${roomAt(room)}/student"/>`);
  await settled(professor, student);
  await enter(student, room, "pupil");
  expect(hatsIn(await presenceOf(professor, "pupil"))).toHaveLength(2);
});

test("§3.5: hats can be assigned to absent users, and are in their presence when they enter", async () => {
  const { professor, student } = actors;
  await creates(professor);
  student.sends(`<presence type="unavailable" to="${roomAt(room)}/student"/>`);
  await settled(professor, student);
  await assigns(professor, student.account);
  await enter(student, room, "student");
  expect(hatsIn(await presenceOf(professor, "student"))).toEqual([["Host", HOST, undefined]]);
});

test("§3.6: when the hat is removed, the room broadcasts the presence with the refreshed list", async () => {
  const { professor, student } = actors;
  await creates(professor);
  await assigns(professor, student.account);
  await settled(professor, student);
  // The form may be submitted with the first request.
  const form = submitForm({ "hats#jid": student.account, "hats#uri": HOST });
  expect(statusOf(await asks(professor, `action="execute" node="${NODE}:unassign"`, form))).toBe("completed");
  const presence = await presenceOf(student, "student");
  expect(presence.getChild("hats", NS)).toBeUndefined();
  expect(statusOf(await asks(professor, `node="${NODE}:unassign"`, form))).toBe("executing");
});

test("§3.2, §3.3: when a hat is updated or destroyed, the presence of all its wearers is sent again", async () => {
  const { professor, assistant, student } = actors;
  await creates(professor);
  await assigns(professor, student.account);
  await assigns(professor, assistant.account);
  await settled(professor, assistant, student);
  await creates(professor, HOST, "Our host", "12");
  expect(hatsIn(await presenceOf(professor, "assistant"))).toEqual([["Our host", HOST, "12"]]);
  expect(hatsIn(await presenceOf(professor, "student"))).toEqual([["Our host", HOST, "12"]]);
  expect(statusOf(await asks(professor, `node="${NODE}:destroy"`, submitForm({ "hats#uri": HOST })))).toBe("completed");
  expect(hatsIn(await presenceOf(professor, "student"))).toEqual([]);
  expect(rowsIn(await asks(professor, `node="${NODE}:list-assigned"`))).toEqual([]);
  expect(await hatsHashFor(professor)).toBeUndefined();
});

test("§3.4, §3.7: hats are listed for occupants, their wearers for admins", async () => {
  const { professor, assistant, student } = actors;
  await creates(professor, HOST, "Host", "327");
  await creates(professor, SCRIBE, "Scribe");
  await assigns(professor, student.account);
  expect(rowsIn(await asks(student, `node="${NODE}:list"`))).toEqual([
    ["Host", HOST, "327"],
    ["Scribe", SCRIBE],
  ]);
  expect(rowsIn(await asks(assistant, `node="${NODE}:list-assigned"`))).toEqual([
    [student.account, HOST, "Host", "327"],
  ]);
  expect(conditionOf(await asks(student, `node="${NODE}:list-assigned"`))).toBe("forbidden");
});

test("only owners create hats, only admins assign them; XEP-0050 §2.2: each is listed the commands they may run", async () => {
  const { professor, assistant, student } = actors;
  await creates(professor);
  expect(conditionOf(await creates(assistant, SCRIBE))).toBe("forbidden");
  for (const name of ["create", "destroy", "assign", "unassign"])
    expect(conditionOf(await asks(student, `node="${NODE}:${name}"`))).toBe("forbidden");
  expect(conditionOf(await asks(professor, `node="${NODE}:nothing"`))).toBe("item-not-found");
  const offered = async (actor: Actor): Promise<string[]> => {
    const to = `to="${roomAt(room)}"`;
    const answer = await actor.asks(`<iq type="get" ${to}><query xmlns="${ITEMS}" node="${COMMANDS}"/></iq>`);
    const items = answer.getChild("query", ITEMS)?.getChildren("item") ?? [];
    return items.map(({ attrs }) => attrs.node.slice(NODE.length + 1));
  };
  expect(await offered(student)).toEqual(["list"]);
  expect(await offered(assistant)).toEqual(["list", "assign", "unassign", "list-assigned"]);
  expect(await offered(professor)).toHaveLength(6);
  const about = `<query xmlns="${INFO}" node="${NODE}:assign"/>`;
  const info = await professor.asks(`<iq type="get" to="${roomAt(room)}">${about}</iq>`);
  expect(info.getChild("query", INFO)?.getChild("identity")?.attrs.type).toBe("command-node");
});

test("a non-member of a members-only room is listed neither hats nor commands", async () => {
  const { professor, student } = actors;
  room = `faculty${number}`;
  await makeRoom(professor, room, {});
  await creates(professor);
  expect(conditionOf(await asks(student, `node="${NODE}:list"`))).toBe("forbidden");
  expect(conditionOf(await assigns(student, student.account))).toBe("forbidden");
});

test("hats that a client adds to its presence are removed, also in the former namespace", async () => {
  const { professor, student } = actors;
  const forgedHats = (ns: string): string => `<hats xmlns="${ns}"><hat title="Rector" uri="${HOST}"/></hats>`;
  const forged = forgedHats(NS) + forgedHats("xmpp:prosody.im/protocol/hats:1");
  student.sends(`<presence to="${roomAt(room)}/student">${forged}<status>here</status></presence>`);
  student.sends(`<message type="groupchat" to="${roomAt(room)}">${forged}<body>obey</body></message>`);
  for (const stanza of [
    await presenceOf(professor, "student"),
    await professor.receives(`<message type="groupchat"><body>obey</body></message>`),
  ])
    expect(stanza.getChildElements().filter(({ name }) => name === "hats")).toEqual([]);
});

test("an invalid hat is refused, and the form is returned with an error note", async () => {
  const { professor, student } = actors;
  const refusals: [Record<string, string>, string][] = [
    [{ title: "x".repeat(101), uri: HOST }, "a title has 100 characters"],
    [{ title: "Host", uri: "not a uri" }, "a URI is like"],
    [{ title: "Host", uri: `x:${"y".repeat(500)}` }, "a URI is like"],
    [{ title: "Host", uri: HOST, hue: "red" }, "a hue is"],
    [{ title: "Host", uri: HOST, hue: "361" }, "a hue is"],
  ];
  for (const [fields, note] of refusals) {
    const command = commandIn(await runs(professor, "create", fields));
    expect(command.attrs.status).toBe("executing");
    expect(command.getChildText("note")).toContain(note);
  }
  await creates(professor);
  const unknown = commandIn(await assigns(professor, student.account, SCRIBE));
  expect(unknown.getChildText("note")).toBe("this room has no such hat");
  for (const jid of ["elsewhere.net", `${roomAt(room)}/nobody`])
    expect(commandIn(await assigns(professor, jid)).getChildText("note")).toBe("a hat is for somebody's address");
  await creates(professor, SCRIBE);
  expect(conditionOf(await creates(professor, `${HOST}2`))).toBe("resource-constraint");
});

test("hats are kept across a restart; a new room of the same name has none", async () => {
  const { professor, student } = actors;
  await creates(professor);
  await assigns(professor, student.account);
  await fixture.restart();
  await enter(actors.student, room, "student");
  expect(rowsIn(await asks(actors.student, `node="${NODE}:list"`))).toHaveLength(1);
  const OWNER = "http://jabber.org/protocol/muc#owner";
  await actors.professor.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="${OWNER}"><destroy/></query></iq>`);
  await makeRoom(actors.professor, room, OPEN);
  actors.student.sends(join(room, "student"));
  expect(hatsIn(await presenceOf(actors.professor, "student"))).toEqual([]);
  expect(rowsIn(await asks(actors.professor, `node="${NODE}:list-assigned"`))).toEqual([]);
});
