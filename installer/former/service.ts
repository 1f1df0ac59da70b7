/** The service that an older server is on this machine: looked at, stopped, started again, kept from starting. */
import { existsSync } from "node:fs";
import type { Holder } from "../port.ts";
import type { Machine } from "../service/machine.ts";
import type { OldService, ServerKind } from "./server.ts";

const LUA = ["lua5.4", "lua5.3", "lua5.2", "lua5.1", "lua"];

/** The units of packages, and the names of processes. */
const UNITS: Readonly<
  Partial<Record<ServerKind, { readonly units: readonly string[]; readonly programs: readonly string[] }>>
> = {
  prosody: { units: ["prosody"], programs: ["prosody", ...LUA] },
  ejabberd: { units: ["ejabberd"], programs: ["beam.smp", "beam"] },
  jabberd2: {
    units: ["jabberd2", "jabberd"],
    programs: ["jabberd2-c2s", "jabberd2-s2s", "jabberd2-sm", "jabberd2-router", "c2s", "s2s", "sm", "router"],
  },
  jabberd14: { units: ["jabber", "jabberd14", "jabberd"], programs: ["jabberd", "jabberd14"] },
};

/** The containers of Snikket's own docker-compose.yml: the first one is the server. */
const CONTAINERS = ["snikket", "snikket-proxy", "snikket-certs", "snikket-portal"];
/** Where port.ts has the unit of a process that runs in a container. */
const DOCKER = "docker";

/** Undefined where this machine has none of that kind. */
export function serviceOf(kind: ServerKind, machine: Machine): OldService | undefined {
  if (kind === "snikket") return containersOf(machine);
  const { units, programs } = UNITS[kind] ?? { units: [], programs: [] };
  for (const unit of units) {
    if (isLoaded(unit, machine)) return { ...bySystemd(unit), programs };
    if (existsSync(`${machine.root}/etc/init.d/${unit}`)) return { ...byInitScript(unit), programs };
  }
  return undefined;
}

export const isRunning = ({ isRunning: command, runningLine }: OldService, { run }: Machine): boolean => {
  const { code, output } = run(...command);
  return code === 0 && (runningLine === undefined || output.split("\n").includes(runningLine));
};

export const isEnabled = ({ isEnabled: command }: OldService, { run }: Machine): boolean =>
  command !== undefined && run(...command).code === 0;

/** Whether a port will be free when the service is stopped. */
export const isHeldBy = ({ unit, programs }: OldService, holder: Holder | undefined): boolean =>
  holder !== undefined && holder.home === undefined && (programs.includes(holder.name) || holder.unit === unit);

function isLoaded(unit: string, { run }: Machine): boolean {
  const { code, output } = run("systemctl", "show", unit, "--property=LoadState");
  return code === 0 && output.trim() === "LoadState=loaded";
}

const bySystemd = (unit: string): Omit<OldService, "programs"> => ({
  unit,
  isRunning: ["systemctl", "is-active", "--quiet", unit],
  stop: ["systemctl", "stop", unit],
  start: ["systemctl", "start", unit],
  disable: ["systemctl", "disable", unit],
  isEnabled: ["systemctl", "is-enabled", "--quiet", unit],
  goBack: `systemctl enable --now ${unit}`,
});

/** service(8), where there is no systemd. */
const byInitScript = (unit: string): Omit<OldService, "programs"> => ({
  unit,
  isRunning: ["service", unit, "status"],
  stop: ["service", unit, "stop"],
  start: ["service", unit, "start"],
  disable: ["update-rc.d", unit, "disable"],
  isEnabled: ["sh", "-c", `ls /etc/rc[2345].d/S??${unit}`],
  goBack: `update-rc.d ${unit} enable && service ${unit} start`,
});

/** Docker does not start again what was stopped by hand ("unless-stopped" in Snikket's file). */
function containersOf({ run }: Machine): OldService | undefined {
  const { code, output } = run("docker", "ps", "--all", "--format", "{{.Names}}");
  const names = output.split("\n");
  const [server = "", ...others] = CONTAINERS.filter((name) => names.includes(name));
  if (code !== 0 || server !== CONTAINERS[0]) return undefined;
  return {
    unit: DOCKER,
    isRunning: ["docker", "ps", "--format", "{{.Names}}"],
    runningLine: server,
    stop: ["docker", "stop", server, ...others],
    start: ["docker", "start", server, ...others],
    disable: undefined,
    isEnabled: undefined,
    goBack: ["docker", "start", server, ...others].join(" "),
    programs: [],
  };
}
