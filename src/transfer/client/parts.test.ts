import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { Tally } from "../../operations/import-tally.ts";
import { signIn } from "./connect.ts";
import { type FormerContact, partsOf, type ReadStep } from "./parts.ts";
import { ALICE, BIND, errorOf, featuresWith, resultOf, SUCCESS, scriptedServer } from "./testing.ts";

/** What is read of one kind, from a server that answers each request as `answer` says: with a payload, or an error. */
async function read(step: ReadStep, answer: (request: string) => string | { readonly error: string }) {
  const { deps } = scriptedServer((sent, headers) => {
    if (sent.includes("<stream:stream")) return headers === 1 ? featuresWith("PLAIN") : BIND;
    if (sent.includes("<auth")) return SUCCESS;
    if (sent.includes("xmpp-bind")) return resultOf(sent, "<bind/>");
    const given = answer(sent);
    return typeof given === "string" ? resultOf(sent, given) : errorOf(sent, given.error);
  });
  const session = await signIn(ALICE, "wherefore art thou", deps, new AbortController().signal);
  const tally = new Tally();
  const contacts: FormerContact[] = [];
  const parts: Element[] = [];
  for await (const part of partsOf(step, session, tally.reportOf(""), (contact) => contacts.push(contact)))
    parts.push(part);
  session.end();
  const left = [...tally.left].map(({ kind, reason, subject }) => [kind, reason, subject]);
  return { parts, texts: parts.map(String), contacts, left };
}

const roster = (items: string): string => `<query xmlns='jabber:iq:roster'>${items}</query>`;
const pubsub = (inner: string, more = ""): string =>
  `<pubsub xmlns='http://jabber.org/protocol/pubsub${more}'>${inner}</pubsub>`;
const listed = (...nodes: readonly string[]): string =>
  `<query xmlns='http://jabber.org/protocol/disco#items'>${nodes.map((node) => `<item jid='alice@elsewhere.example' node='${node}'/>`).join("")}</query>`;

/** A server whose nodes have these items, in its own order; the last of `ids` is the newest. */
const publishing =
  (order: (ids: string[]) => string[], ids: readonly string[], pageSize = 100) =>
  (request: string): string | { error: string } => {
    if (request.includes("disco#items")) return listed("urn:x");
    if (!request.includes('"urn:x"')) return { error: "item-not-found" };
    if (request.includes("configure")) return { error: "forbidden" };
    const all = order([...ids]);
    if (request.includes("max_items")) return pubsub(`<items node='urn:x'><item id='${ids.at(-1)}'/></items>`);
    const from = all.indexOf(/<after>([^<]+)</.exec(request)?.[1] ?? "") + 1;
    const page = all.slice(from, from + pageSize);
    const set = `<set xmlns='http://jabber.org/protocol/rsm'><last>${page.at(-1)}</last><count>${all.length}</count></set>`;
    return pubsub(`<items node='urn:x'>${page.map((id) => `<item id='${id}'><x/></item>`).join("")}</items>${set}`);
  };
const idsIn = (parts: readonly Element[]): string[] =>
  parts.map((part) => part.getChild("items")?.getChild("item")?.attrs.id);

test("RFC 6121 §2: contacts come with names and groups and without subscriptions; who saw the account is pre-approved", async () => {
  const items = `<item jid='bob@x.example' name='Bob' subscription='both' ask='subscribe'><group>A</group><evil/></item><item jid='carol@x.example' subscription='to'/>`;
  const { texts, contacts } = await read("contacts", () => roster(items));
  expect(texts).toEqual([
    '<query xmlns="jabber:iq:roster"><item jid="bob@x.example" name="Bob" subscription="none" approved="true"><group>A</group></item></query>',
    '<query xmlns="jabber:iq:roster"><item jid="carol@x.example" subscription="none"/></query>',
  ]);
  expect(contacts).toEqual([
    { jid: "bob@x.example", isSeen: true, sees: true },
    { jid: "carol@x.example", isSeen: true, sees: false },
  ]);
});

test.each([
  ["the oldest first", (ids: string[]) => ids],
  ["the newest first", (ids: string[]) => ids.reverse()],
])("XEP-0060 §6.5: items come the oldest first from a server that gives %s", async (_, order) =>
  expect(idsIn((await read("nodes", publishing(order, ["1", "2", "3"]))).parts)).toEqual(["1", "2", "3"]),
);

test("XEP-0060 §6.5.4: a node is read page by page where the server gives pages", async () =>
  expect(
    idsIn(
      (
        await read(
          "nodes",
          publishing((ids) => ids, ["1", "2", "3", "4", "5"], 2),
        )
      ).parts,
    ),
  ).toEqual(["1", "2", "3", "4", "5"]));

test("nodes that belong to the old address are named and not read", async () => {
  const asked: string[] = [];
  const { parts, left } = await read("nodes", (request) => {
    asked.push(request);
    if (request.includes("disco#items")) return listed("urn:xmpp:omemo:2:devices", "urn:xmpp:moved:1");
    return { error: "item-not-found" };
  });
  expect(parts).toEqual([]);
  expect(left).toEqual([
    ["nodes", "old-address", "urn:xmpp:omemo:2:devices"],
    ["nodes", "old-address", "urn:xmpp:moved:1"],
  ]);
  expect(asked.join("")).not.toContain("omemo");
});

test("what a server does not have is nothing; what it refuses is reported", async () => {
  expect((await read("vcards", () => ({ error: "item-not-found" }))).left).toEqual([]);
  expect((await read("blocked", () => ({ error: "service-unavailable" }))).left).toEqual([]);
  expect((await read("blocked", () => ({ error: "forbidden" }))).left).toEqual([["blocked", "not-given", ""]]);
});

test("an answer of another kind is no part, and an empty one neither", async () => {
  expect((await read("vcards", () => "<query xmlns='urn:other'>x</query>")).parts).toEqual([]);
  expect((await read("vcards", () => "<vCard xmlns='vcard-temp'/>")).parts).toEqual([]);
  expect(
    (await read("private", () => "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>"))
      .parts,
  ).toEqual([]);
});

test("more nodes than anybody has are counted, and not asked for", async () => {
  let requests = 0;
  const { left } = await read("nodes", (request) => {
    requests += 1;
    if (request.includes("disco#items")) return listed(...Array.from({ length: 2000 }, (_, index) => `urn:n:${index}`));
    return { error: "item-not-found" };
  });
  expect(left[0]?.slice(0, 2)).toEqual(["nodes", "too-large"]);
  expect(requests).toBeLessThan(1100);
});
