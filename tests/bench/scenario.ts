/** A scenario of the bench: a load on one server, and its figures. */
import type { ClientOptions } from "../support/client/client.ts";
import type { Rosters, WebAccess } from "../support/peers/peer.ts";

/** A measured number. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly better: "less" | "more";
  /** The target value of jabber-home. */
  readonly aim?: number;
  /** The share of its core that the load generator used: near 1 it was the bottleneck, and the server can do at least this. */
  readonly loadShare?: number;
}

export interface Server {
  readonly reach: ClientOptions;
  /** What it has over HTTPS; undefined where that is off. */
  readonly web?: WebAccess | undefined;
  /** The id of its root process. */
  readonly pid: number;
  /** Localparts; all have the same password. */
  readonly accounts: readonly string[];
  readonly password: string;
  /** jabber-home's SQLite file. */
  readonly database?: string | undefined;
  /** A second server of the same kind: federated, or without HTTPS. */
  readonly other?: Server;
}

export interface Extent {
  /** Duration of a load in seconds. */
  readonly seconds: number;
  /** Number of idle connections. */
  readonly connections: number;
  /** Seconds between starting and reading memory, for timers and garbage collection. */
  readonly rest: number;
}

/** A file in scenarios/: `run` is called in a process of its own, with a server that was just started or has served others. */
export interface Scenario {
  readonly name: string;
  /** A sentence for the notes below the table. */
  readonly about: string;
  /** Further accounts that it needs, each with its contacts. */
  readonly rosters?: Rosters;
  /** Two servers of a kind that are started for it: federated ones, or a fresh one with HTTPS whose `other` is without. */
  readonly pair?: "federated" | "with and without HTTPS";
  /** Left out where the server has no pages such as this one's. */
  readonly needsPages?: boolean;
  /** Left out where the server relays no calls. */
  readonly needsRelay?: boolean;
  /** Milliseconds that it may take longer than others. */
  readonly extraTimeoutMs?: number;
  readonly run: (server: Server, extent: Extent) => Promise<readonly Figure[]>;
}
