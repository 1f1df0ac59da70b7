import { expect, test } from "bun:test";
import { memoryDatabase } from "../server/testing.ts";
import { parseElement } from "../xml/parse-element.ts";
import { type Kept, openSuspended } from "./suspended.ts";

const message = (n: number) => parseElement(`<message id="${n}" to="a@b"><body>&lt;${n}&gt; é</body></message>`);

const SESSION: Kept = {
  id: "sm1",
  jid: "juliet@localhost/balcony",
  received: 4_294_967_295,
  acknowledged: 7,
  unacknowledged: [1, 2].map((n) => ({ stanza: message(n), time: n * 1000 })),
  waiting: [message(3)],
  presence: parseElement('<presence from="juliet@localhost/balcony"><priority>5</priority></presence>'),
  priority: 5,
  ends: 123_456,
  known: { carbons: "enabled" },
};

const printed = ({ unacknowledged, waiting, presence, ...rest }: Kept) => ({
  ...rest,
  unacknowledged: unacknowledged.map(({ stanza, time }) => [time, stanza.toString()]),
  waiting: waiting.map(String),
  presence: presence?.toString(),
});

test("a session is read as it was kept, as often as it is read, until it is forgotten", () => {
  const store = openSuspended(memoryDatabase({}), parseElement);
  const bare: Kept = { ...SESSION, id: "sm2", presence: undefined, waiting: [], ends: Number.POSITIVE_INFINITY };
  store.keep(SESSION);
  store.keep(bare);
  for (let n = 0; n < 2; n++) expect(store.all().map(printed)).toEqual([SESSION, bare].map(printed));
  store.forget("sm1");
  expect(store.all().map(printed)).toEqual([printed(bare)]);
});

test("what is kept a second time takes the place of the first", () => {
  const store = openSuspended(memoryDatabase({}), parseElement);
  store.keep(SESSION);
  const later: Kept = { ...SESSION, unacknowledged: [], acknowledged: 9 };
  store.keep(later);
  expect(store.all().map(printed)).toEqual([printed(later)]);
});
