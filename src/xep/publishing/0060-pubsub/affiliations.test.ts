/** XEP-0060 §4.1, §4.2: the stores of affiliations and subscriptions. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import { openAffiliations } from "./affiliations.ts";
import { DEFAULTS } from "./config.ts";
import { openNodes } from "./nodes.ts";
import { openSubscriptions } from "./subscriptions.ts";
import { pubsubTables } from "./tables.ts";

const SERVICE = "pubsub.localhost";
const [ROMEO, JULIET, NURSE] = ["romeo@localhost", "juliet@localhost", "nurse@localhost"] as const;

function store() {
  const db = memoryDatabase({ pubsub: pubsubTables });
  const nodes = openNodes(db);
  const create = (name: string, service = SERVICE) =>
    nodes.create({ service, name, creator: ROMEO, created: 0, config: DEFAULTS });
  return { nodes, create, affiliations: openAffiliations(db), subscriptions: openSubscriptions(db) };
}

test('the affiliation "none" is not stored', () => {
  const { create, affiliations } = store();
  const node = create("one");
  affiliations.set(node, ROMEO, "owner");
  affiliations.set(node, JULIET, "member");
  affiliations.set(node, JULIET, "none");
  expect([...affiliations.of(node)]).toEqual([[ROMEO, "owner"]]);
  expect(affiliations.get(node, JULIET)).toBe("none");
});

test("an entity's affiliations at a service are read after a node, until the caller stops", () => {
  const { create, affiliations } = store();
  const [one, two] = [create("one"), create("two"), create("three")].map((node, index) => {
    affiliations.set(node, JULIET, index === 0 ? "member" : "outcast");
    return node;
  });
  affiliations.set(create("elsewhere", ROMEO), JULIET, "owner");
  const affiliationsAfter = (after: number, most = 10): string[] => {
    const names: string[] = [];
    affiliations.atService(SERVICE, JULIET, after, ({ node }) => names.push(node) < most);
    return names;
  };
  expect(affiliationsAfter(0)).toEqual(["one", "two", "three"]);
  expect(affiliationsAfter(one?.id ?? 0)).toEqual(["two", "three"]);
  expect(affiliationsAfter(two?.id ?? 0)).toEqual(["three"]);
  expect(affiliationsAfter(0, 1)).toEqual(["one"]);
});

test("a node is owned alone where nobody else is an owner, whatever their affiliations", () => {
  const { create, affiliations } = store();
  const [alone, shared, others] = [create("alone"), create("shared"), create("others")];
  for (const node of [alone, shared]) affiliations.set(node, ROMEO, "owner");
  affiliations.set(alone, JULIET, "publisher");
  affiliations.set(shared, JULIET, "owner");
  affiliations.set(others, ROMEO, "member");
  affiliations.set(others, NURSE, "owner");
  expect(affiliations.ownedAlone(ROMEO)).toEqual([alone.id]);
  expect(affiliations.owners(shared).sort()).toEqual([JULIET, ROMEO]);
  affiliations.forget(JULIET);
  expect(affiliations.ownedAlone(ROMEO)).toEqual([alone.id, shared.id]);
  expect(affiliations.get(alone, JULIET)).toBe("none");
});

test("subscriptions are paged after a JID; those of an account are counted by service", () => {
  const { create, subscriptions } = store();
  const [node, other, elsewhere] = [create("one"), create("two"), create("elsewhere", ROMEO)];
  for (const jid of ["a@b", "a@b/c", "d@e"]) subscriptions.put(node, { jid, state: "subscribed", deliver: true });
  subscriptions.put(other, { jid: "a@b", state: "pending", deliver: true });
  subscriptions.put(elsewhere, { jid: "a@b", state: "subscribed", deliver: true });
  const page = (after: string, limit: number) => subscriptions.page(node, after, limit).map(({ jid }) => jid);
  expect([page("", 2), page("a@b/c", 2), page("a@b", 1)]).toEqual([["a@b", "a@b/c"], ["d@e"], ["a@b/c"]]);
  expect(subscriptions.ofAccount(node, "a@b").map(({ jid }) => jid)).toEqual(["a@b", "a@b/c"]);
  expect(subscriptions.atService(SERVICE, "a@b").map(({ node: name, jid }) => [name, jid])).toEqual([
    ["one", "a@b"],
    ["one", "a@b/c"],
    ["two", "a@b"],
  ]);
  expect(["a@b", "d@e"].map((account) => subscriptions.countOf(SERVICE, account))).toEqual([3, 1]);
  subscriptions.forgetAt(SERVICE, "a@b");
  expect([subscriptions.countOf(SERVICE, "a@b"), subscriptions.countOf(ROMEO, "a@b")]).toEqual([1, 1]);
});
