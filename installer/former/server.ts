/** A server of another kind whose accounts can come here, as setup knows it. */

export type ServerKind = "prosody" | "snikket" | "ejabberd" | "jabberd2" | "jabberd14" | "xep0227";

/** A domain in the data of a server, and what its services are called. */
export interface SeenDomain {
  readonly domain: string;
  /** The labels of services with rooms: "conference". */
  readonly roomLabels: readonly string[];
  /** The names of services with files: "upload.example.com". */
  readonly fileHosts: readonly string[];
}

/** What is at a path. */
export type SourceSight =
  | {
      readonly state: "readable";
      readonly kind: Exclude<ServerKind, "snikket">;
      readonly domains: readonly SeenDomain[];
    }
  /** Its server has to write it to a file first (Mnesia's own files). */
  | { readonly state: "raw"; readonly problem: string }
  /** This user may not read it. */
  | { readonly state: "denied"; readonly problem: string }
  /** `problem` is for the person. */
  | { readonly state: "refused"; readonly problem: string };

type Command = readonly [program: string, ...words: string[]];

/** The service that it is on this machine. */
export interface OldService {
  /** As its manager calls it: "prosody". */
  readonly unit: string;
  readonly isRunning: Command;
  /** What `isRunning` prints has this line where it runs; undefined where its exit code tells. */
  readonly runningLine?: string;
  readonly stop: Command;
  readonly start: Command;
  /** Undefined where one that was stopped stays so. */
  readonly disable: Command | undefined;
  /** Whether it starts with the machine. */
  readonly isEnabled: Command | undefined;
  /** What a person types to have it again. */
  readonly goBack: string;
  /** The names of its processes, as the system has them. */
  readonly programs: readonly string[];
}

export interface FormerServer {
  readonly kind: ServerKind;
  /** What was found or typed, absolute. */
  readonly path: string;
  readonly domains: readonly SeenDomain[];
  /** "raw": a backup has to be made. "denied": this user may not read it. */
  readonly state: "readable" | "raw" | "denied";
  /** Undefined where this machine does not run such a server. */
  readonly service: OldService | undefined;
}

/** What is to be read, and what is to be told while it is. */
export interface BringRequest {
  /** Absolute. */
  readonly path: string;
  /** The domain here. */
  readonly domain: string;
  /** Everything is read, and nothing is stored. */
  readonly isTrial: boolean;
  /** `total` is undefined while things are still being counted. */
  readonly onProgress: (done: number, total: number | undefined) => void;
  /** Ends it after the present portion; another run goes on from there. */
  readonly signal: AbortSignal;
}

/** What has come along, or would. */
export interface Brought {
  /** The report for a person, line by line. */
  readonly lines: readonly string[];
  /** Of this domain: what stands before the @, and whether it administers the old server. */
  readonly accounts: readonly { readonly name: string; readonly admin: boolean }[];
}
