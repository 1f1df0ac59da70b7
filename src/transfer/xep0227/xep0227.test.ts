/** XEP-0227: a file with the data of a server, as others write it. */
import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Element } from "ltx";
import { keysOf } from "../../store/scram-keys.ts";
import { print } from "../../xml/print.ts";
import { accountFile, scramCredentials } from "../account-file.ts";
import type { Imported } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { kindAt } from "../sources.ts";
import { xep0227 } from "./xep0227.ts";

const root = mkdtempSync(join(tmpdir(), "jabber-home-xep0227-"));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(++folders));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
const PIE = 'xmlns="urn:xmpp:pie:0"';
const data = (inside: string): string =>
  `<?xml version='1.0' encoding='UTF-8'?><server-data ${PIE}>${inside}</server-data>`;
const host = (inside: string): string => data(`<host jid="a.example">${inside}</host>`);
const fileOf = (text: string): string => join(folderOf({ "a.xml": text }), "a.xml");

const all = (path: string): Imported[] => [...(xep0227.open(path).read() as Iterable<Imported>)];
const parts = (path: string): string[] =>
  all(path).flatMap((item) => (item.type === "part" ? `${item.account} ${print(item.part)}` : []));

test("a file and a folder of such files are recognised, anything else is not", () => {
  const folder = folderOf({ "a.xml": host(""), "b.txt": "x", "c.xml": "<html/>" });
  const known = [folder, join(folder, "a.xml"), join(folder, "b.txt"), join(folder, "c.xml")];
  expect(known.map((path) => xep0227.recognises(path))).toEqual([true, true, false, false]);
  expect(kindAt(folder).name).toBe("xep0227");
});

test("each account comes first, then its parts, each with its namespace", () => {
  const path = fileOf(
    host(
      '<user name="b" password="p &amp; q"><query xmlns="jabber:iq:roster"><item jid="c@d"/></query>' +
        '<presence type="subscribe" from="x@y"/><vCard xmlns="vcard-temp"><FN>B</FN></vCard></user><user name="c"/>',
    ),
  );
  expect(all(path).map(({ type }) => type)).toEqual(["account", "part", "part", "part", "account"]);
  expect(all(path)[0]).toMatchObject({ account: "b@a.example", credentials: { form: "plain", password: "p & q" } });
  expect(all(path)[4]).toMatchObject({ account: "c@a.example", credentials: { form: "none" } });
  expect(parts(path)).toEqual([
    'b@a.example <query xmlns="jabber:iq:roster"><item jid="c@d"/></query>',
    'b@a.example <presence type="subscribe" from="x@y" xmlns="jabber:client"/>',
    'b@a.example <vCard xmlns="vcard-temp"><FN>B</FN></vCard>',
  ]);
  expect(xep0227.open(path).hosts).toEqual([{ jid: "a.example", kind: "domain" }]);
});

test("§4.7, §4.10: messages that wait and items come one by one", () => {
  const path = fileOf(
    host(
      '<user name="b"><offline-messages><message xmlns="jabber:client" from="x@y"/><message xmlns="jabber:client" from="z@y"/>' +
        '</offline-messages><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="n"><item id="1"><e xmlns="urn:e"/></item>' +
        '<item id="2"/></items></pubsub></user>',
    ),
  );
  const texts = parts(path).map((text) => text.replaceAll(' xmlns="http://jabber.org/protocol/pubsub"', ""));
  expect(texts).toEqual([
    'b@a.example <offline-messages xmlns="urn:xmpp:pie:0"><message xmlns="jabber:client" from="x@y"/></offline-messages>',
    'b@a.example <offline-messages xmlns="urn:xmpp:pie:0"><message xmlns="jabber:client" from="z@y"/></offline-messages>',
    'b@a.example <pubsub><items node="n"><item id="1"><e xmlns="urn:e"/></item></items></pubsub>',
    'b@a.example <pubsub><items node="n"><item id="2"/></items></pubsub>',
  ]);
});

test("§4.11: messages of the archive come with id, time and peer; one without is named", () => {
  const result = (id: string, stamp: string, from: string, to: string): string =>
    `<result xmlns="urn:xmpp:mam:2" id="${id}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" ` +
    `stamp="${stamp}"/><message xmlns="jabber:client" from="${from}" to="${to}"><body>${id}</body></message></forwarded></result>`;
  const path = fileOf(
    host(
      `<user name="b"><archive xmlns="urn:xmpp:pie:0#mam">${result("1", "2024-01-02T03:04:05.678Z", "b@a.example/r", "x@y")}` +
        `${result("2", "2024-01-02T03:04:05Z", "x@y/z", "b@a.example")}${result("3", "never", "x@y", "b@a.example")}</archive></user>`,
    ),
  );
  const time = Date.parse("2024-01-02T03:04:05Z");
  const [, first, second, third] = all(path);
  expect(first).toMatchObject({ type: "archived", account: "b@a.example", id: "1", time: time + 678, peer: "x@y" });
  expect(print((first as { message: Element }).message)).toContain(
    '<message xmlns="jabber:client" from="b@a.example/r"',
  );
  expect(second).toMatchObject({ id: "2", time, peer: "x@y/z" });
  expect(third).toMatchObject({ type: "left", kind: "archived", reason: "malformed", subject: "3" });
});

test("§4.3: SCRAM keys of each hash, as the standard has them and as ejabberd writes them: base64 twice", () => {
  const keys = keysOf(
    { salted: new Uint8Array(20).fill(7), salt: Buffer.from("salt of a uuid"), iterations: 4096 },
    "SHA-1",
  );
  const more = keysOf(
    { salted: new Uint8Array(32).fill(7), salt: Buffer.from("another"), iterations: 10000 },
    "SHA-256",
  );
  const elements = [print(scramCredentials("SHA-1", keys)), print(scramCredentials("SHA-256", more))].join("");
  const doubled = elements.replace(
    />([A-Za-z0-9+/=]{8,})</g,
    (_, once: string) => `>${Buffer.from(once).toString("base64")}<`,
  );
  for (const text of [elements, doubled]) {
    const [account] = all(fileOf(host(`<user name="b">${text}</user>`)));
    if (account?.type !== "account" || account.credentials.form !== "scram") throw new Error(JSON.stringify(account));
    expect(Buffer.from(account.credentials.keys["SHA-1"]?.storedKey ?? [])).toEqual(Buffer.from(keys.storedKey));
    expect(Buffer.from(account.credentials.keys["SHA-1"]?.salt ?? [])).toEqual(Buffer.from(keys.salt));
    expect(Buffer.from(account.credentials.keys["SHA-256"]?.serverKey ?? [])).toEqual(Buffer.from(more.serverKey));
    expect(account.credentials.keys["SHA-256"]?.iterations).toBe(10000);
  }
});

test("keys that cannot be of their hash, or would cost a day at each login, are none", () => {
  const keys = keysOf({ salted: new Uint8Array(20), salt: Buffer.from("salt"), iterations: 4096 }, "SHA-1");
  for (const bad of [
    { ...keys, iterations: 2e9 },
    { ...keys, storedKey: new Uint8Array(3) },
    { ...keys, salt: new Uint8Array() },
  ]) {
    const [account] = all(fileOf(host(`<user name="b">${print(scramCredentials("SHA-1", bad))}</user>`)));
    expect(account).toMatchObject({ credentials: { form: "none" } });
  }
});

test("§4.2: files that are included: a host, and an account, also by a prefix", () => {
  const folder = folderOf({
    "main.xml": `<server-data ${PIE} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="h.xml"/></server-data>`,
    "h.xml": `<host ${PIE} jid="a.example" xmlns:xi="http://www.w3.org/2001/XInclude"><user name="b"/><xi:include href="u.xml"/></host>`,
    "u.xml": `<user ${PIE} name="c"><vCard xmlns="vcard-temp"/></user>`,
  });
  expect(all(folder).map((item) => ("account" in item ? item.account : ""))).toEqual([
    "b@a.example",
    "c@a.example",
    "c@a.example",
  ]);
  expect(xep0227.open(folder).hosts.map(({ jid }) => jid)).toEqual(["a.example"]);
});

test("the file that this server writes is read as it was", () => {
  const text = [...accountFile({ local: "b", domain: "a.example", parts: [] })].join("");
  expect(all(fileOf(text))).toEqual([{ type: "account", account: "b@a.example", credentials: { form: "none" } }]);
});

/** How reading ends: the error, and how many things had come before. */
function failureOf(path: string): string {
  try {
    all(path);
  } catch (error) {
    if (error instanceof SourceError)
      return `${error.reason} ${error.place.line ?? ""} ${JSON.stringify(error.details)}`;
    throw error;
  }
  return "read";
}

test("hostile files: a document type, elements without end, what is huge: refused with file and line", () => {
  expect(failureOf(fileOf(`<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/passwd">]>\n${host("")}`))).toBe("dtd 1 {}");
  expect(failureOf(fileOf(host('\n<user name="a">\n<vCard xmlns="vcard-temp">&a;</vCard></user>')))).toStartWith(
    "malformed 3",
  );
  expect(failureOf(fileOf(host('<user name="a">\n').slice(0, -30)))).toStartWith("malformed");
  expect(
    failureOf(fileOf(host(`<user name="a">\n<vCard xmlns="vcard-temp">${"x".repeat(17_000_000)}</vCard></user>`))),
  ).toStartWith("too-large 2");
  expect(failureOf(fileOf(host(`<user name="a">${"<d>".repeat(100_000)}`)))).toStartWith("malformed");
});

test("hostile inclusions: out of the folder, by a link out of it, of itself, of an address", () => {
  const including = (href: string): string =>
    `<server-data ${PIE}><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="${href}"/></server-data>`;
  writeFileSync(join(root, "outside.xml"), host('<user name="b"/>'));
  const folder = folderOf({ "main.xml": including("link.xml") });
  symlinkSync(join(root, "outside.xml"), join(folder, "link.xml"));
  expect(failureOf(folder)).toBe("outside  {}");
  expect(failureOf(fileOf(including("../outside.xml")))).toBe("outside  {}");
  expect(failureOf(fileOf(including("a.xml")))).toStartWith("malformed");
  expect(failureOf(fileOf(including("http://a.example/x.xml")))).toStartWith("malformed");
  expect(failureOf(fileOf(including("none.xml")))).toBe('unreadable  {"why":"ENOENT"}');
});

test("rooms that this server writes come behind the accounts; what looks like one in a message makes no service", async () => {
  const room = `<room xmlns="urn:jabber-home:room:0" name="r" created="2026-01-02T03:04:05.000Z">
<x xmlns="jabber:x:data" type="form"><field var="muc#roomconfig_roomname"><value>R</value></field></x>
<query xmlns="http://jabber.org/protocol/muc#admin"><item affiliation="owner" jid="b@a.example" nick="B"/><item affiliation="outcast" jid="c@a.example"><reason>x</reason></item></query>
<subject xmlns="urn:jabber-home:room:0" nick="B" stamp="2026-01-02T03:04:05.000Z">S</subject>
<archive xmlns="urn:xmpp:pie:0#mam"><result xmlns="urn:xmpp:mam:2" id="1"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2026-01-02T03:04:05.000Z"/><message xmlns="jabber:client" from="r@rooms.a.example/B" type="groupchat"><body>hi</body><x xmlns="http://jabber.org/protocol/muc#user"><item jid="b@a.example/phone"/></x></message></forwarded></result></archive>
</room>`;
  const file = fileOf(
    `<server-data xmlns="urn:xmpp:pie:0"><host jid="a.example"><user name="b"><offline-messages><message xmlns="jabber:client">${room}</message></offline-messages></user></host><host jid="rooms.a.example">${room}</host></server-data>`,
  );
  expect(xep0227.open(file).hosts).toEqual([
    { jid: "a.example", kind: "domain" },
    { jid: "rooms.a.example", kind: "rooms" },
  ]);
  const items = all(file).filter(({ type }) => type.startsWith("room"));
  const time = Date.parse("2026-01-02T03:04:05.000Z");
  expect(items).toMatchObject([
    {
      ...{ type: "room", room: "r@rooms.a.example", created: time, subject: { text: "S", nick: "B", time } },
      config: { "muc#roomconfig_roomname": ["R"] },
      affiliations: [
        { jid: "b@a.example", affiliation: "owner", nick: "B" },
        { jid: "c@a.example", affiliation: "outcast", reason: "x" },
      ],
    },
    { type: "room-message", id: "1", time, nick: "B", sender: "b@a.example/phone" },
  ]);
});

test("whether an account is an administrator, or disabled, is read of this server's files", () => {
  const facts =
    '<account xmlns="urn:jabber-home:account:0" admin="true" disabled="true" created="2026-01-02T03:04:05.000Z"/>';
  const file = fileOf(
    `<server-data xmlns="urn:xmpp:pie:0"><host jid="a.example"><user name="b">${facts}</user></host></server-data>`,
  );
  expect(all(file)).toMatchObject([{ admin: true, disabled: true, created: Date.parse("2026-01-02T03:04:05.000Z") }]);
});
