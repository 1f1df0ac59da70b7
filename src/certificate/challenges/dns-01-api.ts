/** RFC 8555 §8.4: DNS-01 with records that are written and removed by a provider's API: renewals need nobody. */
import { type Clock, SECOND } from "../../clock.ts";
import { DnsApiError } from "../../dns/providers/api.ts";
import type { RecordWriter } from "../../dns/providers/writer.ts";
import type { RecordSet } from "../../dns/record-set.ts";
import type { Resolver } from "../../dns/resolver.ts";
import { quotedText } from "../../dns/zone-file.ts";
import { CertificateError } from "../certificate-error.ts";
import type { PendingChallenge, Solver } from "./challenge.ts";
import { dns01Record } from "./dns-01.ts";
import { resolveTxt, type TxtRecord } from "./txt-record.ts";

export interface Dns01ApiDeps {
  readonly records: RecordWriter;
  /** Asks the authoritative name servers. */
  readonly dns: Resolver;
  readonly clock: Pick<Clock, "sleep">;
}

const TTL = 60;
/** From the API to the name servers it takes seconds, at some providers minutes. */
const LOOKS = 120;
const BETWEEN_LOOKS = 5 * SECOND;
/** One name server has it: the others of the zone, which the authority may ask, get it about now. */
const UNTIL_EVERYWHERE = 10 * SECOND;

export function dns01ByApi({ records, dns, clock }: Dns01ApiDeps): Solver {
  const write = async (wanted: readonly TxtRecord[], isWanted: boolean): Promise<void> => {
    const sets = [...Map.groupBy(wanted, ({ record }) => record)].map(([name, members]): RecordSet => {
      const values = isWanted ? members.map(({ value }) => quotedText(value)) : [];
      return { name, type: "TXT", ttl: TTL, values };
    });
    await records.write(sets);
  };
  const areSeen = async (wanted: readonly TxtRecord[]): Promise<boolean> => {
    const found = await Promise.all(wanted.map(({ record }) => resolveTxt(record, dns)));
    return wanted.every(({ value }, at) => found[at]?.includes(value));
  };
  return {
    type: "dns-01",
    isOneByOne: records.hasOneText,
    provision: async (challenges) => {
      const wanted = challenges.map(dns01Record);
      await write(wanted, true).catch((error: unknown) => {
        throw writeFailure(error, challenges, wanted);
      });
      for (let looks = 1; !(await areSeen(wanted)); looks += 1) {
        if (looks === LOOKS) throw notSeen(wanted);
        await clock.sleep(BETWEEN_LOOKS);
      }
      await clock.sleep(UNTIL_EVERYWHERE);
    },
    cleanUp: async (challenges) => {
      // A record that stays does no harm: the authority does not use its value again, and the next order writes another.
      await write(challenges.map(dns01Record), false).catch(() => {});
    },
  };
}

function writeFailure(error: unknown, challenges: readonly PendingChallenge[], wanted: readonly TxtRecord[]): unknown {
  if (!(error instanceof DnsApiError)) return error;
  const values = { provider: error.provider, record: wanted[0]?.record ?? "", detail: error.message };
  const remedies = [{ key: "look-at-token", values: {} }] as const;
  return new CertificateError({ reason: "dns-api-failed", values, remedies, name: challenges[0]?.name }, error);
}

function notSeen(wanted: readonly TxtRecord[]): CertificateError {
  const { record = "", name } = wanted[0] ?? {};
  const remedies = [{ key: "wait-for-dns", values: {} }] as const;
  return new CertificateError({ reason: "txt-missing", values: { record }, remedies, name });
}
