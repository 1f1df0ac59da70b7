/** Check: is there a newer version? */
import { version } from "../version.ts";
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "version-old": { readonly newest: string; readonly here: string };
}

export const versionCheck = defineCheck<Details>({
  look: ({ health }) =>
    health?.newerVersion === undefined
      ? []
      : [{ kind: "version-old", severity: "notice", details: { newest: health.newerVersion, here: version } }],
  say: { "version-old": ({ newest, here }, { health }) => said(health["version-old"](newest, here)) },
});
