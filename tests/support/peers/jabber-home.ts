/** Our own server, as a peer among peers. */
import { join } from "node:path";
import { homeAt } from "../../../src/home.ts";
import { stranger } from "../../../src/im/contact.ts";
import { contactTables, openContacts } from "../../../src/im/contacts.ts";
import { openDatabase } from "../../../src/store/database.ts";
import { isCompiled, program } from "../program.ts";
import { folderIn, freePorts, type Installation, type InstallOptions, type Peer, type Rosters } from "./peer.ts";
import { run } from "./run.ts";

const DOMAIN = "localhost";

/** The roster's own rows, in the database of a server that does not run. */
async function fillRosters(file: string, rosters: Rosters): Promise<void> {
  const database = openDatabase(file, { log: console });
  database.migrate("roster", contactTables);
  const { put } = openContacts(database);
  for (const [account, contacts] of rosters)
    for (const contact of contacts) {
      const jid = `${contact}@${DOMAIN}`;
      put(`${account}@${DOMAIN}`, { ...stranger(jid), subscription: "both", isListed: true });
    }
  await database.close();
}

async function install(folder: string, { accounts, password, rosters }: InstallOptions): Promise<Installation> {
  const [starttls = 0, direct = 0] = freePorts(2);
  const home = folderIn(folder, "home");
  const [passwordFile, accountsFile] = [join(folder, "password"), join(folder, "accounts")];
  await Bun.write(passwordFile, password);
  await Bun.write(accountsFile, accounts.map((account) => `${account}@${DOMAIN}\t${password}\n`).join(""));
  const listeners = {
    client: `127.0.0.1:${starttls}`,
    client_tls: `127.0.0.1:${direct}`,
    ...{ server: "off", server_tls: "off", http: "off", https: "off", proxy: "off" },
  };
  const set = Object.entries(listeners).flatMap(([name, value]) => ["--set", `listen.${name}=${value}`]);
  const who = ["--domain", DOMAIN, "--certificate", "self-signed", "--admin", "admin", "--password-file", passwordFile];
  run([...program, "setup", "--no-input", "--home", home, ...who, ...set]);
  run([...program, "user", "add", "--home", home, "--from", accountsFile]);
  if (rosters) await fillRosters(join(home, "data.sqlite"), rosters);
  return {
    domain: DOMAIN,
    host: "127.0.0.1",
    ports: { starttls, direct },
    command: [...program, "run", "--home", home],
    environment: {},
    folder,
    database: homeAt(home).database,
  };
}

export const jabberHome: Peer = {
  name: "jabber-home",
  setting: isCompiled ? "the compiled binary, as set up by its wizard" : "from its sources, as set up by its wizard",
  version: () => /\d+\.\d+\.\d+\S*/.exec(run([...program, "version"]))?.[0] ?? "of unknown version",
  missing: () => undefined,
  install,
};
