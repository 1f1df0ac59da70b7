/** XEP-0060: long lists of nodes, subscriptions and affiliations: their cost, their bounds, and who is notified. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { stanza, testRouter } from "../../src/server/testing.ts";
import { disco } from "../../src/xep/0030-disco.ts";
import { pep } from "../../src/xep/publishing/0163-pep.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Actor, type Cast, cast } from "../support/cast.ts";
import { countingReads } from "../support/in-memory/counting-reads.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, askOwner, form, OWNER, PUBSUB, publish, refusal } from "../support/xep/pubsub.ts";

const SERVICE = "pubsub.localhost";
const RSM = "http://jabber.org/protocol/rsm";
const ITEMS = "http://jabber.org/protocol/disco#items";

let server: TestServer;
let actors: Cast<"juliet" | "romeo">;

beforeAll(async () => {
  server = await startTestServer({
    settings: ["pubsub.max_storage=300kB", "pep.max_storage=1500kB", "pubsub.max_nodes=1200"],
  });
  actors = await cast(server, ["juliet", "romeo"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const item = (id: string, inner = "") => `<item id="${id}"><a xmlns="urn:test">${inner}</a></item>`;
const after = (last: string | null | undefined, max = 1000) =>
  `<set xmlns="${RSM}"><max>${max}</max><after>${last}</after></set>`;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

test("XEP-0060 §5.2: listing a thousand nodes queries no node on its own, whatever their access models", async () => {
  const { router, boot, enter, committed, db } = testRouter();
  const reads = countingReads(db);
  boot(disco, pep);
  const juliet = enter("juliet@localhost/balcony");
  const romeo = enter("romeo@localhost/orchard");
  const models = ["presence", "open", "roster", "whitelist", "authorize"];
  for (const number of numbers(1000)) {
    const options = `<configure>${form("node_config", { access_model: models[number % 5] ?? "" })}</configure>`;
    const inner = `<pubsub xmlns="${PUBSUB}"><create node="n${number}"/>${options}</pubsub>`;
    router.accept(stanza(romeo.jid.full, `<iq type="set" id="c${number}">${inner}</iq>`), romeo);
  }
  await committed();
  reads();
  router.accept(
    stanza(juliet.jid.full, `<iq type="get" id="list" to="romeo@localhost"><query xmlns="${ITEMS}"/></iq>`),
    juliet,
  );
  await new Promise((resolve) => setTimeout(resolve));
  await committed();
  const answer = parseElement(juliet.received.find((text) => text.includes('id="list"')) ?? "");
  expect(answer.getChild("query")?.getChildren("item")).toHaveLength(400);
  // One query for the owners of each node with a roster access model, one for each hundred nodes, and a few others.
  expect(reads().queries).toBeLessThan(450);
});

test("XEP-0059: nodes of a service are listed in pages, each once", async () => {
  const { juliet, romeo } = actors;
  const made = await Promise.all(
    numbers(250).map((number) =>
      ask(juliet, "set", `<create node="list${String(number).padStart(3, "0")}"/>`, SERVICE),
    ),
  );
  expect(new Set(made.map(refusal))).toEqual(new Set([""]));
  const list = (set: string) =>
    romeo.asks(`<iq type="get" to="${SERVICE}"><query xmlns="${ITEMS}">${set}</query></iq>`);
  const names: string[] = [];
  let answer = await list(`<set xmlns="${RSM}"><max>100</max></set>`);
  for (let pages = 0; pages < 3; pages += 1) {
    const items = answer.getChild("query")?.getChildren("item") ?? [];
    names.push(...items.map(({ attrs }) => attrs.node));
    answer = await list(after(answer.getChild("query")?.getChild("set", RSM)?.getChildText("last"), 100));
  }
  expect(names).toEqual(numbers(250).map((number) => `list${String(number).padStart(3, "0")}`));
  expect(refusal(await list(`<set xmlns="${RSM}"><before/></set>`))).toBe("cancel feature-not-implemented");
});

const listOf = (answer: Element, name: string): Element[] =>
  answer.getChild("pubsub")?.getChild(name)?.getChildElements() ?? [];

async function addEntries(node: string, count: number): Promise<void> {
  const { juliet } = actors;
  expect(refusal(await publish(juliet, node, item("1"), { access_model: "open" }))).toBe("");
  const entries = numbers(count).map(
    (number) => `<subscription jid="u${number}@remote.example" subscription="subscribed"/>`,
  );
  expect(
    refusal(await askOwner(juliet, "set", `<subscriptions node="${node}">${entries.join("")}</subscriptions>`)),
  ).toBe("");
}

test("XEP-0060 §8.8.1: long lists of subscriptions are answered in pages", async () => {
  const { juliet } = actors;
  await addEntries("urn:test:crowd", 130);
  const page = async (set: string): Promise<string[]> => {
    const request = `<pubsub xmlns="${OWNER}"><subscriptions node="urn:test:crowd"/>${set}</pubsub>`;
    return listOf(await juliet.asks(`<iq type="get">${request}</iq>`), "subscriptions").map(({ attrs }) => attrs.jid);
  };
  const all = await page("");
  expect(all).toHaveLength(130);
  const first = await page(`<set xmlns="${RSM}"><max>50</max></set>`);
  expect([...first, ...(await page(after(first.at(-1))))]).toEqual(all);
});

test("§5.6, §5.7, §8.9.1: long lists of affiliations, and of one's own subscriptions and affiliations, are answered in pages", async () => {
  const { juliet, romeo } = actors;
  const made = numbers(7).map((number) => `<create node="own${number}"/>`);
  for (const inner of made) expect(refusal(await ask(juliet, "set", inner, SERVICE))).toBe("");
  for (const number of numbers(7)) {
    const entry = `<affiliation jid="${romeo.account}" affiliation="member"/>`;
    await askOwner(juliet, "set", `<affiliations node="own${number}">${entry}</affiliations>`, SERVICE);
    await ask(romeo, "set", `<subscribe node="own${number}" jid="${romeo.account}"/>`, SERVICE);
  }
  const entries = numbers(6).map((number) => `<affiliation jid="m${number}@remote.example" affiliation="member"/>`);
  await askOwner(juliet, "set", `<affiliations node="own0">${entries.join("")}</affiliations>`, SERVICE);
  /** The values of an attribute, in pages of three. */
  const paged = async (actor: Actor, name: string, attribute: string, ns: string, node = ""): Promise<string[][]> => {
    const pages: string[][] = [];
    let set = `<set xmlns="${RSM}"><max>3</max></set>`;
    for (let page = 0; page < 5; page += 1) {
      const request = `<pubsub xmlns="${ns}"><${name}${node}/>${set}</pubsub>`;
      const answer = await actor.asks(`<iq type="get" to="${SERVICE}">${request}</iq>`);
      pages.push(listOf(answer, name).map(({ attrs }) => attrs[attribute]));
      const last = answer.getChild("pubsub")?.getChild("set", RSM)?.getChildText("last");
      if (!last) break;
      set = after(last.replaceAll('"', "&quot;"), 3);
    }
    return pages;
  };
  const ownNodes = numbers(7).map((number) => `own${number}`);
  const pagesOfThree = [ownNodes.slice(0, 3), ownNodes.slice(3, 6), ownNodes.slice(6), []];
  expect(await paged(romeo, "affiliations", "node", PUBSUB)).toEqual(pagesOfThree);
  expect(await paged(romeo, "subscriptions", "node", PUBSUB)).toEqual(pagesOfThree);
  const owned = await paged(juliet, "affiliations", "jid", OWNER, ' node="own0"');
  expect(owned.map(({ length }) => length)).toEqual([3, 3, 2, 0]);
  expect(new Set(owned.flat()).size).toBe(8);
  const one = `<pubsub xmlns="${PUBSUB}"><affiliations node="own3"/></pubsub>`;
  const answer = await romeo.asks(`<iq type="get" to="${SERVICE}">${one}</iq>`);
  expect(listOf(answer, "affiliations").map(({ attrs }) => attrs)).toEqual([{ node: "own3", affiliation: "member" }]);
});

test("§8.8.2, §8.9.2: the number of changes in one request, and of owners of a node, is limited", async () => {
  const { juliet } = actors;
  await publish(juliet, "urn:test:owned", item("1"));
  const owners = (count: number) =>
    numbers(count)
      .map((number) => `<affiliation jid="o${number}@remote.example" affiliation="owner"/>`)
      .join("");
  const affiliate = async (entries: string) =>
    refusal(await askOwner(juliet, "set", `<affiliations node="urn:test:owned">${entries}</affiliations>`));
  expect(await affiliate(owners(1001))).toBe("modify not-acceptable");
  expect(await affiliate(owners(100))).toBe("wait resource-constraint");
  expect(await affiliate(owners(99))).toBe("");
});

test("§8.8.2: where one of several accounts has reached its limit of subscriptions, none is subscribed", async () => {
  const { juliet } = actors;
  await publish(juliet, "urn:test:none", item("1"));
  const resources = numbers(900).map(
    (number) => `<subscription jid="u@one.example/${number}" subscription="subscribed"/>`,
  );
  const others = numbers(101).map(
    (number) => `<subscription jid="u@one.example/x${number}" subscription="subscribed"/>`,
  );
  const change = async (node: string, entries: readonly string[]) =>
    refusal(await askOwner(juliet, "set", `<subscriptions node="${node}">${entries.join("")}</subscriptions>`));
  expect(await change("urn:test:none", [...resources, ...others])).toBe("modify not-acceptable");
  expect(await change("urn:test:none", resources)).toBe("");
  expect(await change("urn:test:none", others)).toBe("wait policy-violation too-many-subscriptions");
  const list = await askOwner(juliet, "get", '<subscriptions node="urn:test:none"/>');
  expect(listOf(list, "subscriptions")).toHaveLength(900);
});

test("§8.8.2: an owner cannot subscribe more addresses of an account than its limit allows", async () => {
  const { romeo } = actors;
  await publish(romeo, "urn:test:long", item("1"));
  const change = async (count: number) => {
    const entries = numbers(count).map(
      (number) => `<subscription jid="${number}@remote.example/${"r".repeat(1000)}" subscription="subscribed"/>`,
    );
    return refusal(
      await askOwner(romeo, "set", `<subscriptions node="urn:test:long">${entries.join("")}</subscriptions>`),
    );
  };
  expect(await change(60)).toBe("wait policy-violation too-many-subscriptions");
  expect(await change(20)).toBe("");
});

test("§12.9: the number of items published or retracted in one request is limited", async () => {
  const { juliet } = actors;
  const all = numbers(201).map((id) => item(String(id)));
  const options = { max_items: "max" };
  expect(refusal(await publish(juliet, "urn:test:batch", all.join(""), options))).toBe(
    "cancel not-allowed max-items-exceeded",
  );
  expect(refusal(await publish(juliet, "urn:test:batch", all.slice(1).join(""), options))).toBe("");
  const ids = numbers(201)
    .map((id) => `<item id="${id}"/>`)
    .join("");
  expect(refusal(await ask(juliet, "set", `<retract node="urn:test:batch">${ids}</retract>`))).toBe(
    "modify not-acceptable",
  );
});

test("§8.5.2, §8.2.5: a node of many items is purged, and reduced to max_items, in portions", async () => {
  const { romeo } = actors;
  const fill = async (): Promise<void> => {
    for (const from of [0, 150]) {
      const items = numbers(150)
        .map((id) => item(String(from + id)))
        .join("");
      expect(refusal(await publish(romeo, "urn:test:full", items, { max_items: "max" }))).toBe("");
    }
  };
  const left = async (): Promise<number> =>
    listOf(await ask(romeo, "get", '<items node="urn:test:full"/>'), "items").length;
  await fill();
  expect(await left()).toBe(300);
  expect(refusal(await askOwner(romeo, "set", '<purge node="urn:test:full"/>'))).toBe("");
  expect(await left()).toBe(0);
  await fill();
  const shorter = form("node_config", { max_items: "7" });
  expect(refusal(await askOwner(romeo, "set", `<configure node="urn:test:full">${shorter}</configure>`))).toBe("");
  expect(await left()).toBe(7);
});

test("a node's configuration, affiliations and subscriptions count as storage like its items", async () => {
  const { romeo } = actors;
  const texts = {
    title: "t".repeat(1000),
    description: "d".repeat(1000),
    type: "y".repeat(1000),
    language: "l".repeat(1000),
  };
  const answers: string[] = [];
  for (const number of numbers(70))
    answers.push(
      refusal(
        await ask(
          romeo,
          "set",
          `<create node="c${number}"/><configure>${form("node_config", texts)}</configure>`,
          SERVICE,
        ),
      ),
    );
  expect(answers[0]).toBe("");
  expect(answers.at(-1)).toBe("wait resource-constraint");
  const members = numbers(900).map(
    (number) => `<affiliation jid="${"m".repeat(200)}${number}@remote.example" affiliation="member"/>`,
  );
  const change = `<affiliations node="c0">${members.join("")}</affiliations>`;
  expect(refusal(await askOwner(romeo, "set", change, SERVICE))).toBe("wait resource-constraint");
  const longer = form("node_config", { contact: numbers(3).map((number) => `${"x".repeat(900)}${number}@y`) });
  const configured: string[] = [];
  for (const number of numbers(4)) {
    const inner = `<configure node="c${number}">${longer}</configure>`;
    configured.push(refusal(await askOwner(romeo, "set", inner, SERVICE)));
  }
  expect(configured.at(-1)).toBe("wait resource-constraint");
  // A change that reduces storage is accepted.
  expect(refusal(await askOwner(romeo, "set", '<delete node="c1"/>', SERVICE))).toBe("");
  const long = form("node_config", { contact: numbers(20).map((number) => `${"x".repeat(500)}${number}@y`) });
  expect(refusal(await askOwner(romeo, "set", `<configure node="c0">${long}</configure>`, SERVICE))).toBe(
    "modify not-acceptable",
  );
  const created = await ask(romeo, "set", `<create node="long"/><configure>${long}</configure>`, SERVICE);
  expect(refusal(created)).toBe("modify not-acceptable");
});

test("§6.1.3: subscriptions of others use at most a tenth of the storage of the node's creator", async () => {
  const { juliet, romeo } = actors;
  expect(refusal(await ask(juliet, "set", '<create node="heard"/>', SERVICE))).toBe("");
  const answers: string[] = [];
  for (const number of numbers(20))
    answers.push(
      refusal(
        await ask(
          romeo,
          "set",
          `<subscribe node="heard" jid="${romeo.account}/${"r".repeat(1000)}${number}"/>`,
          SERVICE,
        ),
      ),
    );
  expect([answers[0], answers.at(-1)]).toEqual(["", "wait policy-violation too-many-subscriptions"]);
  expect(refusal(await publish(juliet, "heard", item("1"), undefined, SERVICE))).toBe("");
});
