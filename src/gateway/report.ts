/** What became of the ports that a router was asked for: data, without language. */
import type { Maker } from "./maker.ts";

export type Transport = "tcp" | "udp";

/** A port of this machine that the world shall reach under the same number. */
export interface WantedPort {
  readonly transport: Transport;
  readonly port: number;
}

/** RFC 6887, RFC 6886, UPnP Internet Gateway Device. */
export type GatewayProtocol = "pcp" | "nat-pmp" | "upnp";

export type MappingProblem =
  /** The router does not want to: switched off there, or not for this port. */
  | "refused"
  /** The port leads to another machine, or to another program. */
  | "conflict"
  /** It has no room for more. */
  | "no-resources"
  /** It has no public address itself, or no connection. */
  | "no-network"
  | "no-answer"
  /** What it says is not of the protocol. */
  | "wrong-answer";

export interface PortReport extends WantedPort {
  /** Not there where the port is open. */
  readonly problem?: MappingProblem;
}

/** An address of this machine that needs no forwarding, but a hole in the router's firewall. */
export interface PinholeReport {
  readonly address: string;
  readonly ports: readonly PortReport[];
}

/**
 * Why an open port is not reached all the same. "shared": the router has an address of a provider's NAT (RFC 6598). "double-nat":
 * it has one of a local network, so there is another router before it. "elsewhere": the world sees another address.
 */
export type Obstacle = "shared" | "double-nat" | "elsewhere";

export interface GatewayReport {
  /** "absent": no router answers to any of the protocols. */
  readonly state: "looking" | "absent" | "found";
  /** This machine has a public IPv4 address itself, so that no router has to forward anything. */
  readonly isDirect?: true;
  readonly protocol?: GatewayProtocol;
  /** The router's address in this network. */
  readonly router?: string;
  /** Which router it is; only where not all ports are open, and not where it is none of the usual ones. */
  readonly maker?: Maker;
  /** The router's address on the other side, as it says. */
  readonly external?: string;
  readonly obstacle?: Obstacle;
  /** Whether this machine reaches itself under the external address; not there where that is unknown. */
  readonly hairpin?: boolean;
  readonly ports: readonly PortReport[];
  readonly pinholes: readonly PinholeReport[];
}

/** Why a router does not do what was asked. */
export class MappingError extends Error {
  override readonly name = "MappingError";
  readonly problem: MappingProblem;

  /** `detail`: the router's own code or words, for the log. */
  constructor(problem: MappingProblem, detail: string) {
    super(detail);
    this.problem = problem;
  }
}

export interface Mapping {
  /** Seconds; Infinity for one that stays until it is taken back. */
  readonly lifetime: number;
  /** As this answer has it; undefined where it does not. */
  readonly external: string | undefined;
  /** The router's seconds since it lost its mappings; undefined where the protocol has none. */
  readonly epoch: number | undefined;
}

/** What a router says when it is asked for nothing new. */
export interface Sight {
  /** Its address outside; undefined where it does not say, or has none. */
  readonly external: string | undefined;
  /** As in a mapping. */
  readonly epoch: number | undefined;
  /** False where it says that it does not know the mapping any more. */
  readonly isKept: boolean;
}

/** A router that maps ports of one address of this machine. All functions reject with MappingError. */
export interface PortMapper {
  readonly protocol: GatewayProtocol;
  readonly router: string;
  /** The same port outside, or none; asked again, it lives longer. `lifetime` in seconds. */
  readonly map: (wanted: WantedPort, lifetime: number) => Promise<Mapping>;
  readonly unmap: (wanted: WantedPort) => Promise<void>;
  /** The router's address outside; undefined where it does not say. */
  readonly externalAddress: () => Promise<string | undefined>;
  /** Whether `mapped`, which it has opened, and its address are as they were. `lifetime` is what is left at least, in seconds. */
  readonly look: (mapped: WantedPort, lifetime: number) => Promise<Sight>;
}
