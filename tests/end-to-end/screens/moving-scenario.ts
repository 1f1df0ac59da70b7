/** For the tests of the wizard's screens: a machine on which another server runs. */
import type { Environment } from "../../../installer/environment.ts";
import type { FormerServer } from "../../../installer/former/server.ts";
import { serviceOf } from "../../../installer/former/service.ts";
import type { Machine } from "../../../installer/service/machine.ts";
import { reportLines } from "../../../src/command/source-for-setup.ts";
import type { Kind } from "../../../src/import-report.ts";
import { isLanguage, type Language } from "../../../src/messages/language.ts";
import type { Count } from "../../../src/operations/import-tally.ts";

/** The same machine, on which Prosody runs for the domain. */
export function withProsody(environment: Environment, domain: string): Environment {
  let isOn = true;
  const run: Machine["run"] = (...command) => {
    const [, verb] = command;
    if (verb === "stop") isOn = false;
    return { code: verb === "is-active" && !isOn ? 3 : 0, output: verb === "show" ? "LoadState=loaded" : "" };
  };
  const machine: Machine = { ...environment.machine, root: "/nowhere", run };
  const server: FormerServer = {
    ...{ kind: "prosody", path: "/var/lib/prosody", state: "readable", service: serviceOf("prosody", machine) },
    domains: [{ domain, roomLabels: ["conference"], fileHosts: [] }],
  };
  const of = (account: string, ...kinds: readonly (readonly [Kind, number])[]): readonly Count[] =>
    kinds.map(([kind, stored]) => ({ account, kind, stored, known: 0 }));
  const counts = [
    ...of("marie@dupont.example", ["accounts", 1], ["contacts", 12], ["archived", 48_120], ["items", 9]),
    ...of("jean@dupont.example", ["accounts", 1], ["contacts", 4], ["archived", 1211]),
    ...of("", ["rooms", 2], ["room-messages", 905]),
  ];
  const left = [
    { account: "jean@dupont.example", kind: "privacy", reason: "privacy-list", subject: "work", count: 1 },
  ] as const;
  const result = {
    counts,
    left,
    withoutPassword: [],
    domains: new Map([[domain, domain]]),
    roomLabels: [],
    fileHosts: [],
  };
  const facts = { kind: "prosody", path: server.path, resets: [], roomLabels: [], fileHosts: [], isHashLacking: false };
  return {
    ...environment,
    machine,
    portState: async ({ port }) =>
      isOn && (port === 5222 || port === 5269)
        ? { kind: "taken", holder: { name: "prosody", pid: 611, unit: "prosody" } }
        : { kind: "free" },
    former: {
      ...environment.former,
      found: () => [server],
      at: (path) => (path === server.path ? server : path),
      bring: async ({ isTrial }) => ({
        lines: reportLines(
          { ...facts, isTrial, isRunning: false, result: { ...result, forget: async () => {} } },
          language(),
        ),
        accounts: [
          { name: "jean", admin: false },
          { name: "marie", admin: true },
        ],
      }),
    },
  };
}

/** Of the people of this scenario; what the environment says is in their language. */
function language(): Language {
  const given = process.argv[3] ?? "";
  return isLanguage(given) ? given : "en";
}
