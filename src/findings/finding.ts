/** What is found to be wrong with a server, as data: `finding-text.ts` says it in a language. */
import type { CertificateProblem } from "../certificate/certificate-error.ts";
import type { Trouble } from "../gateway/troubles.ts";
import type {
  RefusedCallPort,
  RefusedListener,
  StatusReport,
  UnreachedPort,
  UnreachedServer,
} from "../operations/status.ts";

/** "bad": people notice it; "warning": they will, where nobody does anything; "notice": good to know. */
export type Severity = "bad" | "warning" | "notice";

/** By kind: what a sentence about it needs. Sizes are in bytes, times in milliseconds since 1970. */
export interface FindingDetails {
  /** Nothing new is taken. */
  readonly "disk-full": { readonly free: number; readonly reserve: number };
  readonly "disk-low": { readonly free: number; readonly reserve: number };
  /** `last`: when the latest one was made. */
  readonly "backup-failed": {
    readonly problem: NonNullable<NonNullable<StatusReport["backup"]>["failed"]>["problem"];
    readonly last?: number;
  };
  readonly "backup-same-disk": { readonly folder: string };
  /** The clock says what cannot be. */
  readonly "clock-wrong": { readonly says: number };
  readonly "clock-leapt": { readonly says: number; readonly said: number; readonly until: number };
  readonly "certificate-expired": { readonly until: number };
  readonly "certificate-expires": { readonly until: number; readonly left: number };
  /** A person has to renew it before that. */
  readonly "certificate-by-hand": { readonly until: number };
  readonly "certificate-not-renewed": { readonly problem: CertificateProblem };
  /** What apps and other servers would say of it. */
  readonly "certificate-problem": { readonly problem: CertificateProblem };
  /** PAM takes the passwords of the machine for wrong. */
  readonly "shadow-unreadable": Readonly<Record<never, never>>;
  /** auth.allow_groups, auth.deny_groups. */
  readonly "groups-unknown": { readonly groups: readonly string[] };
  readonly "web-refused": RefusedListener;
  readonly router: Trouble;
  /** `age` is how long ago that was seen, in milliseconds. */
  readonly "port-not-reached": UnreachedPort & { readonly age: number };
  readonly "calls-refused": RefusedCallPort;
  /** No public address is known to relay by. */
  readonly "calls-without-address": Readonly<Record<never, never>>;
  /** `age` is how long it has not been reached, in milliseconds. */
  readonly "server-unreached": UnreachedServer & { readonly age: number };
  /** There are others. */
  readonly "servers-unreached": { readonly count: number };
}

export type FindingKind = keyof FindingDetails;

export type Finding<Kind extends FindingKind = FindingKind> = {
  readonly [Each in Kind]: {
    readonly kind: Each;
    readonly severity: Severity;
    readonly details: FindingDetails[Each];
  };
}[Kind];

/** Looks at one subject; `now` in milliseconds since 1970. */
export type Check = (report: StatusReport, now: number) => readonly Finding[];
