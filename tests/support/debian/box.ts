/** A Debian of its own, in namespaces: what is done in it is gone with it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { type EndedProgram, type ProgramOptions, runProgram, startProgram } from "../process/started.ts";
import { debianRoot } from "./root.ts";

export interface Box extends AsyncDisposable {
  /** Runs a command in it as root and waits for its end. */
  run(command: readonly string[], options?: ProgramOptions): Promise<EndedProgram>;
  /** The same by a shell; throws its output where it fails. */
  sh(script: string, options?: ProgramOptions): Promise<string>;
}

export interface BoxOptions {
  /** A folder that it has at /shared. */
  readonly shared: string;
  /** systemd(1) is its first process, and runs for real. */
  readonly systemd?: boolean;
  /** It has the network of this machine, and reaches servers of the test on loopback; else it has one of its own. */
  readonly sharesNetwork?: boolean;
}

/** Why systemd cannot run in one; undefined where it can. */
export function noSystemd(): string | undefined {
  const script = `mkdir /tmp/cgroup-$$ && mount -t ${isHybrid() ? "cgroup -o none,name=systemd" : "cgroup2"} cgroup /tmp/cgroup-$$`;
  const command = ["unshare", "--mount", "sh", "-c", `mount -t tmpfs tmpfs /tmp && ${script}`];
  return Bun.spawnSync(command, { stdio: ["ignore", "ignore", "ignore"] }).exitCode === 0
    ? undefined
    : "may not mount control groups, which systemd needs";
}

export async function startBox({ shared, systemd = false, sharesNetwork = false }: BoxOptions): Promise<Box> {
  const root = debianRoot();
  const groups = systemd ? newGroups() : [];
  const kinds = ["--pid", "--mount", "--uts", "--ipc", "--cgroup", ...(sharesNetwork ? [] : ["--net"])];
  const unshare = ["unshare", "--fork", "--kill-child", ...kinds];
  const script = [join(import.meta.dir, "box.sh"), root, shared, systemd ? "systemd" : "plain"];
  // The group is entered first: it is the root of the groups that are seen in there.
  const enter = [...groups.map((group) => `echo $$ >${group}/cgroup.procs`), 'exec "$@"'].join(" && ");
  const holder = startProgram(["sh", "-c", enter, "sh", ...unshare, "sh", ...script]);
  await holder.prints(/^ready$/m);
  const first = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, "utf8").trim();
  const inside = ["nsenter", "--target", first, "--mount", "--uts", "--ipc", "--net", "--pid", "--wdns=/"];
  const run: Box["run"] = (command, options) =>
    runProgram(
      [...inside, "env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "HOME=/root", ...command],
      options,
    );
  const sh: Box["sh"] = async (text, options) => {
    const { exit, out, err } = await run(["sh", "-ec", text], options);
    if (exit !== 0) throw new Error(`${text}\n${exit}: ${out}${err}`);
    return out;
  };
  // Its bus is not there at once.
  if (systemd) await sh("until systemctl is-active --quiet multi-user.target; do sleep 0.1; done");
  return {
    run,
    sh,
    [Symbol.asyncDispose]: async () => {
      // The first process of a namespace takes all others with it; unshare(1) ends after them.
      process.kill(Number(first), "SIGKILL");
      await holder.exited;
      for (const group of groups) removeGroup(group);
    },
  };
}

/** cgroups(7): version 1 with a hierarchy for systemd alone, or version 2. */
const isHybrid = (): boolean => /^[1-9]\d*:name=systemd:/m.test(readFileSync("/proc/self/cgroup", "utf8"));

function newGroups(): readonly string[] {
  const parents = isHybrid() ? ["/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified"] : ["/sys/fs/cgroup"];
  const groups = parents
    .filter((path) => existsSync(path))
    .map((path) => join(path, `jabber-home-${crypto.randomUUID()}`));
  for (const group of groups) mkdirSync(group);
  return groups;
}

/** With those that systemd has made below it; its processes are gone. */
function removeGroup(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroup(join(group, entry.name));
  rmdirSync(group);
}
