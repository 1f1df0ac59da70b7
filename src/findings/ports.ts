/** Check: can the server have its ports, and does somebody get in at those that it has? */
import type { PortFacts } from "../doctor/facts.ts";
import { defineCheck, type FoundOf, said } from "./check.ts";

interface Port {
  /** ADDRESS:PORT, and the option's name. */
  readonly address: string;
  readonly listener: string;
}

interface Details {
  readonly "port-taken": Port & Pick<PortFacts, "holder">;
  readonly "port-denied": Port;
  readonly "port-impossible": Port & { readonly code: string };
  readonly "port-silent": Port;
}

/** Without these, the server starts. */
const DISPENSABLE: ReadonlySet<string> = new Set(["http", "https", "http_proxied", "turn", "turns"]);

export const portsCheck = defineCheck<Details>({
  look: ({ health }) =>
    (health?.ports ?? []).flatMap(({ listener, address, state, holder, code = "" }): FoundOf<Details>[] => {
      const severity = DISPENSABLE.has(listener) ? "warning" : "bad";
      const port = { listener, address };
      if (state === "taken")
        return [{ kind: "port-taken", severity, details: { ...port, ...(holder ? { holder } : {}) } }];
      if (state === "denied") return [{ kind: "port-denied", severity, details: port }];
      if (state === "impossible") return [{ kind: "port-impossible", severity, details: { ...port, code } }];
      return state === "silent" ? [{ kind: "port-silent", severity, details: port }] : [];
    }),
  say: {
    "port-taken": ({ listener, address, holder }, { health }) => {
      if (holder?.home !== undefined) return said(health["port-taken-by-own"](address, listener, holder.home));
      const who = holder ? health.program(holder.name, holder.pid) : health.anotherProgram;
      return said(health["port-taken"](address, listener, who));
    },
    "port-denied": ({ listener, address }, { health }) => said(health["port-denied"](address, listener)),
    "port-impossible": ({ listener, address, code }, { health }) =>
      said(health["port-impossible"](address, listener, code)),
    "port-silent": ({ listener, address }, { health }) => said(health["port-silent"](address, listener)),
  },
});
