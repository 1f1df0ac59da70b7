/** Debian's jabberd2: a router and three programs around it, with SQLite. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "../network/free-ports.ts";
import { writeCertificate } from "./certificate.ts";
import { configuration, logOf, PROGRAMS, type Program } from "./jabberd2-configuration.ts";
import { fillDatabase } from "./jabberd2-database.ts";
import { domainOf, type Installation, type InstallOptions, OURS_ALONE, type Peer } from "./peer.ts";
import { absent, run } from "./run.ts";

const programOf = (name: Program): string => `/usr/sbin/jabberd2-${name}`;

/** The folder of its modules, whose name contains the architecture. */
const modulesFolder = (): string | undefined => {
  const folders = readdirSync("/usr/lib").map((name) => `/usr/lib/${name}/jabberd2`);
  return folders.find((folder) => existsSync(join(folder, "storage_sqlite.so")));
};

/**
 * Starts them in the order in which they need each other, each when the one before it has said that it is ready, and
 * ends them all when it is ended itself.
 */
function script(folder: string): string {
  const startProgram = (name: Program): string => `${programOf(name)} -c ${name}.xml &`;
  const waitFor = (name: Program, readyText: string): string =>
    `until grep -qs '${readyText}' ${logOf(folder, name)}; do sleep 0.02; done`;
  return [
    `rm -f ${PROGRAMS.map((name) => logOf(folder, name)).join(" ")}`,
    "trap 'trap - TERM; kill $(jobs -p); wait; exit 0' TERM",
    ...[startProgram("router"), waitFor("router", "listening for")],
    ...[
      startProgram("sm"),
      startProgram("s2s"),
      waitFor("sm", "ready for sessions"),
      waitFor("s2s", "ready for connections"),
    ],
    ...[startProgram("c2s"), "wait"],
  ].join("\n");
}

async function install(folder: string, options: InstallOptions): Promise<Installation> {
  const [starttls = 0, direct = 0, router = 0] = freePorts(3);
  const { networkHost } = options;
  const domain = domainOf(options);
  const database = join(folder, "jabberd2.sqlite");
  const { both: certificate } = networkHost?.certificate ?? (await writeCertificate(folder, domain));
  const modules = modulesFolder() ?? "";
  const settings = { domain, folder, certificate, modules, database, router, starttls, direct, networkHost };
  for (const [name, text] of Object.entries(configuration(settings)))
    await Bun.write(join(folder, `${name}.xml`), text);
  const users = "<users><user><name>jabberd</name><secret>secret</secret></user></users>";
  await Bun.write(join(folder, "users.xml"), users);
  await Bun.write(join(folder, "run.sh"), script(folder));
  fillDatabase(database, options);
  return {
    domain,
    host: "127.0.0.1",
    ports: { starttls, direct },
    command: ["bash", join(folder, "run.sh")],
    // udns(3): its resolver reads servers and port from these variables before /etc/resolv.conf.
    environment: networkHost
      ? { NAMESERVERS: networkHost.resolver.address, RES_OPTIONS: `port:${networkHost.resolver.port}` }
      : {},
    folder,
  };
}

const isComplete = (): boolean => absent(...PROGRAMS.map(programOf)).length === 0 && modulesFolder() !== undefined;

export const jabberd2: Peer = {
  ...{ name: "jabberd2", title: "jabberd2", kind: "program" },
  lacks: [
    ...OURS_ALONE,
    ...(["XEP-0198", "archive", "federation by certificate", "HTTPS", "logins without pause"] as const),
    ...(["PEP", "rooms", "SCRAM"] as const),
  ],
  setting:
    "SQLite for everything, modules of Debian's configuration; no archive and no rooms; logins by PLAIN, since that configuration has no SCRAM, and only before others end: it resets connections that come in the same moment",
  version: () => run(["dpkg-query", "-W", "-f", "$" + "{Version}", "jabberd2"]),
  missing: () => (isComplete() ? undefined : "jabberd2 (Debian: jabberd2)"),
  install,
};
