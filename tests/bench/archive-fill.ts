/** Fills jabber-home's archive while it runs, with a year of messages. */
import { Database } from "bun:sqlite";

/** Rows written in one transaction, so that the server can write in between. */
const CHUNK = 20_000;
const PEERS = 10;
const YEAR = 365 * 86_400_000_000;

/** A word that one message in a thousand has: "word7". */
export const wordOf = (n: number): string => `word${n % 1000}`;

const MESSAGE = `'<message type="chat" to="peer' || (n % ${PEERS}) || '@localhost" id="f' || n || '" from="' || ?4 || '/bench">'
  || '<body>But, soft! what light through yonder window breaks? It is the east, and Juliet is word' || (n % 1000) || '.</body>'
  || '<origin-id xmlns="urn:xmpp:sid:0" id="f' || n || '"/><request xmlns="urn:xmpp:receipts"/></message>'`;
/** The forms of such a message in the tables of src/xep/history/0313-mam and in the text index. */
const WORDS = `char(0xE000) || 'o' || owner || ' ' || char(0xE000) || 'p' || peer || ' ' || char(0xE000) || 'i' || peer || 'i' || hex(id)
  || ' but soft what light through yonder window breaks it is the east and juliet is word' || (((id - ?3) / ?4) % 1000)`;

/** Inserts `count` messages into the empty archive of `account`, a bare JID, with peer0@localhost to peer9@localhost. */
export function fillArchive(file: string, account: string, count: number): void {
  using db = new Database(file);
  for (const pragma of ["busy_timeout = 10000", "synchronous = NORMAL"]) db.run(`PRAGMA ${pragma}`);
  const step = Math.floor(YEAR / count);
  const begin = (Date.now() - 1000) * 1000 - step * count;
  const numberIn = (row: unknown): number => (row as { id: number }).id;
  const owner = numberIn(db.query("INSERT INTO archive_owner (account) VALUES (?) RETURNING id").get(account));
  const peers = Array.from({ length: PEERS }, (_, n) =>
    numberIn(
      db.query("INSERT INTO archive_peer (owner, jid) VALUES (?, ?) RETURNING id").get(owner, `peer${n}@localhost`),
    ),
  );
  const rows = db.query(
    `WITH RECURSIVE numbers (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?2)
     INSERT INTO archive_message (id, owner, peer, resource, xml)
     SELECT ?5 + n * ?6, ?3, ?7 + n % ${PEERS}, 'bench', ${MESSAGE} FROM numbers`,
  );
  const words = db.query(
    `INSERT INTO fulltext_part_1 (rowid, words) SELECT id, ${WORDS} FROM archive_message
     WHERE id >= ?1 AND id < ?2 AND owner = ?5`,
  );
  const indexed = db.query("UPDATE archive_indexed SET up_to = max(up_to, ?)");
  const counted = db.query("UPDATE fulltext_part SET last = max(last, ?), rows = rows + ? WHERE slot = 1");
  const weighed = db.query(
    `UPDATE archive_owner SET bytes = (SELECT sum(octet_length(xml)) FROM archive_message WHERE owner = ?1) WHERE id = ?1`,
  );
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(count, from + CHUNK);
    db.transaction(() => {
      rows.run(from, to, owner, account, begin, step, peers[0] ?? 0);
      words.run(begin + from * step, begin + to * step, begin, step, owner);
      indexed.run(begin + to * step);
      counted.run(begin + (to - 1) * step, to - from);
    }).immediate();
  }
  weighed.run(owner);
}
