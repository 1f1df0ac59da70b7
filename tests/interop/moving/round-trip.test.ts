/** From here into a file and back: the database of the other home has the same, table by table. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askServer } from "../../../src/control/client.ts";
import { type Actor, enter } from "../../support/cast.ts";
import { temporaryFolder } from "../../support/peers/peer.ts";
import { run } from "../../support/peers/run.ts";
import { program } from "../../support/process/program.ts";
import { PASSWORD } from "../../support/server.ts";
import { exported, filledServer } from "./filled.ts";

/** What is compared, by table: what people have, without the numbers by which rows refer to each other. */
const SAME: Readonly<Record<string, string>> = {
  accounts: "SELECT account, created, admin, disabled FROM accounts",
  account_keys:
    "SELECT account, hash, hex(salt), iterations, hex(stored_key), hex(server_key), hex(alternate_stored_key) FROM account_keys",
  // Of rooms without ids of occupants, which each server makes by a secret of its own (XEP-0421). A copy has the text of its original,
  // but for a <stanza-id/> at its end.
  archive_message: `SELECT account, jid, resource, substr(text, 1, instr(text, iif(account LIKE '%@rooms.%', '</body>', '<stanza-id ')))
    FROM (SELECT account, jid, m.resource, replace(coalesce(original.xml, m.xml), '</message>', '<stanza-id ') AS text FROM archive_message AS m
      JOIN archive_owner AS o ON o.id = m.owner JOIN archive_peer AS p ON p.id = m.peer
      LEFT JOIN archive_message AS original ON original.id = m.copy_of ORDER BY account, m.id)`,
  archive_owner: "SELECT account FROM archive_owner",
  archive_peer: "SELECT account, jid FROM archive_peer AS p JOIN archive_owner AS o ON o.id = p.owner",
  archive_preference: "SELECT * FROM archive_preference",
  archive_preference_address: "SELECT * FROM archive_preference_address",
  blocking_item: "SELECT * FROM blocking_item",
  circles_circle: "SELECT name, key, room FROM circles_circle",
  circles_member: "SELECT name, account, shown_name FROM circles_member AS m JOIN circles_circle AS c ON c.id = circle",
  offline_message: "SELECT account, xml, is_archived FROM offline_message ORDER BY id",
  offline_total: "SELECT * FROM offline_total",
  private_element: "SELECT * FROM private_element",
  private_usage: "SELECT * FROM private_usage WHERE bytes > 0",
  pubsub_affiliation:
    "SELECT n.service, n.name, jid, affiliation FROM pubsub_affiliation JOIN pubsub_node AS n ON n.id = node",
  pubsub_item: `SELECT n.service, n.name, i.id, publisher, payload FROM pubsub_item AS i JOIN pubsub_node AS n ON n.id = i.node
    ORDER BY n.service, n.name, sequence`,
  pubsub_node: "SELECT service, name, config, bytes FROM pubsub_node",
  pubsub_subscription: `SELECT n.service, n.name, jid, account, state, deliver
    FROM pubsub_subscription JOIN pubsub_node AS n ON n.id = node`,
  pubsub_usage: "SELECT * FROM pubsub_usage",
  room_avatars_vcard: "SELECT jid, xml, hashes FROM room_avatars_vcard JOIN rooms_room AS r ON r.id = room",
  rooms_affiliation:
    "SELECT r.jid, a.jid, affiliation, reason FROM rooms_affiliation AS a JOIN rooms_room AS r ON r.id = room",
  rooms_nickname:
    "SELECT r.jid, n.jid, nick, skeleton, drawing FROM rooms_nickname AS n JOIN rooms_room AS r ON r.id = room",
  rooms_room: `SELECT jid, service, created, is_locked, is_listed, config, json_extract(subject, '$.text'),
    json_extract(subject, '$.nick'), json_extract(subject, '$.time') FROM rooms_room`,
  roster_contact: "SELECT * FROM roster_contact",
  roster_total: "SELECT * FROM roster_total",
  vcard: "SELECT * FROM vcard",
};

/** What is not, and why. */
const OTHER: Readonly<Record<string, string>> = {
  account_decoys: "a secret of each server",
  administration_login: "who has been told what on this server",
  administration_words: "words of the day of this server",
  adopted_stream: "streams between servers",
  archive_further_id: "a second id of a message that came along in two copies",
  archive_indexed: "how far the index is",
  audit_entry: "what was done on this server",
  blocklists_listing: "lists that are fetched anew",
  caps_known: "learnt again from apps",
  circles_contact: "what circles have brought, made anew",
  client: "apps that have signed in here",
  clock: "of this computer",
  disk_day: "the disk of this computer",
  fast_token: "tokens of this server",
  files_file: "files stay; of another server they are fetched by import, not by a file of XEP-0227",
  files_former: "likewise",
  files_owner: "likewise",
  former_account: "what is not known of passwords from elsewhere",
  hats_hat: "hats of rooms are given anew",
  hats_worn: "likewise",
  incoming_stream: "streams between servers",
  invitation: "links lead to this server, which knows them by a hash",
  last_activity: "XEP-0227 has no place for it",
  migrations: "the versions of tables",
  move_in: "how far a move to this server is",
  moved_domain: "the former name of this server's domain, whose contacts are still told",
  moved_untold: "likewise",
  offline_imported: "digests of what came from elsewhere, so that it comes once",
  outgoing_stream: "streams between servers",
  presence_shown: "who was told that somebody is here",
  pubsub_event: "events that are on their way",
  push_service: "asked for by session, which ends here",
  report: "for the administrators of this server",
  rooms_invitation: "mediated invitations that are open, which are sent anew",
  rooms_queued: "what waits for its turn in a large room",
  rooms_visit: "who is inside",
  rooms_voice: "voice that was granted for a visit",
  roster_version: "numbers of this server",
  stanza_id_era: "numbers of this server",
  stanza_id_key: "a secret of each server",
  suspended_session: "sessions end",
  suspended_stanza: "sessions end",
  told_finding: "what the administrators of this server have been told",
  waiting_stanza: "what waits for other servers is sent by this one",
  web_session: "sessions of browsers",
};

const rowsOf = (file: string, sql: string): unknown[] => {
  using database = new Database(file, { readonly: true });
  const rows = database
    .query(sql)
    .values()
    .map((row) => JSON.stringify(row));
  return /ORDER BY/.test(sql) ? rows : rows.toSorted();
};

let folder: ReturnType<typeof temporaryFolder>;
const homes = { here: "", there: "" };

/** Waits until somebody is a contact, as those of a circle are after a while. */
async function comesToHave(actor: Actor, contact: string): Promise<void> {
  for (;;) {
    const roster = await actor.asks('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
    if (roster.toString().includes(`jid="${contact}"`)) return;
    await Bun.sleep(20);
  }
}

beforeAll(async () => {
  folder = temporaryFolder("round-trip");
  const server = await filledServer();
  try {
    const carol = await enter(server, "carol", "phone");
    await carol.asks('<iq type="set"><prefs xmlns="urn:xmpp:mam:2" default="roster"><always/><never/></prefs></iq>');
    await server.createAccount("boss@localhost", PASSWORD, true);
    await askServer(server.home, "POST /circles", { circle: "The club", people: ["bob@localhost", "carol@localhost"] });
    await comesToHave(carol, "bob@localhost");
    const file = await exported(server, "xep0227");
    await server.server.stop();
    run(["cp", "-r", server.home.directory, join(folder.path, "here")]);
    homes.here = join(folder.path, "here", "data.sqlite");
    const home = join(folder.path, "there");
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, "config.toml"), 'domains = ["localhost"]\n', { mode: 0o600 });
    run([...program, "import", file, "--home", home, "--no-input", "--json"]);
    homes.there = join(home, "data.sqlite");
  } finally {
    await server[Symbol.asyncDispose]();
  }
}, 60_000);
afterAll(() => folder?.remove());

test("every table is compared, or it is said why not", () => {
  const tables = rowsOf(homes.here, "SELECT name FROM sqlite_schema WHERE type = 'table'").map(
    (row) => JSON.parse(String(row))[0],
  );
  expect(tables.filter((name) => !(name in SAME) && !(name in OTHER) && !/^(?:fulltext|sqlite)_/.test(name))).toEqual(
    [],
  );
});

test.each(Object.entries(SAME))("%s", (_, sql) => {
  const rows = rowsOf(homes.here, sql);
  expect(rowsOf(homes.there, sql)).toEqual(rows);
});
