/** jabber-home as one of the peers. */
import { Database, type SQLQueryBindings } from "bun:sqlite";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { homeAt } from "../../../src/home.ts";
import { unknownContact } from "../../../src/im/contact.ts";
import { openRosterStore, rosterTables } from "../../../src/im/roster-store.ts";
import { openDatabase } from "../../../src/store/database.ts";
import { freePorts } from "../network/free-ports.ts";
import type { NetworkHost } from "../network/network-host.ts";
import { isCompiled, program } from "../process/program.ts";
import { domainOf, folderIn, type Installation, type InstallOptions, type Peer, type WebAccess } from "./peer.ts";
import { run } from "./run.ts";

/** Gives `others` the password of an account, keys and all: to compute them for each takes minutes for thousands. */
function copyAccount(file: string, account: string, others: readonly string[]): void {
  using database = new Database(file);
  database.transaction(() => {
    for (const table of ["accounts", "account_keys"])
      for (const row of database.query(`SELECT * FROM ${table} WHERE account = ?`).values(account)) {
        const insert = database.query(`INSERT INTO ${table} VALUES (${row.map(() => "?").join(", ")})`);
        for (const other of others) insert.run(...(row.with(row.indexOf(account), other) as SQLQueryBindings[]));
      }
  })();
}

/** Inserts roster rows into the database of a stopped server. */
async function fillRosters(file: string, options: InstallOptions): Promise<void> {
  const domain = domainOf(options);
  const database = openDatabase(file, { log: console });
  database.migrate("roster", rosterTables);
  const { put } = openRosterStore(database);
  for (const [account, contacts] of options.rosters ?? [])
    for (const contact of contacts) {
      const jid = `${contact}@${domain}`;
      put(`${account}@${domain}`, { ...unknownContact(jid), subscription: "both", isListed: true });
    }
  await database.close();
}

/** As its owner would say it with --set, where other servers are to be reached. */
const federation = ({ address, ports, root, resolver, method: way }: NetworkHost): Record<string, string> => ({
  "listen.server": endpoint(address, ports.starttls),
  [way.isShared ? "listen.https" : "listen.server_tls"]: endpoint(address, ports.direct),
  ...(way.isShared ? { "listen.server_tls": "off" } : {}),
  "federation.ca_file": root,
  // All of them are on this machine.
  "federation.private_addresses": "true",
  // The other servers have no rate limits here, either.
  "federation.rate": "100MB",
  "dns.resolvers": endpoint(resolver.address, resolver.port),
  ...(way.certificate === "self-signed" ? { "federation.require_certificate": "false" } : {}),
});

const endpoint = (address: string, port: number): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;

/** Without quotas and without limits for an address, as the peers are: all load comes from one. */
const webSettings = (https: number): Record<string, string> => ({
  "limits.connections": "100000",
  "listen.https": `127.0.0.1:${https}`,
  "files.quota": "1000GB",
  "files.daily_quota": "1000GB",
  "limits.web_connections": "100000",
  "limits.web_connections_per_address": "100000",
});

/** Calls as its owner has them by default, but on loopback and without limits for an account. */
const relaySettings = (port: number): Record<string, string> => ({
  "listen.turn": `127.0.0.1:${port}`,
  "turn.relay_ports": "41000-41999",
  "turn.private_peers": "true",
  "turn.allocations_per_account": "1000",
  "turn.rate_per_account": "1000GB",
  "turn.total_rate": "1000GB",
});

const webAccess = (port: number, domain: string): WebAccess => ({
  ...{ port, webSocket: "/xmpp-websocket", bosh: "/http-bind", upload: domain },
});

async function install(program: readonly string[], folder: string, options: InstallOptions): Promise<Installation> {
  const { accounts, password, rosters, networkHost, settings: extra = [] } = options;
  const domain = domainOf(options);
  const [starttls = 0, direct = 0, https = 0, turn = 0] = freePorts(4);
  const home = folderIn(folder, "home");
  const [passwordFile, accountsFile] = [join(folder, "password"), join(folder, "accounts")];
  await Bun.write(passwordFile, password);
  const [first, ...others] = accounts.map((account) => `${account}@${domain}`);
  await Bun.write(accountsFile, first === undefined ? "" : `${first}\t${password}\n`);
  const settings = {
    "listen.client": `127.0.0.1:${starttls}`,
    "listen.client_tls": `127.0.0.1:${direct}`,
    ...{ "listen.http": "off", "listen.https": "off", "listen.proxy": "off" },
    ...{ "listen.turn": "off", "listen.turns": "off" },
    ...(options.web ? { ...webSettings(https), ...relaySettings(turn) } : {}),
    ...(networkHost ? federation(networkHost) : { "listen.server": "off", "listen.server_tls": "off" }),
  };
  const defaultSettings = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  const set = [...defaultSettings, ...extra].flatMap((setting) => ["--set", setting]);
  const certificate = networkHost
    ? ["files", "--certificate-file", networkHost.certificate.certificate, "--key-file", networkHost.certificate.key]
    : ["self-signed"];
  const setupArgs = [
    "--domain",
    domain,
    "--certificate",
    ...certificate,
    "--admin",
    "admin",
    "--password-file",
    passwordFile,
  ];
  run([...program, "setup", "--no-input", "--home", home, ...setupArgs, ...set]);
  run([...program, "user", "add", "--home", home, "--from", accountsFile]);
  if (first !== undefined) copyAccount(homeAt(home).database, first, others);
  if (rosters) await fillRosters(homeAt(home).database, options);
  return {
    domain,
    host: "127.0.0.1",
    ports: { starttls, direct },
    ...(options.web ? { web: webAccess(https, domain) } : {}),
    command: [...program, "run", "--home", home],
    environment: {},
    folder,
    database: homeAt(home).database,
  };
}

const versionOf = (program: readonly string[]): string =>
  /\d+\.\d+\.\d+\S*/.exec(run([...program, "version"]))?.[0] ?? "of unknown version";

export const jabberHome: Peer = {
  ...{ name: "jabber-home", title: "jabber-home", kind: "ours" },
  lacks: [],
  setting: isCompiled ? "the compiled binary, as set up by its wizard" : "from its sources, as set up by its wizard",
  version: () => versionOf(program),
  missing: () => undefined,
  install: (folder, options) => install(program, folder, options),
};

/** Another binary of jabber-home, such as the one before a change. */
export const baseline = (binary: string): Peer => ({
  ...{ name: "baseline", title: "another jabber-home", kind: "ours" },
  lacks: [],
  setting: "another binary of jabber-home, to be compared with",
  version: () => versionOf([binary]),
  missing: () => (existsSync(binary) ? undefined : binary),
  install: (folder, options) => install([binary], folder, options),
});
