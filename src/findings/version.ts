/** Check: is there a newer version? */
import { version } from "../version.ts";
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "version-old": { readonly newest: string; readonly here: string };
}

export const versionCheck = defineCheck<Details>({
  look: ({ health, update }) => {
    const newest = update?.newest ?? health?.newerVersion;
    if (newest === undefined) return [];
    return [{ kind: "version-old", severity: "notice", details: { newest, here: version } }];
  },
  say: { "version-old": ({ newest, here }, { health }) => said(health["version-old"](newest, here)) },
});
