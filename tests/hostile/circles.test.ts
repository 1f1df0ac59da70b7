/** Circles as large as they may be, while others use the server. */
import { expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { appear, enter } from "../support/cast.ts";
import { PASSWORD, startTestServer } from "../support/server.ts";
import { rosterOf } from "../support/xep/roster.ts";

const PEOPLE = 80;

test("a large circle is filled, renamed and emptied in turns with what others ask", async () => {
  await using server = await startTestServer({ settings: [`circles.max_people=${PEOPLE}`] });
  await server.createAccount("admin@localhost", undefined, true);
  const people = Array.from({ length: PEOPLE }, (_, number) => `person${number + 100}@localhost`);
  await askServer(server.home, "POST /users", { users: people.map((jid) => ({ jid, password: PASSWORD })) });
  // One after the other is connected with all, by address: the last one has all when everybody has.
  const last = await enter(server, `person${PEOPLE + 99}`, "phone");
  const stranger = await enter(server, "stranger", "phone");
  await appear(stranger);

  /** How many requests of others were answered until the contacts are as they should be. */
  const answeredUntil = async (isDone: (groups: readonly (string | null)[]) => boolean): Promise<number> => {
    for (let answered = 0; answered < 10_000; answered++) {
      await stranger.pings();
      const items = (await rosterOf(last))?.getChildren("item") ?? [];
      if (isDone(items.map((item) => item.getChildText("group")))) return answered;
    }
    throw new Error("10,000 requests were answered, and the circle is not in order");
  };
  const areAll = (name: string) => (groups: readonly (string | null)[]) =>
    groups.length === PEOPLE - 1 && groups.every((group) => group === name);

  await askServer(server.home, "POST /circles", { circle: "All", people });
  expect(await answeredUntil(areAll("All"))).toBeGreaterThan(0);
  await askServer(server.home, "PUT /circles/name", { circle: "All", name: "Everybody" });
  expect(await answeredUntil(areAll("Everybody"))).toBeGreaterThan(0);
  await askServer(server.home, "DELETE /circles", { circle: "Everybody", isRoomKept: false });
  expect(await answeredUntil((groups) => groups.length === 0)).toBeGreaterThan(0);
  expect(server.errors).toEqual([]);
}, 60_000);

test("whoever asks for too much gets nothing of it: no half of a list is in the circle", async () => {
  await using server = await startTestServer({ settings: ["circles.max_people=5"] });
  await server.createAccount("admin@localhost", undefined, true);
  for (const name of ["a", "b"]) await server.createAccount(`${name}@localhost`);
  await askServer(server.home, "POST /circles", { circle: "Few", people: [] });
  const add = (people: readonly string[]) => askServer(server.home, "PUT /circles/people", { circle: "Few", people });
  await expect(add(["a", "b", "nobody"])).rejects.toMatchObject({ reason: "no-such-account" });
  await expect(add([...Array(100_000).keys()].map(String))).rejects.toMatchObject({ reason: "no-such-account" });
  await expect(add([1, 2] as unknown as string[])).rejects.toMatchObject({ reason: "malformed-request" });
  await expect(add(["a@elsewhere.example"])).rejects.toMatchObject({ reason: "domain-not-served" });
  expect(await askServer(server.home, "POST /circles/show", { circle: "Few" })).toMatchObject({ people: 0 });
});
