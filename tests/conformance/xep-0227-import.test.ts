/** XEP-0227: Portable Import/Export Format: what an account brings from another server. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { fileFromServer } from "../../src/control/client.ts";
import type { ImportReport } from "../../src/import-report.ts";
import { importPart } from "../../src/server/import-part.ts";
import { accountFile } from "../../src/transfer/account-file.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { befriend, type Cast, cast, settled } from "../support/cast.ts";
import { openTestKernel, type TestKernel } from "../support/in-memory/kernel.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { publish } from "../support/xep/pubsub.ts";
import { setsItem } from "../support/xep/roster.ts";

const NS = "urn:xmpp:pie:0";

let server: TestServer;
let actors: Cast<"romeo" | "juliet" | "nurse">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo", "juliet", "nurse"]);
  await live(actors);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** Juliet leaves something of everything. */
async function live({ romeo, juliet, nurse }: typeof actors): Promise<void> {
  await befriend(romeo, juliet);
  await setsItem(juliet, '<item jid="romeo@localhost" name="Romeo &amp; I"><group>Montagues</group></item>');
  await setsItem(juliet, '<item jid="friar@abbey.example"/>');
  nurse.sends('<presence type="subscribe" to="juliet@localhost"><status>Madam?</status></presence>');
  await settled(nurse, juliet);
  for (const body of ["one", "two &lt;3", "three"])
    romeo.sends(`<message type="chat" to="juliet@localhost" id="${body.slice(0, 3)}"><body>${body}</body></message>`);
  juliet.sends('<message type="chat" to="romeo@localhost" id="a"><body>Ay me</body></message>');
  juliet.sends('<message type="chat" to="juliet@localhost" id="n"><body>a note</body></message>');
  await settled(romeo, juliet);
  await juliet.asks(
    '<iq type="set"><vCard xmlns="vcard-temp"><FN>Juliet &lt;C&gt;</FN><PHOTO><TYPE>image/gif</TYPE>' +
      "<BINVAL>R0lGODdhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=</BINVAL></PHOTO></vCard></iq>",
  );
  await juliet.asks(
    '<iq type="set"><query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"><nick>J</nick></exodus></query></iq>',
  );
  await juliet.asks(
    '<iq type="set"><query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks">' +
      '<conference jid="ball@rooms.localhost" name="Ball" autojoin="true"><nick>J</nick></conference></storage></query></iq>',
  );
  const keys = { access_model: "open", max_items: "10", persist_items: "true" };
  for (const id of ["1", "2"])
    await publish(juliet, "urn:x:keys", `<item id="${id}"><key xmlns="urn:x:keys" n="${id}">&amp;</key></item>`, keys);
  await juliet.asks('<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="paris@localhost"/></block></iq>');
  await juliet.asks(
    '<iq type="set"><prefs xmlns="urn:xmpp:mam:2" default="roster"><always><jid>romeo@localhost</jid></always><never/></prefs></iq>',
  );
  await juliet.asks(
    '<iq type="set"><enable xmlns="urn:xmpp:push:0" jid="push.example" node="n"><x xmlns="jabber:x:data" type="submit">' +
      '<field var="FORM_TYPE"><value>http://jabber.org/protocol/pubsub#publish-options</value></field>' +
      '<field var="secret"><value>s</value></field></x></enable></iq>',
  );
  await juliet.leaves();
  for (const body of ["late", "later"])
    romeo.sends(`<message type="chat" to="juliet@localhost"><body>${body}</body></message>`);
  await settled(romeo);
}

async function exportedAs(jid: string): Promise<string> {
  return await new Response(await fileFromServer(server.home, "POST /export", { jid, withKeys: false })).text();
}

const partsOf = (text: string): readonly Element[] =>
  parseElement(text.replace(/^<\?xml.*\?>\n/, ""))
    .getChild("host", NS)
    ?.getChild("user", NS)
    ?.getChildElements() ?? [];

interface Counted extends ImportReport {
  readonly counts: Record<string, number>;
  readonly leftBehind: string[];
}

function counting(): Counted {
  const counts: Record<string, number> = {};
  const leftBehind: string[] = [];
  const count = (key: string, more: number): void => {
    counts[key] = (counts[key] ?? 0) + more;
  };
  return {
    counts,
    leftBehind,
    stored: (kind, more = 1) => count(kind, more),
    known: (kind, more = 1) => count(`${kind} known`, more),
    left: (kind, reason, subject = "") => void leftBehind.push(`${kind} ${reason} ${subject}`),
  };
}

/** Imports a file into a server without any stanza of its own. */
function imported(kernel: TestKernel, account: string, text: string): Counted {
  const { booted } = kernel.kernel;
  const report = counting();
  kernel.db.atomically(() => {
    for (const part of partsOf(text)) importPart(booted.catalogue, account, part, report);
    for (const finish of booted.catalogue.imported) finish(account);
  });
  return report;
}

function exportedBy({ kernel }: TestKernel, account: string): string {
  const [local = "", domain = ""] = account.split("@");
  const parts = kernel.booted.catalogue.exports.flatMap((partsOfModule) => [...partsOfModule(account)]);
  return [...accountFile({ local, domain, parts })].join("");
}

async function elsewhere(remote: (stanza: { readonly name: string }) => void = () => {}): Promise<TestKernel> {
  const kernel = openTestKernel({ remote });
  await kernel.accounts.create("juliet@localhost", "wherefore art thou");
  return kernel;
}

describe("an account that is exported and imported elsewhere", () => {
  test("is there as it was: exported again, it is the same text", async () => {
    const text = await exportedAs("juliet@localhost");
    for (const part of ["<vCard ", "urn:x:keys", "Ay me", "later", "exodus", "paris@", "push.example", "Montagues"])
      expect(text).toContain(part);
    const kernel = await elsewhere();
    const { counts, leftBehind } = imported(kernel, "juliet@localhost", text);
    expect(leftBehind).toEqual([]);
    expect(exportedBy(kernel, "juliet@localhost")).toBe(text);
    expect(counts).toMatchObject({ contacts: 2, requests: 1, archived: 7, offline: 2, blocked: 1, vcards: 1, push: 1 });
    expect(kernel.errors).toEqual([]);
    await kernel.close();
  });

  test("is not doubled where it is imported twice", async () => {
    const text = await exportedAs("juliet@localhost");
    const kernel = await elsewhere();
    imported(kernel, "juliet@localhost", text);
    const { counts, leftBehind } = imported(kernel, "juliet@localhost", text);
    expect(leftBehind).toEqual([]);
    expect(Object.keys(counts).filter((key) => !key.endsWith(" known"))).toEqual([]);
    expect(exportedBy(kernel, "juliet@localhost")).toBe(text);
    await kernel.close();
  });

  test("is no news to anybody: nothing is sent because of it", async () => {
    const sent: string[] = [];
    const kernel = await elsewhere(({ name }) => void sent.push(name));
    imported(kernel, "juliet@localhost", await exportedAs("juliet@localhost"));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual([]);
    await kernel.close();
  });

  test("what is here already stays: a contact that has been renamed since", async () => {
    const kernel = await elsewhere();
    const renamed =
      '<query xmlns="jabber:iq:roster"><item jid="romeo@localhost" name="R" subscription="none"/></query>';
    imported(kernel, "juliet@localhost", file(renamed));
    const { counts } = imported(kernel, "juliet@localhost", await exportedAs("juliet@localhost"));
    expect(counts["contacts known"]).toBe(1);
    expect(exportedBy(kernel, "juliet@localhost")).toContain('name="R"');
    await kernel.close();
  });
});

/** A file with one account of these parts. */
const file = (parts: string): string =>
  `<server-data xmlns="${NS}"><host jid="localhost"><user name="juliet">${parts}</user></host></server-data>`;

describe("what cannot be taken as it is", () => {
  const leftOf = async (parts: string): Promise<readonly string[]> => {
    const kernel = await elsewhere();
    const { leftBehind } = imported(kernel, "juliet@localhost", file(parts));
    await kernel.close();
    return leftBehind;
  };

  test("XEP-0016: a privacy list that is more than a blocklist is named, and what it blocks is blocked", async () => {
    const list =
      '<query xmlns="jabber:iq:privacy"><default name="mine"/><list name="mine">' +
      '<item type="jid" value="tybalt@localhost" action="deny" order="1"/>' +
      '<item type="group" value="Enemies" action="deny" order="2"/></list><list name="other"/></query>';
    expect(await leftOf(list)).toEqual(["privacy privacy-list mine", "privacy privacy-list other"]);
    const kernel = await elsewhere();
    imported(kernel, "juliet@localhost", file(list));
    expect(exportedBy(kernel, "juliet@localhost")).toContain('<item jid="tybalt@localhost"/>');
    await kernel.close();
  });

  test("addresses that are none, messages without an id or time, and parts that nobody knows are named", async () => {
    const bad =
      '<query xmlns="jabber:iq:roster"><item jid="a b@c"/><item jid="juliet@localhost"/></query>' +
      '<archive xmlns="urn:xmpp:pie:0#mam"><result xmlns="urn:xmpp:mam:2" id="x"/></archive><geo xmlns="urn:x:geo"/>';
    expect(await leftOf(bad)).toEqual([
      "contacts address a b@c",
      "contacts address juliet@localhost",
      "archived malformed x",
      'other unknown <geo xmlns="urn:x:geo"/>',
    ]);
  });

  test("XEP-0223: a node for its owner alone stays that, whatever its configuration says", async () => {
    const kernel = await elsewhere();
    const configure =
      '<pubsub xmlns="http://jabber.org/protocol/pubsub#owner"><configure node="urn:xmpp:bookmarks:1">' +
      '<x xmlns="jabber:x:data" type="submit"><field var="pubsub#access_model"><value>open</value></field></x></configure></pubsub>';
    imported(kernel, "juliet@localhost", file(configure));
    expect(exportedBy(kernel, "juliet@localhost")).toMatch(
      /access_model[^/]*<option>.*?<value>whitelist<\/value><\/field>/s,
    );
    await kernel.close();
  });
});

describe("bookmarks, vCards and avatars", () => {
  test("XEP-0402 §5.3: the list of an older server becomes items", async () => {
    const kernel = await elsewhere();
    const list =
      '<query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks">' +
      '<conference jid="a@rooms.example" name="A"/></storage></query>';
    imported(kernel, "juliet@localhost", file(list));
    const text = exportedBy(kernel, "juliet@localhost");
    expect(text).toContain('<item id="a@rooms.example"><conference xmlns="urn:xmpp:bookmarks:1"');
    await kernel.close();
  });

  test("XEP-0292: a vCard4 alone is shown as vcard-temp, and the other way round", async () => {
    const kernel = await elsewhere();
    const node =
      '<pubsub xmlns="http://jabber.org/protocol/pubsub#owner"><configure node="urn:xmpp:vcard4"><x xmlns="jabber:x:data" ' +
      'type="submit"><field var="pubsub#access_model"><value>open</value></field></x></configure></pubsub>' +
      '<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:vcard4"><item id="i">' +
      '<vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"><fn><text>Juliet</text></fn></vcard></item></items></pubsub>';
    imported(kernel, "juliet@localhost", file(node));
    expect(exportedBy(kernel, "juliet@localhost")).toContain('<vCard xmlns="vcard-temp"><FN>Juliet</FN>');
    await kernel.close();
  });
});
