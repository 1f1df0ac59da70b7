/** Check: do the services answer by which phones are woken (XEP-0357)? */
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "push-failing": { readonly service: string; readonly accounts: number; readonly failures: number };
}

/** So many are named. */
const MAX_NAMED = 3;

export const pushCheck = defineCheck<Details>({
  look: ({ health }) =>
    (health?.content?.push ?? [])
      .slice(0, MAX_NAMED)
      .map((details) => ({ kind: "push-failing", severity: "warning", details })),
  say: {
    "push-failing": ({ service, accounts, failures }, { health }) =>
      said(health["push-failing"](service, accounts, failures)),
  },
});
