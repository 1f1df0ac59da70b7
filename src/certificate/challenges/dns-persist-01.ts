/** draft-ietf-acme-dns-persist: DNS-PERSIST-01: one lasting TXT record that names the authority and the account. */
import type { PendingChallenge, Solver } from "./challenge.ts";
import { resolveTxt, type TxtRecord, type TxtRecordDeps, waitForRecords } from "./txt-record.ts";

export const dnsPersist01Record = ({ name, issuers, accountUrl }: PendingChallenge): TxtRecord => ({
  record: `_validation-persist.${name}`,
  value: `${issuers[0] ?? ""}; accounturi=${accountUrl}`,
  name,
});

/** Issuer, then parameters in any order (RFC 8659 §4.2); `now` against persistUntil, in milliseconds since 1970. */
export function isPersistRecord(found: string, wanted: string, now: number): boolean {
  const [issuer, ...parameters] = found.split(";").map((part) => part.trim());
  const [wantedIssuer, wantedAccount] = wanted.split(";").map((part) => part.trim());
  const until = parameters.find((one) => /^persistUntil=/i.test(one));
  const isOver = until !== undefined && !(Number(until.slice("persistUntil=".length)) * 1000 > now);
  return issuer?.toLowerCase() === wantedIssuer && parameters.includes(wantedAccount ?? "") && !isOver;
}

/** A person is asked only where the record is not there yet: renewals find it. */
export function dnsPersist01(deps: TxtRecordDeps, now: () => number): Solver {
  const isRight = (found: string, { value }: TxtRecord) => isPersistRecord(found, value, now());
  return {
    type: "dns-persist-01",
    provision: async (challenges) => {
      const records = challenges.map(dnsPersist01Record);
      const found = await Promise.all(records.map(({ record }) => resolveTxt(record, deps.dns)));
      const areThere = records.every((wanted, at) => found[at]?.some((value) => isRight(value, wanted)));
      if (!areThere) await waitForRecords(records, deps, isRight);
    },
    cleanUp: async () => {},
  };
}
