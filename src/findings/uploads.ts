/** Check: are the files that people have sent on the disk? */
import { defineCheck, said } from "./check.ts";

interface Details {
  /** Of the newest ones. */
  readonly "uploads-missing": { readonly missing: number; readonly looked: number; readonly example: string };
}

export const uploadsCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { looked = 0, missing = 0, example = "" } = health?.content?.files ?? {};
    return missing > 0 ? [{ kind: "uploads-missing", severity: "warning", details: { missing, looked, example } }] : [];
  },
  say: {
    "uploads-missing": ({ missing, looked, example }, { health }) =>
      said(health["uploads-missing"](missing, looked, example)),
  },
});
