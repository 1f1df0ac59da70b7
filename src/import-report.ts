/** What becomes of the things that come along from another server: counted by kind, and what is left is named. */

/** What is counted. */
export const KINDS = [
  "accounts",
  "contacts",
  "requests",
  "vcards",
  "private",
  "nodes",
  "items",
  "blocked",
  "privacy",
  "offline",
  "preferences",
  "archived",
  "push",
  "files",
  "rooms",
  "room-messages",
  "circles",
  "invitations",
  "other",
] as const;
export type Kind = (typeof KINDS)[number];

/** Why something cannot come along. */
export const LEFT_REASONS = [
  /** No address (RFC 7622), or none of a domain that is imported. */
  "address",
  /** Not of its format. */
  "malformed",
  /** Larger or more than an account may have here. */
  "too-large",
  /** A list that is more than "nothing from this address" (XEP-0016). */
  "privacy-list",
  /** Nothing that is known here. */
  "unknown",
  /** No account here has it. */
  "no-account",
  /** The file is not where it should be. */
  "file-missing",
  /** The old server has it in a form that says nothing. */
  "unreadable",
  /** The record was cut off, as by a crash. */
  "cut-off",
  /** It is over, or serves the old server alone. */
  "of-no-use",
  /** The other server has refused to give it out. */
  "not-given",
  /** It belongs to the old address: at another one it would be wrong. */
  "old-address",
  /** So many contacts are not asked at once to follow to a new address. */
  "not-asked",
] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

export interface ImportReport {
  /** So many things have been stored, one by default. */
  stored(kind: Kind, count?: number): void;
  /** They were here already, and stay as they are. */
  known(kind: Kind, count?: number): void;
  /** Something cannot come along. `subject` says in few words which one it is: an address, the name of a node. */
  left(kind: Kind, reason: LeftReason, subject?: string): void;
}
