/** RFC 8555 §8.4: the domain is proven by a new TXT record each time, set by hand. */
import { createHash } from "node:crypto";
import type { PendingChallenge, Solver } from "./challenge.ts";
import { type TxtRecord, type TxtRecordDeps, waitForRecords } from "./txt-record.ts";

export const dns01Record = ({ name, keyAuthorization }: PendingChallenge): TxtRecord => ({
  record: `_acme-challenge.${name}`,
  value: createHash("sha256").update(keyAuthorization).digest("base64url"),
  name,
});

export const dns01 = (deps: TxtRecordDeps): Solver => ({
  type: "dns-01",
  provision: (asks) => waitForRecords(asks.map(dns01Record), deps, (found, { value }) => found === value),
  // Whoever set the record may leave it or take it away: the authority never looks at this value again.
  cleanUp: async () => {},
});
