/** Our own server, as a peer among peers: the compiled binary where there is one, else the sources. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { folderIn, freePorts, type Installation, type InstallOptions, type Peer } from "./peer.ts";
import { run } from "./run.ts";

const ROOT = resolve(import.meta.dir, "../../..");
const BINARY = join(ROOT, "dist/jabber-home");
const SOURCE = join(ROOT, "src/command/main.ts");

const DOMAIN = "localhost";

const command = (): string[] => (existsSync(BINARY) ? [BINARY] : [process.execPath, SOURCE]);

async function install(folder: string, { accounts, password }: InstallOptions): Promise<Installation> {
  const [starttls = 0, direct = 0] = freePorts(2);
  const home = folderIn(folder, "home");
  const [passwordFile, accountsFile] = [join(folder, "password"), join(folder, "accounts")];
  await Bun.write(passwordFile, password);
  await Bun.write(accountsFile, accounts.map((account) => `${account}@${DOMAIN}\t${password}\n`).join(""));
  const listeners = {
    client: `127.0.0.1:${starttls}`,
    client_tls: `127.0.0.1:${direct}`,
    ...{ server: "off", server_tls: "off", http: "off", https: "off" },
  };
  const set = Object.entries(listeners).flatMap(([name, value]) => ["--set", `listen.${name}=${value}`]);
  const who = ["--domain", DOMAIN, "--certificate", "self-signed", "--admin", "admin", "--password-file", passwordFile];
  run([...command(), "setup", "--no-input", "--home", home, ...who, ...set]);
  run([...command(), "user", "add", "--home", home, "--from", accountsFile]);
  return {
    domain: DOMAIN,
    host: "127.0.0.1",
    ports: { starttls, direct },
    command: [...command(), "run", "--home", home],
    environment: {},
    folder,
  };
}

export const jabberHome: Peer = {
  name: "jabber-home",
  get setting() {
    return existsSync(BINARY)
      ? "the compiled binary, as set up by its wizard"
      : "from its sources, as set up by its wizard";
  },
  version: () => /\d+\.\d+\.\d+\S*/.exec(run([...command(), "version"]))?.[0] ?? "of unknown version",
  missing: () => (existsSync(BINARY) || existsSync(SOURCE) ? undefined : "its own sources"),
  install,
};
