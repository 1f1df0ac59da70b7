/** Check: does a server run, of this version, and not as root? */
import { defineCheck, type FoundOf, type NoDetails, said } from "./check.ts";

interface Details {
  readonly "server-stopped": NoDetails;
  /** A process has the home, and does not answer. */
  readonly "server-silent": { readonly pid?: number };
  readonly "server-version": { readonly running: string; readonly here: string };
  readonly "server-root": NoDetails;
  readonly "lock-damaged": { readonly path: string };
}

export const runningCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { server, service } = health ?? {};
    if (!server) return [];
    const found: FoundOf<Details>[] = [];
    const { state, pid, versions, isRoot, damagedLock: path } = server;
    if (state === "silent")
      found.push({ kind: "server-silent", severity: "bad", details: pid === undefined ? {} : { pid } });
    if (path !== undefined) found.push({ kind: "lock-damaged", severity: "bad", details: { path } });
    // A service that does not run is said there.
    if (state === "stopped" && service?.state !== "installed")
      found.push({ kind: "server-stopped", severity: "notice", details: {} });
    if (versions) found.push({ kind: "server-version", severity: "warning", details: versions });
    if (isRoot) found.push({ kind: "server-root", severity: "notice", details: {} });
    return found;
  },
  say: {
    "server-stopped": (_, { health }) => said(health["server-stopped"]()),
    "server-silent": ({ pid }, { health }) => said(health["server-silent"](String(pid ?? ""))),
    "server-version": ({ running, here }, { health }) => said(health["server-version"](running, here)),
    "lock-damaged": ({ path }, { health }) => said(health["lock-damaged"](path)),
    "server-root": (_, { health }) => said(health["server-root"]()),
  },
});
