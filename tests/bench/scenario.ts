/** A scenario of the bench: a load on one server, and its figures. */
import type { ClientOptions } from "../support/client/client.ts";
import type { Rosters } from "../support/peers/peer.ts";

/** One number that was measured. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly better: "less" | "more";
  /** What our own server is to reach. */
  readonly aim?: number;
  /** The share of its core that the load generator used: near 1, it was at its end, and the server can do at least this. */
  readonly loadShare?: number;
}

export interface Server {
  readonly reach: ClientOptions;
  /** The root of its processes. */
  readonly pid: number;
  /** Local parts; all have the same password. */
  readonly accounts: readonly string[];
  readonly password: string;
  /** Our own server's SQLite file. */
  readonly database?: string | undefined;
  /** Another one of its kind, which it reaches; for scenarios between two. */
  readonly other?: Server;
}

export interface Extent {
  /** How long a load lasts, in seconds. */
  readonly seconds: number;
  /** How many idle connections are held. */
  readonly connections: number;
  /** How long what was started or opened rests before its memory is read, in seconds: timers, a collection of garbage. */
  readonly rest: number;
}

/** A file in scenarios/: `run` is called in a process of its own, with a server that was just started or has served others. */
export interface Scenario {
  readonly name: string;
  /** What is done, in a sentence below the table. */
  readonly about: string;
  /** Accounts that it needs beside those that all share, each with its contacts. */
  readonly rosters?: Rosters;
  /** It takes place between two servers of a kind, which were started for it. */
  readonly isBetweenTwo?: true;
  /** How much longer than others it may take, in milliseconds. */
  readonly patience?: number;
  readonly run: (server: Server, extent: Extent) => Promise<readonly Figure[]>;
}
