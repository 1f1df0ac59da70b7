/** The service of systemd that serves a home, as its files say, and as systemd does. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { SERVICE } from "../../../installer/service/description.ts";
import type { Machine } from "../../../installer/service/machine.ts";
import { plannedUnit, readsShadow } from "../../../installer/service/systemd.ts";
import type { Config } from "../../config/schema.ts";
import type { ServiceFacts } from "../../doctor/facts.ts";
import { orNothing } from "../../doctor/system-files.ts";
import { type Home, PACKAGED_UNIT_PATH, serviceHome, UNIT_PATH } from "../../home.ts";

/** `config`: undefined where it cannot be read. Undefined where there is no systemd, and no service either. */
export function serviceFacts(machine: Machine, home: Home, config: Config | undefined): ServiceFacts | undefined {
  const { root } = machine;
  if (serviceHome(root) !== home.directory) return machine.hasSystemd ? { state: "none" } : undefined;
  const path = [UNIT_PATH, PACKAGED_UNIT_PATH].find((one) => existsSync(root + one)) ?? UNIT_PATH;
  const unit = orNothing(() => readFileSync(root + path, "utf8")) ?? "";
  const binary = /^ExecStart=(\S+)/m.exec(unit)?.[1];
  const hidden = config ? hiddenPaths(unit + dropIns(root), home, config) : [];
  return {
    state: "installed",
    isEnabled: existsLink(`${root}/etc/systemd/system/multi-user.target.wants/${SERVICE}.service`),
    ...(machine.hasSystemd ? whatSystemdSays(machine) : {}),
    ...(binary !== undefined && !existsSync(root + binary) ? { missingProgram: binary } : {}),
    ...(config && isOther(machine, { unit, binary, home, config }) ? { isOther: true as const } : {}),
    ...(hidden.length > 0 ? { hidden } : {}),
  };
}

/** A link counts, wherever it leads. */
const existsLink = (path: string): boolean =>
  (orNothing(() => readdirSync(dirname(path))) ?? []).some((name) => join(dirname(path), name) === path);

function whatSystemdSays(machine: Machine): Pick<ServiceFacts, "active" | "result" | "exitCode"> {
  const { code, output } = machine.run(
    ...["systemctl", "show", SERVICE, "--property=ActiveState,Result,ExecMainStatus"],
  );
  if (code !== 0) return {};
  const said = new Map(output.split("\n").map((line) => [line.split("=", 1)[0] ?? "", line.replace(/^\w+=/, "")]));
  const [active, result, status] = ["ActiveState", "Result", "ExecMainStatus"].map((name) => said.get(name));
  return {
    ...(active ? { active } : {}),
    ...(result && result !== "success" ? { result } : {}),
    ...(Number(status) > 0 ? { exitCode: Number(status) } : {}),
  };
}

interface Installed {
  readonly unit: string;
  readonly binary: string | undefined;
  readonly home: Home;
  readonly config: Config;
}

function isOther(machine: Machine, { unit, binary, home, config }: Installed): boolean {
  const planned = orNothing(() =>
    plannedUnit({
      home: home.directory,
      executable: binary,
      readsShadow: readsShadow(machine, config.auth.source),
      backups: isAbsolute(config.backup.folder) ? config.backup.folder : undefined,
    }),
  );
  return planned !== undefined && planned.trim() !== unit.trim();
}

/** What an administrator has added (systemctl edit). */
function dropIns(root: string): string {
  const folder = `${root}/etc/systemd/system/${SERVICE}.service.d`;
  const names = (orNothing(() => readdirSync(folder)) ?? []).filter((name) => name.endsWith(".conf"));
  return names.map((name) => `\n${orNothing(() => readFileSync(join(folder, name), "utf8")) ?? ""}`).join("");
}

/** ProtectHome= hides these. */
const OF_PEOPLE = /^\/(home|root|run\/user)(\/|$)/;

/** ProtectSystem=strict: only what is named can be changed. */
function hiddenPaths(unit: string, home: Home, config: Config): NonNullable<ServiceFacts["hidden"]> {
  const named = [...unit.matchAll(/^(?:ReadWritePaths|BindPaths|BindReadOnlyPaths|StateDirectory)=(.*)$/gm)]
    .flatMap(([, paths = ""]) => paths.split(/\s+/))
    .map((path) => path.replace(/^[-+]+/, "").split(":")[0] ?? "");
  const allowed = [home.directory, ...named.filter(isAbsolute)];
  const isAllowed = (path: string): boolean => allowed.some((one) => path === one || path.startsWith(`${one}/`));
  const { folder } = config.backup;
  const isStrict = /^ProtectSystem=strict/m.test(unit);
  const written =
    isStrict && isAbsolute(folder) && !isAllowed(folder) ? [{ option: "backup.folder", path: folder }] : [];
  const read = [
    { option: "certificate.chain_file", path: config.certificate.chain_file },
    { option: "certificate.key_file", path: config.certificate.key_file },
    { option: "dns.token_file", path: config.dns.token_file },
  ].filter(({ path }) => /^ProtectHome=/m.test(unit) && OF_PEOPLE.test(path) && !isAllowed(path));
  return [...written, ...read];
}
