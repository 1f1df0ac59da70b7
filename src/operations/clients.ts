/** Operations on the apps that are signed in to an account (XEP-0494). */
import type { Jid } from "../jid/jid.ts";
import type { Booted } from "../server/boot.ts";
import { clientAccess, type ListedClient } from "../xep/0494-client-access.ts";

export type { ListedClient };

export interface ClientOperations {
  /** Those that were seen last first. */
  readonly list: (jid: Jid) => readonly ListedClient[];
  /** Ends its sessions, and forgets what it could come back with but the password. Resolves with false where there is no such client. */
  readonly revoke: (jid: Jid, id: string) => Promise<boolean>;
}

export function clientOperations({ booted }: { readonly booted: Pick<Booted, "use"> }): ClientOperations {
  const clients = booted.use(clientAccess);
  return {
    list: ({ bare }) => clients.list(bare),
    revoke: ({ bare }, id) => clients.revoke(bare, id),
  };
}
