import { expect, test } from "bun:test";
import { parseElement } from "../../../xml/parse-element.ts";
import { print, printText } from "../../../xml/print.ts";
import { withStanzaId } from "../0359-stanza-ids.ts";
import { MAX_DISTANCE } from "./copies.ts";
import { testArchive } from "./testing.ts";

const [ROMEO, JULIET] = ["romeo@localhost", "juliet@localhost"];

/** Messages from Romeo to Juliet: each is stored as the one that he has sent, and as the one that she has got. */
function play() {
  const { db, messages, addresses, sizes } = testArchive();
  const put = (id: number, account: string, peer: string, xml: string): void => {
    const owner = addresses.ensureOwnerId(account);
    messages.add({ id, owner, peer: addresses.ensurePeerId(owner, peer), resource: "r", xml, given: null });
  };
  const sent = (body: string): string =>
    `<message from="${ROMEO}/r" to="${JULIET}"><body>${printText(body)}</body></message>`;
  const received = (id: number, text: string): string => print(withStanzaId(parseElement(text), JULIET, String(id)));
  const say = (id: number, body: string, distance = 1): void => {
    put(id, ROMEO, JULIET, sent(body));
    put(id + distance, JULIET, ROMEO, received(id + distance, sent(body)));
  };
  const row = db.read<{ xml: string; copy_of: number | null }>("SELECT xml, copy_of FROM archive_message WHERE id = ?");
  const stored = (id: number) => row.get(id);
  const textOf = (id: number) => messages.get(id)?.xml;
  const tickEnds = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
  return { db, messages, addresses, sizes, put, sent, received, say, stored, textOf, tickEnds };
}

test("what is in the archives of sender and recipient is stored once, and read by both with what each of them has", () => {
  const { say, stored, textOf, sent, received, messages, sizes } = play();
  say(1, "O & <speak> again");
  expect(stored(2)).toEqual({ xml: "", copy_of: 1 });
  expect([textOf(1), textOf(2)]).toEqual([sent("O & <speak> again"), received(2, sent("O & <speak> again"))]);
  const read: string[] = [];
  messages.each([2], "oldest", ({ xml }) => read.push(xml) > 0);
  expect(read).toEqual([received(2, sent("O & <speak> again"))]);
  expect([sizes.of(ROMEO), sizes.of(JULIET)]).toEqual([Buffer.byteLength(sent("O & <speak> again")), 0]);
});

test("a text that differs in anything else is stored, as are one that comes too late and a second copy", async () => {
  const { put, say, sent, received, stored, tickEnds } = play();
  put(1, ROMEO, JULIET, sent("a"));
  put(2, JULIET, ROMEO, received(2, sent("b")));
  say(10, "c", MAX_DISTANCE + 1);
  put(20_001, ROMEO, JULIET, sent("d"));
  await tickEnds();
  put(20_002, JULIET, ROMEO, received(20_002, sent("d")));
  say(20_003, "e");
  put(20_005, JULIET, ROMEO, received(20_005, sent("e")));
  for (const id of [2, 10 + MAX_DISTANCE + 1, 20_002, 20_005]) expect(stored(id)?.copy_of).toBe(null);
  expect(stored(20_004)?.copy_of).toBe(20_003);
});

test("the copy has the text once its original is changed or removed", () => {
  const { say, stored, textOf, sent, received, messages, sizes } = play();
  say(1, "one");
  say(3, "two");
  messages.replace(1, "<message/>");
  expect(messages.remove(3)).toBe(Buffer.byteLength(sent("two")));
  const left = [received(2, sent("one")), received(4, sent("two"))] as const;
  expect([stored(2), stored(4)]).toEqual(left.map((xml) => ({ xml, copy_of: null })));
  expect([textOf(1), textOf(2), textOf(3), textOf(4)]).toEqual(["<message/>", left[0], undefined, left[1]]);
  expect(sizes.of(JULIET)).toBe(Buffer.byteLength(left.join("")));
  expect(sizes.of(ROMEO)).toBe("<message/>".length);
});

test("a copy that is changed or removed leaves its original alone", () => {
  const { say, stored, textOf, sent, messages, sizes } = play();
  say(1, "one");
  say(3, "two");
  messages.replace(2, "<message/>");
  expect(messages.remove(4)).toBe(0);
  expect(stored(2)).toEqual({ xml: "<message/>", copy_of: null });
  expect(stored(4)).toBe(undefined);
  expect([textOf(1), textOf(3)]).toEqual([sent("one"), sent("two")]);
  expect(sizes.of(JULIET)).toBe("<message/>".length);
});

test("a message that was rolled back, changed or removed meanwhile has no copies", () => {
  const { db, put, sent, received, stored, messages } = play();
  const failing = () =>
    db.atomically(() => {
      put(1, ROMEO, JULIET, sent("a"));
      throw new Error("no");
    });
  expect(failing).toThrow("no");
  put(2, JULIET, ROMEO, received(2, sent("a")));
  put(3, ROMEO, JULIET, sent("b"));
  messages.replace(3, "<message/>");
  put(4, JULIET, ROMEO, received(4, sent("b")));
  put(5, ROMEO, JULIET, sent("c"));
  messages.remove(5);
  put(6, JULIET, ROMEO, received(6, sent("c")));
  for (const id of [2, 4, 6]) expect(stored(id)?.copy_of).toBe(null);
});

test("a number that a lost tick has given to another account names that one", async () => {
  const { db, put, say, sent, textOf, received, addresses, tickEnds } = play();
  const failing = () =>
    db.atomically(() => {
      put(1, ROMEO, JULIET, sent("a"));
      put(2, "tybalt@localhost", ROMEO, received(2, sent("a")));
      throw new Error("no");
    });
  expect(failing).toThrow("no");
  addresses.ensureOwnerId(ROMEO);
  await tickEnds();
  say(3, "b");
  expect(textOf(4)).toBe(received(4, sent("b")));
});

test("an archive that is deleted leaves its peers' messages, and those in steps", () => {
  const { say, textOf, received, sent, messages, addresses } = play();
  for (let id = 1; id < 21; id += 2) say(id, `message ${id}`);
  const owner = addresses.ownerIdOf(ROMEO) ?? 0;
  addresses.abandon(ROMEO);
  const all = { after: -1, before: 100 };
  for (const id of messages.idsOfOwner(owner, all, 100, "oldest")) messages.remove(id);
  addresses.remove(owner);
  for (let id = 1; id < 21; id += 2) expect(textOf(id + 1)).toBe(received(id + 1, sent(`message ${id}`)));
});

test("a copy whose original is missing is not found, and others are", () => {
  const { db, say, textOf, messages } = play();
  say(1, "one");
  say(3, "two");
  db.write("DELETE FROM archive_message WHERE id = 1").run();
  expect(textOf(2)).toBe(undefined);
  const read: number[] = [];
  messages.each([1, 2, 3, 4], "oldest", ({ id }) => read.push(id) > 0);
  expect(read).toEqual([3, 4]);
});
