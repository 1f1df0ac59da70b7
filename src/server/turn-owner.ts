/** For whom work is done that is done in turns. */
import type { Jid } from "../jid/jid.ts";

/** An account here; of others their server's domain: who has many addresses elsewhere has no more turns for that. */
export const turnOwner = (asker: Jid, domains: ReadonlySet<string>): string =>
  domains.has(asker.domain) ? asker.bare : asker.domain;
