/** XEP-0280: the copies for several sessions share their content. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { stanza, testRouter } from "../../server/testing.ts";
import { carbons } from "./0280-carbons.ts";

test("§7, §8: all sessions are sent the same elements, which are not copied", async () => {
  const { router, db, enter, boot, committed } = testRouter();
  db.migrate("stanza_ids", ["CREATE TABLE stanza_id_key (key TEXT NOT NULL) STRICT;"]);
  db.write("INSERT INTO stanza_id_key VALUES (?)").run(Buffer.alloc(16).toString("base64url"));
  boot(carbons);
  const sent = new Map<string, Element>();
  const apps = ["desk", "phone", "tablet"].map((resource) => {
    const app = enter(`romeo@localhost/${resource}`, 0);
    app.send = (element) => void sent.set(resource, element);
    router.accept(stanza(app.jid.full, '<iq type="set" id="1"><enable xmlns="urn:xmpp:carbons:2"/></iq>'), app);
    return app;
  });
  await committed();
  const message = stanza(
    "juliet@localhost/balcony",
    '<message to="romeo@localhost/desk" type="chat"><body>x</body></message>',
  );
  router.receive(message);
  await committed();
  expect(sent.get("phone")?.children).toBe(sent.get("tablet")?.children as Element[]);
  const forwarded = sent
    .get("phone")
    ?.getChild("received")
    ?.getChild("forwarded")
    ?.getChild("message", "jabber:client");
  expect(forwarded?.getChild("body")).toBe(sent.get("desk")?.getChild("body") as Element);
  expect(apps.map(({ jid }) => sent.get(jid.resource)?.attrs.to)).toEqual(apps.map(({ jid }) => jid.full));
});
