/** The service of systemd: install, uninstall, start, stop, status. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { PACKAGED_UNIT_PATH, SOCKET_PATH, UNIT_PATH } from "../../src/home.ts";
import { SERVICE, SERVICE_USER } from "./description.ts";
import { ServiceError } from "./error.ts";
import type { Machine } from "./machine.ts";
import { type ServicePort, socketFile } from "./sockets.ts";
import { isPlainPath, isWritablePath, unitFile } from "./unit.ts";
import { UPDATE_UNIT, updatePathFile, updateServiceFile } from "./update-units.ts";

const STABLE_BINARY = "/usr/local/bin/jabber-home";
const UPDATE_PATHS = ["path", "service"].map((kind) => `/etc/systemd/system/${UPDATE_UNIT}.${kind}`) as [
  string,
  string,
];
const SOCKET = `${SERVICE}.socket`;

export interface Installation {
  /** Absolute. */
  readonly home: string;
  /** The executable that runs now; undefined where this is not the compiled one. */
  readonly executable: string | undefined;
  /** See `readsShadow`; false where it is not said. */
  readonly readsShadow?: boolean;
  /** backup.folder, where it is a path: the service may write there, too. */
  readonly backups?: string | undefined;
  /** What systemd is to keep open through a restart; nothing where they are not said. */
  readonly ports?: readonly ServicePort[];
}

/** Where the service's executable will be: where a package has put it, else STABLE_BINARY. */
const binaryOf = (executable: string): string => (/^\/(usr|opt)\//.test(executable) ? executable : STABLE_BINARY);

/**
 * Whether the service is in the group shadow, by `source` of auth.source: PAM reads /etc/shadow then. Not every system has the
 * group, and a unit that names one that is not there does not start.
 */
export const readsShadow = ({ run }: Machine, source: string): boolean =>
  source === "system" && run("getent", "group", "shadow").code === 0;

/** What `install` would write to UNIT_PATH. Throws ServiceError. */
export function plannedUnit({ home, executable, readsShadow = false, backups }: Installation): string {
  for (const path of [home, binaryOf(executable ?? STABLE_BINARY)])
    if (!isPlainPath(path)) throw new ServiceError({ kind: "path", path });
  // Below the home nothing more is needed.
  const outside = backups === undefined || `${backups}/`.startsWith(`${home}/`) ? undefined : backups;
  if (outside !== undefined && !isWritablePath(outside)) throw new ServiceError({ kind: "path", path: outside });
  const binary = binaryOf(executable ?? STABLE_BINARY);
  return unitFile({ binary, home, user: SERVICE_USER, readsShadow, backups: outside });
}

/** What `install` would write, each file behind its path as a comment. Throws ServiceError. */
export function plannedFiles(installation: Installation): string {
  const { ports = [] } = installation;
  const sockets = ports.length > 0 ? `\n# ${SOCKET_PATH}\n${socketFile(ports)}` : "";
  const { home, executable = STABLE_BINARY } = installation;
  const description = { home, binary: binaryOf(executable) };
  const [path, service] = UPDATE_PATHS;
  const updates = `\n# ${path}\n${updatePathFile(description)}\n# ${service}\n${updateServiceFile(description)}`;
  return `# ${UNIT_PATH}\n${plannedUnit(installation)}${sockets}${updates}`.trimEnd();
}

/** Nothing of this machine or this program stands against a service. Throws ServiceError. */
export function checkInstallable(machine: Machine, installation: Installation): void {
  plannedUnit(installation);
  requireAdministrator(machine);
  if (!installation.executable) throw new ServiceError({ kind: "not-compiled" });
}

/**
 * Installs and starts the service, now and whenever the machine starts; a second time it replaces it. Whoever has become the
 * administrator for it joins its group, which may ask the server. Returns the name of who has joined. Throws ServiceError.
 */
export function install(machine: Machine, installation: Installation): string | undefined {
  checkInstallable(machine, installation);
  const { home, executable = "" } = installation;
  // What is below the home will belong to the service's user: it had better be a home.
  if (!existsSync(`${machine.root}${home}/config.toml`)) throw new ServiceError({ kind: "not-set-up", home });
  if (machine.run("id", "-u", SERVICE_USER).code !== 0) addUser(machine, home);
  copyBinary(machine, executable);
  runOrThrow(machine, "chown", "-R", `${SERVICE_USER}:${SERVICE_USER}`, machine.root + home);
  // The group reaches the control socket, and reads nothing.
  chmodSync(machine.root + home, 0o710);
  writeUnit(machine, plannedUnit(installation));
  const bringsUpdates = writeUpdateUnits(machine, { home, binary: binaryOf(executable) });
  runOrThrow(machine, "systemctl", "daemon-reload");
  openSockets(machine, installation.ports ?? []);
  runOrThrow(machine, "systemctl", "enable", SERVICE);
  if (bringsUpdates) runOrThrow(machine, "systemctl", "enable", "--now", `${UPDATE_UNIT}.path`);
  // Type=notify: this returns when the server is ready, or says that it failed.
  runOrThrow(machine, "systemctl", "restart", SERVICE);
  return join(machine);
}

/** Not in vain is a service whose group somebody could not join (an account of LDAP, say): sudo is left. */
function join({ person, run }: Machine): string | undefined {
  if (person === undefined) return undefined;
  return run("usermod", "--append", "--groups", SERVICE_USER, person).code === 0 ? person : undefined;
}

/** A package's own unit serves where it says the same: it goes along with updates. */
export function writeUnit({ root }: Machine, unit: string): void {
  const packaged = root + PACKAGED_UNIT_PATH;
  if (existsSync(packaged) && readFileSync(packaged, "utf8") === unit) return rmSync(root + UNIT_PATH, { force: true });
  mkdirSync(`${root}/etc/systemd/system`, { recursive: true });
  writeFileSync(root + UNIT_PATH, unit, { mode: 0o644 });
}

/**
 * systemd opens the ports: all; or where another program has one of those that the server can do without, the needed ones; or none,
 * and the server opens them itself and says what it lacks. A server that runs has them itself and is stopped for it, once.
 */
function openSockets(machine: Machine, ports: readonly ServicePort[]): void {
  const needed = ports.filter((port) => port.needed);
  const choices = [ports, needed].filter((some) => some.length > 0);
  if (choices.length === 0 || isOpen(machine, ports)) return;
  machine.run("systemctl", "stop", SOCKET, SERVICE);
  for (const some of choices) {
    writeFileSync(machine.root + SOCKET_PATH, socketFile(some), { mode: 0o644 });
    runOrThrow(machine, "systemctl", "daemon-reload");
    if (machine.run("systemctl", "enable", "--now", SOCKET).code === 0) return;
  }
  removeSockets(machine);
}

/** The server may ask for updates (config.toml says whether it does). Returns false where a package brings them. */
function writeUpdateUnits(machine: Machine, description: { readonly home: string; readonly binary: string }): boolean {
  if (existsSync(machine.root + PACKAGED_UNIT_PATH)) return false;
  const [path, service] = UPDATE_PATHS;
  writeFileSync(machine.root + path, updatePathFile(description), { mode: 0o644 });
  writeFileSync(machine.root + service, updateServiceFile(description), { mode: 0o644 });
  return true;
}

function closeUpdates(machine: Machine): void {
  if (!UPDATE_PATHS.some((path) => existsSync(machine.root + path))) return;
  machine.run("systemctl", "disable", "--now", `${UPDATE_UNIT}.path`);
  for (const path of UPDATE_PATHS) rmSync(machine.root + path, { force: true });
}

function isOpen(machine: Machine, ports: readonly ServicePort[]): boolean {
  const path = machine.root + SOCKET_PATH;
  if (!existsSync(path) || readFileSync(path, "utf8") !== socketFile(ports)) return false;
  return machine.run("systemctl", "is-active", "--quiet", SOCKET).code === 0;
}

function removeSockets(machine: Machine): void {
  if (!existsSync(machine.root + SOCKET_PATH)) return;
  machine.run("systemctl", "disable", "--now", SOCKET);
  rmSync(machine.root + SOCKET_PATH);
  runOrThrow(machine, "systemctl", "daemon-reload");
}

/** Stops and removes the service. The home, its user and the executable stay. Throws ServiceError. */
export function uninstall(machine: Machine): void {
  requireAdministrator(machine);
  if (![UNIT_PATH, PACKAGED_UNIT_PATH].some((path) => existsSync(machine.root + path))) return;
  closeUpdates(machine);
  removeSockets(machine);
  runOrThrow(machine, "systemctl", "disable", "--now", SERVICE);
  rmSync(machine.root + UNIT_PATH, { force: true });
  runOrThrow(machine, "systemctl", "daemon-reload");
}

export type ServiceAction = "start" | "stop" | "restart" | "reload";

/** Throws ServiceError. */
export function control(machine: Machine, action: ServiceAction): void {
  requireAdministrator(machine);
  // A connection to an open socket would start it again.
  const units = action === "stop" && existsSync(machine.root + SOCKET_PATH) ? [SOCKET, SERVICE] : [SERVICE];
  runOrThrow(machine, "systemctl", action, ...units);
}

export interface ServiceStatus {
  readonly installed: boolean;
  /** At the machine's start. */
  readonly enabled: boolean;
  /** systemd's word: "active", "activating", "failed", "inactive" … */
  readonly state: string;
  /** The status text of the server (sd_notify(3)). */
  readonly status: string;
  readonly pid: number | undefined;
}

/** Anybody may ask. Throws ServiceError where there is no systemd. */
export function serviceStatus(machine: Machine): ServiceStatus {
  if (!machine.hasSystemd) throw new ServiceError({ kind: "no-systemd" });
  const names = "LoadState,ActiveState,UnitFileState,StatusText,MainPID";
  const output = runOrThrow(machine, "systemctl", "show", SERVICE, `--property=${names}`);
  const facts = new Map(output.split("\n").map((line) => [line.split("=", 1)[0] ?? "", line.replace(/^\w+=/, "")]));
  const pid = Number(facts.get("MainPID"));
  return {
    installed: facts.get("LoadState") === "loaded",
    enabled: facts.get("UnitFileState") === "enabled",
    state: facts.get("ActiveState") ?? "unknown",
    status: facts.get("StatusText") ?? "",
    pid: pid > 0 ? pid : undefined,
  };
}

function requireAdministrator(machine: Machine): void {
  if (!machine.hasSystemd) throw new ServiceError({ kind: "no-systemd" });
  if (!machine.isAdministrator) throw new ServiceError({ kind: "not-administrator" });
}

function addUser(machine: Machine, home: string): void {
  const shell = "/usr/sbin/nologin";
  runOrThrow(
    machine,
    "useradd",
    "--system",
    "--user-group",
    "--home-dir",
    home,
    "--no-create-home",
    "--shell",
    shell,
    SERVICE_USER,
  );
}

/** An executable that runs cannot be overwritten, but another can take its name. */
function copyBinary(machine: Machine, executable: string): void {
  const target = machine.root + binaryOf(executable);
  if (target === executable) return;
  mkdirSync(target.slice(0, target.lastIndexOf("/")), { recursive: true });
  copyFileSync(executable, `${target}.new`);
  chmodSync(`${target}.new`, 0o755);
  renameSync(`${target}.new`, target);
}

function runOrThrow(machine: Machine, ...command: string[]): string {
  const { code, output } = machine.run(...command);
  if (code !== 0) throw new ServiceError({ kind: "failed", command: command.join(" "), output });
  return output;
}
