/** Unix accounts of this machine for a test, and a service of PAM that checks their passwords; both go with it. */

import { randomBytes } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";

/** Why a test cannot have any; undefined where it can. */
export function noUnixAccounts(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  const missing = ["useradd", "chpasswd", "usermod", "groupadd", "chage"].filter((name) => Bun.which(name) === null);
  if (missing.length > 0) return `not installed: ${missing.join(", ")}`;
  return existsSync("/etc/pam.d/common-auth") ? undefined : "needs Debian's PAM";
}

export interface UnixAccounts extends Disposable {
  /** The file below /etc/pam.d. */
  readonly service: string;
  /** A group without members. */
  readonly group: string;
  /** Makes an account of this name and returns the name that it has on the machine, which no other test uses. */
  add(name: string, password: string): string;
  setPassword(user: string, password: string): void;
  /** usermod(8). */
  modify(user: string, ...options: readonly string[]): void;
  /** Has PAM do something else; by default it is Debian's way. */
  serve(text: string): void;
}

const DEBIAN = "@include common-auth\n@include common-account\n";

export function unixAccounts(): UnixAccounts {
  const mark = randomBytes(4).toString("hex");
  const service = `jabber-test-${mark}`;
  const group = `jhg${mark}`;
  const users: string[] = [];
  const serve = (text: string): void => writeFileSync(`/etc/pam.d/${service}`, text);
  const setPassword = (user: string, password: string): void => run(["chpasswd"], `${user}:${password}\n`);
  serve(DEBIAN);
  run(["groupadd", group]);
  return {
    service,
    group,
    add: (name, password) => {
      const user = `${name}${mark}`;
      users.push(user);
      run(["useradd", "--no-create-home", "--shell", "/usr/sbin/nologin", user]);
      setPassword(user, password);
      return user;
    },
    setPassword,
    modify: (user, ...options) => run(["usermod", ...options, user]),
    serve,
    [Symbol.dispose]: () => {
      for (const user of users) run(["userdel", user]);
      run(["groupdel", group]);
      rmSync(`/etc/pam.d/${service}`, { force: true });
    },
  };
}

/** Throws its output where it fails. */
function run(command: readonly string[], input = ""): void {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], { stdin: Buffer.from(input) });
  if (exitCode !== 0) throw new Error(`${command.join(" ")}: ${stdout}${stderr}`);
}
