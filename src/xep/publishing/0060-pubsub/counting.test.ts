/** The counts of nodes, items, subscriptions and bytes, which are kept by triggers, equal what is stored. */
import { expect, test } from "bun:test";
import { NS_PUBSUB } from "../../../namespaces.ts";
import { memoryDatabase, stanza, testRouter } from "../../../server/testing.ts";
import { openAffiliations } from "./affiliations.ts";
import { DEFAULTS } from "./config.ts";
import { ALL_ITEMS, openItems } from "./items.ts";
import { type Node, openNodes } from "./nodes.ts";
import { NS_PUBSUB_OWNER } from "./protocol.ts";
import { pubsub } from "./pubsub.ts";
import { openSubscriptions } from "./subscriptions.ts";
import { pubsubTables } from "./tables.ts";

const ROMEO = "romeo@localhost";

function store(db = memoryDatabase({ pubsub: pubsubTables })) {
  const anew = db.read<{ bytes: number; subscription_bytes: number; items: number; subscribers: number }>(
    `SELECT octet_length(config) + 2 * octet_length(name) + 256
      + (SELECT coalesce(sum(bytes), 0) FROM pubsub_item WHERE node = ?1)
      + (SELECT coalesce(sum(2 * octet_length(jid) + 64), 0) FROM pubsub_affiliation WHERE node = ?1) AS bytes,
      (SELECT coalesce(sum(3 * octet_length(jid) + 64), 0) FROM pubsub_subscription WHERE node = ?1) AS subscription_bytes,
      (SELECT count(*) FROM pubsub_item WHERE node = ?1) AS items,
      (SELECT count(*) FROM pubsub_subscription WHERE node = ?1 AND state = 'subscribed') AS subscribers
      FROM pubsub_node WHERE id = ?1`,
  );
  return {
    db,
    nodes: openNodes(db),
    items: openItems(db, () => 1000),
    affiliations: openAffiliations(db),
    subscriptions: openSubscriptions(db),
    anew: (node: Node) => anew.get(node.id),
  };
}

const draft = (name: string, service = ROMEO) => ({ service, name, creator: ROMEO, created: 0, config: DEFAULTS });
const item = (id: string, payload: string | null = "<a/>") => ({ id, publisher: ROMEO, time: 0, payload });

test("by node and by creator, whatever is added, changed and removed", () => {
  const { nodes, items, affiliations, subscriptions, anew } = store();
  const node = nodes.create(draft("one"));
  const other = nodes.create(draft("two"));
  const abroad = nodes.create(draft("three", "pubsub.localhost"));
  const counts = () => ({
    ...nodes.usage(ROMEO, ROMEO),
    items: items.count(node),
    subscribers: subscriptions.count(node),
  });
  const check = (expected: { readonly items: number; readonly subscribers: number; readonly nodes?: number }): void => {
    const own = anew(node);
    const bytes = (own?.bytes ?? 0) + (anew(other)?.bytes ?? 0);
    const subscribed = (own?.subscription_bytes ?? 0) + (anew(other)?.subscription_bytes ?? 0);
    expect(counts()).toEqual({ nodes: 2, bytes, subscription_bytes: subscribed, ...expected });
    const all = bytes + subscribed + (anew(abroad)?.bytes ?? 0) + (anew(abroad)?.subscription_bytes ?? 0);
    expect(nodes.bytesOf(ROMEO)).toBe(all);
  };
  check({ items: 0, subscribers: 0 });
  for (const id of ["a", "b", "\u00e9", "d"]) items.put(node, item(id, "<long>\u00e9</long>"));
  items.put(node, item("a", null));
  items.put(abroad, item("x"));
  check({ items: 4, subscribers: 0 });
  items.remove(node, "b");
  expect(items.trim(node, 0, 0)).toEqual([]);
  expect(items.trim(node, 0, 1)).toEqual(["\u00e9"]);
  expect(items.trim(node, 2, 10)).toEqual([]);
  check({ items: 2, subscribers: 0 });
  for (const affiliation of ["member", "owner", "outcast"] as const) affiliations.set(node, ROMEO, affiliation);
  affiliations.set(node, "juliet@localhost", "member");
  affiliations.set(node, "juliet@localhost", "none");
  check({ items: 2, subscribers: 0 });
  subscriptions.put(node, { jid: "a@b/c", state: "pending", deliver: true });
  check({ items: 2, subscribers: 0 });
  expect(subscriptions.count(node, true)).toBe(1);
  subscriptions.put(node, { jid: "a@b/c", state: "subscribed", deliver: true });
  subscriptions.put(node, { jid: "a@b/c", state: "subscribed", deliver: false });
  subscriptions.put(other, { jid: "a@b", state: "subscribed", deliver: false });
  check({ items: 2, subscribers: 1 });
  nodes.configure(node, { ...DEFAULTS, title: "\u00e9t\u00e9" });
  check({ items: 2, subscribers: 1 });
  subscriptions.forget("a@b");
  affiliations.forget(ROMEO);
  check({ items: 2, subscribers: 0 });
});

test("a removed node does not count, and its name is free; its rows are deleted in portions", () => {
  const { db, nodes, items, affiliations, subscriptions } = store();
  const node = nodes.create(draft("one"));
  const kept = nodes.create(draft("two"));
  const before = nodes.usage(ROMEO, ROMEO).bytes / 2;
  for (let id = 0; id < 50; id += 1) items.put(node, item(String(id)));
  affiliations.set(node, ROMEO, "owner");
  subscriptions.put(node, { jid: "a@b", state: "subscribed", deliver: true });
  items.put(kept, item("k"));
  items.remove(kept, "k");
  nodes.remove(node);
  expect(nodes.usage(ROMEO, ROMEO)).toEqual({ nodes: 1, bytes: before, subscription_bytes: 0 });
  expect(nodes.get(ROMEO, "one")).toBeUndefined();
  expect(subscriptions.atService(ROMEO, "a@b")).toEqual([]);
  affiliations.atService(ROMEO, ROMEO, 0, () => {
    throw new Error("it is gone");
  });
  const again = nodes.create(draft("one"));
  expect(items.count(again)).toBe(0);
  const left = db.read<{ n: number }>("SELECT count(*) AS n FROM pubsub_item");
  nodes.sweep(nodes.nextRemoved() ?? 0);
  expect(left.get()?.n).toBe(30);
  for (let id = nodes.nextRemoved(); id !== undefined; id = nodes.nextRemoved()) nodes.sweep(id);
  expect(left.get()?.n).toBe(0);
  expect(nodes.usage(ROMEO, ROMEO)).toEqual({ nodes: 2, bytes: 2 * before, subscription_bytes: 0 });
});

test("a migration counts what was stored before", () => {
  const [first = ""] = pubsubTables;
  const db = memoryDatabase({ pubsub: [first] });
  const config = JSON.stringify({ ...DEFAULTS, access_model: "presence", title: "t" });
  db.write(
    "INSERT INTO pubsub_node (service, name, creator, created, config, greets) VALUES (?1, 'n', ?1, 0, ?2, 0)",
  ).run(ROMEO, config);
  for (const id of ["a", "b"])
    db.write(
      "INSERT INTO pubsub_item (node, id, publisher, time, bytes, payload) VALUES (1, ?, 'p', 0, 10, '<a/>')",
    ).run(id);
  db.write("INSERT INTO pubsub_affiliation VALUES (1, ?, 'owner')").run(ROMEO);
  db.write("INSERT INTO pubsub_subscription VALUES (1, 'a@b/c', 'a@b', 'subscribed', 1)").run();
  db.migrate("pubsub", pubsubTables);
  const { nodes, items, subscriptions, affiliations, anew } = store(db);
  const node = nodes.get(ROMEO, "n") as Node;
  expect([items.count(node), subscriptions.count(node), affiliations.owners(node)]).toEqual([2, 1, [ROMEO]]);
  const counted = anew(node);
  expect(nodes.usage(ROMEO, ROMEO)).toEqual({
    nodes: 1,
    bytes: counted?.bytes ?? 0,
    subscription_bytes: counted?.subscription_bytes ?? 0,
  });
  expect(subscriptions.atService(ROMEO, "a@b").map(({ node: name }) => name)).toEqual(["n"]);
  nodes.list(ROMEO, "x@y", "", ({ access, title }) => {
    expect([access, title]).toEqual(["presence", "t"]);
    return true;
  });
});

test("the rows of a deleted node are deleted in the background", async () => {
  const { db, router, boot, enter, committed } = testRouter();
  boot(pubsub);
  const romeo = enter(`${ROMEO}/orchard`);
  const ask = (id: string, ns: string, inner: string): void =>
    router.accept(
      stanza(
        romeo.jid.full,
        `<iq type="set" id="${id}" to="pubsub.localhost"><pubsub xmlns="${ns}">${inner}</pubsub></iq>`,
      ),
      romeo,
    );
  const left = db.read<{ n: number }>(
    "SELECT (SELECT count(*) FROM pubsub_item) + (SELECT count(*) FROM pubsub_node) AS n",
  );
  // The second time, the sweeper of the start and of the first time has ended.
  for (const time of ["first", "second"]) {
    ask(`${time} item`, NS_PUBSUB, '<publish node="n"><item id="1"><a xmlns="urn:a"/></item></publish>');
    ask(`${time} end`, NS_PUBSUB_OWNER, '<delete node="n"/>');
    await committed();
    expect(left.get()?.n).toBe(2);
    while (left.get()?.n !== 0) await Bun.sleep(5);
    await Bun.sleep(100);
  }
});

test("pubsub#item_expire: an expired item is not found, though it is still stored", () => {
  const db = memoryDatabase({ pubsub: pubsubTables });
  let now = 0;
  const items = openItems(db, () => now);
  const node = openNodes(db).create({ ...draft("n"), config: { ...DEFAULTS, item_expire: "10" } });
  items.put(node, item("old"));
  items.put(node, { ...item("new"), time: 5000 });
  now = 12_000;
  expect([items.get(node, "old"), items.sequenceOf(node, "old"), items.publisherOf(node, "old")]).toEqual(
    Array.from({ length: 3 }, () => undefined),
  );
  expect([items.ids(node, 0, 9), items.newestIds(node, 9), [items.last(node)?.id]]).toEqual([
    ["new"],
    ["new"],
    ["new"],
  ]);
  expect(items.page(node, ALL_ITEMS, 9, "oldest", () => true).map(({ id }) => id)).toEqual(["new"]);
  expect(items.count(node)).toBe(2);
  items.sweep(node);
  expect(items.count(node)).toBe(1);
  now = 20_000;
  expect([items.last(node), items.lastSequence(node)]).toEqual([undefined, undefined]);
});
