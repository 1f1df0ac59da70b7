/** XEP-0227: Portable Import/Export Format: everything of one account in a file. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Element } from "ltx";
import exportVerb from "../../src/command/user/export.ts";
import { askServer, fileFromServer } from "../../src/control/client.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Actor, befriend, type Cast, cast, enter, settled } from "../support/cast.ts";
import { program } from "../support/process/program.ts";
import { noSmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { runProgram } from "../support/process/started.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, askOwner, OWNER, PUBSUB, publish } from "../support/xep/pubsub.ts";
import { setsItem } from "../support/xep/roster.ts";
import { HTTPS, uploads } from "../support/xep/upload.ts";

const NS = "urn:xmpp:pie:0";

let server: TestServer;
let actors: Cast<"romeo" | "juliet" | "nurse">;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "jabber-home-export-"));
  server = await startTestServer({ settings: [HTTPS] });
  await server.createAccount("admin@localhost", undefined, true);
  actors = await cast(server, ["romeo", "juliet", "nurse"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function textOf(jid: string, withKeys = false): Promise<string> {
  const stream = await fileFromServer(server.home, "POST /export", { jid, withKeys });
  return await new Response(stream).text();
}
const userIn = (text: string): Element => {
  const user = parseElement(text.replace(/^<\?xml.*\?>\n/, ""))
    .getChild("host", NS)
    ?.getChild("user", NS);
  if (!user) throw new Error(`no user in ${text}`);
  return user;
};
const exported = async (actor: Actor): Promise<Element> => userIn(await textOf(actor.account));

describe("an exported account", () => {
  test("§4.6: has its roster as the server gives it, and §4.9 requests that are not answered", async () => {
    const { romeo, juliet, nurse } = actors;
    await befriend(romeo, juliet);
    await setsItem(romeo, '<item jid="juliet@localhost" name="Juliet"><group>Capulets &amp; co</group></item>');
    nurse.sends('<presence type="subscribe" to="romeo@localhost"><status>May I?</status></presence>');
    await settled(nurse, romeo);
    const user = await exported(romeo);
    const items = user.getChild("query", "jabber:iq:roster")?.getChildren("item") ?? [];
    expect(items.map(({ attrs }) => attrs)).toEqual([
      { jid: "juliet@localhost", name: "Juliet", subscription: "both" },
    ]);
    expect(items[0]?.getChildText("group")).toBe("Capulets & co");
    const request = user.getChild("presence", "jabber:client");
    expect(request?.attrs).toMatchObject({ type: "subscribe", from: "nurse@localhost" });
    expect(request?.getChildText("status")).toBe("May I?");
  });

  test("§4.7: has its offline messages, the oldest first, each with its time", async () => {
    const tybalt = await enter(server, "tybalt", "sword");
    await tybalt.leaves();
    for (const body of ["one", "two"])
      actors.romeo.sends(`<message type="chat" to="tybalt@localhost"><body>${body}</body></message>`);
    await settled(actors.romeo);
    const messages = (await exported(tybalt)).getChild("offline-messages", NS)?.getChildren("message", "jabber:client");
    expect(messages?.map((message) => message.getChildText("body"))).toEqual(["one", "two"]);
    expect(messages?.[0]?.getChild("delay", "urn:xmpp:delay")?.attrs.stamp).toBeString();
  });

  test("§4.5, §4.8, XEP-0049: has its vCard and its private XML", async () => {
    const { juliet } = actors;
    await juliet.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Juliet &lt;C&gt;</FN></vCard></iq>');
    await juliet.asks(
      '<iq type="set"><query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"><nick>J</nick></exodus></query></iq>',
    );
    const user = await exported(juliet);
    expect(user.getChild("vCard", "vcard-temp")?.getChildText("FN")).toBe("Juliet <C>");
    const query = user.getChild("query", "jabber:iq:private");
    expect(query?.getChild("exodus", "exodus:prefs")?.getChildText("nick")).toBe("J");
  });

  test("§4.10: has its nodes: how they are configured, and their items", async () => {
    const { juliet } = actors;
    await publish(juliet, "urn:x:notes", '<item id="1"><note xmlns="urn:x:notes">a</note></item>', {
      access_model: "whitelist",
      max_items: "10",
      persist_items: "true",
    });
    await publish(juliet, "urn:x:notes", '<item id="2"><note xmlns="urn:x:notes">b</note></item>');
    const user = await exported(juliet);
    const configurations = user.getChild("pubsub", OWNER)?.getChildren("configure") ?? [];
    const configuration = configurations.find(({ attrs }) => attrs.node === "urn:x:notes");
    const fields = configuration?.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
    const valueIn = (name: string) => fields.find(({ attrs }) => attrs.var === name)?.getChildText("value");
    expect(valueIn("FORM_TYPE")).toBe(`${PUBSUB}#node_config`);
    expect(valueIn("pubsub#access_model")).toBe("whitelist");
    const lists = user.getChild("pubsub", PUBSUB)?.getChildren("items") ?? [];
    const items = lists.find(({ attrs }) => attrs.node === "urn:x:notes")?.getChildren("item") ?? [];
    expect(items.map((item) => [item.attrs.id, item.getChildText("note")])).toEqual([
      ["1", "a"],
      ["2", "b"],
    ]);
    // Each node that has items has a configuration.
    const configured = configurations.map(({ attrs }) => attrs.node);
    expect(lists.map(({ attrs }) => attrs.node)).toEqual(configured);
  });

  test("§4.10: has the affiliations and subscriptions of its nodes, and all of many items, the oldest first", async () => {
    const { juliet, romeo } = actors;
    const ids = Array.from({ length: 101 }, (_, number) => `item ${number}`);
    const items = ids.map((id) => `<item id="${id}"><entry xmlns="urn:x:entry">${id}</entry></item>`);
    const open = { access_model: "open", max_items: "1000", persist_items: "true" };
    for (const item of items) await publish(juliet, "urn:x:many", item, open);
    await ask(romeo, "set", `<subscribe node="urn:x:many" jid="${romeo.account}"/>`, juliet.account);
    const publisher = `<affiliation jid="${romeo.account}" affiliation="publisher"/>`;
    await askOwner(juliet, "set", `<affiliations node="urn:x:many">${publisher}</affiliations>`);
    const user = await exported(juliet);
    const ofOwner = (name: string) =>
      user
        .getChild("pubsub", OWNER)
        ?.getChildren(name)
        .find(({ attrs }) => attrs.node === "urn:x:many");
    const attributesOf = (name: string) =>
      ofOwner(`${name}s`)
        ?.getChildren(name)
        .map(({ attrs }) => attrs);
    expect(attributesOf("affiliation")).toEqual([
      { jid: juliet.account, affiliation: "owner" },
      { jid: romeo.account, affiliation: "publisher" },
    ]);
    expect(attributesOf("subscription")).toEqual([{ jid: romeo.account, subscription: "subscribed" }]);
    const lists = user.getChild("pubsub", PUBSUB)?.getChildren("items") ?? [];
    const list = lists.find(({ attrs }) => attrs.node === "urn:x:many");
    expect(list?.getChildren("item").map(({ attrs }) => attrs.id)).toEqual(ids);
  });

  test("§4.11: has its archive as results of XEP-0313, the oldest first, all of them", async () => {
    const lear = await enter(server, "lear", "heath");
    const bodies = Array.from({ length: 130 }, (_, number) => `blow, winds ${number}`);
    for (const body of bodies) lear.sends(`<message type="chat" to="juliet@localhost"><body>${body}</body></message>`);
    await settled(lear);
    const results =
      (await exported(lear)).getChild("archive", `${NS}#mam`)?.getChildren("result", "urn:xmpp:mam:2") ?? [];
    const forwarded = results.map((result) => result.getChild("forwarded", "urn:xmpp:forward:0"));
    expect(forwarded.map((each) => each?.getChild("message", "jabber:client")?.getChildText("body"))).toEqual(bodies);
    expect(new Set(results.map(({ attrs }) => attrs.id)).size).toBe(130);
    expect(forwarded.every((each) => each?.getChild("delay", "urn:xmpp:delay")?.attrs.stamp !== undefined)).toBeTrue();
  });

  test("XEP-0441 §2: has what it archives, where it has said so", async () => {
    const { juliet, nurse } = actors;
    const prefs =
      '<prefs xmlns="urn:xmpp:mam:2" default="roster"><always/><never><jid>paris@localhost</jid></never></prefs>';
    await juliet.asks(`<iq type="set">${prefs}</iq>`);
    const own = (await exported(juliet)).getChild("prefs", "urn:xmpp:mam:2");
    expect([own?.attrs.default, own?.getChild("never")?.getChildText("jid")]).toEqual(["roster", "paris@localhost"]);
    expect((await exported(nurse)).getChild("prefs", "urn:xmpp:mam:2")).toBeUndefined();
  });

  test("XEP-0447, XEP-0446: has where each of its files is", async () => {
    const benvolio = await enter(server, "benvolio", "square");
    const addresses: string[] = [];
    for (let number = 0; number < 51; number++)
      addresses.push(await uploads(benvolio, "x".repeat(number + 1), { name: `${number}.jpg`, type: "image/jpeg" }));
    const shared = (await exported(benvolio)).getChildren("file-sharing", "urn:xmpp:sfs:0");
    const targetOf = (element: Element | undefined): string =>
      element?.getChild("sources")?.getChild("url-data", "http://jabber.org/protocol/url-data")?.attrs.target;
    expect(shared.map(targetOf).toSorted()).toEqual(addresses.toSorted());
    const last = shared.find((element) => targetOf(element) === addresses[50])?.getChild("file");
    expect(["media-type", "name", "size"].map((name) => last?.getChildText(name))).toEqual([
      "image/jpeg",
      "50.jpg",
      "51",
    ]);
    expect((await exported(actors.nurse)).getChild("file-sharing", "urn:xmpp:sfs:0")).toBeUndefined();
  });

  test("has whom it blocks, also as the privacy list that other servers read", async () => {
    const { romeo } = actors;
    await romeo.asks('<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="tybalt@localhost"/></block></iq>');
    const user = await exported(romeo);
    expect(user.getChild("blocklist", "urn:xmpp:blocking")?.getChild("item")?.attrs.jid).toBe("tybalt@localhost");
    const query = user.getChild("query", "jabber:iq:privacy");
    expect(query?.getChild("default")?.attrs.name).toBe("Blocked contacts");
    expect(query?.getChild("list")?.getChild("item")?.attrs).toEqual({
      type: "jid",
      value: "tybalt@localhost",
      action: "deny",
      order: "1",
    });
  });

  test("§4.3: has what checks the password only where an administrator wants it, and never the password", async () => {
    const without = await textOf("romeo");
    expect(without).not.toContain("scram");
    const text = await textOf("romeo", true);
    expect(text).not.toContain("wherefore art thou");
    const credentials = userIn(text).getChildren("scram-credentials", `${NS}#scram`);
    expect(credentials.map(({ attrs }) => attrs.mechanism)).toEqual(["SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"]);
    expect(credentials[0]?.getChildText("iter-count")).toBe("4096");
  });

  test("has nothing of anybody else", async () => {
    await actors.nurse.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Angelica</FN></vCard></iq>');
    expect(await textOf("romeo")).not.toContain("Angelica");
    await expect(textOf("nobody")).rejects.toMatchObject({ reason: "no-such-account" });
  });
});

describe("user export", () => {
  const run = async (jid: string, to: string, keys = false) => {
    const lines: string[] = [];
    const terminal = {
      out: (text: string) => void lines.push(text),
      err: () => {},
      isInteractive: false,
      isColoured: false,
      input: () => Buffer.alloc(0),
      env: {},
    };
    const flags = { to: join(folder, to), keys, json: true };
    await exportVerb.run({ flags, operands: [jid], home: server.home, terminal, language: "en" });
    return JSON.parse(lines.join("\n")) as { file: string; bytes: number };
  };

  test("writes a file that its owner alone reads, and writes over none", async () => {
    const { file, bytes } = await run("romeo", "romeo.xml", true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(file).size).toBe(bytes);
    expect(userIn(readFileSync(file, "utf8")).attrs.name).toBe("romeo");
    await expect(run("romeo", "romeo.xml")).rejects.toMatchObject({ exitCode: 73 });
    expect(statSync(file).size).toBe(bytes);
  });

  test("leaves no file of an account that does not exist", async () => {
    await expect(run("nobody", "nobody.xml")).rejects.toThrow("nobody@localhost");
    expect(() => statSync(join(folder, "nobody.xml"))).toThrow();
  });

  const reason = noSmallDisk();
  /** Bytes that a disk in memory gives at once. */
  const PAGE = 4096;
  test.skipIf(reason !== undefined)("leaves no file on a disk that takes all but its end", async () => {
    await using disk = await smallDisk(1);
    // Of the last piece, the system writes what fits, and says how much that was.
    const fits = Math.floor((await textOf("juliet")).length / PAGE) * PAGE;
    disk.fill(fits);
    const words = ["user", "export", "juliet", "--to", join(disk.path, "juliet.xml"), "--home", server.home.directory];
    const { exit, err } = await runProgram([...disk.commandPrefix, ...program, ...words]);
    expect({ exit, err }).toMatchObject({ exit: 73, err: expect.stringContaining("no space left on device") });
    expect(disk.free()).toBe(fits);
  });

  test("is an act that is recorded", async () => {
    await run("juliet", "juliet.xml");
    const page = await askServer(server.home, "POST /audit/show", { max: 1 });
    expect(page?.entries).toMatchObject([{ act: "export.account", whom: ["juliet@localhost"] }]);
  });
});
