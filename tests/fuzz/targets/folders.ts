/** Folders of other servers: the spool of jabberd14, the data of Prosody, with one file that is anything. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { SourceError } from "../../../src/transfer/source-error.ts";
import { pick } from "../random.ts";
import type { Target } from "../target.ts";
import { outcomeOf } from "./sources.ts";

/** Between the name of the file that is given and what it holds. */
const BETWEEN = "\n";

const part = (ns: string, inner: string, name = "x"): string =>
  `<${name} xmlns='${ns}' xdbns='${ns}'>${inner}</${name}>`;
const SPOOL = `<xdb xmlns='http://jabberd.org/ns/xdb'>${[
  part("jabber:iq:auth", "wherefore", "password"),
  part(
    "jabber:iq:roster",
    "<item jid='b@c.example' name='B' subscription='both'><group>G</group></item><item jid='d@c.example' subscription='none' ask='subscribe'/>",
    "query",
  ),
  part(
    "jabber:x:offline",
    "<message from='b@c.example' to='alice@a.example'><body>x</body><x xmlns='jabber:x:delay' stamp='20261130T12:00:00'/></message>",
    "foo",
  ),
  part("vcard-temp", "<FN>Alice</FN>", "vCard"),
  part("jabber:iq:private", "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>", "xdb"),
  part(
    "jabber:iq:privacy",
    "<list name='l'><item action='deny' order='1' type='jid' value='e@c.example'/></list>",
    "query",
  ),
  part("http://jabberd.org/ns/storedsubscriptionrequest", "<presence from='f@c.example' type='subscribe'/>"),
  part(
    "http://jabberd.org/ns/history",
    "<message direction='recv' from='b@c.example' to='alice@a.example'><body>old</body><x xmlns='jabber:x:delay' stamp='20200101T00:00:00'/></message>",
  ),
].join("")}</xdb>`;

const JABBERD14 = { "a.example/alice.xml": SPOOL, "a.example/global.xdb": "<xdb/>" };

const MESSAGE = `{ ["name"] = "message"; ["attr"] = { ["from"] = "b@c.example"; ["to"] = "alice@a.example"; ["id"] = "1"; }; { ["name"] = "body"; ["attr"] = {}; "hi"; }; }`;
const entry = (extra: string): string => `item(${MESSAGE.replace("{ ", `{ ${extra} `)});\n`;
const HOST = "a%2eexample";
const PROSODY: Readonly<Record<string, string>> = {
  [`${HOST}/accounts/alice.dat`]: 'return { ["password"] = "wherefore"; };\n',
  [`${HOST}/accounts/bob.dat`]:
    'return { ["salt"] = "s"; ["iteration_count"] = 4096; ["stored_key"] = "00ff"; ["server_key"] = "ff00"; };\n',
  [`${HOST}/roster/alice.dat`]:
    'return { [false] = { ["version"] = 1; ["pending"] = { ["e@c.example"] = true; }; }; ["b@c.example"] = { ["subscription"] = "both"; ["name"] = "B"; ["groups"] = { ["G"] = true; }; }; };\n',
  [`${HOST}/vcard/alice.dat`]:
    'return { ["name"] = "vCard"; ["attr"] = { ["xmlns"] = "vcard-temp"; }; { ["name"] = "FN"; ["attr"] = {}; "Alice"; }; };\n',
  [`${HOST}/offline/alice.list`]: entry('["when"] = 1796000000;'),
  [`${HOST}/archive/alice.list`]: entry('["key"] = "k"; ["when"] = 1796000000; ["with"] = "b@c.example";'),
  [`${HOST}/pep/alice.dat`]:
    'return { ["urn:xmpp:avatar:metadata"] = { ["name"] = "urn:xmpp:avatar:metadata"; ["config"] = { ["access_model"] = "presence"; }; ["affiliations"] = { ["alice@a.example"] = "owner"; }; }; };\n',
  [`${HOST}/pep_urn%3axmpp%3aavatar%3ametadata/alice.list`]:
    'item({ ["name"] = "item"; ["attr"] = { ["id"] = "1"; ["xmlns"] = "http://jabber.org/protocol/pubsub"; }; ["key"] = "1"; ["when"] = 1796000000; });\n',
  [`${HOST}/private/alice.dat`]:
    'return { ["storage:storage:bookmarks"] = { ["name"] = "storage"; ["attr"] = { ["xmlns"] = "storage:bookmarks"; }; }; };\n',
  [`${HOST}/blocklist/alice.dat`]: 'return { ["e@c.example"] = true; [false] = {}; };\n',
  [`${HOST}/privacy/alice.dat`]:
    'return { ["lists"] = { ["l"] = { ["items"] = { { ["action"] = "deny"; ["order"] = 1; ["type"] = "jid"; ["value"] = "e@c.example"; }; }; }; }; ["default"] = "l"; };\n',
  [`${HOST}/invite_token/abc.dat`]:
    'return { ["type"] = "register"; ["jid"] = "a.example"; ["expires"] = 4000000000; ["created_at"] = 1; };\n',
  [`${HOST}/groups/g.dat`]: 'return { ["alice"] = true; };\n',
  [`${HOST}/group_info/g.dat`]: 'return { ["name"] = "G"; };\n',
  "rooms%2ea%2eexample/persistent.dat": 'return { ["r@rooms.a.example"] = true; };\n',
  "rooms%2ea%2eexample/config/r.dat":
    'return { ["jid"] = "r@rooms.a.example"; ["_affiliations"] = { ["alice@a.example"] = "owner"; }; ["_data"] = { ["name"] = "R"; ["members_only"] = true; ["history_length"] = 20; }; };\n',
  "rooms%2ea%2eexample/muc_log/r.list": entry('["key"] = "k"; ["when"] = 1796000000; ["with"] = "message<groupchat";'),
  "uploads%2ea%2eexample/http_file_share/uploads.list":
    'item({ ["name"] = "request"; ["attr"] = { ["filename"] = "a.jpg"; ["size"] = "3"; ["xmlns"] = "urn:xmpp:http:upload:0"; }; ["key"] = "k"; ["when"] = 1796000000; ["with"] = "alice@a.example"; });\n',
};

/** Where each set of files is, but for the one that is given. */
const folders = new Map<Files, string>();
type Files = Readonly<Record<string, string>>;

function write(folder: string, name: string, content: string | Uint8Array): void {
  mkdirSync(join(folder, dirname(name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

function folderWith(files: Files): string {
  const known = folders.get(files);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-fuzz-folder-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) write(folder, name, content);
  folders.set(files, folder);
  return folder;
}

/** Reads all files, of which the given one is as it is given. */
async function imported(files: Files, input: Buffer): Promise<string> {
  const end = input.indexOf(BETWEEN);
  const given = input.subarray(0, Math.max(0, end)).toString("latin1");
  // A name that is none of them stands for the first.
  const name = Object.hasOwn(files, given) ? given : (Object.keys(files)[0] ?? "");
  const folder = folderWith(files);
  write(folder, name, input.subarray(end + 1));
  try {
    return `${name} ${await outcomeOf(folder)}`;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return `${name} refused: ${error.reason}`;
  } finally {
    write(folder, name, files[name] ?? "");
  }
}

export const spool: Target = {
  name: "jabberd14-spool",
  share: 0.05,
  seeds: [`a.example/alice.xml${BETWEEN}${SPOOL}`],
  words: [
    "<",
    ">",
    "</xdb>",
    "xdbns='jabber:iq:roster'",
    "xmlns='jabber:iq:roster'",
    "jid='b@c.example'",
    "jid='@'",
    "<item/>",
    "stamp='99999999T99:99:99'",
    "<!DOCTYPE x>",
    "&#0;",
    "subscription='both'",
    "<presence/>",
  ],
  check: (input) => imported(JABBERD14, input),
};

const seeds = Object.entries(PROSODY).map(([name, content]) => name + BETWEEN + content);

export const prosody: Target = {
  name: "prosody-folder",
  share: 0.05,
  seeds,
  words: [
    "{",
    "}",
    "[",
    "]",
    '["',
    '"] = ',
    ";",
    "item(",
    ");",
    "return ",
    "nil",
    "true",
    "1e300",
    "-1",
    '""',
    '"\\255"',
    '["attr"] = {};',
    '["name"] = "x";',
    '["__array"]',
    "(0/0)",
    MESSAGE,
  ],
  generate: (random) => {
    const [name = "", ...rest] = pick(random, seeds).split(BETWEEN);
    // What is of another store.
    return random(4) === 0
      ? name + BETWEEN + pick(random, Object.values(PROSODY))
      : name + BETWEEN + rest.join(BETWEEN).repeat(1 + random(2));
  },
  check: (input) => imported(PROSODY, input),
};
