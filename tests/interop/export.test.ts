/** An account that is exported here (XEP-0227) moves to Prosody, by its migrator. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Element } from "ltx";
import { fileFromServer } from "../../src/control/client.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { befriend, enter, settled } from "../support/cast.ts";
import type { Client } from "../support/client/client.ts";
import { describeWith } from "../support/needs.ts";
import { type Installation, logIn, type Running, start, temporaryFolder } from "../support/peers/peer.ts";
import { prosodyInternal } from "../support/peers/prosody.ts";
import { run } from "../support/peers/run.ts";
import { PASSWORD, startTestServer } from "../support/server.ts";
import { publish } from "../support/xep/pubsub.ts";
import { setsItem } from "../support/xep/roster.ts";

const MIGRATOR = "/usr/bin/prosody-migrator";
const NOTES = "urn:example:notes";
const BODIES = Array.from({ length: 40 }, (_, number) => `hello ${number} & <é>`);

/** The file of alice, whose home has something of everything. */
async function exportedAlice(): Promise<string> {
  await using server = await startTestServer();
  const [alice, bob] = [await enter(server, "alice", "phone"), await enter(server, "bob", "phone")];
  await befriend(alice, bob);
  await setsItem(alice, '<item jid="bob@localhost" name="Bób &amp; co"><group>Family</group></item>');
  await alice.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Alice</FN></vCard></iq>');
  await alice.asks(
    '<iq type="set"><query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs">x</exodus></query></iq>',
  );
  const options = { access_model: "whitelist", max_items: "10", persist_items: "true" };
  for (const id of ["1", "2"])
    await publish(alice, NOTES, `<item id="${id}"><note xmlns="${NOTES}">note ${id}</note></item>`, options);
  for (const body of BODIES)
    alice.sends(
      `<message type="chat" to="bob@localhost"><body>${body.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</body></message>`,
    );
  await settled(alice, bob);
  return await new Response(await fileFromServer(server.home, "POST /export", { jid: "alice", withKeys: true })).text();
}

/** The data folder is built into the migrator, and root becomes another user: a copy of it that does as it is told here. */
function migratorFor(folder: string, data: string): string {
  const copy = join(folder, "migrator");
  const text = readFileSync(MIGRATOR, "utf8").replace(/^CFG_DATADIR=.*$/m, `CFG_DATADIR='${data}';`);
  writeFileSync(copy, text.replace("startup.switch_user();", ""));
  return copy;
}

function configurationFor(folder: string, data: string): string {
  const file = join(folder, "migrator.cfg.lua");
  const stores = ["accounts", "roster", "vcard", "private", "pep-pubsub", "archive-archive"].map((name) => `"${name}"`);
  writeFileSync(
    file,
    `input { hosts = { ["localhost"] = { ${stores.join(", ")} } }; type = "xep0227" }
output { type = "internal"; path = "${data}" }
`,
  );
  return file;
}

describeWith([MIGRATOR, "lua5.4", "prosody", "prosodyctl", "openssl"])("Prosody, after its migrator", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let installation: Installation;
  let running: Running;
  let alice: Client;

  beforeAll(async () => {
    folder = temporaryFolder("export");
    installation = await prosodyInternal.install(folder.path, { accounts: [], password: PASSWORD });
    const data = join(folder.path, "data");
    writeFileSync(join(data, "alice@localhost.xml"), await exportedAlice());
    run(["lua5.4", migratorFor(folder.path, data), "--keep-going", "--config", configurationFor(folder.path, data)]);
    running = await start(installation);
    alice = await logIn(installation, { username: "alice", password: PASSWORD, resource: "test" }, "starttls");
  }, 60_000);
  afterAll(async () => {
    await alice?.end();
    await running?.stop();
    folder?.remove();
  });

  const asks = (type: "get" | "set", payload: string): Promise<Element> => alice.iq(type, parseElement(payload));

  test("takes the password: the keys are those of SCRAM-SHA-1", () => {
    expect(alice.jid).toBe("alice@localhost/test");
  });

  test("has the contacts, with names, groups and subscriptions", async () => {
    const answer = await asks("get", '<query xmlns="jabber:iq:roster"/>');
    const items = answer.getChild("query")?.getChildren("item") ?? [];
    expect(items.map(({ attrs }) => [attrs.jid, attrs.name, attrs.subscription])).toEqual([
      ["bob@localhost", "Bób & co", "both"],
    ]);
    expect(items[0]?.getChildText("group")).toBe("Family");
  });

  test("has what is private, and what is published", async () => {
    const query = '<query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"/></query>';
    expect((await asks("get", query)).getChild("query")?.getChildText("exodus")).toBe("x");
    const answer = await asks(
      "get",
      `<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="${NOTES}"/></pubsub>`,
    );
    const items = answer.getChild("pubsub")?.getChild("items")?.getChildren("item") ?? [];
    expect(items.map((item) => [item.attrs.id, item.getChildText("note")]).toSorted()).toEqual([
      ["1", "note 1"],
      ["2", "note 2"],
    ]);
  });

  test("has the archive, in its order", async () => {
    const fin = asks(
      "set",
      '<query xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><max>50</max></set></query>',
    );
    const bodies: (string | null | undefined)[] = [];
    for (const _ of BODIES) {
      const message = await alice.receive((each) => each.getChild("result", "urn:xmpp:mam:2") !== undefined);
      const forwarded = message.getChild("result")?.getChild("forwarded", "urn:xmpp:forward:0");
      bodies.push(forwarded?.getChild("message")?.getChildText("body"));
    }
    expect(bodies).toEqual(BODIES);
    expect((await fin).getChild("fin")?.attrs.complete).toBe("true");
  });
});
