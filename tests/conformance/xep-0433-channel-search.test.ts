/** XEP-0433: Extended Channel Search. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { field } from "../support/xep/archive.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { configure, enter, enterAll, makeRoom, OPEN, OWNER, refusal, roomAt, SERVICE } from "../support/xep/rooms.ts";

const BASE = "urn:xmpp:channel-search:0";
const NS = `${BASE}:search`;
const RSM = "http://jabber.org/protocol/rsm";

let server: TestServer;
let actors: Cast<"crone" | "wiccan" | "hag">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["crone", "wiccan", "hag"]);
  const { crone, wiccan } = actors;
  await makeRoom(crone, "heath", { ...OPEN, roomname: "The Heath", roomdesc: "Where three meet again", lang: "en" });
  await makeRoom(crone, "kitchen", { ...OPEN, roomname: "Cuisine d'été", roomdesc: "Cauldrons", whois: "moderators" });
  await makeRoom(crone, "coven", { publicroom: "1", roomname: "Members of the coven" });
  await makeRoom(crone, "locked", {
    ...OPEN,
    passwordprotectedroom: "1",
    roomsecret: "x",
    roomname: "Behind a password",
  });
  await makeRoom(crone, "hidden", { membersonly: "0", roomname: "The hidden coven" });
  await enterAll("kitchen", wiccan);
  for (const room of ["heath", "coven", "locked", "hidden"])
    crone.sends(`<presence type="unavailable" to="${roomAt(room)}/crone"/>`);
  await settled(...Object.values(actors));
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const submitted = (...fields: readonly string[]): string =>
  `<x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", `${BASE}:search-params`)}${fields.join("")}</x>`;
const search = (inside = "", actor: Actor = actors.hag): Promise<Element> =>
  actor.asks(`<iq type="get" to="${SERVICE}"><search xmlns="${NS}">${inside}</search></iq>`);
const set = (...parts: readonly string[]): string => `<set xmlns="${RSM}">${parts.join("")}</set>`;

/** The localparts of the rooms found. */
async function found(inside: string): Promise<string[]> {
  const answer = await search(inside);
  if (answer.attrs.type !== "result") throw new Error(`no result: ${answer}`);
  const items = answer.getChild("result", NS)?.getChildren("item") ?? [];
  return items.map(({ attrs }) => attrs.address.split("@")[0]);
}
const q = (terms: string, ...more: readonly string[]): string => submitted(field("q", terms), ...more);
const ALL = field("all", "true");
const BY_ADDRESS = field("key", `{${BASE}:order}address`);

test("§4.1: 'An entity announces that it supports serving search queries by publishing the … feature'", async () => {
  expect(await featuresOf(actors.hag, SERVICE)).toContain(NS);
});

test("§4.2.1, §5: 'the Search Service MUST include all fields it supports with their respective default values'", async () => {
  const form = (await search()).getChild("search", NS)?.getChild("x", "jabber:x:data");
  expect(form?.attrs.type).toBe("form");
  const fields = Object.fromEntries(
    (form?.getChildren("field") ?? []).map((element) => [element.attrs.var, element.getChildText("value")]),
  );
  expect(fields).toEqual({
    FORM_TYPE: `${BASE}:search-params`,
    q: null,
    all: "false",
    sinname: "true",
    sindescription: "true",
    sinaddress: "true",
    min_users: "0",
    types: "xep-0045",
    key: `{${BASE}:order}nusers`,
  });
});

describe("§4.2.2.1: what is found", () => {
  test("rooms with all words in name, description or address, ignoring case and accents", async () => {
    expect(await found(q("heath"))).toEqual(["heath"]);
    expect(await found(q("three AGAIN"))).toEqual(["heath"]);
    expect(await found(q("ete"))).toEqual(["kitchen"]);
    expect(await found(q("kitch"))).toEqual(["kitchen"]);
    expect(await found(q("three cauldrons"))).toEqual([]);
  });

  test("only in the selected fields: names, descriptions or addresses", async () => {
    const foundOnlyIn = (only: string): string[] =>
      ["sinname", "sindescription", "sinaddress"].map((name) => field(name, name === only ? "1" : "0"));
    expect(await found(q("cuisine", ...foundOnlyIn("sinname")))).toEqual(["kitchen"]);
    expect(await found(q("cuisine", ...foundOnlyIn("sindescription")))).toEqual([]);
    expect(await found(q("cauldrons", ...foundOnlyIn("sindescription")))).toEqual(["kitchen"]);
    expect(await found(q("kitchen", ...foundOnlyIn("sinname")))).toEqual([]);
    expect(await found(q("kitchen", ...foundOnlyIn("sinaddress")))).toEqual(["kitchen"]);
    // In the spelling of the example in §4.2.1.
    expect(
      await found(q("kitchen", field("sinname", "0"), field("sindescription", "0"), field("sinaddr", "0"))),
    ).toEqual([]);
  });

  test("public rooms, and never a hidden or locked one", async () => {
    const { wiccan } = actors;
    await enter(wiccan, "unready", "wiccan");
    expect(await found(submitted(ALL, BY_ADDRESS))).toEqual(["coven", "heath", "kitchen", "locked"]);
    expect(await found(q("coven"))).toEqual(["coven"]);
    await configure(actors.crone, "coven", { publicroom: "0" });
    expect(await found(q("coven"))).toEqual([]);
    await configure(actors.crone, "coven", { publicroom: "1" });
    await wiccan.asks(`<iq type="set" to="${roomAt("unready")}"><query xmlns="${OWNER}"><destroy/></query></iq>`);
  });

  test("§6.2: each with its name, description, language, number of occupants, openness and anonymity", async () => {
    const items = (await search(submitted(ALL, BY_ADDRESS))).getChild("result", NS)?.getChildren("item") ?? [];
    const described = items.map((item) => [
      item.attrs.address,
      Object.fromEntries(item.getChildElements().map((child) => [child.getName(), child.getText()])),
    ]);
    const usual = { "service-type": "xep-0045", "anonymity-mode": `{${BASE}:anonymity}none` };
    expect(Object.fromEntries(described)).toEqual({
      [roomAt("coven")]: { name: "Members of the coven", nusers: "0", ...usual },
      [roomAt("heath")]: {
        name: "The Heath",
        description: "Where three meet again",
        language: "en",
        nusers: "0",
        "is-open": "true",
        ...usual,
      },
      [roomAt("kitchen")]: {
        name: "Cuisine d'été",
        description: "Cauldrons",
        nusers: "2",
        "is-open": "true",
        ...usual,
        "anonymity-mode": "muc_semianonymous",
      },
      [roomAt("locked")]: { name: "Behind a password", nusers: "0", ...usual },
    });
  });

  test("sorted by number of occupants or address; with a minimum of occupants; of the requested type", async () => {
    expect(await found(submitted(ALL))).toEqual(["kitchen", "coven", "heath", "locked"]);
    expect(await found(submitted(ALL, field("min_users", "1")))).toEqual(["kitchen"]);
    expect(await found(submitted(ALL, field("types", "xep-0369")))).toEqual([]);
    expect(await found(submitted(ALL, field("types", "xep-0369", "xep-0045")))).toHaveLength(4);
  });

  test("§5: 'MUST ignore fields with a var value it does not understand'; an empty result is not an error", async () => {
    expect(await found(q("heath", field("{urn:example}mood", "dark")))).toEqual(["heath"]);
    expect(await found(q("nonesuch"))).toEqual([]);
  });
});

describe("XEP-0059: pages, without state", () => {
  for (const [order, expected] of [
    [BY_ADDRESS, ["coven", "heath", "kitchen", "locked"]],
    ["", ["kitchen", "coven", "heath", "locked"]],
  ] as const)
    test(`one after the other, forwards and backwards: ${expected.join(", ")}`, async () => {
      const pages: string[] = [];
      let last: string | undefined;
      do {
        const after = last === undefined ? "" : `<after>${last}</after>`;
        const answer = await search(submitted(ALL, order) + set("<max>1</max>", after));
        const result = answer.getChild("result", NS);
        last = result?.getChild("set", RSM)?.getChildText("last") ?? undefined;
        expect(result?.getChild("set", RSM)?.getChildText("count")).toBe("4");
        pages.push(...(result?.getChildren("item") ?? []).map(({ attrs }) => attrs.address.split("@")[0]));
      } while (last !== undefined && pages.length < 9);
      expect(pages).toEqual([...expected]);
      expect(await found(submitted(ALL, order) + set("<max>2</max>", "<before/>"))).toEqual(expected.slice(2));
    });

  test("max=0 returns the count; an unknown position is item-not-found", async () => {
    const counted = await search(submitted(ALL) + set("<max>0</max>"));
    expect(counted.getChild("result", NS)?.getChild("set", RSM)?.getChildText("count")).toBe("4");
    expect(refusal(await search(submitted(ALL) + set("<after>nonsense</after>")))).toBe("item-not-found");
  });
});

describe("§4.2.2: errors", () => {
  async function isRefused(inside: string, condition: string, application: string): Promise<void> {
    const error = (await search(inside)).getChild("error");
    expect(error?.getChildElements()[0]?.getName()).toBe(condition);
    expect(error?.getChild(application, `${BASE}:error`)).toBeDefined();
    expect(error?.attrs.type).toBe("modify");
  }

  test("§4.2.2.2: an unsupported sort key", () =>
    isRefused(q("x", field("key", "{urn:example}mood")), "feature-not-implemented", "invalid-sort-key"));
  test("§4.2.2.3: 'did not yield any term suitable for search'", () =>
    isRefused(q(" !? "), "bad-request", "invalid-search-terms"));
  test("§4.2.2.6: both all and q", () => isRefused(q("x", ALL), "bad-request", "conflicting-fields"));
  test("§4.2.2.7: neither q nor all", () => isRefused(submitted(BY_ADDRESS), "bad-request", "no-search-conditions"));

  test("another form, an invalid form, invalid numbers and booleans", async () => {
    for (const inside of [
      `<x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", "urn:example")}${field("q", "x")}</x>`,
      submitted(ALL).replace('type="submit"', 'type="cancel"'),
      q("x", field("min_users", "-1")),
      q("x", field("sinname", "perhaps")),
    ])
      expect(refusal(await search(inside))).toBe("bad-request");
    const toRoom = await actors.hag.asks(`<iq type="get" to="${roomAt("heath")}"><search xmlns="${NS}"/></iq>`);
    expect(refusal(toRoom)).toBe("service-unavailable");
  });
});
