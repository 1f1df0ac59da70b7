/** XEP-0060 §6.5: answers to item requests are bounded, and reading the last item reads only that item. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import type { AnyModule } from "../../src/server/boot.ts";
import { stanza, testRouter } from "../../src/server/testing.ts";
import { privateStorage } from "../../src/xep/0049-private.ts";
import { vcard } from "../../src/xep/0054-vcard.ts";
import { vcardAvatars } from "../../src/xep/0153-vcard-avatars.ts";
import { pep } from "../../src/xep/publishing/0163-pep.ts";
import { vcard4 } from "../../src/xep/publishing/0292-vcard4.ts";
import { avatarConversion } from "../../src/xep/publishing/0398-avatar-conversion.ts";
import { bookmarks } from "../../src/xep/publishing/0402-bookmarks.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { weightOf } from "../../src/xml/weight.ts";
import { countingReads } from "../support/in-memory/counting-reads.ts";
import { form, PUBSUB, refusal } from "../support/xep/pubsub.ts";

const ROMEO = "romeo@localhost";
const NODE = "urn:test:node";
const RSM = "http://jabber.org/protocol/rsm";
const KEEP_ALL = { max_items: "max", access_model: "open" };

/** Pubsub and PEP in memory, with a session of romeo, who owns the nodes, and one of juliet. */
function openPubsub() {
  const harness = testRouter();
  const reads = countingReads(harness.db);
  const bytesRead = (): number => reads().bytes;
  const bounded = { ...bookmarks, options: { max_size: { ...bookmarks.options?.max_size, default: "1MB" } } };
  harness.boot(vcard, vcardAvatars, privateStorage, pep, vcard4, avatarConversion, bounded as unknown as AnyModule);
  const sessions = { romeo: harness.enter(`${ROMEO}/orchard`), juliet: harness.enter("juliet@localhost/balcony") };
  let requests = 0;
  /** The answer to the request `inner`. */
  const ask = async (requester: keyof typeof sessions, type: "get" | "set", inner: string): Promise<Element> => {
    requests += 1;
    const session = sessions[requester];
    const to = requester === "romeo" ? "" : ` to="${ROMEO}"`;
    harness.router.accept(stanza(session.jid.full, `<iq type="${type}" id="q${requests}"${to}>${inner}</iq>`), session);
    await harness.committed();
    return parseElement(session.received.findLast((text) => text.includes(`id="q${requests}"`)) ?? "");
  };
  const publish = (node: string, item: string, options: Record<string, string> = KEEP_ALL): Promise<Element> => {
    const publishOptions = `<publish-options>${form("publish-options", options)}</publish-options>`;
    return ask(
      "romeo",
      "set",
      `<pubsub xmlns="${PUBSUB}"><publish node="${node}">${item}</publish>${publishOptions}</pubsub>`,
    );
  };
  const retrieve = (inner: string, set = ""): Promise<Element> =>
    ask("juliet", "get", `<pubsub xmlns="${PUBSUB}">${inner}${set}</pubsub>`);
  /** Inserts an item into the database directly. */
  const insertItem = (node: string, id: string, payload: string): void =>
    void harness.db
      .write(
        `INSERT INTO pubsub_item (node, id, publisher, time, bytes, payload)
          SELECT id, ?1, service, 0, 100, ?2 FROM pubsub_node WHERE name = ?3`,
      )
      .run(id, payload, node);
  return { bytesRead, ask, publish, retrieve, insertItem };
}

const item = (id: string, inner: string, name = "a", ns = NODE) =>
  `<item id="${id}"><${name} xmlns="${ns}">${inner}</${name}></item>`;

function idsIn(answer: Element): string[] {
  const items = answer.getChild("pubsub")?.getChild("items")?.getChildren("item") ?? [];
  return items.map(({ attrs }) => attrs.id);
}

const setIn = (answer: Element) => answer.getChild("pubsub")?.getChild("set", RSM);
const after = (id: string | null | undefined) => `<set xmlns="${RSM}"><after>${id}</after></set>`;

test("XEP-0060 §6.5.8: an item requested a thousand times in one request is read and answered once", async () => {
  const { publish, retrieve, bytesRead } = openPubsub();
  expect(refusal(await publish(NODE, item("i", "x".repeat(250_000))))).toBe("");
  bytesRead();
  const answer = await retrieve(`<items node="${NODE}">${'<item id="i"/>'.repeat(1000)}</items>`);
  expect(idsIn(answer)).toEqual(["i"]);
  expect(setIn(answer)).toBeUndefined();
  expect(bytesRead()).toBeLessThan(300_000);
});

test("§6.5.4, §6.5.8: requested items that exceed one answer are on the next page", async () => {
  const { publish, retrieve, bytesRead } = openPubsub();
  for (let id = 0; id < 10; id += 1) await publish(NODE, item(String(id), "x".repeat(240_000)));
  const all = Array.from({ length: 10 }, (_, id) => `<item id="${id}"/>`).join("");
  bytesRead();
  const first = await retrieve(`<items node="${NODE}">${all}<item id="missing"/></items>`);
  expect(idsIn(first)).toEqual(["0", "1", "2", "3"]);
  expect(bytesRead()).toBeLessThan(1_500_000);
  const second = await retrieve(`<items node="${NODE}">${all}</items>`, after(setIn(first)?.getChildText("last")));
  expect(idsIn(second)).toEqual(["4", "5", "6", "7"]);
  const third = await retrieve(`<items node="${NODE}">${all}</items>`, after(setIn(second)?.getChildText("last")));
  expect(idsIn(third)).toEqual(["8", "9"]);
  expect(refusal(await retrieve(`<items node="${NODE}">${all}</items>`, after("10")))).toBe("cancel item-not-found");
  const two = await retrieve(`<items node="${NODE}">${all}</items>`, `<set xmlns="${RSM}"><max>2</max></set>`);
  expect([idsIn(two), setIn(two)?.getChildText("last")]).toEqual([["0", "1"], "1"]);
});

test("§6.5.7: as many of the newest items as fit into one answer are read, and no more", async () => {
  const { publish, retrieve, bytesRead } = openPubsub();
  for (let id = 0; id < 12; id += 1) await publish(NODE, item(String(id), "x".repeat(240_000)));
  bytesRead();
  const answer = await retrieve(`<items node="${NODE}" max_items="10"/>`);
  expect(idsIn(answer)).toEqual(["8", "9", "10", "11"]);
  expect(setIn(answer)?.getChildText("count")).toBe("12");
  expect(bytesRead()).toBeLessThan(1_500_000);
  expect(setIn(await retrieve(`<items node="${NODE}" max_items="2"/>`))).toBeUndefined();
});

test("an answer is bounded in elements, not only in bytes, however its items are asked for", async () => {
  const { publish, retrieve } = openPubsub();
  const small = "<b/>".repeat(2000);
  for (let id = 0; id < 12; id += 1) await publish(NODE, item(String(id), small));
  const named = Array.from({ length: 12 }, (_, id) => `<item id="${id}"/>`).join("");
  for (const inner of [
    `<items node="${NODE}"/>`,
    `<items node="${NODE}" max_items="12"/>`,
    `<items node="${NODE}">${named}</items>`,
  ]) {
    const answer = await retrieve(inner);
    expect(weightOf(answer)).toBeLessThan(2_200_000);
    expect(idsIn(answer)).toHaveLength(3);
    expect(setIn(answer)).toBeDefined();
  }
});

test("an answer has at most a thousand items, however small they are and however many are requested", async () => {
  const { publish, retrieve } = openPubsub();
  for (let from = 0; from < 1200; from += 200)
    await publish(NODE, Array.from({ length: 200 }, (_, number) => item(String(from + number), "")).join(""));
  const most = `<set xmlns="${RSM}"><max>5000</max></set>`;
  for (const [inner, set] of [
    [`<items node="${NODE}"/>`, ""],
    [`<items node="${NODE}"/>`, most],
    [`<items node="${NODE}" max_items="5000"/>`, ""],
  ] as const) {
    const answer = await retrieve(inner, set);
    expect([idsIn(answer).length, setIn(answer)?.getChildText("count")]).toEqual([1000, "1200"]);
  }
});

test("an item as large as an answer is returned alone", async () => {
  const { publish, retrieve } = openPubsub();
  for (const id of ["0", "1"]) await publish(NODE, item(id, "<b/>".repeat(7900)));
  const first = await retrieve(`<items node="${NODE}"/>`);
  expect(idsIn(first)).toEqual(["0"]);
  expect(idsIn(await retrieve(`<items node="${NODE}"/>`, after("0")))).toEqual(["1"]);
});

const VCARD = '<vCard xmlns="vcard-temp"/>';
const LIST = '<query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks"/></query>';

test.each([
  ["the avatar's metadata", "urn:xmpp:avatar:metadata", "metadata", VCARD, "juliet"],
  ["the vCard4", "urn:xmpp:vcard4", "vcard", '<vCard xmlns="vcard-temp"><FN>Romeo</FN></vCard>', "romeo"],
  ["the list of bookmarks", "storage:bookmarks", "storage", LIST, "romeo"],
] as const)("a request for the last item reads only that item: %s", async (_, node, name, inner, requester) => {
  const { ask, publish, bytesRead } = openPubsub();
  const ns = node === "urn:xmpp:vcard4" ? "urn:ietf:params:xml:ns:vcard-4.0" : node;
  const options = node === "storage:bookmarks" ? { max_items: "max", access_model: "whitelist" } : KEEP_ALL;
  const filling = `<note xmlns="urn:test:filling">${"x".repeat(60_000)}</note>`;
  for (let id = 0; id < 15; id += 1)
    expect(refusal(await publish(node, item(String(id), filling, name, ns), options))).toBe("");
  bytesRead();
  await ask(requester, inner.includes("FN") ? "set" : "get", inner);
  // It may be read more than once, but the others are not read.
  expect(bytesRead()).toBeLessThan(500_000);
});

test("XEP-0402 §5.3: bookmarks beyond the account's weight limit are refused, which bounds the cost of the whole list", async () => {
  const { ask, publish, bytesRead } = openPubsub();
  const node = "urn:xmpp:bookmarks:1";
  const bookmark = (id: number) =>
    item(
      `${id}@rooms.example`,
      `<extensions><x xmlns="urn:x">${"x".repeat(200_000)}</x></extensions>`,
      "conference",
      node,
    );
  const answers: string[] = [];
  for (let id = 0; id < 8; id += 1)
    answers.push(refusal(await publish(node, bookmark(id), { access_model: "whitelist" })));
  expect(answers).toEqual([
    ...Array.from({ length: 4 }, () => ""),
    ...Array.from({ length: 4 }, () => "wait resource-constraint"),
  ]);
  bytesRead();
  const list = await ask("romeo", "get", LIST);
  expect(list.getChild("query")?.getChild("storage")?.children).toHaveLength(4);
  expect(bytesRead()).toBeLessThan(1_500_000);
});

test("an account with more bookmarks than the limit allows can remove them in each of the possible ways", async () => {
  const { ask, publish, insertItem } = openPubsub();
  const node = "urn:xmpp:bookmarks:1";
  const bookmark = (inner: string) => `<conference xmlns="${node}"><extensions>${inner}</extensions></conference>`;
  await publish(node, item("0@rooms.example", "", "conference", node), { access_model: "whitelist" });
  for (const id of [1, 2, 3, 4, 5, 6]) insertItem(node, `${id}@rooms.example`, bookmark("x".repeat(240_000)));
  expect(refusal(await ask("romeo", "get", LIST))).toBe("wait resource-constraint");
  for (const id of [1, 2, 3, 4, 5, 6]) {
    const inner = `<retract node="${node}" notify="1"><item id="${id}@rooms.example"/></retract>`;
    expect(refusal(await ask("romeo", "set", `<pubsub xmlns="${PUBSUB}">${inner}</pubsub>`))).toBe("");
  }
  const list = await ask("romeo", "get", LIST);
  expect(list.getChild("query")?.getChild("storage")?.getChildren("conference")).toHaveLength(1);
});
