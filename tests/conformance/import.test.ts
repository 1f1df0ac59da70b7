/** What came from another server, as apps see it: passwords, the archive, rooms. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askServer } from "../../src/control/client.ts";
import { deriveKeys, type ScramHash } from "../../src/store/scram-keys.ts";
import type { Imported } from "../../src/transfer/source.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { enter, settled } from "../support/cast.ts";
import type { Client } from "../support/client/client.ts";
import { authentication, newStream, signInOnNewStream, textsOf } from "../support/client/signing-in.ts";
import { importInto, sourceWith } from "../support/importing.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf, field, form, page } from "../support/xep/archive.ts";
import { HTTPS, web } from "../support/xep/upload.ts";

const HOSTS = [
  { jid: "localhost", kind: "domain" },
  { jid: "rooms.localhost", kind: "rooms" },
] as const;

const scram = async (hash: ScramHash, password = PASSWORD) => ({
  form: "scram" as const,
  keys: { [hash]: await deriveKeys(password, hash, { salt: Buffer.from("a salt of a uuid"), iterations: 4096 }) },
});
const account = (name: string, credentials: Extract<Imported, { type: "account" }>["credentials"]): Imported => ({
  type: "account",
  account: `${name}@localhost`,
  credentials,
});

async function serverWith(items: readonly Imported[]): Promise<TestServer> {
  return await startTestServer({
    before: async (home, config) => void (await importInto(home, config, sourceWith(HOSTS, items))),
  });
}

const opened: Client[] = [];
afterEach(() => {
  for (const client of opened.splice(0)) client.destroy();
});

const signsIn = async (server: TestServer, username: string, mechanism: string): Promise<boolean> => {
  try {
    const { client } = await signInOnNewStream(server, { username, password: PASSWORD, mechanism });
    client.destroy();
    return true;
  } catch {
    return false;
  }
};

describe("accounts with keys of one hash", () => {
  const offered = async (server: TestServer): Promise<readonly string[]> => {
    const client = await newStream(server);
    opened.push(client);
    const names = textsOf(authentication(client.features), "mechanism");
    return names.filter((name) => !name.endsWith("-PLUS"));
  };

  test("RFC 6120 §6.3.3: only what all of them can is offered, so that apps take no mechanism that fails", async () => {
    await using server = await serverWith([
      account("alice", await scram("SHA-1")),
      account("bob", await scram("SHA-1")),
      account("carol", { form: "plain", password: PASSWORD }),
    ]);
    expect(await offered(server)).toEqual(["SCRAM-SHA-1", "PLAIN"]);
    expect(await signsIn(server, "alice", "SCRAM-SHA-1")).toBe(true);
    expect(await signsIn(server, "carol", "SCRAM-SHA-1")).toBe(true);
    // The password makes the other keys.
    expect(await signsIn(server, "alice", "PLAIN")).toBe(true);
    expect(await offered(server)).toEqual(["SCRAM-SHA-1", "PLAIN"]);
    expect(await signsIn(server, "bob", "PLAIN")).toBe(true);
    expect(await offered(server)).toEqual(["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"]);
    for (const name of ["alice", "bob", "carol"]) expect(await signsIn(server, name, "SCRAM-SHA-512")).toBe(true);
    expect(server.errors).toEqual([]);
  });

  test("a form that can only check a password: PLAIN alone, until it has been sent once", async () => {
    const value = await Bun.password.hash(PASSWORD, { algorithm: "bcrypt", cost: 4 });
    await using server = await serverWith([account("alice", { form: "bcrypt", value })]);
    expect(await offered(server)).toEqual(["PLAIN"]);
    expect(await signsIn(server, "alice", "PLAIN")).toBe(true);
    expect(await offered(server)).toContain("SCRAM-SHA-256");
    expect(await signsIn(server, "alice", "SCRAM-SHA-256")).toBe(true);
  });

  test("XEP-0480: an app makes the missing keys without showing the password", async () => {
    await using server = await serverWith([account("alice", await scram("SHA-256"))]);
    expect(await offered(server)).toEqual(["SCRAM-SHA-256", "PLAIN"]);
    const client = await newStream(server);
    opened.push(client);
    const upgrades = textsOf(authentication(client.features), "upgrade");
    expect(upgrades).toEqual(["UPGR-SCRAM-SHA-1", "UPGR-SCRAM-SHA-512"]);
  });
});

describe("the archive", () => {
  let server: TestServer;
  const SECOND = Date.parse("2024-03-05T10:11:12Z");
  const message = (n: number, time = SECOND): Imported => ({
    type: "archived",
    account: "alice@localhost",
    id: `old-${n}`,
    time,
    peer: n % 2 === 0 ? "bob@example.org/x" : "carol@example.org",
    message: `<message xmlns="jabber:client" from="${n % 2 === 0 ? "bob@example.org/x" : "carol@example.org"}" to="alice@localhost" type="chat" id="m${n}"><body>word${n}</body></message>`,
  });

  beforeAll(async () => {
    server = await serverWith([
      account("alice", { form: "plain", password: PASSWORD }),
      account("bob", { form: "plain", password: PASSWORD }),
      ...[0, 1, 2, 3].map((n) => message(n)),
      message(4, SECOND + 1000),
      message(5, SECOND + 2500),
    ]);
  });
  afterAll(async () => {
    expect(server.errors).toEqual([]);
    await server[Symbol.asyncDispose]();
  });
  const alice = () => enter(server, "alice", crypto.randomUUID());

  test("XEP-0313 §4.1: messages have the ids and times that they had, in their order", async () => {
    const { results, isComplete } = await archiveOf(await alice());
    expect(results.map(({ id, body }) => `${id} ${body}`)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `old-${n} word${n}`));
    expect([results[0]?.stamp, results[5]?.stamp, isComplete]).toEqual([
      "2024-03-05T10:11:12.000Z",
      "2024-03-05T10:11:14.500Z",
      true,
    ]);
  });

  test("§4.2, §4.3: apps go on from the last id that they know, and find single messages by theirs", async () => {
    const actor = await alice();
    const bodies = async (inside: string) => (await archiveOf(actor, inside)).results.map(({ body }) => body);
    expect(await bodies(page("<after>old-3</after>"))).toEqual(["word4", "word5"]);
    expect(await bodies(form(field("after-id", "old-4")))).toEqual(["word5"]);
    expect(await bodies(form(field("ids", "old-1", "old-5")))).toEqual(["word1", "word5"]);
    expect(await bodies(form(field("with", "carol@example.org")))).toEqual(["word1", "word3", "word5"]);
    expect(await bodies(form(field("start", "2024-03-05T10:11:13Z")))).toEqual(["word4", "word5"]);
    expect(await bodies(form(field("{urn:xmpp:fulltext:0}fulltext", "word2")))).toEqual(["word2"]);
    const unknown = await archiveOf(actor, page("<after>old-9</after>"));
    expect(unknown.answer.getChild("error")?.getChild("item-not-found")).toBeDefined();
  });

  test("§5: the metadata has the ids of old; new messages come behind", async () => {
    const actor = await alice();
    const bob = await enter(server, "bob", "new");
    bob.sends('<message type="chat" to="alice@localhost"><body>new</body></message>');
    await settled(bob, actor);
    const answer = await actor.asks('<iq type="get"><metadata xmlns="urn:xmpp:mam:2"/></iq>');
    const metadata = answer.getChild("metadata");
    expect(metadata?.getChild("start")?.attrs).toEqual({ id: "old-0", timestamp: "2024-03-05T10:11:12.000Z" });
    const { results } = await archiveOf(actor, page("<before/>"));
    expect(results.at(-1)?.body).toBe("new");
    expect(results.at(-1)?.id).toMatch(/^[\w-]{22}$/);
  });
});

describe("rooms", () => {
  const ROOM = "old@rooms.localhost";
  const SUBJECT = '<message type="groupchat"><subject/></message>';
  const said = (n: number): Imported => ({
    type: "room-message",
    room: ROOM,
    id: `said-${n}`,
    time: Date.parse("2024-03-05T10:11:12Z") + n * 1000,
    nick: "Romeo",
    sender: "romeo@localhost/orchard",
    message: `<message type="groupchat" id="s${n}" to="x@y"><body>line${n}</body><x xmlns="http://jabber.org/protocol/muc#user"><item jid="evil@x"/></x></message>`,
  });

  test("XEP-0045: settings, affiliations with reserved nicknames, subject and history are there", async () => {
    const vcard =
      '<vCard xmlns="vcard-temp"><PHOTO><TYPE>image/gif</TYPE><BINVAL>R0lGODdhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=</BINVAL></PHOTO></vCard>';
    await using server = await serverWith([
      account("romeo", { form: "plain", password: PASSWORD }),
      account("juliet", { form: "plain", password: PASSWORD }),
      account("tybalt", { form: "plain", password: PASSWORD }),
      {
        type: "room",
        room: ROOM,
        config: {
          "muc#roomconfig_roomname": ["The balcony"],
          "muc#roomconfig_membersonly": ["1"],
          "muc#roomconfig_whois": ["moderators"],
          "muc#roomconfig_maxhistoryfetch": ["2"],
        },
        affiliations: [
          { jid: "romeo@localhost", affiliation: "owner", nick: "Romeo" },
          { jid: "juliet@localhost", affiliation: "member" },
          { jid: "tybalt@localhost", affiliation: "outcast", reason: "a sword" },
        ],
        subject: { text: "Stars", nick: "Romeo", time: Date.parse("2024-03-05T10:00:00Z") },
        avatar: parseElement(vcard),
      },
      said(1),
      said(2),
      said(3),
    ]);
    const juliet = await enter(server, "juliet", "balcony");
    juliet.sends(`<presence to="${ROOM}/Juliet"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
    const subject = await juliet.receives(SUBJECT);
    expect(subject.getChildText("subject")).toBe("Stars");
    const history = juliet.client.inbox.all.filter((stanza) => stanza.name === "message" && stanza.getChild("body"));
    expect(history.map((stanza) => [stanza.attrs.from, stanza.getChildText("body")])).toEqual([
      [`${ROOM}/Romeo`, "line2"],
      [`${ROOM}/Romeo`, "line3"],
    ]);
    expect(history[0]?.getChild("stanza-id")?.attrs).toMatchObject({ by: ROOM, id: "said-2" });
    expect(String(history[0])).not.toContain("evil");
    expect(String(history[0])).not.toContain("romeo@localhost");
    const { results } = await archiveOf(juliet, page("<after>said-1</after>"), ROOM);
    expect(results.map(({ id, body }) => `${id} ${body}`)).toEqual(["said-2 line2", "said-3 line3"]);

    const romeo = await enter(server, "romeo", "orchard");
    const list = await romeo.asks(
      `<iq type="get" to="${ROOM}"><query xmlns="http://jabber.org/protocol/muc#admin"><item affiliation="outcast"/></query></iq>`,
    );
    expect(list.getChild("query")?.getChild("item")?.getChildText("reason")).toBe("a sword");
    const avatar = await romeo.asks(`<iq type="get" to="${ROOM}"><vCard xmlns="vcard-temp"/></iq>`);
    expect(avatar.getChild("vCard")?.getChild("PHOTO")).toBeDefined();

    // XEP-0425: what was said at the old server can be taken back by its id of then.
    romeo.sends(`<presence to="${ROOM}/Romeo"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
    await romeo.receives(SUBJECT);
    const moderated = await romeo.asks(
      `<iq type="set" to="${ROOM}"><moderate xmlns="urn:xmpp:message-moderate:1" id="said-2"><retract xmlns="urn:xmpp:message-retract:1"/></moderate></iq>`,
    );
    expect(moderated.attrs.type).toBe("result");
    const after = await archiveOf(juliet, form(field("ids", "said-2")), ROOM);
    expect(after.results[0]?.message.getChild("retracted", "urn:xmpp:message-retract:1")).toBeDefined();
    expect(server.errors).toEqual([]);
  });
});

describe("files", () => {
  test("XEP-0363: old links lead to the files, which their owners have here; what is missing is named", async () => {
    const folder = mkdtempSync(join(tmpdir(), "jabber-home-former-"));
    const file = join(folder, "slot.bin");
    writeFileSync(file, "a picture");
    const of = (owner: string, path: string, place = file): Imported => ({
      type: "file",
      owner: `${owner}@localhost`,
      path,
      name: "été (1).png",
      mediaType: "image/png",
      size: 9,
      uploaded: Date.parse("2024-03-05T10:11:12Z"),
      file: place,
    });
    const items = [
      account("alice", { form: "plain", password: PASSWORD }),
      of("alice", "/file_share/abc/%C3%A9t%C3%A9%20(1).png"),
      of("alice", `/upload/${"0".repeat(40)}/xyz/a.png`),
      of("alice", "/file_share/def/x", join(folder, "gone")),
      of("nobody", "/file_share/ghi/x"),
      of("alice", "/admin/x"),
    ];
    let left: readonly unknown[] = [];
    await using server = await startTestServer({
      settings: [HTTPS],
      before: async (home, config) => {
        const first = await importInto(home, config, sourceWith(HOSTS, items));
        left = first.left.map(({ account, reason }) => `${account} ${reason}`);
        const again = await importInto(home, config, sourceWith(HOSTS, items));
        expect(again.counts.find(({ kind }) => kind === "files")).toMatchObject({ stored: 0, known: 2 });
      },
    });
    expect(left).toEqual([" no-account", "alice@localhost file-missing", "alice@localhost unknown"]);
    const origin = `https://localhost:${server.server.listening.https?.split(":").at(-1)}`;
    for (const path of ["/file_share/abc/%C3%A9t%C3%A9%20(1).png", `/upload/${"0".repeat(40)}/xyz/a.png`]) {
      const answer = await web(origin + path);
      expect([answer.status, await answer.text(), answer.headers.get("content-type")]).toEqual([
        200,
        "a picture",
        "image/png",
      ]);
    }
    expect((await web(`${origin}/file_share/abc/other.png`)).status).toBe(404);
    const alice = await enter(server, "alice", "files");
    expect(alice.account).toBe("alice@localhost");
    rmSync(folder, { recursive: true });
    expect(server.errors).toEqual([]);
  });
});

describe("circles and invitations", () => {
  const TOKEN = "f0rMer-t0ken_of-another_server";

  test("people of a circle are contacts once the server runs, and an invitation to it is good", async () => {
    await using server = await serverWith([
      account("alice", { form: "plain", password: PASSWORD }),
      account("bob", { form: "plain", password: PASSWORD }),
      { type: "room", room: "family@rooms.localhost", config: {}, affiliations: [] },
      {
        type: "circle",
        id: "x1",
        name: "Family",
        members: ["alice@localhost", "bob@localhost", "gone@localhost"],
        room: "family@rooms.localhost",
      },
      {
        type: "invitation",
        token: TOKEN,
        domain: "localhost",
        expires: Date.now() + 86_400_000,
        reusable: false,
        circles: ["x1"],
      },
    ]);
    const alice = await enter(server, "alice", "phone");
    let roster = "";
    for (let asked = 0; asked < 200 && !roster.includes("bob@localhost"); asked++)
      roster = String(await alice.asks('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>'));
    expect(roster).toContain("<group>Family</group>");
    const circle = await askServer(server.home, "POST /circles/show", { circle: "Family" });
    expect(circle).toMatchObject({
      room: "family@rooms.localhost",
      members: [{ jid: "alice@localhost" }, { jid: "bob@localhost" }],
    });
    const open = await askServer(server.home, "GET /users/invitations");
    expect(open?.invitations).toMatchObject([{ kind: "account", domain: "localhost", circle: "Family", usesLeft: 1 }]);
    expect(server.errors).toEqual([]);
  });
});
