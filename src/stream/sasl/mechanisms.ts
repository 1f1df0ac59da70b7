/** The SASL mechanisms of this server, in its order of preference. */
import type { ScramHash } from "../../store/scram-keys.ts";
import type { ChannelBinding } from "./channel-binding.ts";
import type { Mechanism } from "./mechanism.ts";
import { plain } from "./plain.ts";
import { scram } from "./scram.ts";

interface Entry {
  readonly mechanism: Mechanism;
  /** The kind of keys that accounts must have. */
  readonly hash?: ScramHash;
  readonly plus?: true;
}

const bound = (hash: ScramHash): Entry => ({ mechanism: scram(hash, { plus: true }), hash, plus: true });
const unbound = (hash: ScramHash): Entry => ({ mechanism: scram(hash, { plus: false }), hash });

const ENTRIES: readonly Entry[] = [
  bound("SHA-512"),
  bound("SHA-256"),
  bound("SHA-1"),
  unbound("SHA-512"),
  unbound("SHA-256"),
  unbound("SHA-1"),
  { mechanism: plain },
];

export interface OfferConditions {
  /** Under TLS: without it nothing is offered. */
  readonly isSecure: boolean;
  readonly bindings: readonly ChannelBinding[];
  /** Of which hashes this server keeps keys. */
  readonly hashes: readonly ScramHash[];
  /** By name, what the configuration switches off. */
  readonly disabled?: ReadonlySet<string>;
}

/** What is offered, most wanted first. */
export function offeredMechanisms(circumstances: OfferConditions): readonly Mechanism[] {
  const { isSecure, bindings, hashes, disabled } = circumstances;
  if (!isSecure) return [];
  return ENTRIES.filter(({ hash, plus }) => (!plus || bindings.length > 0) && (!hash || hashes.includes(hash)))
    .map(({ mechanism }) => mechanism)
    .filter(({ name }) => !disabled?.has(name));
}

export const hasPlus = (offered: readonly Mechanism[]): boolean => offered.some(({ name }) => name.endsWith("-PLUS"));
