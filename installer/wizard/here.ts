/** Step, on this computer only: the next free ports of the loopback; nothing to ask. */
import type { Answers } from "../answers.ts";
import type { Step } from "../step.ts";
import type { World } from "../world.ts";

const LOOPBACK = "127.0.0.1";
/** The usual ports, and a web port that needs no permission. */
const USUAL = { "listen.client": 5222, "listen.client_tls": 5223, "listen.https": 5443 } as const;
/** How many ports are tried for one listener. */
const TRIES = 100;

/** Listeners that nobody else can reach, none of them at a port that is taken. */
export async function localListeners(world: World): Promise<Record<string, string>> {
  const listeners: Record<string, string> = {
    "listen.server": "off",
    "listen.server_tls": "off",
    "listen.http": "off",
    "listen.proxy": "off",
  };
  const used = new Set<number>();
  for (const [key, usual] of Object.entries(USUAL)) {
    const port = await nextFree(world, usual, used);
    used.add(port);
    listeners[key] = `${LOOPBACK}:${port}`;
  }
  return listeners;
}

async function nextFree(world: World, from: number, used: ReadonlySet<number>): Promise<number> {
  for (let port = from; port < from + TRIES; port++) {
    if (used.has(port)) continue;
    const state = await world.portState({ host: LOOPBACK, port });
    if (state.kind === "free") return port;
  }
  return from;
}

/** Whether listeners have been chosen that only this computer reaches. */
export const isForHere = ({ findings }: Answers): boolean =>
  findings?.["listen.client"]?.startsWith(`${LOOPBACK}:`) ?? false;

export const here: Step = {
  name: "here",
  applies: ({ purpose }) => purpose === "here",
  play: async ({ answers, world }) =>
    // A second run keeps the ports of the first, which the server itself may hold at the moment.
    isForHere(answers) ? {} : { findings: await localListeners(world) },
};
