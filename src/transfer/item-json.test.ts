/** The things of a source on their way to a running server: the same at the other end, and nothing else. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { ItemError, itemIn, jsonOf } from "./item-json.ts";
import type { Imported } from "./source.ts";

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const ITEMS: readonly Imported[] = [
  {
    ...{ type: "account", account: "a@x", disabled: true, admin: true, created: 5 },
    credentials: {
      form: "scram",
      keys: {
        "SHA-1": { salt: bytes(3), iterations: 4096, storedKey: bytes(20), serverKey: bytes(20) },
        "SHA-256": { salt: bytes(3), iterations: 4096, storedKey: bytes(32), serverKey: bytes(32) },
      },
    },
  },
  { type: "account", account: "b@x", credentials: { form: "plain", password: "p" }, disabled: false, admin: false },
  {
    ...{ type: "account", account: "c@x", disabled: false, admin: false },
    credentials: { form: "a1hash", value: "v", name: "n", realm: "r" },
  },
  { type: "archived", account: "a@x", id: "1", time: 2, peer: "b@x/r", message: "<message><body>é</body></message>" },
  {
    ...{ type: "room", room: "r@c.x", config: { "muc#roomconfig_roomname": ["R"] }, created: 3 },
    affiliations: [{ jid: "a@x", affiliation: "owner", reason: "because", nick: "A" }],
    subject: { text: "s", nick: "A", time: 4 },
  },
  { ...{ type: "room-message", room: "r@c.x", id: "1", time: 2, nick: "A" }, sender: "a@x/r", message: "<message/>" },
  { type: "circle", id: "c", name: "C", members: ["a@x"], room: "r@c.x" },
  { type: "invitation", token: "t", domain: "x", expires: 9, reusable: true, inviter: "a@x", circles: ["c"] },
  { type: "left", account: "a@x", kind: "files", reason: "file-missing", subject: "f" },
];
const sent = (item: unknown): Imported => itemIn(JSON.parse(JSON.stringify(item)));

test.each(ITEMS.map((item) => [item.type, item] as const))("%s", (_, item) => {
  const { credentials, ...there } = sent(jsonOf(item)) as Extract<Imported, { type: "account" }>;
  const { credentials: given, ...here } = item as Extract<Imported, { type: "account" }>;
  expect(there as object).toEqual(here);
  expect(JSON.stringify(credentials)).toBe(JSON.stringify(given?.form === "scram" ? asBuffers(given) : given));
});

/** Keys come as buffers. */
const asBuffers = ({ keys }: { readonly keys: object }): object => ({
  form: "scram",
  keys: Object.fromEntries(
    Object.entries(keys).map(([hash, { salt, iterations, storedKey, serverKey }]) => [
      hash,
      { salt: Buffer.from(salt), iterations, storedKey: Buffer.from(storedKey), serverKey: Buffer.from(serverKey) },
    ]),
  ),
});

test("elements are the same, with their namespaces; the path of a file stays where it is", () => {
  const part = parseElement('<query xmlns="jabber:iq:roster"><item jid="b@x"><x:y xmlns:x="u:x"/></item></query>');
  const there = sent(jsonOf({ type: "part", account: "a@x", part })) as { readonly part: Element };
  expect(print(there.part)).toBe(print(part));
  const file = { type: "file", owner: "a@x", path: "/p", name: "n", mediaType: "", size: 1, uploaded: 2 } as const;
  expect(sent(jsonOf({ ...file, file: "/etc/shadow" }))).toEqual({ ...file, file: "" });
});

test("what else is sent is dropped, and what is missing or of another kind is refused", () => {
  expect(sent({ ...(ITEMS[1] as object), isTrial: true })).toEqual(ITEMS[1] as Imported);
  const refused: readonly object[] = [
    { type: "toString" },
    { type: "archived", account: "a", id: "1", time: "now", peer: "b", message: "" },
    { type: "archived", account: "a", id: "1", time: null, peer: "b", message: "" },
    { type: "left", kind: "passwords", reason: "unknown" },
    { type: "part", account: "a", part: "<a>" },
    { type: "circle", id: "c", name: "C", members: [1] },
    { type: "account", account: "a", credentials: { form: "rot13" } },
    [],
  ];
  for (const item of refused) expect(() => sent(item)).toThrow(ItemError);
});
