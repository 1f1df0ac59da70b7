/** Debian's Prosody, with the modules of Debian's own configuration and the archive, without its rate limits. */
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { writeCertificate } from "./certificate.ts";
import { folderIn, freePorts, type Installation, type InstallOptions, type Peer } from "./peer.ts";
import { absent, run } from "./run.ts";
import { scramKeys } from "./scram-keys.ts";

/** modules_enabled of Debian's prosody.cfg.lua, with `mam` and without `limits`. */
const MODULES = `disco roster saslauth tls blocklist bookmarks carbons dialback pep private smacks vcard4 vcard_legacy csi_simple
invites invites_adhoc invites_register ping register time uptime version admin_adhoc admin_shell posix mam`;

type Storage = "sql" | "internal";

const DOMAIN = "localhost";
const hasSqlite = (): boolean =>
  Bun.spawnSync(["lua5.4", "-e", "require 'DBI'.Connect('SQLite3', ':memory:'):close()"]).exitCode === 0;

function configuration(folder: string, storage: Storage, starttls: number, direct: number): string {
  const modules = MODULES.split(/\s+/).map((name) => `"${name}"`);
  return `run_as_root = true
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
log = { info = "${folder}/prosody.log" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${starttls} }
c2s_direct_tls_ports = { ${direct} }
s2s_ports = { }
s2s_direct_tls_ports = { }
http_ports = { }
https_ports = { }
modules_enabled = { ${modules.join("; ")} }
c2s_require_encryption = true
authentication = "internal_hashed"
storage = "${storage}"
sql = { driver = "SQLite3", database = "prosody.sqlite" }
archive_expires_after = "1w"
ssl = { certificate = "${folder}/certificate.pem", key = "${folder}/key.pem" }
VirtualHost "${DOMAIN}"
`;
}

/** What mod_auth_internal_hashed keeps for an account. */
function credentials(password: string): Record<string, string | number> {
  const { salt, iterations, storedKey, serverKey } = scramKeys(password, "b5f1d3a2-salt-of-all", 10_000);
  return {
    salt,
    iteration_count: iterations,
    stored_key: storedKey.toString("hex"),
    server_key: serverKey.toString("hex"),
  };
}

/** mod_storage_sql's key-value rows, in the table that the first `prosodyctl` has made. */
function fillSqlite(data: string, { accounts, password, rosters }: InstallOptions): void {
  const database = new Database(join(data, "prosody.sqlite"));
  const insert = database.query("INSERT INTO prosody (host, user, store, key, type, value) VALUES (?, ?, ?, ?, ?, ?)");
  const row = Object.entries(credentials(password));
  const item = JSON.stringify({ subscription: "both", groups: {} });
  database.transaction(() => {
    for (const account of accounts)
      for (const [key, value] of row) insert.run(DOMAIN, account, "accounts", key, typeof value, String(value));
    for (const [account, contacts] of rosters ?? [])
      for (const contact of contacts) insert.run(DOMAIN, account, "roster", `${contact}@${DOMAIN}`, "json", item);
  })();
  database.close();
}

/** mod_storage_internal's files: a Lua table each. */
async function fillFiles(data: string, { accounts, password, rosters }: InstallOptions): Promise<void> {
  const folders = { accounts: folderIn(data, `${DOMAIN}/accounts`), roster: folderIn(data, `${DOMAIN}/roster`) };
  const table = (fields: readonly string[]): string => `return {\n${fields.join("\n")}\n};\n`;
  const keys = table(
    Object.entries(credentials(password)).map(([key, value]) => `["${key}"] = ${JSON.stringify(value)};`),
  );
  for (const account of accounts) await Bun.write(join(folders.accounts, `${account}.dat`), keys);
  for (const [account, contacts] of rosters ?? []) {
    const items = contacts.map((contact) => `["${contact}@${DOMAIN}"] = { subscription = "both"; groups = {}; };`);
    await Bun.write(join(folders.roster, `${account}.dat`), table(items));
  }
}

async function install(folder: string, storage: Storage, options: InstallOptions): Promise<Installation> {
  const [starttls = 0, direct = 0] = freePorts(2);
  const data = folderIn(folder, "data");
  folderIn(folder, "certs");
  await writeCertificate(folder, DOMAIN);
  const file = join(folder, "prosody.cfg.lua");
  await Bun.write(file, configuration(folder, storage, starttls, direct));
  // Prosody makes its own schema, and knows that its first account has a proper password.
  run(["prosodyctl", "--config", file, "register", "schema", DOMAIN, options.password]);
  if (storage === "sql") fillSqlite(data, options);
  else await fillFiles(data, options);
  const command = ["prosody", "-F", "--config", file];
  return { domain: DOMAIN, host: "127.0.0.1", ports: { starttls, direct }, command, environment: {}, folder };
}

function missing(storage: Storage): string | undefined {
  const commands = absent("prosody", "prosodyctl", "openssl");
  if (commands.length > 0) return `${commands.join(", ")} (Debian: prosody, openssl)`;
  return storage === "sql" && !hasSqlite() ? "Lua's SQLite driver (Debian: lua-dbi-sqlite3)" : undefined;
}

const version = (): string => /^Prosody (\S+)/m.exec(run(["prosodyctl", "about"]))?.[1] ?? "of unknown version";

const peer = (name: string, storage: Storage, setting: string): Peer => ({
  name,
  setting,
  version,
  missing: () => missing(storage),
  install: (folder, options) => install(folder, storage, options),
});

export const prosody = peer("prosody", "sql", "mod_storage_sql on SQLite, modules of Debian's configuration and mam");
export const prosodyInternal = peer(
  "prosody-internal",
  "internal",
  "its default storage, one file per store and account",
);
