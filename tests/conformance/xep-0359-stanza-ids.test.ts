/** XEP-0359: Unique and Stable Stanza IDs. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { stage } from "../support/stage.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:sid:0";

let clock = Date.parse("2026-01-01T00:00:00Z");
const { actors } = stage(["romeo", "juliet"], { now: () => clock });

async function deliveredTo(to: string, payload = "", type = "chat"): Promise<Element> {
  actors.romeo.sends(`<message type="${type}" to="${to}"><body>x</body>${payload}</message>`);
  return actors.juliet.receives("<message><body>x</body></message>");
}

const idsOn = (message: Element): (readonly [by: string, id: string])[] =>
  message.getChildren("stanza-id", NS).map(({ attrs }) => [attrs.by, attrs.id] as const);

test("§3, rules 4, 5 and 7: a message has one id, by the receiving account", async () => {
  const ids = idsOn(await deliveredTo("juliet@localhost"));
  expect(ids.map(([by]) => by)).toEqual(["juliet@localhost"]);
  expect(ids[0]?.[1]).toMatch(/^[A-Za-z0-9_-]{22}$/);
});

test("§2.1: ids are unique, also within a millisecond, and when the clock is set back", async () => {
  const ids = new Set<string>();
  for (let n = 0; n < 20; n++) {
    if (n === 10) clock -= 86_400_000;
    ids.add(idsOn(await deliveredTo("juliet@localhost"))[0]?.[1] ?? "");
  }
  expect(ids.size).toBe(20);
});

test("§3, rule 1; §6: ids are unpredictable: consecutive ones have nothing in common", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.push(idsOn(await deliveredTo("juliet@localhost"))[0]?.[1] ?? "");
  const prefixes = new Set(ids.map((id) => id.slice(0, 4)));
  expect(prefixes.size).toBe(5);
});

const FORGED: readonly (readonly [what: string, by: string])[] = [
  ["the receiving account", "juliet@localhost"],
  ["the receiving account in another spelling", "JULIET@LocalHost"],
  ["the receiving account with a resource", "juliet@localhost/balcony"],
  ["the sending account", "romeo@localhost"],
];

for (const [what, by] of FORGED) {
  test(`§3, rule 2: an id that a client wrote in the name of ${what} is removed`, async () => {
    const ids = idsOn(await deliveredTo("juliet@localhost", `<stanza-id xmlns="${NS}" by="${by}" id="forged"/>`));
    expect(ids.map(([, id]) => id)).not.toContain("forged");
    expect(ids.length).toBe(1);
  });
}

test("§3, rule 2: a forged id is removed even where no id is added", async () => {
  const payload = `<stanza-id xmlns="${NS}" by="juliet@localhost" id="forged"/><no-store xmlns="urn:xmpp:hints"/>`;
  expect(idsOn(await deliveredTo("juliet@localhost", payload))).toEqual([]);
  expect(idsOn(await deliveredTo(actors.juliet.jid, payload, "headline"))).toEqual([]);
});

test("§3, rule 3: the ids of others are not stripped, nor is <origin-id/> (§2.2)", async () => {
  const payload =
    `<stanza-id xmlns="${NS}" by="room@rooms.example" id="r1"/><stanza-id xmlns="${NS}" by="@" id="r2"/>` +
    `<origin-id xmlns="${NS}" id="o1"/>`;
  const message = await deliveredTo("juliet@localhost", payload);
  expect(idsOn(message).map(([, id]) => id)).toContain("r1");
  expect(message.getChild("origin-id", NS)?.attrs.id).toBe("o1");
});

test("§3, rule 4: only the message's own children are removed; ids in wrapped messages stay", async () => {
  const payload = `<wrapped xmlns="urn:x"><stanza-id xmlns="${NS}" by="juliet@localhost" id="inner"/></wrapped>`;
  const message = await deliveredTo("juliet@localhost", payload);
  expect(message.getChild("wrapped", "urn:x")?.getChild("stanza-id", NS)?.attrs.id).toBe("inner");
});

test("XEP-0313 §3.6: a message that is not archived has no id", async () => {
  expect(idsOn(await deliveredTo("juliet@localhost", '<no-permanent-store xmlns="urn:xmpp:hints"/>'))).toEqual([]);
  expect(idsOn(await deliveredTo("juliet@localhost", "", "headline"))).toEqual([]);
});

test("§5: the domain and the account announce it", async () => {
  for (const to of ["localhost", "juliet@localhost"]) expect(await featuresOf(actors.juliet, to)).toContain(NS);
});
