/** jabber-home dns --write: the records that are missing or wrong are written by the API of dns.provider. */
import { isLacking, setLines } from "../../installer/dns-lines.ts";
import type { SeenDns } from "../../installer/environment.ts";
import { SECOND, systemClock } from "../clock.ts";
import { DnsApiError } from "../dns/providers/api.ts";
import { plannedSets, type RecordWriter } from "../dns/providers/writer.ts";
import type { RecordSet } from "../dns/record-set.ts";
import { dnsApiMessages } from "../messages/dns-api.ts";
import { requireConfirmation } from "./confirm.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import type { Call } from "./verb.ts";

/** From the API to the name servers it takes seconds; what takes longer is seen by another look. */
const LOOKS = 10;
const BETWEEN_LOOKS = 3 * SECOND;

/**
 * Shows what it would write, asks (unless `isAgreed`), writes it, and resolves with what the name servers say then. Rejects
 * with CommandError and VerbError.
 */
export async function writeRecords(
  { terminal, language, flags }: Pick<Call, "terminal" | "language"> & { readonly flags: { readonly json: boolean } },
  {
    records,
    sight,
    look,
    isAgreed,
  }: {
    readonly records: RecordWriter | undefined;
    readonly sight: SeenDns;
    readonly look: () => Promise<SeenDns>;
    readonly isAgreed: boolean;
  },
): Promise<{ readonly sight: SeenDns; readonly written: readonly RecordSet[] }> {
  const messages = dnsApiMessages[language];
  const say = (text: string): void => (flags.json ? terminal.err(text) : terminal.out(text));
  if (records === undefined) throw new CommandError(EXIT.configuration, messages.noProvider, messages.noProviderRemedy);
  const planned = plannedSets(sight.records);
  const sets = planned.filter(({ type }) => records.canWrite(type));
  const others = [...new Set(planned.filter(({ type }) => !records.canWrite(type)).map(({ type }) => type))];
  if (others.length > 0) say(`${messages.leftOut(messages.names[records.provider], others.join(", "))}\n`);
  if (sets.length === 0) {
    if (others.length === 0) say(`${messages.nothing}\n`);
    return { sight, written: [] };
  }
  const provider = messages.names[records.provider];
  say([messages.plan(provider), "", ...setLines(sets, messages.removed), ""].join("\n"));
  if (!isAgreed) {
    const texts = { question: messages.question, irrevocable: messages.notAsked, notDone: messages.notDone };
    await requireConfirmation({ terminal, language }, texts);
  }
  await records.write(sets).catch((error: unknown) => {
    if (!(error instanceof DnsApiError)) throw error;
    const { reason, detail } = error;
    throw new CommandError(EXIT.unavailable, messages.problems[reason](provider, detail), messages.remedies[reason]);
  });
  say(`${messages.written(provider)}\n`);
  for (let looks = 1; ; looks += 1) {
    const seen = await look();
    if (!isLacking(seen) || looks === LOOKS) return { sight: seen, written: sets };
    await systemClock.sleep(BETWEEN_LOOKS);
  }
}
