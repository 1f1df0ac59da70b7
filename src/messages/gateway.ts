/** What the router does: sentences of what it was asked for. */
import type { gateway as en } from "./en/gateway.ts";
import { inLanguages, type Language } from "./language.ts";

export const gatewayMessages = inLanguages("gateway");

type Why = keyof typeof en.why;
type Maker = keyof typeof en.ways;

interface SeenPort {
  readonly transport: "tcp" | "udp";
  readonly port: number;
  readonly problem?: Why;
}

/** A report of gateway/. */
export interface SeenGateway {
  readonly state: "looking" | "absent" | "found";
  readonly protocol?: keyof typeof en.protocols;
  readonly router?: string;
  readonly maker?: Maker;
  readonly external?: string;
  readonly ports: readonly SeenPort[];
  readonly pinholes: readonly { readonly address: string; readonly ports: readonly SeenPort[] }[];
}

/** A trouble of gateway/. */
export type SeenTrouble =
  | { readonly kind: "absent"; readonly router?: string; readonly maker?: Maker }
  | (ClosedPorts & { readonly kind: "closed" })
  | (ClosedPorts & { readonly kind: "no-hole"; readonly address: string })
  | { readonly kind: keyof typeof en.obstacle | "no-hairpin"; readonly external: string };

interface ClosedPorts {
  readonly problem: Why;
  readonly ports: readonly NamedPort[];
  readonly router?: string;
  readonly maker?: Maker;
}

export type NamedPort = Pick<SeenPort, "transport" | "port">;

/** "TCP 80, 443", "UDP 3478, 49152-49215". */
export function portsByTransport(ports: readonly NamedPort[]): readonly string[] {
  const byTransport = Map.groupBy(ports, ({ transport }) => transport);
  return [...byTransport].map(
    ([transport, of]) => `${transport.toUpperCase()} ${numbersText(of.map(({ port }) => port))}`,
  );
}

/** The same in one. */
export const portsText = (ports: readonly NamedPort[]): string => portsByTransport(ports).join(", ");

/** Three in a row are a range. */
const RANGE = 3;

/** In order, each once. */
function numbersText(numbers: readonly number[]): string {
  const rows: { first: number; last: number }[] = [];
  for (const number of [...new Set(numbers)].sort((one, other) => one - other)) {
    const row = rows.at(-1);
    if (row && row.last === number - 1) row.last = number;
    else rows.push({ first: number, last: number });
  }
  const textOf = ({ first, last }: (typeof rows)[number]): string => {
    if (last - first + 1 >= RANGE) return `${first}-${last}`;
    return first === last ? String(first) : `${first}, ${last}`;
  };
  return rows.map(textOf).join(", ");
}

/** What is open, each in a line. */
export function openLines(report: SeenGateway, language: Language): readonly string[] {
  const messages = gatewayMessages[language];
  const { state, protocol = "pcp", router = "", external, ports, pinholes } = report;
  if (state === "looking") return [messages.looking];
  const open = openOf(ports);
  return [
    ...(open.length > 0 ? [messages.open(router, messages.protocols[protocol], portsText(open), external)] : []),
    ...pinholes.flatMap(({ address, ports: holes }) =>
      openOf(holes).length > 0 ? [messages.pinhole(address, portsText(openOf(holes)))] : [],
    ),
  ];
}

const openOf = (ports: readonly SeenPort[]): readonly SeenPort[] => ports.filter(({ problem }) => !problem);

export interface TroubleText {
  readonly sentence: string;
  /** The best first. */
  readonly remedies: readonly string[];
}

/** What keeps the world out, and what helps. */
export function troubleText(trouble: SeenTrouble, language: Language): TroubleText {
  const messages = gatewayMessages[language];
  switch (trouble.kind) {
    case "absent":
      return said([...messages.absent, wayTo(trouble, language)]);
    case "closed": {
      const [why = "", ...remedies] = messages.why[trouble.problem];
      const sentence = messages.closed(portsText(trouble.ports), why);
      return said([sentence, ...remedies, ...(isSilent(trouble) ? [] : [wayTo(trouble, language)])]);
    }
    case "no-hole": {
      const [why = "", ...remedies] = messages.why[trouble.problem];
      return said([messages.noPinhole(trouble.address, portsText(trouble.ports), why), ...remedies]);
    }
    case "no-hairpin":
      return said(messages.noHairpin);
    default:
      return said(messages.obstacle[trouble.kind](trouble.external));
  }
}

const isSilent = ({ problem }: ClosedPorts): boolean => problem === "no-answer" || problem === "no-network";

const said = ([sentence = "", ...remedies]: readonly string[]): TroubleText => ({ sentence, remedies });

interface SeenRouter {
  readonly router?: string | undefined;
  readonly maker?: Maker | undefined;
}

/** A browser does not open a link-local address. */
const pageOf = (router: string | undefined): string | undefined =>
  router === undefined || router.includes(":") ? undefined : router;

/** In words: where this router has ports forwarded. */
function wayTo({ router, maker }: SeenRouter, language: Language): string {
  const messages = gatewayMessages[language];
  return maker === undefined ? messages.wayAt(pageOf(router)) : `${messages.ways[maker]}.`;
}

/** The same for whoever forwards by hand: of a router that is not known, the ways of the usual ones. */
export function waysTo(seen: SeenRouter, language: Language): readonly string[] {
  const messages = gatewayMessages[language];
  return seen.maker === undefined ? [wayTo(seen, language), messages.usual] : [wayTo(seen, language)];
}
