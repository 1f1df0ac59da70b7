/** The service: what is written, what is run, in which order, and what systemd itself thinks of the unit. */
import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PACKAGED_UNIT_PATH, SOCKET_PATH, serviceHome, UNIT_PATH } from "../../src/home.ts";
import { ServiceError } from "./error.ts";
import type { Machine } from "./machine.ts";
import { portsIn, socketFile } from "./sockets.ts";
import { control, install, plannedUnit, readsShadow, serviceStatus, uninstall, writeUnit } from "./systemd.ts";
import { unitFile } from "./unit.ts";
import { updatePathFile, updateServiceFile } from "./update-units.ts";

const folder = mkdtempSync(join(tmpdir(), "service-"));
afterAll(() => rmSync(folder, { recursive: true }));

const executable = join(folder, "jabber-home");
writeFileSync(executable, "#!/bin/sh\n", { mode: 0o700 });
const home = "/var/lib/jabber-home";

/** A machine whose home has been set up. */
const fakeMachine = (facts: Partial<Machine> = {}, answers: Record<string, { code: number; output: string }> = {}) => {
  const commands: string[] = [];
  const root = mkdtempSync(join(folder, "root-"));
  mkdirSync(root + home, { recursive: true });
  writeFileSync(`${root}${home}/config.toml`, "");
  const machine: Machine = {
    root,
    isAdministrator: true,
    hasSystemd: true,
    person: undefined,
    run: (...command) => {
      commands.push(command.join(" "));
      return answers[command.slice(0, 2).join(" ")] ?? { code: 0, output: "" };
    },
    ...facts,
  };
  return { machine, commands };
};

const problemOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    if (error instanceof ServiceError) return { ...error.problem, exitCode: error.exitCode };
    throw error;
  }
  return undefined;
};

test("installing makes the user, copies the executable, owns the home, writes the unit, then starts it", () => {
  const { machine, commands } = fakeMachine({}, { "id -u": { code: 1, output: "" } });
  install(machine, { home, executable });
  expect(commands).toEqual([
    "id -u jabber-home",
    "useradd --system --user-group --home-dir /var/lib/jabber-home --no-create-home --shell /usr/sbin/nologin jabber-home",
    `chown -R jabber-home:jabber-home ${machine.root}${home}`,
    "systemctl daemon-reload",
    "systemctl enable jabber-home",
    "systemctl enable --now jabber-home-update.path",
    "systemctl restart jabber-home",
  ]);
  expect(statSync(`${machine.root}/usr/local/bin/jabber-home`).mode & 0o777).toBe(0o755);
  expect(readFileSync(machine.root + UNIT_PATH, "utf8")).toBe(plannedUnit({ home, executable }));
});

test("whoever ran sudo joins the group, which may enter the home and read nothing in it", () => {
  const { machine, commands } = fakeMachine({ person: "ada" });
  expect(install(machine, { home, executable })).toBe("ada");
  expect(commands.at(-1)).toBe("usermod --append --groups jabber-home ada");
  expect(statSync(machine.root + home).mode & 0o777).toBe(0o710);
  const elsewhere = fakeMachine({ person: "ada" }, { "usermod --append": { code: 6, output: "no such user" } });
  expect(install(elsewhere.machine, { home, executable })).toBeUndefined();
  const root = fakeMachine();
  expect(install(root.machine, { home, executable })).toBeUndefined();
  expect(root.commands.join("\n")).not.toContain("usermod");
});

test("installing again keeps the user; an executable that a package put in place stays there", () => {
  const { machine, commands } = fakeMachine();
  install(machine, { home, executable });
  expect(commands.some((command) => command.startsWith("useradd"))).toBe(false);
  expect(plannedUnit({ home, executable: "/usr/bin/jabber-home" })).toContain("ExecStart=/usr/bin/jabber-home run");
  expect(plannedUnit({ home, executable })).toContain("ExecStart=/usr/local/bin/jabber-home run");
});

const ports = [
  { address: "[::]:5222", needed: true },
  { address: "127.0.0.1:5223", needed: true },
  { address: "[::]:443", needed: false },
];

test("systemd opens the ports before the server starts; an installation that changes none of them leaves them open", () => {
  const { machine, commands } = fakeMachine();
  install(machine, { home, executable, ports });
  expect(commands.slice(2)).toEqual([
    "systemctl daemon-reload",
    "systemctl stop jabber-home.socket jabber-home",
    "systemctl daemon-reload",
    "systemctl enable --now jabber-home.socket",
    "systemctl enable jabber-home",
    "systemctl enable --now jabber-home-update.path",
    "systemctl restart jabber-home",
  ]);
  expect(readFileSync(machine.root + SOCKET_PATH, "utf8")).toBe(socketFile(ports));
  commands.length = 0;
  install(machine, { home, executable, ports });
  expect(commands.slice(2)).toEqual([
    "systemctl daemon-reload",
    "systemctl is-active --quiet jabber-home.socket",
    "systemctl enable jabber-home",
    "systemctl enable --now jabber-home-update.path",
    "systemctl restart jabber-home",
  ]);
});

test("where another program has a port that is not needed, systemd opens the others; where it has one of those, none", () => {
  const refuses = { "systemctl enable": { code: 1, output: "Address already in use" } };
  const seen: string[] = [];
  const { machine } = fakeMachine();
  const run = (refusals: number) => {
    let left = refusals;
    const { machine: fresh } = fakeMachine();
    install(
      {
        ...fresh,
        run: (...command) => {
          seen.push(command.join(" "));
          const isRefused = command.includes("--now") && command.includes("enable") && left-- > 0;
          return isRefused ? refuses["systemctl enable"] : machine.run(...command);
        },
      },
      { home, executable, ports },
    );
    const path = fresh.root + SOCKET_PATH;
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  };
  expect(run(1)).toBe(socketFile(ports.slice(0, 2)));
  expect(run(2)).toBeUndefined();
  expect(seen.at(-1)).toBe("systemctl restart jabber-home");
});

test("stopping it closes the ports first: a connection would start it again; removing it removes them", () => {
  const { machine, commands } = fakeMachine();
  install(machine, { home, executable, ports });
  commands.length = 0;
  control(machine, "stop");
  control(machine, "start");
  expect(commands).toEqual(["systemctl stop jabber-home.socket jabber-home", "systemctl start jabber-home"]);
  uninstall(machine);
  expect(existsSync(machine.root + SOCKET_PATH)).toBe(false);
});

test("a package's unit serves where it says the same; a service with another home overrides it", () => {
  const { machine } = fakeMachine();
  const installation = { home, executable: "/usr/bin/jabber-home" };
  mkdirSync(dirname(machine.root + PACKAGED_UNIT_PATH), { recursive: true });
  writeFileSync(machine.root + PACKAGED_UNIT_PATH, plannedUnit(installation));
  expect(serviceHome(machine.root)).toBe(home);
  writeUnit(machine, plannedUnit({ ...installation, home: "/srv/chat" }));
  expect(serviceHome(machine.root)).toBe("/srv/chat");
  writeUnit(machine, plannedUnit(installation));
  expect(existsSync(machine.root + UNIT_PATH)).toBe(false);
});

test("removing it leaves the home, and does nothing where there is no service", () => {
  const { machine, commands } = fakeMachine();
  install(machine, { home, executable });
  commands.length = 0;
  uninstall(machine);
  uninstall(machine);
  expect(commands).toEqual([
    "systemctl disable --now jabber-home-update.path",
    "systemctl disable --now jabber-home",
    "systemctl daemon-reload",
  ]);
  expect(existsSync(machine.root + UNIT_PATH)).toBe(false);
  expect(existsSync(machine.root + home)).toBe(true);
});

test("sysexits(3): 69 without systemd, 77 without permission, 2 for a path that a unit file cannot say", () => {
  const noSystemd = fakeMachine({ hasSystemd: false }).machine;
  const nobody = fakeMachine({ isAdministrator: false });
  expect(problemOf(() => install(noSystemd, { home, executable }))).toEqual({ kind: "no-systemd", exitCode: 69 });
  expect(problemOf(() => serviceStatus(noSystemd))).toEqual({ kind: "no-systemd", exitCode: 69 });
  expect(problemOf(() => control(nobody.machine, "stop"))).toEqual({ kind: "not-administrator", exitCode: 77 });
  expect(problemOf(() => uninstall(nobody.machine))).toEqual({ kind: "not-administrator", exitCode: 77 });
  expect(nobody.commands).toEqual([]);
  const { machine } = fakeMachine();
  expect(problemOf(() => install(machine, { home, executable: undefined }))).toMatchObject({ exitCode: 69 });
  for (const path of ["/srv/a b", "/srv/%h", "/srv/a:b", "relative", "/srv/x\nUser=root"])
    expect(problemOf(() => plannedUnit({ home: path, executable }))).toEqual({ kind: "path", path, exitCode: 2 });
});

test("sysexits(3): 78 for a folder that is no home: nobody's files change hands", () => {
  const { machine, commands } = fakeMachine();
  expect(problemOf(() => install(machine, { home: "/etc", executable }))).toEqual({
    kind: "not-set-up",
    home: "/etc",
    exitCode: 78,
  });
  expect(commands).toEqual([]);
});

test("the service's home stands in its unit; it is restarted and told to read its configuration again", () => {
  const { machine, commands } = fakeMachine();
  expect(serviceHome(machine.root)).toBeUndefined();
  install(machine, { home, executable });
  expect(serviceHome(machine.root)).toBe(home);
  commands.length = 0;
  control(machine, "restart");
  control(machine, "reload");
  expect(commands).toEqual(["systemctl restart jabber-home", "systemctl reload jabber-home"]);
});

test("a command that fails stops the rest, and its own words are kept", () => {
  const failure = { code: 1, output: "Job for jabber-home.service failed" };
  const { machine } = fakeMachine({}, { "systemctl restart": failure });
  expect(problemOf(() => install(machine, { home, executable }))).toEqual({
    kind: "failed",
    command: "systemctl restart jabber-home",
    output: failure.output,
    exitCode: 1,
  });
});

test("the status is what systemd shows", () => {
  const output =
    "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\nStatusText=3 sessions = good\nMainPID=42";
  const { machine } = fakeMachine({}, { "systemctl show": { code: 0, output } });
  expect(serviceStatus(machine)).toEqual({
    installed: true,
    enabled: true,
    state: "active",
    status: "3 sessions = good",
    pid: 42,
  });
});

test("the home is all that the service may write, wherever it lies", () => {
  const unit = (path: string) => unitFile({ binary: "/bin/true", home: path, user: "jabber-home" });
  expect(unit(home)).toContain("StateDirectory=jabber-home\nStateDirectoryMode=0710\nProtectHome=yes\n");
  expect(unit("/srv/chat")).toContain("ReadWritePaths=/srv/chat\nProtectHome=yes\n");
  expect(unit("/home/ada/chat")).toContain("ProtectHome=tmpfs\nBindPaths=/home/ada/chat\n");
  expect(unit("/homes/ada")).toContain("ReadWritePaths=/homes/ada\n");
  expect(unit(home)).not.toContain("MemoryDenyWriteExecute");
});

test("the service is in the group shadow where the accounts are the machine's, and in no other group otherwise", () => {
  const { machine } = fakeMachine();
  install(machine, { home, executable, readsShadow: readsShadow(machine, "system") });
  expect(readFileSync(machine.root + UNIT_PATH, "utf8")).toContain("\nSupplementaryGroups=shadow\nExecStart=");
  install(machine, { home, executable, readsShadow: readsShadow(machine, "internal") });
  expect(readFileSync(machine.root + UNIT_PATH, "utf8")).not.toContain("SupplementaryGroups");
  // Not every system has the group.
  expect(readsShadow(fakeMachine({}, { "getent group": { code: 2, output: "" } }).machine, "system")).toBe(false);
});

test("what starting again does not change ends it: usage, a damaged database, no permission, configuration", () => {
  const unit = unitFile({ binary: "/bin/true", home, user: "jabber-home" });
  expect(unit).toContain("\nRestartPreventExitStatus=2 65 77 78\n");
});

test("the server may ask for an update, which the administrator's program makes; a package brings its own", () => {
  const { machine, commands } = fakeMachine();
  install(machine, { home, executable });
  const unit = (kind: string): string => `${machine.root}/etc/systemd/system/jabber-home-update.${kind}`;
  expect(readFileSync(unit("path"), "utf8")).toContain(`\nPathChanged=${home}/update/wanted\n`);
  expect(readFileSync(unit("service"), "utf8")).toContain(
    `\nExecStart=/usr/local/bin/jabber-home update --yes --home ${home}\n`,
  );
  uninstall(machine);
  for (const kind of ["path", "service"]) expect(existsSync(unit(kind))).toBe(false);
  mkdirSync(`${machine.root}/usr/lib/systemd/system`, { recursive: true });
  writeFileSync(machine.root + PACKAGED_UNIT_PATH, "");
  commands.length = 0;
  install(machine, { home, executable });
  expect(existsSync(unit("path"))).toBe(false);
  expect(commands.join("\n")).not.toContain("update");
});

const analyze = Bun.which("systemd-analyze");
if (!analyze && process.env.CI === "true") throw new Error("systemd-analyze is needed to judge the unit");
const verify = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  const { exitCode, stdout, stderr } = Bun.spawnSync([analyze ?? "", "verify", "--man=no", path]);
  return { exitCode, output: `${stdout}${stderr}` };
};

test.skipIf(!analyze)("systemd-analyze verify: nothing to complain about in the socket unit", () => {
  writeFileSync(join(folder, "jabber-home.service"), unitFile({ binary: "/bin/true", home, user: "daemon" }));
  const text = socketFile(ports);
  expect(verify("jabber-home.socket", text)).toEqual({ exitCode: 0, output: "" });
  expect(portsIn(text)).toEqual([5222, 5223, 443]);
  expect(text).toContain("\nListenStream=5222\nListenStream=127.0.0.1:5223\nListenStream=443\n");
});

const judge = (words: readonly string[], readsShadow: boolean, backups?: string) => {
  const path = join(folder, "jabber-home.service");
  // The user of the test machine: systemd asks the system for the one that is named.
  writeFileSync(path, unitFile({ binary: "/bin/true", home, user: "daemon", readsShadow, backups }));
  const { exitCode, stdout, stderr } = Bun.spawnSync([analyze ?? "", ...words, path]);
  return { exitCode, output: `${stdout}${stderr}` };
};

test.skipIf(!analyze).each([false, true])(
  "systemd-analyze verify: nothing to complain about (shadow: %s)",
  (shadow) => {
    expect(judge(["verify", "--man=no"], shadow)).toEqual({ exitCode: 0, output: "" });
  },
);

test.skipIf(!analyze)(
  "systemd-analyze verify: nothing to complain about in what waits for updates, and makes them",
  () => {
    const files = {
      path: updatePathFile({ home }),
      service: updateServiceFile({ binary: "/bin/true", home }),
    };
    const paths = Object.entries(files).map(([kind, text]) => {
      const path = join(folder, `jabber-home-update.${kind}`);
      writeFileSync(path, text);
      return path;
    });
    const { exitCode, stdout, stderr } = Bun.spawnSync([analyze ?? "", "verify", "--man=no", ...paths]);
    expect({ exitCode, output: `${stdout}${stderr}` }).toEqual({ exitCode: 0, output: "" });
  },
);

test("a folder of backups outside of the home may be written to, and need not be there", () => {
  const unitWith = (backups: string, at = home) => plannedUnit({ home: at, executable, backups });
  expect(unitWith("/media/usb/backups")).toContain(
    "StateDirectoryMode=0710\nReadWritePaths=-/media/usb/backups\nProtectHome=yes\n",
  );
  expect(unitWith("/media/My stick/100 %")).toContain('\nReadWritePaths="-/media/My stick/100 %%"\n');
  expect(unitWith("/home/ada/backups")).toContain("\nProtectHome=tmpfs\nBindPaths=-/home/ada/backups\n");
  expect(unitWith("/media/usb", "/srv/chat")).toContain(
    "\nReadWritePaths=/srv/chat\nReadWritePaths=-/media/usb\nProtectHome=yes\n",
  );
  expect(unitWith("/home/ada/backups", "/home/ada/chat")).toContain(
    "\nProtectHome=tmpfs\nBindPaths=/home/ada/chat\nBindPaths=-/home/ada/backups\n",
  );
  expect(unitWith(`${home}/elsewhere`)).toBe(plannedUnit({ home, executable }));
  for (const bad of ["/media/a\nb", "/media/a:b", "media"])
    expect(problemOf(() => unitWith(bad))).toMatchObject({ kind: "path", path: bad });
});

test
  .skipIf(!analyze)
  .each(["/media/usb", '/media/My stick/100 % "full" \\', "/home/ada/backups", "/home/ada/My backups"])(
  "systemd-analyze verify: nothing to complain about with backups in %s",
  (backups) => {
    expect(judge(["verify", "--man=no"], false, backups)).toEqual({ exitCode: 0, output: "" });
  },
);

test.skipIf(!analyze).each([
  [1.6, false],
  [1.7, true],
])("systemd-analyze security: an exposure of %d at the most (shadow: %s)", (most, shadow) => {
  const { output } = judge(["security", "--offline=true"], shadow);
  expect(Number(/exposure level for .*?: ([\d.]+)/.exec(output)?.[1])).toBeLessThanOrEqual(most);
});
