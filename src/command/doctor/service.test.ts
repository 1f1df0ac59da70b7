/** The service of a home, on a machine that is a folder, and what is mended of it. */
import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CommandResult, Machine } from "../../../installer/service/machine.ts";
import { plannedUnit } from "../../../installer/service/systemd.ts";
import { readConfig } from "../../config/read.ts";
import type { Facts } from "../../findings/check.ts";
import { type Finding, findingsOf } from "../../findings/findings.ts";
import { homeAt, UNIT_PATH } from "../../home.ts";
import { modules } from "../../modules.ts";
import { temporaryFolder } from "../../store/testing.ts";
import { mendOf } from "./mends.ts";
import { serviceFacts } from "./service-facts.ts";

const HOME = homeAt("/srv/jabber");
const BINARY = "/opt/jabber-home/jabber-home";
const UNIT = plannedUnit({ home: HOME.directory, executable: BINARY });
const config = (...lines: readonly string[]) => readConfig(['domains = ["example.com"]', ...lines].join("\n"), modules);

interface Given {
  readonly unit?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly isEnabled?: boolean;
  readonly hasSystemd?: boolean;
  readonly says?: CommandResult;
}

function machineWith({ unit, files = {}, isEnabled = true, hasSystemd = true, says }: Given) {
  const folder = temporaryFolder();
  const root = folder.file("root");
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, text);
  };
  put(BINARY, "");
  if (unit !== undefined) put(UNIT_PATH, unit);
  for (const [path, text] of Object.entries(files)) put(path, text);
  const wants = join(root, "etc/systemd/system/multi-user.target.wants");
  mkdirSync(wants, { recursive: true });
  if (isEnabled) symlinkSync(UNIT_PATH, join(wants, "jabber-home.service"));
  const commands: string[] = [];
  const machine: Machine = {
    ...{ root, hasSystemd, isAdministrator: true, person: undefined },
    run: (...command) => {
      commands.push(command.join(" "));
      return says ?? { code: 0, output: "ActiveState=active\nResult=success\nExecMainStatus=0" };
    },
  };
  return { machine, commands, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

test("a service that is as this version would write it, enabled and running", () => {
  using seen = machineWith({ unit: UNIT });
  expect(serviceFacts(seen.machine, HOME, config())).toEqual({ state: "installed", isEnabled: true, active: "active" });
});

test("no service: there could be one where systemd is, and not elsewhere", () => {
  using with_ = machineWith({});
  using without = machineWith({ hasSystemd: false });
  using ofAnother = machineWith({ unit: plannedUnit({ home: "/srv/other", executable: BINARY }) });
  expect(serviceFacts(with_.machine, HOME, config())).toEqual({ state: "none" });
  expect(serviceFacts(ofAnother.machine, HOME, config())).toEqual({ state: "none" });
  expect(serviceFacts(without.machine, HOME, config())).toBeUndefined();
});

test("what has been changed, is missing, or has failed", () => {
  using changed = machineWith({ unit: `${UNIT}Nice=5\n`, isEnabled: false });
  expect(serviceFacts(changed.machine, HOME, config())).toMatchObject({ isOther: true, isEnabled: false });
  using gone = machineWith({ unit: UNIT.replace(BINARY, "/opt/gone") });
  expect(serviceFacts(gone.machine, HOME, config())).toMatchObject({ missingProgram: "/opt/gone" });
  const says = { code: 0, output: "ActiveState=failed\nResult=exit-code\nExecMainStatus=78" };
  using failed = machineWith({ unit: UNIT, says });
  expect(serviceFacts(failed.machine, HOME, config())).toMatchObject({
    active: "failed",
    result: "exit-code",
    exitCode: 78,
  });
});

test("what config.toml names, and the unit shuts off; a drop-in opens it", () => {
  const lines = ['[backup]\nfolder = "/media/usb"', '[dns]\nprovider = "desec"\ntoken_file = "/home/ada/token"'];
  const hidden = [
    { option: "backup.folder", path: "/media/usb" },
    { option: "dns.token_file", path: "/home/ada/token" },
  ];
  using shut = machineWith({ unit: UNIT });
  expect(serviceFacts(shut.machine, HOME, config(...lines))).toMatchObject({ hidden });
  const dropIn = "/etc/systemd/system/jabber-home.service.d/more.conf";
  const files = { [dropIn]: "[Service]\nReadWritePaths=/media\nBindReadOnlyPaths=/home/ada/token\n" };
  using open = machineWith({ unit: UNIT, files });
  expect(serviceFacts(open.machine, HOME, config(...lines))).not.toHaveProperty("hidden");
});

/** What is done about the first finding of these facts, by an administrator or somebody else. */
function mending(facts: Facts, kind: Finding["kind"], given: Partial<Machine> = {}) {
  const seen = machineWith({ unit: UNIT });
  const finding = findingsOf(facts, 0).find((one) => one.kind === kind);
  if (!finding) throw new Error(`${kind} is not found`);
  const mend = mendOf(finding, { home: HOME, facts, machine: { ...seen.machine, ...given } });
  mend?.run();
  seen[Symbol.dispose]();
  return { act: mend?.act, commands: seen.commands };
}

const of = (health: Omit<NonNullable<Facts["health"]>, "at">): Facts => ({ health: { at: 0, ...health } });
const service = { state: "installed", isEnabled: false, active: "failed" } as const;

test.each<[Finding["kind"], Facts, string]>([
  ["service-disabled", of({ service }), "systemctl enable jabber-home"],
  ["service-failed", of({ service }), "systemctl start jabber-home"],
  [
    "service-stopped",
    of({ service: { state: "installed" }, server: { state: "stopped" } }),
    "systemctl start jabber-home",
  ],
  ["clock-unset", of({ time: { isSynchronized: false } }), "timedatectl set-ntp true"],
  [
    "server-version",
    of({ service: { state: "installed" }, server: { state: "running", versions: { running: "1", here: "2" } } }),
    "systemctl restart jabber-home",
  ],
])("%s is mended by the administrator of a machine with systemd, and by nobody else", (kind, facts, command) => {
  expect(mending(facts, kind).commands).toEqual([command]);
  expect(mending(facts, kind, { isAdministrator: false }).act).toBeUndefined();
  expect(mending(facts, kind, { hasSystemd: false }).act).toBeUndefined();
});

test("what a program says that fails is the error", () => {
  const run = (): CommandResult => ({ code: 1, output: "NTP not supported" });
  const act = (): unknown => mending(of({ time: { isSynchronized: false } }), "clock-unset", { run });
  expect(act).toThrow("timedatectl set-ntp true: NTP not supported");
});
