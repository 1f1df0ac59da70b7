/** A power cut loses the write cache: SIGKILL, then the files as they were last synced. */
import { Database } from "bun:sqlite";
import { expect } from "bun:test";
import { join } from "node:path";
import type { Client } from "../support/client/client.ts";
import { SM } from "../support/client/stream-management.ts";
import { testWith } from "../support/needs.ts";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { openPower } from "../support/process/power/power.ts";
import { program } from "../support/process/program.ts";

const ROUNDS = 3;
const BATCH = 20;
const MAM = "urn:xmpp:mam:2";

/** Sends messages without a pause until this many are acknowledged. */
async function writeUntil(alice: Client, confirmed: number): Promise<void> {
  for (let n = 0; alice.acks.confirmed < confirmed; n += BATCH) {
    const message = (index: number): string =>
      `<message to='bob@localhost' type='chat'><body>${n + index} ${"x".repeat(500)}</body></message>`;
    alice.send(`${Array.from({ length: BATCH }, (_, index) => message(index)).join("")}<r xmlns='${SM}'/>`);
    await alice.receive(({ name }) => name === "a");
  }
}

async function archived(site: LocalSite): Promise<number> {
  await using server = await site.start();
  const bob = await server.logIn("bob");
  bob.send(
    `<iq type='set' id='q'><query xmlns='${MAM}'><set xmlns='http://jabber.org/protocol/rsm'><max>0</max></set></query></iq>`,
  );
  const answer = await bob.receive(({ name, attrs }) => name === "iq" && attrs.id === "q");
  return Number(answer.getChild("fin", MAM)?.getChild("set")?.getChildText("count"));
}

testWith(["gcc"])(
  "XEP-0198 §4: acknowledged messages are archived after a power cut, and the database is intact",
  async () => {
    using site = await localSite({ program });
    let known = 0;
    for (let round = 0; round < ROUNDS; round++) {
      using power = openPower(site.home);
      const server = await site.start({ env: power.env });
      const alice = await server.logIn("alice");
      await alice.enableAcks(true);
      await writeUntil(alice, 100 * (round + 1));
      // More messages are in flight at the cut.
      const last = alice.acks.confirmed;
      const writing = writeUntil(alice, Number.POSITIVE_INFINITY).catch(() => {});
      while (alice.acks.confirmed === last) await Bun.sleep(1);
      process.kill(server.pid, "SIGKILL");
      await server.exited;
      await writing;
      const { confirmed } = alice.acks;
      power.cut();
      using database = new Database(join(site.home, "data.sqlite"));
      expect(database.query("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
      database.close();
      const archivedIds = await archived(site);
      expect(archivedIds - known).toBeGreaterThanOrEqual(confirmed);
      known = archivedIds;
    }
  },
  60_000,
);
