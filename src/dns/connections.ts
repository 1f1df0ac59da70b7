/** From the records to connections: whether somebody answers where they lead. */
import { type ProbeResult, probe } from "../net/tcp-probe.ts";
import { addressesOf } from "./record-check.ts";
import { isUsualPort } from "./records.ts";
import type { Resolver } from "./resolver.ts";
import type { DnsSight } from "./stray-records.ts";

export interface TriedConnection {
  readonly address: string;
  readonly port: number;
  readonly result: ProbeResult;
}

const TIMEOUT_MS = 3000;
/** The addresses of a host are the owner's to choose, and each is tried at four ports. */
const MAX_ADDRESSES = 4;

/**
 * Tries each address of the hosts to which DNS leads, at the ports of SRV records or, without those, at the usual ones, and at
 * `others`. What stands there wrongly is not tried.
 */
export async function tryConnections(
  { records, strays }: DnsSight,
  resolver: Resolver,
  others: readonly number[] = [],
  connect: typeof probe = probe,
): Promise<readonly TriedConnection[]> {
  const targets = records.flatMap(({ record, state }) =>
    record.type === "SRV" && (state === "right" || (state === "missing" && record.isOptional && isUsualPort(record)))
      ? [record.value]
      : [],
  );
  const hosts = [...new Set(targets.map(({ target }) => target))];
  const ports = [...new Set([...targets.map(({ port }) => port), ...others])];
  const wrong = [...records.flatMap((checked) => (checked.state === "wrong" ? checked.values : [])), ...strays].map(
    ({ value }) => value,
  );
  const answers = await Promise.all(hosts.map((host) => addressesOf(host, resolver)));
  const found = answers.flatMap((answer) => (answer.state === "found" ? answer.values : []));
  const addresses = [...new Set(found)].filter((address) => !wrong.includes(address)).slice(0, MAX_ADDRESSES);
  const places = addresses.flatMap((address) => ports.map((port) => ({ address, port })));
  return Promise.all(
    places.map(async ({ address, port }) => ({ address, port, result: await connect(address, port, TIMEOUT_MS) })),
  );
}
