/** How many stanzas have passed, since the start: plain counts, which the metrics read. */
import type { StanzaName } from "../stanza.ts";

export type StanzaCounts = Record<StanzaName, number>;

export interface Traffic {
  readonly fromClients: StanzaCounts;
  /** From other servers and from components. */
  readonly fromOthers: StanzaCounts;
  readonly toClients: StanzaCounts;
  readonly toOthers: StanzaCounts;
}

const none = (): StanzaCounts => ({ message: 0, presence: 0, iq: 0 });

export const newTraffic = (): Traffic => ({
  fromClients: none(),
  fromOthers: none(),
  toClients: none(),
  toOthers: none(),
});
