/** Scenarios for the tests of the wizard's screens: machines, networks and authorities, the same in every run. */

import type { Answers, Progress } from "../../../installer/answers.ts";
import type { Environment, SeenDns } from "../../../installer/environment.ts";
import { FACTS, fakeEnvironment } from "../../../installer/testing.ts";
import { CertificateError } from "../../../src/certificate/certificate-error.ts";
import { DnsApiError } from "../../../src/dns/providers/api.ts";
import { type DnsRecord, recordsFor } from "../../../src/dns/records.ts";
import { withProsody } from "./moving-scenario.ts";

const DOMAIN = "dupont.example";
const PORTS = { "xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": 5270 };

/** All records are right. */
const allRight = async (records: readonly DnsRecord[]): Promise<SeenDns> => ({
  records: records.map((record) => ({ record, state: "right" })),
  strays: [],
  isConnected: true,
});

const recordsOf = ({ domain = DOMAIN, host = DOMAIN, addresses = [] }: Answers): readonly DnsRecord[] =>
  recordsFor({ domains: [domain], host, addresses, ports: PORTS, rooms: "rooms" });

export interface WizardSetting {
  readonly environment: Environment;
  readonly interrupted?: { readonly answers: Answers; readonly progress: Progress };
}

/** A rented machine with a public address and all records; systemd, run as root. */
const rented = (): WizardSetting => ({
  environment: fakeEnvironment({
    version: "1.0.0",
    userName: "marie",
    ownAddresses: () => ["81.2.69.160"],
    machine: { ...fakeEnvironment().machine, isAdministrator: true, hasSystemd: true },
    executable: "/usr/local/bin/jabber-home",
    installService: () => {},
    certificate: { ...fakeEnvironment().certificate, obtain: async () => ({ ...FACTS, names: [DOMAIN] }) },
    records: recordsOf,
    seeDns: (answers) => allRight(recordsOf(answers)),
  }),
});

const withOldServer = (): WizardSetting => ({ environment: withProsody(rented().environment, DOMAIN) });

/** The same, where nginx has the ports 80 and 443, and hands nothing on yet. */
function withWebServer(): WizardSetting {
  const { environment } = rented();
  return {
    environment: {
      ...environment,
      portState: async ({ port }) =>
        port === 80 || port === 443 ? { kind: "taken", holder: { name: "nginx", pid: 812 } } : { kind: "free" },
      // A check never ends, so that the screen does not depend on time.
      certificate: { ...environment.certificate, isHandedOn: () => Promise.withResolvers<never>().promise },
    },
  };
}

/** A machine at home behind a router: the domain's web site is elsewhere, records and ports are missing, port 80 is not forwarded. */
function atHome(): WizardSetting {
  const { environment } = rented();
  return {
    environment: {
      ...environment,
      ownAddresses: () => ["2a01:cb00:8a4::12"],
      resolveAddresses: async () => ["93.184.215.14"],
      zoneOf: async (name) => ({ name, provider: "ovh" }),
      seeDns: async (answers) => ({
        records: environment.records(answers).map((record) => ({ record, state: "missing" })),
        strays: [
          { type: "SRV", name: `_xmpp-client._tcp.${DOMAIN}`, value: "5 0 5222 chat.old-host.net", why: "elsewhere" },
        ],
        isConnected: true,
      }),
      gateway: {
        decided: undefined,
        open: async (ports) => ({
          ...{ state: "found", protocol: "upnp", router: "192.168.1.1", external: "81.2.69.160", pinholes: [] },
          ports: ports.map((each) => ({ ...each, ...(each.port === 80 ? { problem: "refused" } : {}) })),
        }),
      },
      portState: async ({ port }) =>
        port === 443 ? { kind: "taken", holder: { name: "nginx", pid: 812 } } : { kind: "free" },
      saveFile: (name) => `/var/lib/jabber-home/${name}`,
      certificate: {
        ...environment.certificate,
        destination: async () => ({ kind: "here", addresses: ["81.2.69.160"] }),
        supportsDnsPersist: async () => true,
        trial: async ({ challenge }) => {
          if (challenge === "http-01")
            throw new CertificateError({
              reason: "no-answer",
              values: { ca: "Let's Encrypt", port: 80, name: DOMAIN, addresses: ["81.2.69.160"] },
              remedies: [
                { key: "forward-port", values: { port: 80 } },
                { key: "use-dns-01", values: {} },
              ],
            });
        },
        obtain: async ({ confirm }) => {
          const records = [DOMAIN, `rooms.${DOMAIN}`].map((name, index) => ({
            name,
            record: `_acme-challenge.${name}`,
            value: `${"LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX"}${index}`,
          }));
          const unseen = records.map((record) => ({ ...record, state: "unseen", found: [] }) as const);
          // A check never ends, so that the screen does not depend on time.
          await confirm?.(unseen, () => Promise.withResolvers<never>().promise);
          return { ...FACTS, names: [DOMAIN, `rooms.${DOMAIN}`] };
        },
      },
    },
  };
}

/** The same, where the records are written by the provider's API, and the router's own address is shared by many. */
function byToken(): WizardSetting {
  const { environment } = atHome();
  let isWritten = false;
  const tokens: string[] = [];
  const { dnsApi, gateway, seeDns, certificate } = environment;
  return {
    environment: {
      ...environment,
      portState: async () => ({ kind: "free" }),
      seeDns: (answers) => (isWritten ? allRight(recordsOf(answers)) : seeDns(answers)),
      dnsApi: {
        ...dnsApi,
        writer: ({ dnsProvider }) =>
          dnsProvider && {
            provider: dnsProvider,
            canRemoveAddresses: true,
            hasOneText: false,
            canWrite: () => true,
            write: async () => {
              isWritten = true;
            },
          },
        check: async (provider, { consumer_key = "" }) => {
          tokens.push(consumer_key);
          if (tokens.length === 1)
            throw new DnsApiError(provider, "credentials", "HTTP 403 This credential is not valid");
        },
      },
      gateway: {
        ...gateway,
        open: async (ports, seen) => ({
          ...(await gateway.open(ports, seen)),
          external: "100.64.7.8",
          obstacle: "shared",
          ports: ports.map((each) => ({ ...each, problem: "no-network" })),
        }),
      },
      certificate: {
        ...certificate,
        hasDnsApi: () => true,
        obtain: async () => ({ ...FACTS, names: [DOMAIN, `rooms.${DOMAIN}`] }),
      },
    },
  };
}

/** The same for somebody without a domain: the first name is somebody else's, the second one is made. */
function freeName(): WizardSetting {
  const { environment } = byToken();
  const { dnsApi } = environment;
  return {
    environment: {
      ...environment,
      resolveAddresses: async () => [],
      zoneOf: async (name) => ({ name, provider: "desec" }),
      hasZone: async (name) => name === "dupont.dedyn.io",
      dnsApi: {
        ...dnsApi,
        check: async (provider) => {
          throw new DnsApiError(provider, "no-zone", "HTTP 404 Not found.");
        },
      },
    },
  };
}

/** The same, where an earlier run was interrupted at the certificate. */
const interrupted = (): WizardSetting => ({
  ...atHome(),
  interrupted: {
    answers: {
      purpose: "internet",
      domain: DOMAIN,
      host: `tintin.${DOMAIN}`,
      addresses: ["81.2.69.160", "2a01:cb00:8a4::12"],
      admin: "marie",
      unavailable: ["https"],
    },
    progress: { step: "certificate", asked: ["domain", "host", "dns", "ports", "router"] },
  },
});

/** Keys: a line is typed and followed by Enter; "<Escape>" is a key, "=on" selects that choice. */
export const SCENARIOS = {
  // Enter alone moves here: found, looked through, stopped, brought, started, kept from starting again.
  moving: { setting: withOldServer, keys: ["", "", "", "", "", "", "=on"] },
  "four-answers": { setting: rented, keys: ["marie@dupont.example", "", "", "", "", "=on", "=invite", "jean", ""] },
  // The ports, the way to the certificate, the line that nginx needs.
  "web-server": { setting: withWebServer, keys: ["marie@dupont.example", "", "", "<Enter>", "", "=later", ""] },
  "at-home": {
    setting: atHome,
    keys: [
      // Answers no to a trial, and to a server for the local network only.
      ...["", "<Escape>", "nas.local", "<C-u>", "marie@dupont.example"],
      // The router's address, the machine's name, the records, port 443, the router, what it does not open.
      ...[
        "=type",
        "192.168.1.1",
        "",
        "81.2.69.160",
        "",
        "=hand",
        "<PageDown>",
        "<f>",
        "<PageDown>",
        "<Enter>",
        "",
        "",
        "",
      ],
      // Port 80 fails twice; then validation by DNS.
      ...["=http-01", "", "=dns-01", "=hand", ""],
      ...["short", "<C-u>", "long enough", "longer", "", "=later", ""],
    ],
  },
  token: {
    setting: byToken,
    keys: [
      ...["marie@dupont.example", "=type", "81.2.69.160", ""],
      // The token, which is refused once; what is written.
      ...["=token", "1a2b", "3c4d", "bad", "=type", "1a2b", "3c4d", "good", "=follow"],
      // The router, which cannot open anything; the certificate by the records.
      ...["=ask", "", "<C-c>"],
    ],
  },
  "free-name": {
    setting: freeName,
    keys: [
      ...["marie@dupont.dedyn.io", "=other", "marie@les-dupont.dedyn.io", "=type", "81.2.69.160"],
      ...["=token", "s3cret", "=follow", "<C-c>"],
    ],
  },
  resumed: { setting: interrupted, keys: ["", "<Escape>", "<Escape>", "<C-c>"] },
} as const satisfies Record<string, { readonly setting: () => WizardSetting; readonly keys: readonly string[] }>;

export type ScenarioName = keyof typeof SCENARIOS;
