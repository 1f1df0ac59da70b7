/** What is seen of a home and its machine, with or without a running server: data, judged in findings/. */
import type { StoredCertificateFacts } from "../certificate/stored-facts.ts";
import type { ConfigProblem } from "../config/error.ts";
import type { ClockFacts } from "./clock-state.ts";
import type { ContentFacts } from "./content-facts.ts";
import type { FolderFacts } from "./folder.ts";
import type { MemoryFacts } from "./memory.ts";
import type { NamesFacts } from "./names-facts.ts";
import type { StoreFacts } from "./store-facts.ts";
import type { VolumeFacts } from "./volume.ts";

/** What was not looked at, or could not be seen, is not there. */
export interface HealthFacts {
  /** When it was looked at, in milliseconds since 1970. */
  readonly at: number;
  readonly server?: ServerFacts;
  readonly config?: ConfigFacts;
  readonly folder?: FolderFacts;
  readonly store?: StoreFacts;
  readonly content?: ContentFacts;
  readonly volume?: VolumeFacts;
  readonly memory?: MemoryFacts;
  readonly time?: ClockFacts;
  /** File descriptors of the server: how many it may have, and has. */
  readonly descriptors?: { readonly limit: number; readonly used?: number };
  readonly names?: NamesFacts;
  readonly ports?: readonly PortFacts[];
  readonly certificateFiles?: StoredCertificateFacts;
  readonly backups?: BackupFacts;
  readonly service?: ServiceFacts;
  readonly errors?: ErrorFacts;
  /** A newer version than this program's, where one is known (update.domain). */
  readonly newerVersion?: string;
}

export interface ServerFacts {
  /** "silent": a process has the home, and does not answer. */
  readonly state: "running" | "stopped" | "silent";
  readonly pid?: number;
  /** The server's version and that of the program that looks, where they differ. */
  readonly versions?: { readonly running: string; readonly here: string };
  /** The file of the lock, where it is no lock. */
  readonly damagedLock?: string;
  /** It runs as root, and not in a container. */
  readonly isRoot?: true;
}

export interface ConfigFacts {
  readonly path: string;
  /** "unreadable": what the system says of it is `why`. */
  readonly state: "right" | "wrong" | "missing" | "unreadable";
  readonly why?: string;
  readonly problems: readonly ConfigProblem[];
  /** What is right, and could be better. */
  readonly hints: readonly ConfigProblem[];
}

/** A port that the server wants, or says that it has. */
export interface PortFacts {
  /** The option's name: "client_tls". */
  readonly listener: string;
  /** ADDRESS:PORT. */
  readonly address: string;
  /** "silent": the server says that it listens there, and nobody answers. */
  readonly state: "open" | "free" | "silent" | "taken" | "denied" | "impossible";
  /** Who has it. */
  readonly holder?: { readonly name: string; readonly pid: number; readonly home?: string };
  /** The system's code. */
  readonly code?: string;
}

export interface BackupFacts {
  /** None is made at night. */
  readonly isOff?: true;
  readonly folder?: string;
  /** When the latest one was written, in milliseconds since 1970. */
  readonly written?: number;
  /** Since when there could have been one, likewise. */
  readonly since?: number;
}

/** The service of systemd that serves this home. */
export interface ServiceFacts {
  /** "none": there could be one. */
  readonly state: "none" | "installed";
  /** It is started with the machine. */
  readonly isEnabled?: boolean;
  /** systemd's word: "active", "failed"; not there where systemd does not answer. */
  readonly active?: string;
  /** Why it ended: systemd's Result=, "exit-code" and the like, and the exit code. */
  readonly result?: string;
  readonly exitCode?: number;
  /** The unit file is another than this version would write. */
  readonly isOther?: true;
  /** The program that it names does not exist. */
  readonly missingProgram?: string;
  /** What config.toml names and the service may not see or change: the option and the path. */
  readonly hidden?: readonly { readonly option: string; readonly path: string }[];
}

/** Events of level "error" in the log of the last day. */
export interface ErrorFacts {
  readonly count: number;
  readonly event: string;
  /** When the last one was, in milliseconds since 1970. */
  readonly at: number;
}
