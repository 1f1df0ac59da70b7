/** Another port for pages and files, where somebody else has 443. */
import { type ListenAddress, parseListener, printListener } from "../../src/config/listener.ts";
import { HTTPS_PORT } from "../../src/config/web-address.ts";
import type { Answers } from "../answers.ts";
import type { Environment } from "../environment.ts";

const KEY = "listen.https";
/** What is usual besides 443. */
const USUAL_PORT = 5443;
/** How many ports are tried, the next higher each time: two homes of one machine have one each. */
const MAX_PORTS_TRIED = 10;

/** The answers as they were before this run chose another port: what has kept 443 may be gone. */
export function withoutChoice({ configChanges = {} }: Answers): NonNullable<Answers["configChanges"]> {
  const chosen = parseListener(configChanges[KEY] ?? "");
  return chosen ? { ...configChanges, [KEY]: printListener({ ...chosen, port: HTTPS_PORT }) } : configChanges;
}

export const withHttps = (
  configChanges: NonNullable<Answers["configChanges"]>,
  address: ListenAddress,
): NonNullable<Answers["configChanges"]> => ({ ...configChanges, [KEY]: printListener(address) });

/** The first one that can be had in place of `taken`; undefined where none can, or where `--set` says which it is. */
export async function portInstead(
  taken: ListenAddress,
  configChanges: NonNullable<Answers["configChanges"]>,
  environment: Environment,
): Promise<ListenAddress | undefined> {
  if (taken.port !== HTTPS_PORT) return undefined;
  const others = Object.values(environment.listeners(configChanges)).map((text) => parseListener(text)?.port);
  for (let port = USUAL_PORT; port < USUAL_PORT + MAX_PORTS_TRIED; port++) {
    if (others.includes(port)) continue;
    const address = { host: taken.host, port };
    const isAccepted = environment.listeners(withHttps(configChanges, address)).https === printListener(address);
    if (!isAccepted) return undefined;
    const { kind } = await environment.portState(address);
    if (kind === "free" || kind === "own") return address;
  }
  return undefined;
}
