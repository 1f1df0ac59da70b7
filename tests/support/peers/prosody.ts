/** Debian's Prosody, with the modules of Debian's own configuration and the archive, without its rate limits. */
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { freePorts } from "../network/free-ports.ts";
import { writeCertificate } from "./certificate.ts";
import { domainOf, folderIn, type Installation, type InstallOptions, OURS_ALONE, type Peer } from "./peer.ts";
import { configuration } from "./prosody-configuration.ts";
import { absent, run } from "./run.ts";
import { scramKeys } from "./scram-keys.ts";

type Storage = "sql" | "internal";

const hasSqlite = (): boolean =>
  Bun.spawnSync(["lua5.4", "-e", "require 'DBI'.Connect('SQLite3', ':memory:'):close()"]).exitCode === 0;

/** Credentials as mod_auth_internal_hashed stores them. */
function credentials(password: string): Record<string, string | number> {
  const { salt, iterations, storedKey, serverKey } = scramKeys(password, "b5f1d3a2-salt-of-all", 10_000);
  return {
    salt,
    iteration_count: iterations,
    stored_key: storedKey.toString("hex"),
    server_key: serverKey.toString("hex"),
  };
}

/** Inserts mod_storage_sql's key-value rows into the table that the first `prosodyctl` has created. */
function fillSqlite(data: string, options: InstallOptions): void {
  const { accounts, password, rosters } = options;
  const domain = domainOf(options);
  const database = new Database(join(data, "prosody.sqlite"));
  const insert = database.query("INSERT INTO prosody (host, user, store, key, type, value) VALUES (?, ?, ?, ?, ?, ?)");
  const row = Object.entries(credentials(password));
  const item = JSON.stringify({ subscription: "both", groups: {} });
  database.transaction(() => {
    for (const account of accounts)
      for (const [key, value] of row) insert.run(domain, account, "accounts", key, typeof value, String(value));
    for (const [account, contacts] of rosters ?? [])
      for (const contact of contacts) insert.run(domain, account, "roster", `${contact}@${domain}`, "json", item);
  })();
  database.close();
}

/** Writes mod_storage_internal's files: a Lua table each. */
async function fillFiles(data: string, options: InstallOptions): Promise<void> {
  const { accounts, password, rosters } = options;
  const domain = domainOf(options);
  const folderName = domain.replace(/[^a-z0-9]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  const folders = {
    accounts: folderIn(data, `${folderName}/accounts`),
    roster: folderIn(data, `${folderName}/roster`),
  };
  const table = (fields: readonly string[]): string => `return {\n${fields.join("\n")}\n};\n`;
  const keys = table(
    Object.entries(credentials(password)).map(([key, value]) => `["${key}"] = ${JSON.stringify(value)};`),
  );
  for (const account of accounts) await Bun.write(join(folders.accounts, `${account}.dat`), keys);
  for (const [account, contacts] of rosters ?? []) {
    const items = contacts.map((contact) => `["${contact}@${domain}"] = { subscription = "both"; groups = {}; };`);
    await Bun.write(join(folders.roster, `${account}.dat`), table(items));
  }
}

async function install(folder: string, storage: Storage, options: InstallOptions): Promise<Installation> {
  const [starttls = 0, direct = 0, free] = freePorts(3);
  const { networkHost } = options;
  const https = options.web ? free : undefined;
  const domain = domainOf(options);
  const data = folderIn(folder, "data");
  folderIn(folder, "certs");
  const certificate = networkHost?.certificate ?? (await writeCertificate(folder, domain));
  const file = join(folder, "prosody.cfg.lua");
  await Bun.write(file, configuration({ domain, folder, storage, certificate, starttls, direct, https, networkHost }));
  // prosodyctl creates the schema when it registers an account.
  run(["prosodyctl", "--config", file, "register", "schema", domain, options.password]);
  if (storage === "sql") fillSqlite(data, options);
  else await fillFiles(data, options);
  const command = ["prosody", "-F", "--config", file];
  const web =
    https === undefined
      ? {}
      : { web: { port: https, webSocket: "/xmpp-websocket", bosh: "/http-bind", upload: `upload.${domain}` } };
  return { domain, host: "127.0.0.1", ports: { starttls, direct }, ...web, command, environment: {}, folder };
}

function missing(storage: Storage): string | undefined {
  const commands = absent("prosody", "prosodyctl", "openssl");
  if (commands.length > 0) return `${commands.join(", ")} (Debian: prosody, openssl)`;
  return storage === "sql" && !hasSqlite() ? "Lua's SQLite driver (Debian: lua-dbi-sqlite3)" : undefined;
}

const version = (): string => /^Prosody (\S+)/m.exec(run(["prosodyctl", "about"]))?.[1] ?? "of unknown version";

type Names = Pick<Peer, "name" | "title" | "kind" | "setting">;

const peer = (storage: Storage, names: Names): Peer => ({
  ...names,
  lacks: OURS_ALONE,
  version,
  missing: () => missing(storage),
  install: (folder, options) => install(folder, storage, options),
});

export const prosody = peer("sql", {
  ...{ name: "prosody", title: "Prosody (SQLite)", kind: "program" },
  setting: "mod_storage_sql on SQLite, modules of Debian's configuration and mam",
});
export const prosodyInternal = peer("internal", {
  ...{ name: "prosody-internal", title: "Prosody (files)", kind: "variant" },
  setting: "its default storage, one file per store and account, otherwise as the other",
});
