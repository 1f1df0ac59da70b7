/** The SASL mechanisms of this server for passwords, in order of preference. */
import type { ScramHash } from "../../store/scram-keys.ts";
import type { ChannelBinding } from "./channel-binding.ts";
import type { Mechanism } from "./mechanism.ts";
import { plain } from "./plain.ts";
import { scram } from "./scram.ts";

const HASHES = ["SHA-512", "SHA-256", "SHA-1"] as const;
const SCRAM = HASHES.map((hash) => ({
  hash,
  plus: scram(hash, { plus: true }),
  usual: scram(hash, { plus: false }),
}));

/** What is offered on a secure stream with these channel bindings, to an account that has keys of these hashes. */
export function offeredMechanisms(
  bindings: readonly ChannelBinding[],
  hashes: readonly ScramHash[],
): readonly Mechanism[] {
  const known = SCRAM.filter(({ hash }) => hashes.includes(hash));
  const bound = bindings.length > 0 ? known.map(({ plus }) => plus) : [];
  return [...bound, ...known.map(({ usual }) => usual), plain];
}

export const hasPlus = (offered: readonly Mechanism[]): boolean => offered.some(({ name }) => name.endsWith("-PLUS"));
