/** Check: does the router let the world in? */
import { type Trouble, troublesOf } from "../gateway/troubles.ts";
import { troubleText } from "../messages/gateway.ts";
import { defineCheck, type Severity } from "./check.ts";

interface Details {
  readonly router: Trouble;
}

export const routerCheck = defineCheck<Details>({
  look: ({ gateway }) => {
    if (!gateway) return [];
    // IPv6 needs no address of the router's, but holes.
    const hasWayIn = gateway.pinholes.some(({ ports }) => ports.some(({ problem }) => !problem));
    return troublesOf(gateway).map((details) => ({ kind: "router", severity: severityOf(details, hasWayIn), details }));
  },
  say: { router: (trouble, { language }) => troubleText(trouble, language) },
});

/** Nobody comes in where the provider or another router is in between. */
function severityOf({ kind }: Trouble, hasWayIn: boolean): Severity {
  if (kind === "no-hairpin") return "notice";
  return (kind === "shared" || kind === "double-nat") && !hasWayIn ? "bad" : "warning";
}
