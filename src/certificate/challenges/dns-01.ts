/** RFC 8555 §8.4: DNS-01: a new TXT record for each order, set by hand. */
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
  provision: (challenges) => waitForRecords(challenges.map(dns01Record), deps, (found, { value }) => found === value),
  // The record may stay or be removed by hand: the authority does not use this value again.
  cleanUp: async () => {},
});
