/** How costs depend on how many messages there are in an archive. */
import { fillArchive, wordOf } from "../archive-fill.ts";
import { ArchiveReaders, FULLTEXT, PAGE, type Reading } from "../archive-reading.ts";
import { presentSessions } from "../chat-scenario.ts";
import { chatCost, pointOf } from "../scale.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const OF = "messages archived";
const TALKERS = 20;

const READINGS: Readonly<Record<string, Reading>> = {
  "CPU for a result of the whole archive": { fields: {}, isBackwards: false },
  "CPU for a result of one conversation": { fields: { with: "peer3@localhost" }, isBackwards: true },
  "CPU for a result of a search": { fields: { [FULLTEXT]: `light ${wordOf(7)}` }, isBackwards: true },
};

/** Not measured before: what waits is indexed, and code is compiled. */
const WARM_UP = 2;

async function run(server: Server, extent: Extent): Promise<Figure[]> {
  const { database, accounts } = server;
  if (database === undefined) throw new Error("this server's archive cannot be filled directly");
  const figures: Figure[] = [];
  const talkers = await presentSessions(server, TALKERS);
  for (let n = 0; n < WARM_UP; n += 1) await chatCost(server, talkers, extent);
  for (const [index, at] of extent.scale.archive.entries()) {
    const account = accounts[TALKERS + index] ?? "";
    fillArchive(database, `${account}@${server.reach.domain}`, at);
    for (const [what, reading] of Object.entries(READINGS)) {
      using readers = await ArchiveReaders.open(server, account);
      await readers.read(reading, (_, watch) => watch.seconds() < extent.seconds / 4);
      const { cpu: value } = await readers.read(reading, (_, watch) => watch.seconds() < extent.seconds / 2);
      figures.push(pointOf("scale-archive", { what, unit: "ms", value, at, of: OF }));
    }
    const value = await chatCost(server, talkers, extent);
    figures.push(pointOf("scale-archive", { what: "CPU for a chat message", unit: "ms", value, at, of: OF }));
  }
  for (const client of talkers) client.destroy();
  return figures;
}

export const scenario: Scenario = {
  name: "scale-archive",
  about: `on a server of its own: accounts whose archives hold so many messages of a year and ten conversations, put into the database; pages of ${PAGE} are read by four sessions: of everything from the oldest on; of one conversation from the newest back; and of a search for two words, both of which a thousandth of the messages has. Then others chat. The archives stand beside each other, so that the last message is stored among all of them.`,
  scope: "ours",
  stage: "own",
  needs: ["archive", "direct fill"],
  extraTimeoutMs: 600_000,
  run,
};
