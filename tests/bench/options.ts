/** The options of `npm run bench`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ALL_PEERS, DEFAULT_PEERS } from "../support/peers/all.ts";
import { baseline } from "../support/peers/jabber-home.ts";
import type { Peer } from "../support/peers/peer.ts";
import type { Extent, Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/all.ts";

export interface Options {
  readonly peers: readonly Peer[];
  readonly scenarios: readonly Scenario[];
  readonly extent: Extent;
  /** Number of starts of each server; the median counts. */
  readonly starts: number;
}

const QUICK: Extent = { seconds: 1, connections: 200, rest: 1 };
const DEFAULT_EXTENT: Extent = { seconds: 4, connections: 1000, rest: 3 };
const FULL: Extent = { seconds: 15, connections: 5000, rest: 10 };

/** Scenarios that run with --full, or by name: they take minutes with each server. */
const FULL_ONLY: readonly string[] = ["steady"];
/** Scenarios that --quick leaves out as well: variants of others, with many accounts, or long with a slow server. */
const NOT_QUICK: readonly string[] = ["roster-login", "chat-acked", "chat-bosh", "files"];

export const HELP = `npm run bench -- [--quick | --full] [--only SERVER,…] [--scenario NAME,…] [--baseline BINARY]

  --quick      shorter loads, 200 idle connections, no ${[...NOT_QUICK].join(", no ")}: about a minute
  --full       longer loads, 5,000 idle connections, and ${FULL_ONLY.join(", ")}
  --only       of ${["ours", ...ALL_PEERS.map(({ name }) => name)].join(", ")}
  --baseline   another binary of this server, measured in the same run: what a change costs
  --scenario   of start, ${SCENARIOS.map(({ name }) => name).join(", ")}

Prints a table in Markdown and writes dist/bench.json.
`;

/** The entries of these names, in the list's order. Throws for an unknown name. */
function chosen<T extends { readonly name: string }>(list: readonly T[], names: readonly string[]): T[] {
  const unknown = names.find((name) => !list.some((item) => item.name === name));
  if (unknown !== undefined) throw new Error(`${unknown}: not one of ${list.map(({ name }) => name).join(", ")}`);
  return list.filter(({ name }) => names.includes(name));
}

/** Parses the arguments; undefined for --help. Throws for unknown ones. */
export function optionsOf(args: readonly string[]): Options | undefined {
  const flag = { type: "boolean" } as const;
  const names = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { quick: flag, full: flag, help: flag, only: names, scenario: names, baseline: names },
  });
  if (values.help) return;
  const only = values.only?.replace(/\bours\b/, "jabber-home").split(",");
  const scenarios = values.scenario?.split(",").filter((name) => name !== "start");
  const excluded = values.full ? [] : values.quick ? [...FULL_ONLY, ...NOT_QUICK] : FULL_ONLY;
  const defaultScenarios = SCENARIOS.filter(({ name }) => !excluded.includes(name));
  return {
    peers: [
      ...(only ? chosen(ALL_PEERS, only) : DEFAULT_PEERS),
      ...(values.baseline ? [baseline(resolve(values.baseline))] : []),
    ],
    scenarios: scenarios ? chosen(SCENARIOS, scenarios) : defaultScenarios,
    extent: values.quick ? QUICK : values.full ? FULL : DEFAULT_EXTENT,
    starts: values.quick ? 1 : 3,
  };
}
