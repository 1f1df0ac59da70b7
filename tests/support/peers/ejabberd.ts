/** Debian's ejabberd, with the modules of Debian's own configuration and the archive, without its shapers. */
import { Database } from "bun:sqlite";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "../network/free-ports.ts";
import type { NetworkHost } from "../network/network-host.ts";
import { writeCertificate } from "./certificate.ts";
import { configuration } from "./ejabberd-configuration.ts";
import { domainOf, folderIn, type Installation, type InstallOptions, OURS_ALONE, type Peer } from "./peer.ts";
import { absent, run } from "./run.ts";
import { scramKeys } from "./scram-keys.ts";

export type Storage = "sql" | "mnesia";

const CONTROL = "/usr/sbin/ejabberdctl";
const SCHEMA = "/usr/share/ejabberd/sql/lite.sql";

/** Debian's folder of Erlang libraries on this architecture, from ejabberdctl. */
const libraries = (): string => /^ERL_LIBS='([^']+)'/m.exec(readFileSync(CONTROL, "utf8"))?.[1] ?? "";

/** The arguments that ejabberdctl gives to erl; distribution on loopback without epmd, which would outlive the test. */
const erlang = (spool: string, distribution: number): string[] => [
  ...["erl", "-sname", "ejabberd@localhost", "-noinput", "+K", "true", "+P", "250000"],
  ...["-env", "ERL_CRASH_DUMP_BYTES", "0", "-erl_epmd_port", String(distribution), "-start_epmd", "false"],
  ...["-kernel", "inet_dist_use_interface", "{127,0,0,1}", "-mnesia", "dir", JSON.stringify(spool)],
];

/**
 * nss_wrapper reads its file at the first look-up, without a lock: of two at a time, one misses names or crashes the process.
 * So one comes before ejabberd starts.
 */
const READ_HOSTS = ["-eval", 'net:getaddrinfo("localhost", "5269")'];

/** SCRAM-SHA-1 credentials as ejabberd_auth stores them, in Base64. */
function credentials(password: string): { stored: string; server: string; salt: string; iterations: number } {
  const { salt, iterations, storedKey, serverKey } = scramKeys(password, "salt of them all", 4096);
  const [stored, server] = [storedKey.toString("base64"), serverKey.toString("base64")];
  return { stored, server, salt: Buffer.from(salt, "latin1").toString("base64"), iterations };
}

/** ejabberd's own schema for SQLite, and a row for each account and each contact. */
function fillSqlite(file: string, options: InstallOptions): void {
  const { accounts, password, rosters } = options;
  const domain = domainOf(options);
  const { stored, server, salt, iterations } = credentials(password);
  const database = new Database(file);
  database.exec(readFileSync(SCHEMA, "utf8"));
  const insert = database.query(
    "INSERT INTO users (username, password, serverkey, salt, iterationcount) VALUES (?, ?, ?, ?, ?)",
  );
  const insertContact = database.query(
    `INSERT INTO rosterusers (username, jid, nick, subscription, ask, askmessage, server, subscribe, type)
      VALUES (?, ?, '', 'B', 'N', '', 'N', '', 'item')`,
  );
  database.transaction(() => {
    for (const account of accounts) insert.run(account, stored, server, salt, iterations);
    for (const [account, contacts] of rosters ?? [])
      for (const contact of contacts) insertContact.run(account, `${contact}@${domain}`);
  })();
  database.close();
}

/** Creates and fills the tables of ejabberd_auth_mnesia and mod_roster_mnesia before ejabberd starts. */
async function fillMnesia(folder: string, command: readonly string[], options: InstallOptions): Promise<void> {
  const { stored, server, salt, iterations } = credentials(options.password);
  const domain = domainOf(options);
  const [names, pairs] = [join(folder, "accounts.txt"), join(folder, "contacts.txt")];
  await Bun.write(names, options.accounts.join("\n"));
  const lines = [...(options.rosters ?? [])].flatMap(([account, contacts]) =>
    contacts.map((contact) => `${account} ${contact}`),
  );
  await Bun.write(pairs, lines.join("\n"));
  const keys = `{scram, <<"${stored}">>, <<"${server}">>, <<"${salt}">>, sha, ${iterations}}`;
  const program = `mnesia:create_schema([node()]), ok = mnesia:start(),
    mnesia:create_table(passwd, [{disc_only_copies, [node()]}, {attributes, [us, password]}]),
    {ok, Names} = file:read_file("${names}"),
    [mnesia:dirty_write({passwd, {Name, <<"${domain}">>}, ${keys}}) || Name <- binary:split(Names, <<"\\n">>, [global])],
    mnesia:create_table(roster, [{disc_only_copies, [node()]},
      {attributes, [usj, us, jid, name, subscription, ask, groups, askmessage, xs]}, {index, [us]}]),
    {ok, Pairs} = file:read_file("${pairs}"),
    Host = <<"${domain}">>,
    [mnesia:dirty_write({roster, {Who, Host, Jid}, {Who, Host}, Jid, <<>>, both, none, [], <<>>, []}) ||
      Pair <- binary:split(Pairs, <<"\\n">>, [global, trim_all]),
      [Who, Whom] <- [binary:split(Pair, <<" ">>)], Jid <- [{Whom, Host, <<>>}]],
    stopped = mnesia:stop(), init:stop().`;
  run([...command, "-eval", program], { HOME: folder });
}

/**
 * Erlang's own file of what to ask about names (inet(3erl)): this network's server, and nothing of this machine's.
 * Addresses are asked of the C library all the same, whose answers nss_wrapper(1) takes from a file.
 */
async function resolverEnvironment(
  folder: string,
  { resolver, hostsFile: hosts }: NetworkHost,
): Promise<Record<string, string>> {
  const file = join(folder, "inetrc");
  const server = `{nameserver, {${resolver.address.replaceAll(".", ",")}}, ${resolver.port}}.`;
  await Bun.write(file, `{resolv_conf, ""}.\n{hosts_file, ""}.\n{lookup, [dns]}.\n${server}\n`);
  return { ERL_INETRC: file, LD_PRELOAD: "libnss_wrapper.so", NSS_WRAPPER_HOSTS: hosts };
}

async function install(folder: string, storage: Storage, options: InstallOptions): Promise<Installation> {
  const [starttls = 0, direct = 0, distribution = 0, https = 0] = freePorts(4);
  const spool = folderIn(folder, "spool");
  const { networkHost } = options;
  const domain = domainOf(options);
  const { both } = networkHost?.certificate ?? (await writeCertificate(folder, domain));
  const [file, database] = [join(folder, "ejabberd.yml"), join(folder, "ejabberd.sqlite")];
  const web = options.web ? { port: https, files: folderIn(folder, "files") } : undefined;
  await Bun.write(
    file,
    configuration({ domain, certificate: both, storage, database, starttls, direct, web, networkHost }),
  );
  const command = erlang(spool, distribution);
  if (storage === "sql") fillSqlite(database, options);
  else await fillMnesia(folder, command, options);
  return {
    domain,
    host: "127.0.0.1",
    ports: { starttls, direct },
    ...(web ? { web: { port: https, webSocket: "/ws", bosh: "/bosh", upload: `upload.${domain}` } } : {}),
    command: [...command, ...(networkHost ? READ_HOSTS : []), "-s", "ejabberd"],
    environment: {
      ERL_LIBS: libraries(),
      ERL_MAX_PORTS: "32000",
      ERL_MAX_ETS_TABLES: "1400",
      EJABBERD_CONFIG_PATH: file,
      EJABBERD_LOG_PATH: join(folder, "ejabberd.log"),
      ...(networkHost ? await resolverEnvironment(folder, networkHost) : {}),
    },
    folder,
  };
}

function missing(storage: Storage): string | undefined {
  const commands = absent("erl", "openssl");
  if (commands.length > 0 || !existsSync(CONTROL)) return "ejabberd (Debian: ejabberd, openssl)";
  return storage === "sql" && !hasSqlite() ? "Erlang's SQLite driver (Debian: erlang-p1-sqlite3)" : undefined;
}

const hasSqlite = (): boolean =>
  Bun.spawnSync(["erl", "-noinput", "-eval", "halt(case code:which(sqlite3) of non_existing -> 1; _ -> 0 end)."], {
    env: { ...process.env, ERL_LIBS: libraries() },
  }).exitCode === 0;

const version = (): string => run(["dpkg-query", "-W", "-f", "$" + "{Version}", "ejabberd"]);

type Names = Pick<Peer, "name" | "title" | "kind" | "setting">;

const peer = (storage: Storage, names: Names): Peer => ({
  ...names,
  lacks: OURS_ALONE,
  version,
  missing: () => missing(storage),
  install: (folder, options) => install(folder, storage, options),
});

export const ejabberd = peer("sql", {
  ...{ name: "ejabberd", title: "ejabberd (SQLite)", kind: "program" },
  setting: "SQLite for everything, modules of Debian's configuration and mod_mam",
});
export const ejabberdMnesia = peer("mnesia", {
  ...{ name: "ejabberd-mnesia", title: "ejabberd (Mnesia)", kind: "variant" },
  setting: "its default storage, Mnesia, otherwise as the other",
});
