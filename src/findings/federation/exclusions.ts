/** With whom nothing is exchanged, in words. */
import { federationMessages } from "../../messages/federation.ts";
import type { Language } from "../../messages/language.ts";
import type { Exclusions } from "../../operations/federation.ts";

/** Of a list that config.toml may make as long as it likes. */
const MAX_NAMED = 200;

/** A sentence for each option and each list; none where nobody is excluded. */
export function exclusionTexts({ enabled, allow, deny, lists }: Exclusions, language: Language): readonly string[] {
  const { excluded: texts } = federationMessages[language];
  if (!enabled) return [texts.off];
  const named = (domains: readonly string[]): string =>
    domains.slice(0, MAX_NAMED).join(", ") + (domains.length > MAX_NAMED ? ", …" : "");
  return [
    ...(allow.length > 0 ? [texts.only(named(allow))] : []),
    ...(deny.length > 0 ? [texts.never(named(deny))] : []),
    ...lists.map(({ name, domains, isBlocking }) => (isBlocking ? texts.list : texts.strangers)(name, domains)),
  ];
}
