/** Check: is the server a service that starts with the machine, runs, and may do what config.toml asks of it? */
import { defineCheck, type FoundOf, type NoDetails, said } from "./check.ts";

interface Details {
  /** There could be one. */
  readonly "service-none": NoDetails;
  readonly "service-disabled": NoDetails;
  readonly "service-stopped": NoDetails;
  /** systemd's Result=, and the exit code. */
  readonly "service-failed": { readonly result: string; readonly exitCode?: number };
  /** Its unit is another than this version would write. */
  readonly "service-other": NoDetails;
  /** The program that it is to run does not exist. */
  readonly "service-program": { readonly path: string };
  /** What config.toml names, and the service may not use. */
  readonly "service-hidden": { readonly option: string; readonly path: string };
}

export const serviceCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { service, server } = health ?? {};
    if (!service) return [];
    if (service.state === "none") return [{ kind: "service-none", severity: "notice", details: {} }];
    const { isEnabled, active, result = "", exitCode, isOther, missingProgram: path, hidden = [] } = service;
    const found: FoundOf<Details>[] = [];
    if (path !== undefined) found.push({ kind: "service-program", severity: "bad", details: { path } });
    if (active === "failed") {
      const details = { result, ...(exitCode === undefined ? {} : { exitCode }) };
      found.push({ kind: "service-failed", severity: "bad", details });
    } else if (server?.state === "stopped") found.push({ kind: "service-stopped", severity: "bad", details: {} });
    if (isEnabled === false) found.push({ kind: "service-disabled", severity: "warning", details: {} });
    // What it hides is a difference of its own.
    if (isOther && hidden.length === 0) found.push({ kind: "service-other", severity: "warning", details: {} });
    return [...found, ...hidden.map((details) => ({ kind: "service-hidden", severity: "warning", details }) as const)];
  },
  say: {
    "service-none": (_, { health }) => said(health["service-none"]()),
    "service-disabled": (_, { health }) => said(health["service-disabled"]()),
    "service-stopped": (_, { health }) => said(health["service-stopped"]()),
    "service-failed": ({ result, exitCode }, { health }) =>
      said(health["service-failed"](exitCode === undefined ? result : `${result}, ${exitCode}`)),
    "service-other": (_, { health }) => said(health["service-other"]()),
    "service-program": ({ path }, { health }) => said(health["service-program"](path)),
    "service-hidden": ({ option, path }, { health }) => said(health["service-hidden"](option, path)),
  },
});
