/** Step, for a server on this computer only: the next free ports of the loopback; asks nothing. */
import { parseListener } from "../../src/config/listener.ts";
import type { Answers } from "../answers.ts";
import type { Environment } from "../environment.ts";
import type { Step } from "../step.ts";

const LOOPBACK = "127.0.0.1";
/** The standard ports, and a web port that needs no privilege. */
const DEFAULT_PORTS = { "listen.client": 5222, "listen.client_tls": 5223, "listen.https": 5443 } as const;
/** How many ports are tried for one listener. */
const MAX_PORTS_TRIED = 100;

/** Whether the listeners chosen before can be had: nobody else has their ports meanwhile. */
async function canBeKept({ configChanges = {} }: Answers, environment: Environment): Promise<boolean> {
  const addresses = Object.keys(DEFAULT_PORTS).flatMap((key) => parseListener(configChanges[key] ?? "off") ?? []);
  const states = await Promise.all(addresses.map((address) => environment.portState(address)));
  return states.every(({ kind }) => kind === "free" || kind === "own");
}

/** What only others would use. */
const OFF: Readonly<Record<string, string>> = {
  "listen.server": "off",
  "listen.server_tls": "off",
  "listen.http": "off",
  "listen.proxy": "off",
  "listen.turn": "off",
  "listen.turns": "off",
};

/** Listeners on the loopback, at ports that are free. */
async function localListeners(environment: Environment): Promise<Record<string, string>> {
  const listeners: Record<string, string> = { ...OFF };
  const used = new Set<number>();
  for (const [key, usual] of Object.entries(DEFAULT_PORTS)) {
    const port = await nextFreePort(environment, usual, used);
    used.add(port);
    listeners[key] = `${LOOPBACK}:${port}`;
  }
  return listeners;
}

async function nextFreePort(environment: Environment, from: number, used: ReadonlySet<number>): Promise<number> {
  for (let port = from; port < from + MAX_PORTS_TRIED; port++) {
    if (used.has(port)) continue;
    const state = await environment.portState({ host: LOOPBACK, port });
    if (state.kind === "free") return port;
  }
  return from;
}

/** Whether the listeners are those of the loopback. */
export const isLocalOnly = ({ configChanges }: Answers): boolean =>
  configChanges?.["listen.client"]?.startsWith(`${LOOPBACK}:`) ?? false;

export const local: Step = {
  name: "local",
  applies: ({ purpose }) => purpose === "local",
  run: async ({ answers, environment }) =>
    // A second run keeps the ports of the first, which the server itself may hold at the moment.
    isLocalOnly(answers) && (await canBeKept(answers, environment))
      ? { configChanges: { ...answers.configChanges, ...OFF } }
      : { configChanges: await localListeners(environment) },
};
