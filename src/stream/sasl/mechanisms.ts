/** The SASL mechanisms of this server for passwords, in order of preference. */
import type { ChannelBinding } from "./channel-binding.ts";
import type { Mechanism } from "./mechanism.ts";
import { plain } from "./plain.ts";
import { scram } from "./scram.ts";

const HASHES = ["SHA-512", "SHA-256", "SHA-1"] as const;
const PLUS: readonly Mechanism[] = HASHES.map((hash) => scram(hash, { plus: true }));
const OTHERS: readonly Mechanism[] = [...HASHES.map((hash) => scram(hash, { plus: false })), plain];

/** What is offered on a secure stream with these channel bindings. */
export const offeredMechanisms = (bindings: readonly ChannelBinding[]): readonly Mechanism[] =>
  bindings.length > 0 ? [...PLUS, ...OTHERS] : OTHERS;

export const hasPlus = (offered: readonly Mechanism[]): boolean => offered.some(({ name }) => name.endsWith("-PLUS"));
