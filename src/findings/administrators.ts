/** Check: is there somebody to tell when something goes wrong? */
import { defineCheck, type NoDetails, said } from "./check.ts";

interface Details {
  readonly "administrator-missing": NoDetails;
}

export const administratorsCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { accounts = 0, administrators = 1 } = health?.content ?? {};
    const isMissing = accounts > 0 && administrators === 0;
    return isMissing ? [{ kind: "administrator-missing", severity: "warning", details: {} }] : [];
  },
  say: { "administrator-missing": (_, { health }) => said(health["administrator-missing"]()) },
});
