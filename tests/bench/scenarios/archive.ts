/** XEP-0313: the first results that the server reads, and those that follow. */
import { ArchiveReaders, PAGE, READERS, type Reading } from "../archive-reading.ts";
import { ChatLoad } from "../chat-load.ts";
import { logIn } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

/** Messages in the archive that is read, and in flight while they are sent. */
const MESSAGES = 1000;
const WINDOW = 50;
/** Seconds that they may take to be sent. */
const MAX_SECONDS = 60;
/** Results that count as the first. */
const FIRST = 3000;
/** Accounts that no other load uses. */
const [WRITER, LISTENER] = [150, 151];

const WHOLE: Reading = { fields: {}, isBackwards: false };

/** Sends the messages, which are archived at both ends. Throws when one is lost. */
async function sendMessages(server: Server): Promise<void> {
  const clients = [await logIn(server, WRITER), await logIn(server, LISTENER)];
  for (const client of clients) client.send("<presence/>");
  await Bun.sleep(500);
  await new ChatLoad(server, clients, false).ofCount(WINDOW, MESSAGES, MAX_SECONDS);
  for (const client of clients) client.destroy();
}

async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  await sendMessages(server);
  using readers = await ArchiveReaders.open(server, server.accounts[LISTENER] ?? "");
  const first = await readers.read(WHOLE, (results) => results < FIRST);
  const next = await readers.read(WHOLE, (_, watch) => watch.seconds() < seconds);
  const cpu = { unit: "ms", better: "less", aim: 0.03 } as const;
  const place = { chart: "cpu", group: "a result of an archive" } as const;
  return [
    { name: "CPU for a result of an archive, the first", value: first.cpu, ...cpu, place: { ...place, isCold: true } },
    { name: "CPU for a result of an archive, those that follow", value: next.cpu, ...cpu, place },
    {
      ...{ name: `pages of ${PAGE}`, unit: "/s", value: next.pagesPerSecond, better: "more" },
      loadShare: next.loadShare,
    },
  ];
}

export const scenario: Scenario = {
  name: "archive",
  about: `one account says ${MESSAGES.toLocaleString("en")} messages to another, whose archive ${READERS} sessions then read from the oldest on, page after page of ${PAGE}, and again; the first ${FIRST.toLocaleString("en")} results count as the first.`,
  scope: "every round",
  needs: ["archive"],
  extraTimeoutMs: 60_000,
  run,
};
