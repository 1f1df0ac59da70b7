/** A scenario of the bench: a load on one server, and its figures. */
import type { ClientOptions } from "../support/client/client.ts";
import type { Ability, Rosters, WebAccess } from "../support/peers/peer.ts";
import type { ChartName } from "./report/charts.ts";

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
  /** Where it stands in the charts of the report. */
  readonly place?: Place;
  /** The program that it is of, where that is not the server: one that is measured beside it. */
  readonly of?: string;
}

export interface Place {
  readonly chart: ChartName;
  /** What the bars beside each other, or the points of a curve, have in common: "a chat message". */
  readonly group: string;
  /** It is of the first operations since the start, and stands beside that of the later ones. */
  readonly isCold?: boolean;
  /** Of a point of a curve: how many accounts, messages, rooms or contacts there were. */
  readonly at?: number;
}

export interface Server {
  /** Direct TLS. */
  readonly reach: ClientOptions;
  /** The same by STARTTLS. */
  readonly starttls: ClientOptions;
  /** What it has over HTTPS; undefined where that is off. */
  readonly web?: WebAccess | undefined;
  /** The id of its root process. */
  readonly pid: number;
  /** Localparts; all have the same password. */
  readonly accounts: readonly string[];
  readonly password: string;
  readonly lacks: readonly Ability[];
  /** jabber-home's SQLite file. */
  readonly database?: string | undefined;
  /** A second server of the same kind: federated, or without HTTPS. */
  readonly other?: Server;
}

/** How long and how large the loads are. */
export interface Extent {
  /** Duration of a load in seconds. */
  readonly seconds: number;
  /** Number of idle connections. */
  readonly connections: number;
  /** Seconds between a load and reading memory, for timers and garbage collection. */
  readonly rest: number;
  /** Seconds after the start, and after all loads, until memory is read: a server may give some back when it has been quiet for a while. */
  readonly settling: number;
  /** Messages of the first, cold part of a chat, and of the part after it. */
  readonly chat: {
    readonly first: number;
    readonly next: number;
    /** Seconds after which a part ends before its number is reached. */
    readonly most: number;
  };
  /** Seconds at 100 messages a second, and of each of three parts at one. */
  readonly paced: { readonly fast: number; readonly slow: number };
  /** The points of the curves. */
  readonly scale: { readonly online: Sizes; readonly archive: Sizes; readonly rooms: Sizes; readonly roster: Sizes };
}

/** From the smallest to the largest. */
export type Sizes = readonly number[];

/**
 * Whom a whole run measures with it: every server in every round; in the first round, one of each program, or this server alone; or
 * nobody but with --full. A scenario that is named with --scenario is measured with all chosen servers.
 */
export type Scope = "every round" | "programs" | "ours" | "full";

/**
 * The server that is loaded: the one that all scenarios share, one after the other; one of its own, just started; two that are
 * federated; or one with HTTPS whose `other` is without.
 */
export type Stage = "shared" | "own" | "federated" | "with and without HTTPS";

/** A file in scenarios/: `run` is called in a process of its own. */
export interface Scenario {
  readonly name: string;
  /** A sentence for the notes below the tables. */
  readonly about: string;
  readonly scope: Scope;
  /** "shared" by default. */
  readonly stage?: Stage;
  /** Further accounts that it needs, each with its contacts. */
  readonly rosters?: (extent: Extent) => Rosters;
  /** Left out where the server lacks one of these. */
  readonly needs?: readonly Ability[];
  /** Milliseconds that it may take longer than others. */
  readonly extraTimeoutMs?: number;
  readonly run: (server: Server, extent: Extent) => Promise<readonly Figure[]>;
}
