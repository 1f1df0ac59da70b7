/** jabberd2's SQLite file: its schema, accounts and rosters. */
import { Database } from "bun:sqlite";
import { domainOf, type InstallOptions } from "./peer.ts";

/** Columns beside the owner and the sequence, by table; types other than TEXT are given. */
const TABLES: Readonly<Record<string, string>> = {
  active: "time:INTEGER",
  logout: "time:INTEGER",
  "roster-items": "jid name to:BOOLEAN from:BOOLEAN ask:INTEGER",
  "roster-groups": "jid group",
  "published-roster": "jid group name to:BOOLEAN from:BOOLEAN ask:INTEGER",
  "published-roster-groups": "groupname",
  vcard: `fn nickname url tel email jabberid mailer title role bday tz n-family n-given n-middle n-prefix n-suffix adr-street
    adr-extadd adr-pobox adr-locality adr-region adr-pcode adr-country geo-lat geo-lon org-orgname org-orgunit agent-extval
    sort-string desc note uid photo-type photo-binval photo-extval logo-type logo-binval logo-extval sound-phonetic
    sound-binval sound-extval key-type key-cred rev`,
  queue: "xml",
  private: "ns xml",
  "motd-message": "xml",
  "motd-times": "time:INTEGER",
  "privacy-default": "default",
  "privacy-items": "list type value deny:BOOLEAN order:INTEGER block:INTEGER",
  "vacation-settings": "start:INTEGER end:INTEGER message",
  status: "status show last-login:INTEGER last-logout:INTEGER xml",
};

function tableOf(name: string, columns: string): string {
  const columnsOf = columns.split(/\s+/).map((column) => {
    const [title = "", type = "TEXT"] = column.split(":");
    return `"${title}" ${type}`;
  });
  const all = ['"collection-owner" TEXT NOT NULL', '"object-sequence" INTEGER PRIMARY KEY', ...columnsOf];
  return `CREATE TABLE "${name}" (${all.join(", ")}); CREATE INDEX "i_${name}" ON "${name}" ("collection-owner");`;
}

/** Creates the file. Every account has signed in once: jabberd2 stores no messages for others. */
export function fillDatabase(file: string, options: InstallOptions): void {
  const { accounts, password, rosters } = options;
  const domain = domainOf(options);
  const database = new Database(file);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("CREATE TABLE authreg (username TEXT NOT NULL, realm TEXT NOT NULL, password TEXT)");
  for (const [name, columns] of Object.entries(TABLES)) database.exec(tableOf(name, columns));
  const insert = database.query("INSERT INTO authreg (username, realm, password) VALUES (?, ?, ?)");
  const see = database.query('INSERT INTO active ("collection-owner", time) VALUES (?, ?)');
  const befriend = database.query(
    'INSERT INTO "roster-items" ("collection-owner", jid, "to", "from", ask) VALUES (?, ?, 1, 1, 0)',
  );
  database.transaction(() => {
    for (const account of accounts) {
      insert.run(account, domain, password);
      see.run(`${account}@${domain}`, Math.floor(Date.now() / 1000));
    }
    for (const [account, contacts] of rosters ?? [])
      for (const contact of contacts) befriend.run(`${account}@${domain}`, `${contact}@${domain}`);
  })();
  database.close();
}
