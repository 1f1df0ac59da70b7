import { expect, test } from "bun:test";
import { nextTick } from "../../../store/testing.ts";
import { testArchive } from "./testing.ts";
import { Unlisted } from "./unlisted.ts";

const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };
const ROMEO = "romeo@localhost";

function play() {
  const archive = testArchive();
  const { db, addresses, messages, sizes, say, search } = archive;
  const bodies = (): (string | undefined)[] =>
    search.page(ROMEO, ALL, 10, "oldest").messages.map(({ xml }) => /<body>(.*)<\/body>/.exec(xml)?.[1]);
  const inTable = db.read<{ ids: string }>(
    "SELECT coalesce(group_concat(id), '') AS ids FROM archive_message WHERE unlisted",
  );
  const stored = db.read<{ bytes: number }>("SELECT bytes FROM archive_owner WHERE account = ?");
  const owner = (): number => addresses.ownerIdOf(ROMEO) ?? Number.NaN;
  return {
    ...archive,
    bodies,
    owner,
    says: (...ids: number[]) => {
      for (const id of ids) say(id, ROMEO, "juliet@localhost", `b${id}`);
    },
    /** The messages that wait for the index. */
    waiting: () => inTable.get()?.ids,
    /** The size of the archive, and as it is stored. */
    size: () => ({ known: sizes.ofOwner(owner()), stored: stored.get(ROMEO)?.bytes }),
    length: (...ids: number[]) => ids.reduce((sum, id) => sum + (messages.get(id)?.xml.length ?? 0), 0),
  };
}

test("new messages are found, counted and weighed before they are in the index by owner, and afterwards", async () => {
  const { says, bodies, waiting, size, length, messages, search } = play();
  says(1, 2);
  messages.list();
  says(3, 4);
  for (const expected of ["3,4", ""]) {
    expect(waiting()).toBe(expected);
    expect(bodies()).toEqual(["b1", "b2", "b3", "b4"]);
    expect(search.page(ROMEO, ALL, 3, "newest")).toMatchObject({
      messages: [{ id: 2 }, { id: 3 }, { id: 4 }],
      isComplete: false,
    });
    expect(search.page(ROMEO, { after: 1, before: 4 }, 3, "oldest")).toMatchObject({
      messages: [{ id: 2 }, { id: 3 }],
      isComplete: true,
    });
    expect([search.count(ROMEO, ALL), search.ends(ROMEO)]).toEqual([4, { first: 1, last: 4 }]);
    expect(size().known).toBe(length(1, 2, 3, 4));
    messages.list();
    await nextTick();
  }
  expect(size()).toEqual({ known: length(1, 2, 3, 4), stored: length(1, 2, 3, 4) });
});

test("one whose id is not above those in the index is written there at once", () => {
  const { says, bodies, waiting, messages, size, length } = play();
  says(1, 5);
  messages.list();
  says(3, 6);
  expect(waiting()).toBe("6");
  messages.list();
  expect([waiting(), bodies()]).toEqual(["", ["b1", "b3", "b5", "b6"]]);
  expect(size().known).toBe(length(1, 3, 5, 6));
});

test("messages that came from another server are not looked through for new ones", () => {
  const { db, says, owner, messages } = play();
  says(1);
  messages.list();
  const { peer } = messages.get(1) ?? { peer: 0 };
  messages.addFormer({ id: 9, owner: owner(), peer, resource: "", xml: "<message/>", given: null });
  messages.list();
  expect(db.read<{ id: number }>("SELECT listed_up_to AS id FROM archive_indexed").get()?.id).toBe(9);
});

test("messages of former times have their place among them", () => {
  const { says, addresses, messages, bodies, owner, size, length } = play();
  says(5, 9);
  const peer = addresses.ensurePeerId(owner(), "juliet@localhost");
  for (const id of [3, 7])
    messages.addFormer({
      id,
      owner: owner(),
      peer,
      resource: "",
      xml: `<message><body>b${id}</body></message>`,
      given: null,
    });
  expect(bodies()).toEqual(["b3", "b5", "b7", "b9"]);
  messages.list();
  expect(bodies()).toEqual(["b3", "b5", "b7", "b9"]);
  expect(size().known).toBe(length(3, 5, 7, 9));
});

test("what is rolled back leaves nothing: neither a message nor that others are in the index", async () => {
  const { db, says, bodies, waiting, size, length, messages } = play();
  says(1, 2);
  await nextTick();
  const failing = (work: () => void): void =>
    expect(() =>
      db.atomically(() => {
        work();
        throw new Error("no");
      }),
    ).toThrow("no");
  failing(() => says(3));
  failing(() => messages.list());
  failing(() => {
    messages.list();
    says(3, 4);
  });
  failing(() => {
    says(3);
    failing(() => messages.list());
    expect(bodies()).toEqual(["b1", "b2", "b3"]);
  });
  expect([bodies(), waiting(), size().known]).toEqual([["b1", "b2"], "1,2", length(1, 2)]);
  says(3);
  messages.list();
  await nextTick();
  expect([bodies(), waiting(), size()]).toEqual([
    ["b1", "b2", "b3"],
    "",
    { known: length(1, 2, 3), stored: length(1, 2, 3) },
  ]);
});

test("a message that is replaced or removed before it is in the index counts as it is then", () => {
  const { says, bodies, size, length, messages } = play();
  says(1, 2, 3);
  messages.replace(2, "<message><body>other</body></message>");
  says(4);
  expect(messages.remove(1)).toBeGreaterThan(0);
  says(5);
  messages.remove(5);
  expect(bodies()).toEqual(["other", "b3", "b4"]);
  expect(size().known).toBe(length(2, 3, 4));
});

test("what was not in the index when the process ended is known to the next one", () => {
  const { db, says, owner, length, messages } = play();
  says(1);
  messages.list();
  says(2, 3);
  const next = new Unlisted(db);
  expect([next.idsOf(owner(), ALL), next.bytesOf(owner()), next.count]).toEqual([[2, 3], length(2, 3), 2]);
});

test("the index by owner is written with the text index, and when many messages wait for it", () => {
  const { says, waiting, pass, indexer } = play();
  says(1, 2);
  pass(10 * 60_000);
  expect(waiting()).toBe("");
  indexer.hold();
  says(...Array.from({ length: 2000 }, (_, n) => n + 3));
  expect(waiting()).toBe("");
});
