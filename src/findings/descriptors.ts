/** Check: may the server have as many files and connections open as a few dozen people need? */
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "descriptors-few": { readonly limit: number };
}

/** The usual limit of a shell. */
const FEW = 1024;

export const descriptorsCheck = defineCheck<Details>({
  look: ({ health }) => {
    const limit = health?.descriptors?.limit ?? FEW;
    return limit < FEW ? [{ kind: "descriptors-few", severity: "warning", details: { limit } }] : [];
  },
  say: { "descriptors-few": ({ limit }, { machine }) => said(machine["descriptors-few"](limit)) },
});
