/** Check: do the names of this server lead to it, and no others? */
import type { NamedRecord } from "../doctor/names-facts.ts";
import { defineCheck, type FoundOf, type NoDetails, said } from "./check.ts";

interface Records {
  readonly records: readonly NamedRecord[];
}

interface Details {
  readonly "no-internet": NoDetails;
  readonly "dns-silent": { readonly names: readonly string[] };
  /** Without which others do not find this server. */
  readonly "dns-missing": Records;
  readonly "dns-wrong": Records;
  readonly "dns-stray": Records;
  readonly "dns-recommended": Records;
}

/** So many are named. */
const MAX_NAMED = 3;

export const namesCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { names } = health ?? {};
    if (!names) return [];
    const found: FoundOf<Details>[] = [];
    const { missing, wrong, strays, recommended, unanswered } = names;
    if (names.isOffline && unanswered.length > 0) return [{ kind: "no-internet", severity: "warning", details: {} }];
    if (missing.length > 0) found.push({ kind: "dns-missing", severity: "bad", details: { records: missing } });
    if (wrong.length > 0) found.push({ kind: "dns-wrong", severity: "bad", details: { records: wrong } });
    if (strays.length > 0) found.push({ kind: "dns-stray", severity: "warning", details: { records: strays } });
    if (unanswered.length > 0) found.push({ kind: "dns-silent", severity: "warning", details: { names: unanswered } });
    if (recommended.length > 0)
      found.push({ kind: "dns-recommended", severity: "notice", details: { records: recommended } });
    return found;
  },
  say: {
    "no-internet": (_, { health }) => said(health["no-internet"]()),
    "dns-silent": ({ names }, { health }) => said(health["dns-silent"](listed(names))),
    "dns-missing": ({ records }, { health }) => said(health["dns-missing"](named(records), records.length)),
    "dns-wrong": ({ records }, { health }) => said(health["dns-wrong"](named(records), records.length)),
    "dns-stray": ({ records }, { health }) => said(health["dns-stray"](named(records), records.length)),
    "dns-recommended": ({ records }, { health }) => said(health["dns-recommended"](named(records), records.length)),
  },
});

const named = (records: readonly NamedRecord[]): string => listed(records.map(({ type, name }) => `${type} ${name}`));

const listed = (texts: readonly string[]): string =>
  [...texts.slice(0, MAX_NAMED), ...(texts.length > MAX_NAMED ? ["…"] : [])].join(", ");
