/** What DNS says of the newest version: a hint that anybody may have written, good for a notice and for nothing else. */
import { isVersion } from "./manifest.ts";

/** The TXT record of `update.domain`: "jabber-home 1.2.3". */
const RECORD = /^jabber-home (\S{1,40})$/;

/** The highest version that a record names; undefined where none does. */
export function announcedVersion(records: readonly string[]): string | undefined {
  return records
    .flatMap((record) => RECORD.exec(record)?.[1] ?? [])
    .filter(isVersion)
    .sort(Bun.semver.order)
    .at(-1);
}
