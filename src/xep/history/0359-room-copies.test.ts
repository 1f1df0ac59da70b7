/** XEP-0313 §6.1.1: which messages are copies of one private message of a room, also of a room elsewhere. */
import { expect, test } from "bun:test";
import { parseJid } from "../../jid/jid.ts";
import { stanzaOf } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { RoomCopies } from "./0359-room-copies.ts";

const PRIVATE = '<x xmlns="http://jabber.org/protocol/muc#user"/>';
const FROM = "coven@rooms.example/crone";

function openCopies() {
  const clock = { now: 0 };
  const copies = new RoomCopies(() => clock.now);
  let last = 0;
  const next = () => (last += 1);
  return {
    clock,
    copies,
    arrives: (
      to: string,
      content = "<body>psst</body>",
      { from = FROM, id = "a", type = "chat", mark = PRIVATE } = {},
    ) => {
      const attributes = `from="${from}" to="${to}" type="${type}" id="${id}"`;
      const xml = parseElement(`<message ${attributes}>${content}${mark}</message>`);
      return copies.numberOf(stanzaOf(xml, parseJid(from)), parseJid(to).bare, next);
    },
  };
}

test("copies to other apps have the number of the first; to the same app it is another message", () => {
  const { arrives } = openCopies();
  expect(["a", "b", "c", "a", "b"].map((resource) => arrives(`hag@localhost/${resource}`))).toEqual([1, 1, 1, 2, 2]);
});

test("another account, sender, id, type or content, or without a resource: another message", () => {
  const { arrives } = openCopies();
  arrives("hag@localhost/a");
  expect(arrives("hag@localhost/b", "<body>hush</body>")).toBe(2);
  expect(arrives("hag@localhost/b", undefined, { id: "b" })).toBe(3);
  expect(arrives("hag@localhost/b", undefined, { from: "coven@rooms.example/wiccan" })).toBe(4);
  expect(arrives("hag@localhost")).toBe(5);
  expect(arrives("hag@localhost")).toBe(6);
  expect(arrives("crone@localhost/b")).toBe(7);
  expect(arrives("hag@localhost/b", undefined, { type: "normal" })).toBe(8);
});

test("a message that is no private one of a room (XEP-0045 §7.5) is never a copy", () => {
  const { arrives } = openCopies();
  const message = { from: "crone@elsewhere.example/desk", mark: "" };
  expect(["a", "b"].map((resource) => arrives(`hag@localhost/${resource}`, undefined, message))).toEqual([1, 2]);
});

test("is archived once: by the first copy that gets so far; again where the first was lost", () => {
  const { copies, arrives } = openCopies();
  const number = arrives("hag@localhost/a");
  arrives("hag@localhost/b");
  expect([copies.mayArchive(number), copies.mayArchive(number), copies.mayArchive(99)]).toEqual([true, false, true]);
  // The same message once more takes the place of the first, of which nothing is kept.
  const repeated = arrives("hag@localhost/a");
  expect([copies.mayArchive(repeated), copies.mayArchive(repeated), copies.mayArchive(number)]).toEqual([
    true,
    false,
    true,
  ]);
  copies.clear();
  expect(copies.mayArchive(arrives("hag@localhost/c"))).toBe(true);
});

test("remembers a bounded number", () => {
  const { arrives } = openCopies();
  arrives("hag@localhost/a");
  for (let n = 0; n < 500; n++) arrives("hag@localhost/a", undefined, { id: `n${n}` });
  expect(arrives("hag@localhost/b")).toBe(502);
});

test("what says the same later is another message, whichever app it is for", () => {
  const { clock, arrives } = openCopies();
  arrives("hag@localhost/a");
  clock.now = 60_000;
  expect(arrives("hag@localhost/b")).toBe(1);
  clock.now = 60_001;
  expect(arrives("hag@localhost/c")).toBe(2);
  clock.now = -3_600_000;
  expect(arrives("hag@localhost/d")).toBe(3);
});

test("remembers a bounded number of resources", () => {
  const { arrives } = openCopies();
  const numbers = Array.from({ length: 61 }, (_, n) => arrives(`hag@localhost/${n}`));
  expect([numbers[29], numbers[30], numbers[59], numbers[60]]).toEqual([1, 2, 2, 3]);
});
