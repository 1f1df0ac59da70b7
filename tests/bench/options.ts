/** The options of `npm run bench`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ALL_PEERS } from "../support/peers/all.ts";
import { baseline } from "../support/peers/jabber-home.ts";
import type { Peer } from "../support/peers/peer.ts";
import type { Plan } from "./results.ts";
import type { Extent, Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/all.ts";

export interface Options {
  readonly peers: readonly Peer[];
  readonly extent: Extent;
  readonly rounds: number;
  readonly plan: Plan;
  /** The scenarios of a server in a round, from 1. */
  readonly scenariosOf: (peer: Peer, round: number) => readonly Scenario[];
  /** Of all servers, with the usual loads or longer ones. */
  readonly isWhole: boolean;
  /** Goes on where a run with the same plan was cut. */
  readonly resume: boolean;
  /** The report is written. */
  readonly write: boolean;
  /** Nothing is measured: the report is written from what there is. */
  readonly reportOnly: boolean;
}

const QUICK: Extent = {
  ...{ seconds: 1, connections: 200, rest: 1, settling: 3 },
  ...{ chat: { first: 1000, next: 4000, most: 2 }, paced: { fast: 1, slow: 5 } },
  scale: { online: [40, 100, 200], archive: [1e3, 1e4, 1e5], rooms: [10, 30, 100], roster: [10, 100, 300] },
};
const SCALE: Extent["scale"] = {
  ...{ online: [100, 1000, 10_000], archive: [1e4, 1e5, 1e6] },
  ...{ rooms: [10, 100, 1000], roster: [10, 100, 1000] },
};
const DEFAULT_EXTENT: Extent = {
  ...{ seconds: 2, connections: 1000, rest: 2, settling: 16, scale: SCALE },
  ...{ chat: { first: 5000, next: 20_000, most: 5 }, paced: { fast: 10, slow: 60 } },
};
const FULL: Extent = {
  ...{ seconds: 15, connections: 5000, rest: 10, settling: 60, scale: SCALE },
  ...{ chat: { first: 5000, next: 20_000, most: 120 }, paced: { fast: 60, slow: 120 } },
};

const DEFAULT_ROUNDS = 3;

export const HELP = `npm run bench -- [--quick | --full] [--only SERVER,…] [--scenario NAME,…] [--baseline BINARY]
                 [--rounds N] [--resume] [--write] [--report]

  --quick      short loads, one round, curves of small sizes, what is measured once of this server alone: three to five minutes
  --full       long loads, 5,000 idle connections, every scenario with every server in every round: hours
  --only       of ${["ours", ...ALL_PEERS.map(({ name }) => name)].join(", ")}
  --scenario   of start, ${SCENARIOS.map(({ name }) => name).join(", ")}
  --baseline   another binary of this server, measured in the same run: what a change costs
  --rounds     how often each server has its turn; ${DEFAULT_ROUNDS} without --quick and --scenario
  --resume     goes on where a run with the same options was cut
  --write      writes the report of a run with --quick, --only, --scenario or --baseline, too
  --report     measures nothing: writes the report from what the last such run has measured

Without --quick and --full 30 to 40 minutes. Prints tables in Markdown. What is measured is kept as it comes: in dist/bench.json, of
which docs/benchmarks.md and its charts are written; in dist/bench-part.json with --quick, --only, --scenario or --baseline.
`;

/** The entries of these names, in the list's order. Throws for an unknown name. */
function chosen<T extends { readonly name: string }>(list: readonly T[], names: readonly string[]): T[] {
  const unknown = names.find((name) => !list.some((item) => item.name === name));
  if (unknown !== undefined) throw new Error(`${unknown}: not one of ${list.map(({ name }) => name).join(", ")}`);
  return list.filter(({ name }) => names.includes(name));
}

/** A whole number from 1. Throws for another text. */
function countOf(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new Error(`--rounds ${text}: not a number of rounds`);
  return Number(text);
}

/** What --quick leaves out: variants of others, and what takes long even then. */
const NOT_QUICK: readonly string[] = ["chat-acked", "chat-bosh", "pep", "files", "https", "pages", "import", "turn"];

/** Whether a whole run, without --full, has it in this turn. */
const isUsual = ({ scope }: Scenario, { kind }: Peer, round: number): boolean =>
  scope === "every round" ||
  (scope === "programs" && round === 1 && kind !== "variant") ||
  (scope === "ours" && round === 1 && kind === "ours");

/** The same with --quick: what is measured once, of this server alone. */
const isQuick = (scenario: Scenario, { kind }: Peer): boolean =>
  scenario.scope === "every round" ||
  (scenario.scope !== "full" && kind === "ours" && !NOT_QUICK.includes(scenario.name));

const FLAG = { type: "boolean", default: false } as const;
const TEXT = { type: "string" } as const;

/** Parses the arguments; undefined for --help. Throws for unknown ones. */
export function optionsOf(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ quick: FLAG, full: FLAG, help: FLAG, resume: FLAG, write: FLAG, report: FLAG },
      ...{ only: TEXT, scenario: TEXT, baseline: TEXT, rounds: TEXT },
    },
  });
  const { quick, full, only, scenario, baseline: binary } = values;
  if (values.help) return;
  if (quick && full) throw new Error("--quick and --full exclude each other");
  const named =
    scenario === undefined
      ? undefined
      : chosen(
          SCENARIOS,
          scenario.split(",").filter((name) => name !== "start"),
        );
  const ours = only?.replace(/\bours\b/, "jabber-home").split(",");
  const peers = [...(ours ? chosen(ALL_PEERS, ours) : ALL_PEERS), ...(binary ? [baseline(resolve(binary))] : [])];
  const isWhole = !quick && only === undefined && scenario === undefined && binary === undefined;
  const rounds = values.rounds ? countOf(values.rounds) : quick || named ? 1 : DEFAULT_ROUNDS;
  const extent = quick ? QUICK : full ? FULL : DEFAULT_EXTENT;
  const flags = Object.entries({ quick, full }).flatMap(([name, isSet]) => (isSet ? [`--${name}`] : []));
  const texts = Object.entries({ only, scenario, baseline: binary, rounds: values.rounds });
  const words = [...flags, ...texts.flatMap(([name, text]) => (text === undefined ? [] : [`--${name}`, text]))];
  const isIncluded = (each: Scenario, peer: Peer, round: number): boolean =>
    named !== undefined || full || (quick ? isQuick(each, peer) : isUsual(each, peer, round));
  return {
    ...{ peers, extent, rounds, isWhole },
    plan: {
      command: ["npm run bench", ...(words.length > 0 ? ["--", ...words] : [])].join(" "),
      ...{ rounds, extent },
      servers: peers.map(({ name }) => name),
      scenarios: (named ?? SCENARIOS).map(({ name }) => name),
    },
    scenariosOf: (peer, round) =>
      (named ?? SCENARIOS).filter(
        (each) => isIncluded(each, peer, round) && !each.needs?.some((ability) => peer.lacks.includes(ability)),
      ),
    resume: values.resume,
    write: values.write || isWhole,
    reportOnly: values.report,
  };
}
