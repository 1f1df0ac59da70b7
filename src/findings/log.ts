/** Check: has the server logged errors within a day? */
import type { ErrorFacts } from "../doctor/facts.ts";
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "log-errors": ErrorFacts;
}

export const logCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { errors } = health ?? {};
    return errors ? [{ kind: "log-errors", severity: "warning", details: errors }] : [];
  },
  say: {
    "log-errors": ({ count, event, at }, { health, moment }) => said(health["log-errors"](count, event, moment(at))),
  },
});
