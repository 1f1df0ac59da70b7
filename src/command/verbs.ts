/** Every verb, in the order of --help. Each is loaded when it is used: `run` needs neither the wizard nor the ACME client. */
import type { VerbTable } from "./verb-table.ts";

export const verbs: VerbTable = {
  setup: async () => (await import("./setup.ts")).default,
  run: async () => (await import("./run.ts")).default,
  demo: async () => (await import("./demo.ts")).default,
  status: async () => (await import("./status.ts")).default,
  "user add": async () => (await import("./user-add.ts")).default,
  "user passwd": async () => (await import("./user-passwd.ts")).default,
  "user remove": async () => (await import("./user-remove.ts")).default,
  "user list": async () => (await import("./user-list.ts")).default,
  dns: async () => (await import("./dns.ts")).default,
  federation: async () => (await import("./federation.ts")).default,
  certificate: async () => (await import("./certificate.ts")).default,
  "certificate renew": async () => (await import("./certificate-renew.ts")).default,
  "service install": async () => (await import("./service.ts")).serviceInstall,
  "service uninstall": async () => (await import("./service.ts")).serviceUninstall,
  "service start": async () => (await import("./service.ts")).serviceStart,
  "service stop": async () => (await import("./service.ts")).serviceStop,
  "service status": async () => (await import("./service.ts")).serviceState,
  "config check": async () => (await import("./config-check.ts")).default,
  paths: async () => (await import("./paths.ts")).default,
  version: async () => (await import("./version.ts")).default,
};
