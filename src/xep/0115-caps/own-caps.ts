/** XEP-0115 §6.3, XEP-0390 §5.2: the hash of the domain's own disco#info, cached until it changes. */
import type { Element } from "ltx";
import type { Catalogue } from "../../server/module.ts";
import { copyOf } from "../../stanza.ts";
import { serverInfo } from "../0030-disco.ts";

/**
 * Returns a function that returns the result of `announce`, which is called with the hash input, and again when a form of the
 * disco#info has changed (as administrators do); all else is constant. `describe` returns a copy of the hashed disco#info.
 */
export function ownCaps<T>(
  catalogue: Catalogue,
  inputOf: (info: readonly Element[]) => string | undefined,
  announce: (input: string, describe: () => Element[]) => T,
): () => T {
  let last: { readonly forms: string; readonly announced: T } | undefined;
  return () => {
    const forms = catalogue.forms.map((form) => form()?.toString() ?? "").join("");
    if (last?.forms !== forms) {
      const info = serverInfo(catalogue);
      last = { forms, announced: announce(inputOf(info) ?? "", () => info.map(copyOf)) };
    }
    return last.announced;
  };
}
