/** Our own server, as a peer among peers. */
import { join } from "node:path";
import { isCompiled, program } from "../program.ts";
import { folderIn, freePorts, type Installation, type InstallOptions, type Peer } from "./peer.ts";
import { run } from "./run.ts";

const DOMAIN = "localhost";

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
  run([...program, "setup", "--no-input", "--home", home, ...who, ...set]);
  run([...program, "user", "add", "--home", home, "--from", accountsFile]);
  return {
    domain: DOMAIN,
    host: "127.0.0.1",
    ports: { starttls, direct },
    command: [...program, "run", "--home", home],
    environment: {},
    folder,
  };
}

export const jabberHome: Peer = {
  name: "jabber-home",
  setting: isCompiled ? "the compiled binary, as set up by its wizard" : "from its sources, as set up by its wizard",
  version: () => /\d+\.\d+\.\d+\S*/.exec(run([...program, "version"]))?.[0] ?? "of unknown version",
  missing: () => undefined,
  install,
};
