/** Chat at full load: the first messages since the start, and those that follow. */
import { assertArchived } from "../archive-check.ts";
import { ChatLoad } from "../chat-load.ts";
import { fullLoadFigures, PAIRS, presentSessions, SETTING, WINDOW } from "../chat-scenario.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

/** Throws when a message is lost, or when the last one is missing from its recipient's archive. */
async function run(server: Server, { chat }: Extent): Promise<Figure[]> {
  const clients = await presentSessions(server, PAIRS * 2);
  const load = new ChatLoad(server, clients, false);
  const first = await load.ofCount(WINDOW, chat.first, chat.most);
  const next = await load.ofCount(WINDOW, chat.next, chat.most);
  if (!server.lacks.includes("archive")) await assertArchived(load.last.recipient, load.last.id);
  for (const client of clients) client.destroy();
  const cpu = { unit: "ms", better: "less" } as const;
  const place = { chart: "cpu", group: "a chat message" } as const;
  return [
    {
      name: "CPU for a chat message, the first",
      value: first.cpu,
      ...cpu,
      aim: 0.1,
      place: { ...place, isCold: true },
    },
    { name: "CPU for a chat message, those that follow", value: next.cpu, ...cpu, aim: 0.08, place },
    { name: "bytes written to the disk for a message", unit: "KB", value: next.written / 1000, better: "less" },
    ...fullLoadFigures(next),
  ];
}

export const scenario: Scenario = {
  name: "chat",
  about: `${SETTING}. Without XEP-0198. The first 5,000 messages since the server has started, and the next 20,000; each part ends after some seconds where the server is slower.`,
  scope: "every round",
  run,
};
