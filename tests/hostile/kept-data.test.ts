/** XEP-0049, XEP-0054, XEP-0402: private data, vCards and bookmarks are bounded and counted for each account. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { stanza, testRouter } from "../../src/server/testing.ts";
import { privateStorage } from "../../src/xep/0049-private.ts";
import { vcard } from "../../src/xep/0054-vcard.ts";
import { pubsub } from "../../src/xep/publishing/0060-pubsub/pubsub.ts";
import { pep } from "../../src/xep/publishing/0163-pep.ts";
import { type Cast, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, itemsOf, PUBSUB, publish, refusal } from "../support/xep/pubsub.ts";

const ROMEO = "romeo@localhost";

let server: TestServer;
let actors: Cast<"juliet" | "romeo">;

beforeAll(async () => {
  server = await startTestServer({ settings: ["private.max_size=20kB"] });
  actors = await cast(server, ["juliet", "romeo"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const store = async (inner: string): Promise<string> =>
  refusal(await actors.juliet.asks(`<iq type="set"><query xmlns="jabber:iq:private">${inner}</query></iq>`));

test("XEP-0049: the number of elements in one request is limited", async () => {
  const elements = (count: number) =>
    numbers(count)
      .map((number) => `<a xmlns="urn:at-once:${number}"/>`)
      .join("");
  expect(await store(elements(101))).toBe("modify not-acceptable");
  expect(await store(elements(100))).toBe("");
});

test("XEP-0049: element names count as storage, replaced data does not, and a request that reduces storage is accepted", async () => {
  const long = "x".repeat(8000);
  expect(await store(`<b xmlns="urn:test">${long}</b>`)).toBe("");
  for (let times = 0; times < 3; times += 1) expect(await store(`<b xmlns="urn:test">${long}</b>`)).toBe("");
  // The namespace is stored in the element and in the index.
  expect(await store(`<c xmlns="urn:${"y".repeat(5000)}"/>`)).toBe("wait resource-constraint");
  expect(await store('<b xmlns="urn:test"/>')).toBe("");
  expect(await store(`<c xmlns="urn:${"y".repeat(2000)}"/>`)).toBe("");
});

test("an account's storage is reported for nodes, private data and vCard", async () => {
  const { router, boot, enter, committed } = testRouter();
  const { storageUsage } = boot(privateStorage, vcard, pubsub, pep).catalogue;
  const romeo = enter(`${ROMEO}/orchard`);
  const bytes = () => ["private", "vcard", "pubsub"].map((name) => storageUsage.get(name)?.(ROMEO));
  expect(bytes()).toEqual([0, 0, 0]);
  const asks = (id: string, inner: string): void =>
    router.accept(stanza(romeo.jid.full, `<iq type="set" id="${id}">${inner}</iq>`), romeo);
  const long = "x".repeat(10_000);
  asks("1", `<query xmlns="jabber:iq:private"><a xmlns="urn:a">${long}</a></query>`);
  asks("2", `<vCard xmlns="vcard-temp"><FN>${long}</FN></vCard>`);
  asks("3", `<pubsub xmlns="${PUBSUB}"><publish node="n"><item><a xmlns="urn:a">${long}</a></item></publish></pubsub>`);
  await committed();
  for (const usage of bytes()) {
    expect(usage).toBeGreaterThan(10_000);
    expect(usage).toBeLessThan(12_000);
  }
});

const lines = (count: number): string => "<TEL><NUMBER>1</NUMBER></TEL>".repeat(count);

test("XEP-0054: a vCard of too many elements is refused", async () => {
  const { romeo } = actors;
  const setVCard = async (inner: string) =>
    refusal(await romeo.asks(`<iq type="set"><vCard xmlns="vcard-temp">${inner}</vCard></iq>`));
  expect(await setVCard(lines(300))).toBe("");
  expect(await setVCard(lines(600))).toBe("modify not-acceptable");
});

test("XEP-0292: a vCard4 of too many elements is stored, and not converted in either direction", async () => {
  const { juliet } = actors;
  const telephones = "<tel><text>1</text></tel>".repeat(600);
  const item = `<item id="1"><vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"><fn><text>J</text></fn>${telephones}</vcard></item>`;
  expect(refusal(await publish(juliet, "urn:xmpp:vcard4", item, { access_model: "open" }))).toBe("");
  const vcardAnswer = await juliet.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>');
  expect(refusal(vcardAnswer)).toBe("cancel item-not-found");
  expect(refusal(await juliet.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Juliet</FN></vCard></iq>'))).toBe("");
  const [vcard4Item] = await itemsOf(juliet, "urn:xmpp:vcard4");
  expect(vcard4Item?.getChild("vcard")?.getChild("fn")?.getChildText("text")).toBe("J");
});

test("XEP-0084: the size of avatar metadata is limited", async () => {
  const { juliet } = actors;
  const metadata = (inner: string) =>
    `<item id="m"><metadata xmlns="urn:xmpp:avatar:metadata">${inner}</metadata></item>`;
  const tooLarge = await publish(juliet, "urn:xmpp:avatar:metadata", metadata("<info/>".repeat(1000)));
  expect(refusal(tooLarge)).toBe("modify not-acceptable payload-too-big");
  expect(refusal(await ask(juliet, "get", '<items node="urn:xmpp:avatar:metadata"/>'))).toBe("cancel item-not-found");
});
