/** What the domain says of itself, hashed once for as long as it stays the same: administrators come and go while it runs. */
import type { Element } from "ltx";
import type { Catalogue } from "../../server/module.ts";
import { copyOf } from "../../stanza.ts";
import { serverInfo } from "../0030-disco.ts";

/**
 * Gives what `announce` has made of the text that is hashed, and calls it again when the forms say something else: the rest
 * is the same as long as the server runs. `describe` gives the information that has been hashed.
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
