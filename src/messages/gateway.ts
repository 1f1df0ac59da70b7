/** What the router does: sentences of what it was asked for. */
import { gateway as en } from "./en/gateway.ts";
import { gateway as fr } from "./fr/gateway.ts";
import { inLanguages, type Language } from "./language.ts";

export const gatewayMessages = inLanguages(en, fr);

type Why = keyof typeof en.why;

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
  readonly external?: string;
  readonly obstacle?: keyof typeof en.obstacle;
  readonly hairpin?: boolean;
  readonly ports: readonly SeenPort[];
  readonly pinholes: readonly { readonly address: string; readonly ports: readonly SeenPort[] }[];
}

export interface GatewayLine {
  /** "right": it is as it should be; "note": good to know. */
  readonly mark: "right" | "wrong" | "note";
  readonly text: string;
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

/** What is open first, then what is not and why, then what is in the way. */
export function gatewayLines(report: SeenGateway, language: Language): readonly GatewayLine[] {
  const messages = gatewayMessages[language];
  const { state, protocol = "pcp", router = "", external, obstacle, hairpin, ports, pinholes } = report;
  if (state === "looking") return [{ mark: "note", text: messages.looking }];
  if (state === "absent") return [{ mark: "wrong", text: messages.absent }];
  const open = openOf(ports);
  const right = (text: string): GatewayLine => ({ mark: "right", text });
  const wrong = (text: string): GatewayLine => ({ mark: "wrong", text });
  return [
    ...(open.length > 0 ? [right(messages.open(router, messages.protocols[protocol], portsText(open), external))] : []),
    ...closedOf(ports).map(([problem, of]) => wrong(messages.closed(portsText(of), messages.why[problem]))),
    ...pinholes.flatMap(({ address, ports: holes }) => [
      ...(openOf(holes).length > 0 ? [right(messages.pinhole(address, portsText(openOf(holes))))] : []),
      ...closedOf(holes).map(([problem, of]) =>
        wrong(messages.noPinhole(address, portsText(of), messages.why[problem])),
      ),
    ]),
    ...(obstacle && external !== undefined ? [wrong(messages.obstacle[obstacle](external))] : []),
    ...(hairpin === false ? [{ mark: "note" as const, text: messages.noHairpin }] : []),
  ];
}

const openOf = (ports: readonly SeenPort[]): readonly SeenPort[] => ports.filter(({ problem }) => !problem);

/** By the reason. */
function closedOf(ports: readonly SeenPort[]): readonly (readonly [Why, readonly SeenPort[]])[] {
  const closed = ports.filter(({ problem }) => problem !== undefined);
  return [...Map.groupBy(closed, ({ problem }) => problem ?? "refused")];
}
