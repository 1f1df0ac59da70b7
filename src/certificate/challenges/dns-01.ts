/** RFC 8555 §8.4: the domain is proven by a new TXT record each time, set by hand. */
import { createHash } from "node:crypto";
import type { Ask, Solver } from "./challenge.ts";
import { type TxtMeans, type TxtRecord, untilSeen } from "./txt-record.ts";

export const dns01Record = ({ name, keyAuthorization }: Ask): TxtRecord => ({
  record: `_acme-challenge.${name}`,
  value: createHash("sha256").update(keyAuthorization).digest("base64url"),
  name,
});

export const dns01 = (means: TxtMeans): Solver => ({
  type: "dns-01",
  prepare: (asks) => untilSeen(asks.map(dns01Record), means, (found, { value }) => found === value),
  // Whoever set the record may leave it or take it away: the authority never looks at this value again.
  forget: async () => {},
});
