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

const SETS_AT_ONCE = 10;
const contact = (round: number, n: number): string => `nurse${round}x${n}@localhost`;

/** Roster sets in groups without a pause; `told` gets each contact of which the server has said that it is stored. */
async function addContacts(alice: Client, round: number, told: string[]): Promise<void> {
  for (let n = 0; ; n += SETS_AT_ONCE) {
    const wanted = Array.from({ length: SETS_AT_ONCE }, (_, index) => contact(round, n + index));
    for (const jid of wanted)
      alice.send(`<iq type='set' id='${jid}'><query xmlns='jabber:iq:roster'><item jid='${jid}'/></query></iq>`);
    for (const jid of wanted) {
      await alice.receive(({ attrs }) => attrs.id === jid && attrs.type === "result");
      told.push(jid);
    }
  }
}

testWith(["gcc"])(
  "what an iq result has confirmed is there after a power cut",
  async () => {
    using site = await localSite({ program });
    for (let round = 0; round < ROUNDS; round++) {
      using power = openPower(site.home);
      const server = await site.start({ env: power.env });
      const alice = await server.logIn("alice");
      const told: string[] = [];
      const adding = addContacts(alice, round, told).catch(() => {});
      while (told.length < 100) await Bun.sleep(1);
      process.kill(server.pid, "SIGKILL");
      await server.exited;
      await adding;
      power.cut();
      await using again = await site.start();
      const back = await again.logIn("alice");
      back.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
      const roster = await back.receive(({ attrs }) => attrs.id === "r");
      const stored = new Set(
        roster
          .getChild("query")
          ?.getChildren("item")
          .map(({ attrs }) => attrs.jid),
      );
      expect(told.filter((jid) => !stored.has(jid))).toEqual([]);
    }
  },
  60_000,
);
