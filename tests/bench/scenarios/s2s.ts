/** Chat between two servers of one kind, over one bidirectional stream or two. */
import type { Client } from "../../support/client/client.ts";
import { assertArchived } from "../archive-check.ts";
import { ChatLoad } from "../chat-load.ts";
import { sessions } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const PAIRS = 50;
/** Messages in flight of each pair. */
const WINDOW = 4;

/** Pairs of clients at different servers; senders are at both. */
async function talkers(server: Server): Promise<Client[]> {
  if (!server.other) throw new Error("this scenario runs between two servers");
  const [here, there] = [await sessions(server, PAIRS), await sessions(server.other, PAIRS)];
  const clients = here.flatMap((one, index) => {
    const other = there[index];
    if (!other) throw new Error("a pair with one client");
    return index % 2 === 0 ? [one, other] : [other, one];
  });
  for (const client of clients) client.send("<presence/>");
  return clients;
}

/** Throws when a message is lost, or when the last one is missing from its recipient's archive. */
async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  const clients = await talkers(server);
  const load = new ChatLoad(server, clients, false);
  const { perSecond, cpu, p50, p99, loadShare } = await load.atFullLoad(WINDOW, seconds, seconds / 2);
  await assertArchived(load.last.recipient, load.last.id);
  for (const client of clients) client.destroy();
  return [
    {
      ...{ name: "CPU of both for a message", unit: "ms", value: cpu, better: "less" },
      place: { chart: "ways", group: "a chat message between two servers, for both" },
    },
    { name: "messages between servers", unit: "/s", value: perSecond, better: "more", loadShare },
    { name: "latency between servers, p50", unit: "ms", value: p50, better: "less" },
    { name: "latency between servers, p99", unit: "ms", value: p99, better: "less" },
  ];
}

export const scenario: Scenario = {
  name: "s2s",
  about: `${PAIRS} pairs of people, one at each of two servers of a kind on the same core, ${WINDOW} messages of each pair under way, half of them in each direction; TLS, SASL EXTERNAL and acknowledgements as the servers agree on; without their limits of pace; both servers archive; a message counts when it has arrived.`,
  scope: "programs",
  stage: "federated",
  needs: ["federation by certificate", "archive"],
  run,
};
