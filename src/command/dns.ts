/** jabber-home dns: the records that the domains need, which of them are published, and whether somebody answers there. */

import { adviceBlocks, isComplete, isLacking, sightLines, unansweredLines } from "../../installer/dns-lines.ts";
import type { SeenDns, SeenZone } from "../../installer/environment.ts";
import { openZoneResolver, seeDns, seeZone } from "../../installer/real-network.ts";
import { addressFlagProblem } from "../../installer/wizard/address-lines.ts";
import { deploymentOf } from "../config/deployment.ts";
import { readConfigFile } from "../config/read.ts";
import { type TriedConnection, tryConnections } from "../dns/connections.ts";
import { apiOfZone } from "../dns/providers/api.ts";
import { openRecordWriter } from "../dns/providers/providers.ts";
import { domainsOf, recordsFor } from "../dns/records.ts";
import { zoneFileLines } from "../dns/zone-file.ts";
import { type DnsMessages, dnsMessages } from "../messages/dns.ts";
import { dnsApiMessages } from "../messages/dns-api.ts";
import { providerPages } from "../messages/dns-providers.ts";
import type { Language } from "../messages/language.ts";
import { reachabilityMessages } from "../messages/reachability.ts";
import { hanging, WIDTH, wrap } from "../messages/wrap.ts";
import { modules } from "../modules.ts";
import { ownPublicAddresses } from "../net/own-addresses.ts";
import type { ReachabilityReport } from "../operations/sights.ts";
import { isPrivateName } from "../special-names.ts";
import { askIfRunning } from "./ask.ts";
import { CHECKED_RECORD, RECORD_SET, SEEN_WEB_NAME, SEEN_ZONE, STRAY_RECORD, TRIED_CONNECTION } from "./dns-schema.ts";
import { writeRecords } from "./dns-write.ts";
import { EXIT } from "./exit.ts";
import { requireHomeAccess } from "./home-access.ts";
import { domainsNeedingHostMeta, hostMetaFile } from "./host-meta.ts";
import { boolean, either, list, meaning, object, optional, text } from "./json/schema.ts";
import { lookFromOutside } from "./outside/look.ts";
import { lookByPhone } from "./outside/phone.ts";
import { printReachability } from "./outside/report.ts";
import { PHONE_STEP, REACHABILITY_REPORT } from "./outside/schema.ts";
import { shellCommand } from "./program.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "./verb.ts";
import { VerbError } from "./verb-error.ts";
import { lookAtWebName, type SeenWebName, webNameLine } from "./web-name.ts";

/** "ok" and "note" are words of either language. */
const SIGNS = { right: "ok     ", note: "note   ", plain: "       ", paste: "" } as const;

const ANSWER = either([
  object({
    records: list(CHECKED_RECORD),
    strays: optional(list(STRAY_RECORD, "That lead people astray, or are left over.")),
    isConnected: optional(boolean("This machine has a way to the Internet.")),
    zones: optional(list(SEEN_ZONE)),
    web: optional(SEEN_WEB_NAME),
    hostMeta: optional(list(text(), "The domains that need a host-meta file elsewhere.")),
    connections: optional(list(TRIED_CONNECTION)),
    written: optional(list(RECORD_SET, "With --write: what was written.")),
    outside: optional(meaning(REACHABILITY_REPORT, "What others have seen; not there where the server does not run.")),
  }),
  meaning(REACHABILITY_REPORT, "With --outside."),
]);

export default defineVerb({
  name: "dns",
  examples: [
    "dns",
    "dns --zone-file > example.com.zone",
    "dns --host-meta json > host-meta.json",
    "dns --resolver 9.9.9.9",
    "dns --address 192.0.2.12 --json",
    "dns --write --yes",
    "dns --outside",
    "dns --outside --server jabber.fr --yes --json",
    "dns --phone",
  ],
  prints: ANSWER,
  printsLines: PHONE_STEP,
  flags: {
    "zone-file": { kind: "switch", meaning: "zoneFile" },
    "host-meta": { kind: "text", value: "xml|json", meaning: "hostMeta" },
    resolver: { kind: "text", value: "ADDR", meaning: "resolver" },
    address: { kind: "list", value: "IP", meaning: "address" },
    write: { kind: "switch", meaning: "writeRecords" },
    outside: { kind: "switch", meaning: "fromOutside" },
    server: { kind: "list", value: "DOMAIN", meaning: "askedServer" },
    phone: { kind: "switch", meaning: "byPhone" },
    yes: { kind: "switch", meaning: "yes" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, home, language, terminal } = call;
    const messages = dnsMessages[language];
    const settings = flags.resolver === undefined ? [] : [`dns.resolvers=${flags.resolver}`];
    if (flags.phone) return await lookByPhone(call);
    if (flags.outside || flags.server.length > 0)
      return await lookFromOutside(call, { servers: flags.server, isAgreed: flags.yes });
    requireHomeAccess(home);
    const config = readConfigFile(home.config, modules, settings);
    if (config.general.domains.length === 0) throw new VerbError(EXIT.configuration, "not-set-up");
    if (flags["host-meta"] !== undefined) {
      terminal.out(hostMetaFile(flags["host-meta"], config));
      return EXIT.ok;
    }
    const inside = config.general.domains.filter(isPrivateName);
    if (inside.length === config.general.domains.length) {
      report(call, ANSWER, { records: [] }, messages.unneeded(inside.join(", ")));
      return EXIT.ok;
    }
    const known = [...new Set([...config.general.addresses, ...ownPublicAddresses()])];
    for (const address of flags.address) {
      const sentence = addressFlagProblem(address, language, config.federation.private_addresses);
      if (sentence) throw new VerbError(EXIT.usage, "address-unusable", { address, sentence });
    }
    const deployment = deploymentOf(config, flags.address.length > 0 ? flags.address : known);
    if (flags["zone-file"]) {
      terminal.out(zoneFileLines(recordsFor(deployment)).join("\n"));
      return EXIT.ok;
    }
    const resolver = openZoneResolver(config);
    const seeNames = () =>
      Promise.all([
        lookAtWebName(config, deployment, resolver),
        domainsNeedingHostMeta(config, deployment, resolver),
      ] as const);
    const [seenFirst, namesFirst, ...zones] = await Promise.all([
      seeDns(deployment, resolver),
      flags.write ? undefined : seeNames(),
      ...domainsOf(deployment).map((domain) => seeZone(domain, resolver)),
    ]);
    const { sight, written } = flags.write
      ? await writeRecords(call, {
          records: openRecordWriter(config.dns, resolver),
          sight: seenFirst,
          look: () => seeDns(deployment, resolver),
          isAgreed: flags.yes,
        })
      : { sight: seenFirst, written: undefined };
    const [web, hostMeta] = namesFirst ?? (await seeNames());
    const connections = await tryConnections(sight, resolver, web?.leads === "here" ? [web.port] : []);
    const hasApi = config.dns.provider !== "none";
    const outside = await askIfRunning(call, "GET /reachability");
    const seen = { sight, zones, web, hostMeta, connections, hasApi };
    const more = { ...(written === undefined ? {} : { written }), ...(outside === undefined ? {} : { outside }) };
    const facts = { ...sight, zones, web, hostMeta, connections, ...more };
    report(call, ANSWER, facts, [printSight(seen, messages, language), ...outsideBlock(outside, call)].join("\n\n"));
    return isLacking(sight) ? EXIT.failed : EXIT.ok;
  },
});

/** What others have seen of the ports lately; where nobody has, how to have them look. */
function outsideBlock(outside: ReachabilityReport | undefined, { language, home }: Pick<Call, "language" | "home">) {
  if (outside === undefined || outside.listeners.length === 0) return [];
  if (outside.sights.length > 0) return [printReachability(outside, language, Date.now())];
  const [look, phone] = ["dns --outside", "dns --phone"].map((verb) => shellCommand(home, verb));
  return [wrap(reachabilityMessages[language].offer(look ?? "", phone ?? ""), WIDTH).join("\n")];
}

interface Seen {
  readonly sight: SeenDns;
  readonly zones: readonly SeenZone[];
  readonly web: SeenWebName | undefined;
  /** The domains that need a host-meta file elsewhere. */
  readonly hostMeta: readonly string[];
  readonly connections: readonly TriedConnection[];
  /** config.toml names a provider whose API writes records. */
  readonly hasApi: boolean;
}

function printSight(
  { sight, zones, web, hostMeta, connections, hasApi }: Seen,
  messages: DnsMessages,
  language: Language,
): string {
  const [zone] = zones;
  const signs = { ...SIGNS, wrong: messages.wrong.padEnd(SIGNS.plain.length) };
  const width = WIDTH - SIGNS.plain.length;
  const rows = sightLines(sight, { messages, zone: zone?.name ?? "", width }).map(
    ({ mark, text }) => `${signs[mark]}${text}`,
  );
  const named = [
    ...(web === undefined ? [] : [webNameLine(web, messages)]),
    ...hostMeta.map((domain) => ({ mark: "note", text: messages.web.hostMeta(domain) }) as const),
  ];
  const tried = connections.map(({ address, port, result }) => {
    const sign = result === "open" ? SIGNS.right : SIGNS.note;
    return `${sign}${address.includes(":") ? `[${address}]` : address}:${port}   ${messages.connection[result]}`;
  });
  const blocks = [
    [...rows, ...named.map(({ mark, text }) => hanging(signs[mark], text))],
    tried.length === 0 ? [] : [messages.connections, ...tried],
    unansweredLines(sight, sight.isConnected, messages).flatMap((text) => wrap(text)),
    isComplete(sight) ? [messages.complete] : whereToGo(zones, messages, language),
    ...adviceBlocks(sight, messages).map(({ heading, lines }) => [heading, "", ...lines]),
    hasApi || isComplete(sight) ? [] : apiOffer(zones, language),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** The page of the provider of each zone, where it is known. */
function whereToGo(zones: readonly SeenZone[], messages: DnsMessages, language: Language): readonly string[] {
  const lines = zones.flatMap(({ name, provider }) => {
    if (provider === undefined) return [];
    const { name: who, page, path, hint } = providerPages[language][provider];
    return [`${messages.isAt(name, who)} ${page}`, path(name), ...(hint === undefined ? [] : [hint])].flatMap((text) =>
      wrap(text),
    );
  });
  return [...new Set(lines)];
}

/** That the records can be written by API, where the provider of a zone has one. */
function apiOffer(zones: readonly SeenZone[], language: Language): readonly string[] {
  const { names, offer, tokens } = dnsApiMessages[language];
  const provider = zones.map(apiOfZone).find((one) => one);
  const zone = zones.find((one) => one.provider === provider)?.name ?? "";
  const texts = provider === undefined ? [] : [offer(names[provider]), tokens[provider](zone)];
  return texts.flatMap((text) => wrap(text, WIDTH));
}
