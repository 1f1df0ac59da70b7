/** XEP-0045 §9, §10: a room with ten thousand affiliations: each request stays within one short turn. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { enterAll, openRoomServer, type RoomServer } from "../support/in-memory/room.ts";
import { ADMIN, configForm, INFO, ITEMS, OWNER, refusal, roomAt, type Settings } from "../support/xep/rooms.ts";

const ROOM = roomAt("hall");
/** Milliseconds of CPU: some hundredths of a second, on a shared machine. */
const MAX_TURN_MS = 150;

let server: RoomServer;
let requests = 0;

/** The answer, and the milliseconds of CPU until the request had been handled or been deferred to a later turn. */
async function ask(type: "get" | "set", payload: string): Promise<{ answer: Element; cost: number }> {
  const id = `q${++requests}`;
  const before = process.cpuUsage();
  server.owner.sends(`<iq type="${type}" id="${id}" to="${ROOM}">${payload}</iq>`);
  const { user, system } = process.cpuUsage(before);
  await server.idle();
  const answer = server.owner.received.find(({ attrs }) => attrs.id === id);
  if (!answer) throw new Error(`no answer to ${payload.slice(0, 100)}`);
  return { answer, cost: (user + system) / 1000 };
}

const admin = (inner: string): string => `<query xmlns="${ADMIN}">${inner}</query>`;
const owner = (settings: Settings): string => `<query xmlns="${OWNER}">${configForm(settings)}</query>`;

const items = (from: number, affiliation: string, count = 250): string =>
  Array.from({ length: count }, (_, n) => `<item affiliation="${affiliation}" jid="p${from + n}@example.org"/>`).join(
    "",
  );

beforeAll(async () => {
  server = await openRoomServer();
  for (let from = 0; from < 9750; from += 250) await ask("set", admin(items(from, from < 5000 ? "admin" : "member")));
  enterAll(server, 250);
  await server.idle();
}, 60_000);

afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

for (const [what, type, payload] of [
  ["what it is", "get", `<query xmlns="${INFO}"/>`],
  ["who is in it", "get", `<query xmlns="${ITEMS}"/>`],
  ["its members", "get", admin(`<item affiliation="member"/>`)],
  ["its admins", "get", admin(`<item affiliation="admin"/>`)],
  ["its owners", "get", admin(`<item affiliation="owner"/>`)],
  ["those who are banned", "get", admin(`<item affiliation="outcast"/>`)],
  ["its participants", "get", admin(`<item role="participant"/>`)],
  ["its settings", "get", `<query xmlns="${OWNER}"/>`],
  ["other settings", "set", owner({ moderatedroom: "0" })],
  ["to be moderated", "set", owner({ moderatedroom: "1" })],
  ["to hide addresses", "set", owner({ whois: "moderators" })],
  ["one owner more", "set", owner({ roomowners: ["owner@localhost", "juliet@localhost"] })],
  ["many changes", "set", admin(items(5000, "none", 75))],
  ["the hats", "get", `<query xmlns="${ITEMS}" node="http://jabber.org/protocol/commands"/>`],
] as const)
  test(`request: ${what}`, async () => {
    const { answer, cost } = await ask(type, payload);
    expect(answer.attrs.type).toBe("result");
    expect(cost).toBeLessThan(MAX_TURN_MS);
  });

test("§10.5: the list of admins is complete; a form too small for it omits the field, and submitting that form changes nobody", async () => {
  const list = await ask("get", admin(`<item affiliation="admin"/>`));
  expect(list.answer.getChild("query")?.getChildren("item")).toHaveLength(5000);
  const form = (await ask("get", `<query xmlns="${OWNER}"/>`)).answer.getChild("query")?.getChild("x");
  const names = form?.getChildren("field").map(({ attrs }) => attrs.var) ?? [];
  expect(names).not.toContain("muc#roomconfig_roomadmins");
  expect(names).toContain("muc#roomconfig_roomowners");
  if (form) form.attrs.type = "submit";
  expect((await ask("set", `<query xmlns="${OWNER}">${form}</query>`)).answer.attrs.type).toBe("result");
  const after = await ask("get", admin(`<item affiliation="admin"/>`));
  expect(after.answer.getChild("query")?.getChildren("item")).toHaveLength(5000);
});

test("a form that would revoke the admin affiliation of five thousand is refused, and changes nothing", async () => {
  const { answer, cost } = await ask("set", owner({ roomadmins: ["juliet@localhost"] }));
  expect(refusal(answer)).toBe("policy-violation");
  expect(cost).toBeLessThan(MAX_TURN_MS);
  const after = await ask("get", admin(`<item affiliation="admin"/>`));
  expect(after.answer.getChild("query")?.getChildren("item")).toHaveLength(5000);
});

test("a form grants and revokes the admin affiliation where it lists the admins", async () => {
  await ask("set", owner({ roomowners: ["owner@localhost", "juliet@localhost"] }));
  const owners = async (): Promise<string[]> =>
    (await ask("get", admin(`<item affiliation="owner"/>`))).answer
      .getChild("query")
      ?.getChildren("item")
      .map(({ attrs }) => attrs.jid) ?? [];
  expect(await owners()).toEqual(["juliet@localhost", "owner@localhost"]);
  const none = await ask("set", owner({ roomowners: ["p3@example.org"] }));
  expect(none.answer.attrs.type).toBe("result");
});
