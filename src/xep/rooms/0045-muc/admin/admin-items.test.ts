/** XEP-0045 §17.4: items of muc#admin, and how many of them a request may have. */
import { describe, expect, test } from "bun:test";
import { parseJid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { NS_MUC_ADMIN } from "../namespaces.ts";
import { DEFAULT_CONFIG } from "../settings.ts";
import { Room } from "../state/room.ts";
import { itemsIn, listIn } from "./admin-items.ts";

function roomOf(occupants: number): Room {
  const jid = parseJid("coven@rooms.localhost");
  const room = new Room({ id: 1, jid, created: 0, isLocked: false, config: DEFAULT_CONFIG, subject: { text: "" } });
  for (let n = 0; n < occupants; n += 1)
    room.occupants.add({
      nick: `n${n}`,
      account: `a${n}@b`,
      role: "visitor",
      affiliation: "none",
      sessions: new Map(),
    });
  return room;
}

const members = (count: number) =>
  xml(
    "query",
    { xmlns: NS_MUC_ADMIN },
    ...Array.from({ length: count }, (_, n) => xml("item", { jid: `m${n}@b`, affiliation: "member" })),
  );

test("§9.2: several changes at once, fewer where they are broadcast to many occupants", () => {
  expect(itemsIn(members(250), roomOf(80)).affiliations).toHaveLength(250);
  expect(() => itemsIn(members(250), roomOf(100))).toThrow("at most 200 changes at once");
  expect(itemsIn(members(200), roomOf(100)).affiliations).toHaveLength(200);
  expect(() => itemsIn(members(251), roomOf(1))).toThrow("from 1 to 250 items");
});

const query = (...items: readonly (readonly [Readonly<Record<string, string>>, (string | undefined)?])[]) =>
  xml(
    "query",
    { xmlns: NS_MUC_ADMIN },
    ...items.map(([attributes, reason]) =>
      xml("item", attributes, reason === undefined ? undefined : xml("reason", {}, reason)),
    ),
  );

const refusalOf = (work: () => unknown): string => {
  try {
    work();
    return "";
  } catch (error) {
    return error instanceof StanzaError ? error.condition : String(error);
  }
};

describe("§17.4: an item of a set", () => {
  const read = (attributes: Readonly<Record<string, string>>, reason?: string) =>
    itemsIn(query([attributes, reason]), roomOf(1));

  test("has either a role or an affiliation", () => {
    for (const wrong of [{ nick: "n0" }, { nick: "n0", jid: "m@b", role: "none", affiliation: "none" }])
      expect(refusalOf(() => read(wrong))).toBe("bad-request");
    expect(refusalOf(() => itemsIn(query(), roomOf(1)))).toBe("bad-request");
  });

  test("a role must be a known one, with a nickname", () => {
    expect(read({ nick: "n0", role: "visitor" }).roles).toEqual([{ nick: "n0", role: "visitor", reason: undefined }]);
    for (const wrong of [{ nick: "n0", role: "king" }, { jid: "m@b", role: "visitor" }, { role: "visitor" }])
      expect(refusalOf(() => read(wrong as Record<string, string>))).toBe("bad-request");
  });

  test("an affiliation must be a known one, with a JID or the nickname of an occupant", () => {
    const jidOf = (attributes: Record<string, string>): string | undefined =>
      read({ ...attributes, affiliation: "member" }).affiliations[0]?.jid;
    expect([jidOf({ jid: "M@B/full" }), jidOf({ jid: "example.org" }), jidOf({ nick: "n0" })]).toEqual([
      "m@b",
      "example.org",
      "a0@b",
    ]);
    expect(refusalOf(() => jidOf({ nick: "nobody" }))).toBe("item-not-found");
    expect(refusalOf(() => jidOf({}))).toBe("bad-request");
    expect(refusalOf(() => jidOf({ jid: "@" }))).toBe("jid-malformed");
    expect(refusalOf(() => read({ jid: "m@b", affiliation: "king" }))).toBe("bad-request");
  });

  test("a nickname is prepared, and reserved for accounts only", () => {
    const nickOf = (attributes: Record<string, string>): string | undefined =>
      read({ ...attributes, affiliation: "member" }).affiliations[0]?.nick;
    expect([
      nickOf({ jid: "m@b", nick: " the  witch " }),
      nickOf({ jid: "m@b", nick: "" }),
      nickOf({ jid: "m@b" }),
    ]).toEqual(["the witch", "", undefined]);
    expect([nickOf({ jid: "example.org", nick: "all" }), nickOf({ nick: "n0" })]).toEqual([undefined, undefined]);
    expect(refusalOf(() => nickOf({ jid: "m@b", nick: "\u2800" }))).toBe("not-acceptable");
  });

  test("a long reason is cut, an empty one ignored", () => {
    const reasonOf = (reason: string): string | undefined =>
      read({ nick: "n0", role: "none" }, reason).roles[0]?.reason;
    expect([reasonOf("x".repeat(5000))?.length, reasonOf(""), reasonOf("so")]).toEqual([4096, undefined, "so"]);
  });
});

test("§8.5, §9.2: a get asks for one list, by its role or its affiliation", () => {
  const list = (...items: Record<string, string>[]) =>
    listIn(query(...items.map((attributes) => [attributes] as const)));
  expect([list({ role: "moderator" }), list({ affiliation: "outcast" })]).toEqual([
    { role: "moderator" },
    { affiliation: "outcast" },
  ]);
  for (const wrong of [
    [],
    [{}],
    [{ role: "none" }],
    [{ affiliation: "none" }],
    [{ role: "king" }],
    [{ affiliation: "king" }],
    [{ role: "visitor", affiliation: "member" }],
    [{ role: "visitor" }, { role: "visitor" }],
  ])
    expect([wrong, refusalOf(() => list(...(wrong as Record<string, string>[])))]).toEqual([wrong, "bad-request"]);
});
