/** Homes that are broken on purpose: how, and what a doctor has to find in each. */
import { Database as Sqlite } from "bun:sqlite";
import { generateKeyPairSync } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { DAY } from "../../../src/clock.ts";
import { PAGE_BYTES } from "../../../src/store/sqlite-file.ts";

/** The path of a file of the home. */
export type At = (name: string) => string;
export type Spoil = (at: At, home: string) => void;

/** These statements, while no server runs. */
export const sql =
  (...statements: readonly string[]) =>
  (at: At): void => {
    const sqlite = new Sqlite(at("data.sqlite"));
    for (const statement of statements) sqlite.run(statement);
    sqlite.run("PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite.run("PRAGMA journal_mode = DELETE");
    sqlite.close();
  };

/** Lines such as `listen.client = "off"`, each in place of the one that is there. */
export const setting =
  (...lines: readonly string[]) =>
  (at: At): void => {
    const changed = lines.reduce(
      (text, line) => {
        const [, section, option = "", value = ""] = /^(?:(\w+)\.)?(\w+) = (.*)$/.exec(line) ?? [];
        const start = section === undefined ? 0 : text.indexOf("\n", text.indexOf(`\n[${section}]`) + 1) + 1;
        const next = text.indexOf("\n[", start);
        const end = next < 0 ? text.length : next;
        const others = text.slice(start, end).replace(new RegExp(`^#?${option} = .*$`, "m"), "");
        return `${text.slice(0, start)}${option} = ${value}\n${others}${text.slice(end)}`;
      },
      readFileSync(at("config.toml"), "utf8"),
    );
    writeFileSync(at("config.toml"), changed);
  };

/** Something else in the place of a file or folder. */
export const instead =
  (name: string, make: (path: string) => void) =>
  (at: At): void => {
    rmSync(at(name), { recursive: true, force: true });
    make(at(name));
  };

const zeros = (kept: number) => (at: At) => {
  const bytes = readFileSync(at("data.sqlite"));
  writeFileSync(at("data.sqlite"), bytes.fill(0, kept));
};

/** The index of administrators is empty, and the table is not (https://sqlite.org/fileformat2.html#b_tree_pages). */
export function damageIndex(at: At): void {
  const sqlite = new Sqlite(at("data.sqlite"), { readonly: true });
  const [row] = sqlite.query("SELECT rootpage FROM sqlite_schema WHERE name = 'accounts_admin'").all() as {
    readonly rootpage: number;
  }[];
  sqlite.close();
  const bytes = readFileSync(at("data.sqlite"));
  const page = ((row?.rootpage ?? 0) - 1) * PAGE_BYTES;
  // No cells, and the whole page is free.
  bytes.set([0, 0, 0, 0, PAGE_BYTES >> 8, PAGE_BYTES & 0xff, 0], page + 1);
  writeFileSync(at("data.sqlite"), bytes);
  for (const beside of ["-wal", "-shm"]) rmSync(at(`data.sqlite${beside}`), { force: true });
}

/** How the home is broken, and what is found besides the server that does not run. */
export const BROKEN: readonly (readonly [how: string, spoil: Spoil, ...kinds: string[]])[] = [
  ["in no way", () => {}],
  ["by a config.toml that is no TOML", setting("domains = [localhost"), "config-wrong"],
  ["by an option that does not exist", setting('listen.clinet = "off"'), "config-wrong"],
  ["by two wrong values", setting('listen.client = "x"', 'limits.stanza = "1B"'), "config-wrong", "config-wrong"],
  ["by an option's former name", setting('sessions.memory_waiting = "32MB"'), "config-hint"],
  [
    "by certificate files that do not exist",
    setting(
      'certificate.source = "files"',
      'certificate.chain_file = "/nowhere/chain.pem"',
      'certificate.key_file = "/nowhere/key.pem"',
    ),
    "config-wrong",
  ],
  [
    "by a token that cannot be read",
    setting('dns.provider = "desec"', 'dns.token_file = "/nowhere/token"'),
    "config-hint",
  ],
  [
    "by a folder for config.toml",
    instead("config.toml", (path) => mkdirSync(path)),
    "config-unreadable",
    "file-in-the-way",
  ],
  ["by a folder that others may enter", (_, home) => chmodSync(home, 0o755), "home-open"],
  ["by a folder that others may change", (_, home) => chmodSync(home, 0o777), "home-open"],
  ["by a config.toml that others may read", (at) => chmodSync(at("config.toml"), 0o644), "file-open"],
  ["by a database that others may read", (at) => chmodSync(at("data.sqlite"), 0o640), "file-open"],
  ["by a secret that others may read", (at) => chmodSync(at("secret"), 0o604), "file-open"],
  ["by a key that others may read", (at) => chmodSync(at("certificate/self-signed/key.pem"), 0o644), "file-open"],
  ["by a database that its owner may not change", (at) => chmodSync(at("data.sqlite"), 0o400), "file-locked"],
  ["by a folder for the database", instead("data.sqlite", (path) => mkdirSync(path)), "file-in-the-way"],
  ["by a folder for the lock", instead("lock", (path) => mkdirSync(path)), "file-in-the-way"],
  ["by a folder for the secret", instead("secret", (path) => mkdirSync(path)), "file-in-the-way"],
  ["by a file for the socket", instead("control.sock", (path) => writeFileSync(path, "")), "file-in-the-way"],
  ["by a file for the certificates", instead("certificate", (path) => writeFileSync(path, "")), "file-in-the-way"],
  ["by a file for uploads", instead("files", (path) => writeFileSync(path, "")), "file-in-the-way"],
  [
    "by a database on a disk that is not mounted",
    instead("data.sqlite", (path) => symlinkSync("/nowhere/data.sqlite", path)),
    "link-broken",
  ],
  [
    "by uploads on a disk that is not mounted",
    instead("files", (path) => symlinkSync("/nowhere/files", path)),
    "link-broken",
  ],
  ["by a secret that is none", (at) => writeFileSync(at("secret"), "sesame\n", { mode: 0o600 }), "secret-damaged"],
  ["by a database that is gone", (at) => rmSync(at("data.sqlite")), "database-missing"],
  [
    "by half a database",
    (at) => truncateSync(at("data.sqlite"), Math.floor(statSync(at("data.sqlite")).size / PAGE_BYTES / 2) * PAGE_BYTES),
    "database-damaged",
  ],
  ["by a database without its header", zeros(0), "database-damaged"],
  ["by zeros behind the header", zeros(100), "database-damaged"],
  ["by zeros behind the first page", zeros(PAGE_BYTES), "database-damaged"],
  [
    "by another file for the database",
    (at) => writeFileSync(at("data.sqlite"), "<html>".repeat(5000)),
    "database-damaged",
  ],
  ["by an index that lacks a row", damageIndex, "database-index"],
  [
    "by a database of a later version",
    sql("UPDATE migrations SET version = 99, program = '99.0.0' WHERE owner = 'accounts'"),
    "database-newer",
  ],
  [
    "by a log that is never moved",
    (at) => {
      writeFileSync(at("data.sqlite-wal"), "", { mode: 0o600 });
      truncateSync(at("data.sqlite-wal"), 300 * 1024 * 1024);
    },
    "log-large",
  ],
  [
    "by much that was deleted",
    sql(
      "CREATE TABLE scrap (a)",
      "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 40) INSERT INTO scrap SELECT zeroblob(1000000) FROM n",
      "DROP TABLE scrap",
    ),
    "database-unused",
  ],
  ["by a lock that is none", (at) => writeFileSync(at("lock"), "garbage".repeat(2000)), "lock-damaged"],
  ["by a port of nobody's address", setting('listen.client = "192.0.2.1:5222"'), "port-impossible"],
  ["by no administrator", sql("UPDATE accounts SET admin = 0"), "administrator-missing"],
  [
    "by uploads that are gone",
    sql(
      "INSERT INTO files_owner (account, files) VALUES ('alice@localhost', 1)",
      "INSERT INTO files_file VALUES ('lost', 1, 'cat.jpg', 'image/jpeg', 10, 1790000000000, NULL, 0)",
    ),
    "uploads-missing",
  ],
  [
    "by a service that wakes nobody",
    sql("INSERT INTO push_service VALUES ('alice@localhost', 'push.example.com', '1', 'x', NULL, 0, 0, 5, 0)"),
    "push-failing",
  ],
  [
    "by a room whose owner is gone",
    sql(
      "INSERT INTO rooms_room (id, jid, service, created, is_locked, is_listed, config, subject) VALUES (1, 'attic@rooms.localhost', 'rooms.localhost', 0, 0, 0, '{}', '')",
      "INSERT INTO rooms_affiliation VALUES (1, 'gone@localhost', 'owner', NULL, 0)",
    ),
    "rooms-ownerless",
  ],
  ["by backups that are off", setting('backup.folder = "off"'), "backup-off"],
  [
    "by backups that have ended",
    (at) => {
      const file = at("backups/jabber-home-2026-01-02.tar.zst");
      mkdirSync(at("backups"), { mode: 0o700 });
      writeFileSync(file, "x", { mode: 0o600 });
      utimesSync(file, new Date(), new Date(Date.now() - 30 * DAY));
    },
    "backup-old",
  ],
  [
    "by a clock that was ahead",
    (at) => utimesSync(at("config.toml"), new Date(), new Date(Date.now() + 2 * DAY)),
    "file-of-future",
  ],
  ["by a reserve that the disk does not have", setting('limits.free_disk = "900000GB"'), "disk-full"],
  [
    "by the key of another certificate",
    (at) => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      writeFileSync(at("certificate/self-signed/key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }), {
        mode: 0o600,
      });
    },
    "certificate-unmatched",
  ],
  [
    "by an authority that has issued nothing",
    setting('certificate.source = "acme"', 'certificate.directory = "https://127.0.0.1:1/dir"'),
    "certificate-none",
  ],
];
