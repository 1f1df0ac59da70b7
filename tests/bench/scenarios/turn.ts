/** RFC 8656: relayed packets, of this server and of coturn in turn. */
import { Element } from "ltx";
import { logIn, percentile, startWatch } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";
import { COTURN, startCoturn } from "../turn/coturn.ts";
import type { RelayUnderLoad } from "../turn/flows.ts";
import { type LoadRate, openRelayLoad, type RelayLoad } from "../turn/load.ts";

const SIZES = [160, 1200] as const;
/** Relayed packets a second, as of ten calls with sound and video of 2 Mbit/s in each direction. */
const MODERATE = 5_000;
const ROUNDS = 3;
/** Of a round. */
const MIN_SECONDS = 0.5;
/** How much more CPU than coturn this server may take. */
const AIM = 2.5;

interface Relay {
  readonly load: RelayLoad;
  /** The process that is watched. */
  readonly server: Server;
}

interface Round {
  /** Packets. */
  readonly perSecond: number;
  /** Milliseconds of CPU. */
  readonly perMegabit: number;
  readonly loadShare: number;
}

/** What XEP-0215 tells an account. */
async function relayOf(server: Server): Promise<RelayUnderLoad> {
  const client = await logIn(server, 0);
  const request = new Element("services", { xmlns: "urn:xmpp:extdisco:2", type: "turn" });
  const answer = await client.iq("get", request, server.reach.domain);
  const services = answer.getChild("services")?.getChildren("service") ?? [];
  const { port, username, password } = services.find(({ attrs }) => attrs.transport === "udp")?.attrs ?? {};
  client.destroy();
  if (!port) throw new Error("the server offers no TURN over UDP");
  return { port: Number(port), realm: server.reach.domain, credentials: { username, password } };
}

/** Throws where most packets are lost. */
async function round({ load, server }: Relay, bytes: number, rate: LoadRate, seconds: number): Promise<Round> {
  const watch = startWatch(server);
  const { relayed, lost } = await load.run(bytes, rate, seconds);
  if (lost > 0.5) throw new Error(`${Math.round(lost * 100)} % of the packets are lost`);
  return {
    perSecond: relayed / watch.seconds(),
    perMegabit: watch.serverCpu() / ((relayed * bytes * 8) / 1e6),
    loadShare: watch.loadShare(),
  };
}

const median = (rounds: readonly Round[], of: (round: Round) => number): number => percentile(rounds.map(of), 0.5);

function figuresOf(bytes: number, rate: LoadRate, ours: readonly Round[], theirs: readonly Round[]): Figure[] {
  const load = `packets of ${bytes.toLocaleString("en")} bytes ${rate === "full" ? "at full load" : `at ${rate.toLocaleString("en")}/s`}`;
  const perMegabit = (rounds: readonly Round[]) => median(rounds, (each) => each.perMegabit);
  const perSecond = (rounds: readonly Round[]): Figure => ({
    name: `relayed packets, ${load}`,
    ...{ unit: "/s", better: "more" },
    value: median(rounds, (each) => each.perSecond),
    loadShare: median(rounds, (each) => each.loadShare),
  });
  const isCompared = theirs.length > 0;
  const cpu = (rounds: readonly Round[]): Figure => ({
    ...{ name: `CPU for a relayed megabit, ${load}`, unit: "ms", value: perMegabit(rounds), better: "less" },
    place: { chart: "calls", group: load },
  });
  return [
    { ...cpu(ours), ...(isCompared ? { aim: AIM * perMegabit(theirs) } : {}) },
    ...(isCompared ? [{ ...cpu(theirs), of: "coturn" }] : []),
    ...(rate === "full" ? [perSecond(ours)] : []),
    ...(rate === "full" && isCompared ? [{ ...perSecond(theirs), of: "coturn" }] : []),
  ];
}

async function run(server: Server, extent: Extent): Promise<Figure[]> {
  await using coturn = Bun.which(COTURN) === null ? undefined : await startCoturn();
  using load = await openRelayLoad(await relayOf(server));
  using coturnLoad = coturn && (await openRelayLoad(coturn.relay));
  const own: Relay = { load, server };
  const other = coturn && coturnLoad && { load: coturnLoad, server: { ...server, pid: coturn.pid } };
  const seconds = Math.max(MIN_SECONDS, extent.seconds / 4);
  const figures: Figure[] = [];
  for (const bytes of SIZES)
    for (const rate of ["full", MODERATE] as const) {
      const [ours, theirs]: [Round[], Round[]] = [[], []];
      for (let index = 0; index <= ROUNDS; index += 1) {
        ours.push(await round(own, bytes, rate, seconds));
        if (other) theirs.push(await round(other, bytes, rate, seconds));
      }
      // The first round of each is compilation and caches.
      figures.push(...figuresOf(bytes, rate, ours.slice(1), theirs.slice(1)));
    }
  return figures;
}

export const scenario: Scenario = {
  name: "turn",
  about:
    "calls relayed by UDP on loopback: 20 apps with an allocation and a channel each, whose peers send back what comes, so that as many packets pass in each direction; 8 of each app under way at full load. Measured in alternation with coturn (Debian's package, one relay thread, on the same core), the median of three rounds; the aim is 2.5 times coturn's.",
  scope: "ours",
  needs: ["calls"],
  extraTimeoutMs: 60_000,
  run,
};
