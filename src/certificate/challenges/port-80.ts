/** Names that lead here are proven through port 80, the others by DNS: one TXT record remains to be set. */
import type { PendingChallenge, Solver } from "./challenge.ts";

/** `isHere` tells which names (as ordered) lead to this machine. */
export function withPort80(dns: Solver, port80: Solver, isHere: (name: string) => boolean): Solver {
  const here = (challenges: readonly PendingChallenge[]) => challenges.filter(({ name }) => isHere(name));
  const elsewhere = (challenges: readonly PendingChallenge[]) => challenges.filter(({ name }) => !isHere(name));
  return {
    type: dns.type,
    typeFor: (name) => (isHere(name) ? port80.type : dns.type),
    provision: async (challenges) => {
      // First what can fail at once: nobody sets a record for an order that cannot succeed.
      if (here(challenges).length > 0) await port80.provision(here(challenges));
      if (elsewhere(challenges).length > 0) await dns.provision(elsewhere(challenges));
    },
    cleanUp: async (challenges) => {
      if (here(challenges).length > 0) await port80.cleanUp(here(challenges));
      if (elsewhere(challenges).length > 0) await dns.cleanUp(elsewhere(challenges));
    },
  };
}
