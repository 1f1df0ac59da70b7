import { expect, test } from "bun:test";
import { parseElement } from "../../xml/parse-element.ts";
import { keyOf, keyOfItem, listItemOf } from "./list-item.ts";

const hex = (key: Uint8Array | undefined): string | undefined => key && Buffer.from(key).toString("hex");

test("an ItemID is a domain or its SHA-256", () => {
  const hash = "8bb6634ad532175e1c706063fd69b452bf51917f61150b14da6500c018cf8df4";
  expect(hex(keyOf("spam.example"))).toBe(hash);
  expect(hex(keyOfItem("spam.example"))).toBe(hash);
  expect(hex(keyOfItem(hash))).toBe(hash);
  expect(hex(keyOfItem(hash.toUpperCase()))).toBe(hash);
});

test("all spellings of a domain have one key", () => {
  expect(hex(keyOfItem("XN--BCHER-KVA.Example."))).toBe(hex(keyOf("bücher.example")));
});

test.each([undefined, "", "alice@spam.example", "a b", "x".repeat(5000), "spam..example", "[::g]"])(
  "%p is no ItemID of a list",
  (id) => {
    expect(keyOfItem(id)).toBeUndefined();
  },
);

const item = (content: string) => listItemOf(parseElement(`<item id="spam.example">${content}</item>`));

test("a recommendation to block strangers is read from the item", () => {
  const meta = (advice: string) =>
    `<report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:spam"><meta xmlns="https://xmppbl.org/meta/v1"><recommendations>${advice}</recommendations></meta></report>`;
  expect(item(meta("<block-strangers/>"))?.isForStrangers).toBe(true);
  expect(item(meta(""))?.isForStrangers).toBe(false);
  expect(item('<report xmlns="urn:xmpp:reporting:1"/>')?.isForStrangers).toBe(false);
  expect(item("")?.isForStrangers).toBe(false);
});
