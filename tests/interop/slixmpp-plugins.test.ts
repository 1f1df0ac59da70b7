/** slixmpp's plugins against this server. */
import { afterAll, beforeAll, expect } from "bun:test";
import { testWith } from "../support/needs.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { runSlixmpp, SLIXMPP, type SlixmppEvents } from "../support/peers/slixmpp.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

const COMPONENT = "weather.localhost";
const SECRET = "rain or shine";
const ADMIN = "http://jabber.org/protocol/admin#";
const PUBSUB = "http://jabber.org/protocol/pubsub#";

const accounts = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"];
const [componentPort = 0] = freePorts(1);
let server: ServerProcess;

beforeAll(async () => {
  const settings = [`listen.component=127.0.0.1:${componentPort}`, `components.secrets=${COMPONENT}=${SECRET}`];
  server = await startServerProcess({ accounts, settings });
});
afterAll(async () => {
  expect(await server.errors()).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function runScript(script: string, ...more: readonly string[]): Promise<SlixmppEvents> {
  const { host, port } = server.at();
  const events = await runSlixmpp(script, { host, port, password: PASSWORD, home: server.home }, more);
  events.one("end");
  return events;
}

testWith(SLIXMPP)(
  "slixmpp: PEP events, avatars in both formats, vCards, and pubsub nodes of the domain",
  async () => {
    const { one } = await runScript("pep.py");
    expect(one("account").identities).toContainEqual(["pubsub", "pep"]);
    expect(one("account").features).toContain(`${PUBSUB}publish-options`);
    expect(one("caps")).toEqual({ offered: true });

    // XEP-0163, XEP-0115
    expect(one("tune")).toEqual({ sender: "alice@localhost", title: "Heart of the Sunrise" });
    expect(one("nick")).toEqual({ nick: "Ali" });
    expect(one("last tune")).toEqual({ to: "phone", title: "Heart of the Sunrise" });

    // XEP-0084, XEP-0054, XEP-0153, XEP-0398
    expect(one("avatar")).toEqual({ same: true });
    expect(one("avatar in the vCard")).toEqual({ same: true });
    expect(one("hash in presence")).toEqual({ sender: "alice@localhost/laptop" });
    expect(one("vcard")).toEqual({ name: "Bob Dobbs", nickname: ["Bobby"] });
    expect(one("avatar from a vCard")).toEqual({ type: "image/jpeg", same: true });
    expect(one("vcard with avatar")).toEqual({ name: "Bob Dobbs" });

    // XEP-0222, XEP-0223
    expect(one("public")).toEqual({ items: ["public"] });
    expect(one("private")).toEqual({ mine: ["secret"], refused: "not-allowed" });

    // XEP-0060
    expect(one("published")).toEqual({ items: ["1", "2", "3"] });
    expect(one("latest")).toEqual({ items: ["2", "3"] });
    expect(one("one")).toEqual({ title: "2" });
    expect(one("not bob's")).toEqual({ refused: "forbidden" });
    expect(one("retracted")).toEqual({ id: "2", left: ["1", "3"] });
    expect(one("affiliations")).toEqual({ all: [["alice@localhost", "owner"]] });
    const settings = ["access_model", "max_items", "persist_items", "publish_model", "send_last_published_item"];
    expect(one("config").fields).toEqual(expect.arrayContaining(settings.map((name) => `pubsub#${name}`)));
    expect(one("purged")).toEqual({ node: "urn:example:notes" });
    expect(one("deleted")).toEqual({ node: "urn:example:notes", refused: "item-not-found" });
  },
  60_000,
);

testWith(SLIXMPP)(
  "slixmpp: bookmarks stored in one format are in all three (XEP-0048, XEP-0049, XEP-0402, XEP-0411)",
  async () => {
    const { one } = await runScript("bookmarks.py");
    expect(one("account").features).toEqual(
      expect.arrayContaining([
        "urn:xmpp:bookmarks-conversion:0",
        "urn:xmpp:bookmarks:1#compat",
        "urn:xmpp:bookmarks:1#compat-pep",
      ]),
    );
    const room = (name: string): readonly string[] => [`${name.toLowerCase()}@rooms.localhost`, name, "Carol"];
    const [tea, cake, scones] = [room("Tea"), room("Cake"), room("Scones")];
    expect(one("private storage")).toEqual({ rooms: [tea] });
    expect(one("somebody else's")).toEqual({ rooms: [] });
    expect(one("private storage elsewhere")).toEqual({ native: [tea], pubsub: [tea] });
    expect(one("pubsub")).toEqual({ rooms: [cake, tea] });
    expect(one("pubsub elsewhere")).toEqual({ native: [cake, tea], private: [cake, tea] });
    expect(one("native")).toEqual({ rooms: [cake, scones] });
    expect(one("native elsewhere")).toEqual({ pubsub: [cake, scones], private: [cake, scones] });
    expect(one("nobody else's").refused).toMatch(/^not-(authorized|allowed)$/);
  },
  60_000,
);

testWith(SLIXMPP)(
  "slixmpp: a contact is blocked, reported and unblocked (XEP-0191, XEP-0377); a password is changed (XEP-0077)",
  async () => {
    const { one } = await runScript("blocking.py");
    const both = ["erin@localhost", "spam.example"];
    expect(one("nobody blocked")).toEqual({ list: [] });
    expect(one("blocked")).toEqual({ pushed: both, list: both });
    expect(one("gone")).toEqual({ who: "dave@localhost" });
    expect(one("refused")).toEqual({ condition: "service-unavailable" });
    expect(one("ping refused")).toEqual({ condition: "service-unavailable" });
    expect(one("unblocked")).toEqual({ list: ["spam.example"], back: "dave@localhost" });
    expect(one("received")).toEqual({ body: "And now?" });
    expect(one("reported")).toEqual({ list: both });
    expect(one("registration")).toEqual({ registered: true, username: "erin" });
    expect(one("old password")).toEqual({ fits: false });
    expect(one("new password")).toEqual({ jid: "erin@localhost/new" });
  },
  60_000,
);

testWith(SLIXMPP)(
  "slixmpp: an administrator's commands run, and are refused to other accounts (XEP-0050, XEP-0133)",
  async () => {
    const { all, one } = await runScript("ad_hoc_commands.py");
    const { admin, frank } = one("commands");
    const expected = ["add-user", "announce", "change-user-password", "delete-user", "end-user-session"];
    expect(admin).toEqual(expect.arrayContaining(expected.map((name) => `${ADMIN}${name}`)));
    expect(frank).toEqual(["storage", "urn:xmpp:invite#invite"]);
    expect(one("add by frank")).toEqual({ asked: [], refused: "forbidden" });
    expect(one("add")).toMatchObject({
      asked: ["FORM_TYPE", "accountjid", "password", "password-verify"],
      status: "completed",
      notes: ["newcomer@localhost is ready."],
    });
    expect(one("newcomer")).toEqual({ jid: "newcomer@localhost/laptop" });
    expect(one("online")).toMatchObject({ status: "completed", values: { onlineusersnum: "3" } });
    expect(one("add again")).toEqual({ refused: "conflict" });
    expect(one("announce")).toMatchObject({ status: "completed" });
    const announced = { sender: "localhost", body: "Tea is ready.\nCake, too." };
    expect(all("announced")).toEqual([
      { to: "frank", ...announced },
      { to: "newcomer", ...announced },
    ]);
    expect(one("cancelled")).toEqual({ status: "canceled" });
    expect(one("unknown")).toEqual({ refused: "item-not-found" });
    expect(one("delete")).toMatchObject({ status: "completed" });
    expect(one("deleted")).toEqual({ may_enter: false });
  },
  60_000,
);

testWith(SLIXMPP)(
  "slixmpp: the archive in pages, forwards and backwards, and its preferences (XEP-0313, XEP-0059, XEP-0441)",
  async () => {
    const { one } = await runScript("archive.py");
    const lines = (first: number, last: number): string[] =>
      Array.from({ length: last - first + 1 }, (_, index) => `Line ${first + index}`);
    expect(one("pages")).toEqual({ pages: [lines(1, 3), lines(4, 6), lines(7, 8)] });
    expect(one("backwards")).toEqual({ bodies: lines(5, 8).reverse() });
    expect(one("nobody")).toEqual({ bodies: [] });
    for (const range of [one("since"), one("until")]) expect(range.bodies).toEqual(range.wanted);
    expect(one("fields").fields).toEqual(
      expect.arrayContaining(["after-id", "before-id", "end", "ids", "start", "with"]),
    );
    expect(one("metadata")).toEqual({ first: true, last: true });
    expect(one("receipt")).toEqual({ same: true });
    expect(one("kept")).toEqual({
      elements: [
        "{urn:xmpp:chat-markers:0}displayed",
        "{urn:xmpp:reactions:0}reactions",
        "{urn:xmpp:receipts}received",
      ],
    });
    expect(one("preferences")).toEqual({ default: "always" });
    expect(one("changed preferences")).toEqual({ default: "always", never: ["heidi@localhost"] });
    expect(one("off the record")).toEqual({ kept_by: ["heidi"] });
  },
  60_000,
);

testWith(SLIXMPP)(
  "slixmpp: an external component is discovered and exchanges messages; with a wrong secret it is refused (XEP-0114)",
  async () => {
    const { one } = await runScript("component.py", COMPONENT, SECRET, String(componentPort));
    expect(one("away")).toEqual({ refused: "service-unavailable" });
    expect(one("service")).toEqual({ outcome: "entered" });
    expect(one("items")).toEqual({ found: true });
    expect(one("info")).toEqual({ names: ["Weather"] });
    expect(one("asked")).toEqual({ sender: "ivan@localhost/laptop", body: "Will it rain?" });
    expect(one("answered")).toEqual({ sender: `forecast@${COMPONENT}/today`, body: "It will." });
    expect(one("impostor")).toEqual({ outcome: "not-authorized" });
  },
  60_000,
);

testWith(SLIXMPP)(
  "slixmpp: a disconnected app is notified through its push service; a connected or disabled one is not (XEP-0357)",
  async () => {
    const { one } = await runScript("push.py", COMPONENT, SECRET, String(componentPort));
    expect(one("offered")).toEqual({ push: true });
    expect(one("received")).toEqual({ body: "She is here." });
    expect(one("silence")).toEqual({ published: 0 });
    const summary = { FORM_TYPE: "urn:xmpp:push:summary", "last-message-sender": "ivan@localhost/laptop" };
    const pushFields = { sender: "localhost", node: "judys-phone", secret: "between us", values: summary };
    expect(one("cut off")).toMatchObject({ ...pushFields, values: { ...summary, "message-count": "1" } });
    expect(one("resumed")).toEqual({ body: "Come back!" });
    const counts = [one("gone"), one("gone twice")].map((facts) => {
      expect(facts).toMatchObject(pushFields);
      return Number((facts.values as Record<string, string>)["message-count"]);
    });
    expect(counts[1]).toBe((counts[0] ?? Number.NaN) + 1);
    // No body, unless an option enables it.
    expect(Object.keys(one("gone").values as object)).not.toContain("last-message-body");
    expect(one("disabled")).toEqual({ published: 0 });
  },
  60_000,
);
