/** RFC 7622: invalid, oversized and look-alike addresses. */
import { Database } from "bun:sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter } from "../support/cast.ts";
import { rawConnection } from "../support/client/raw-connection.ts";
import { auth, conditionOf, openStream, saslAnswer } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const BIND = "urn:ietf:params:xml:ns:xmpp-bind";

let server: TestServer;
let tybalt: Actor;
let juliet: Actor;

beforeAll(async () => {
  server = await startTestServer();
  juliet = await enter(server, "juliet", "balcony");
  await appear(juliet);
  tybalt = await enter(server, "tybalt", "street", { juliet });
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

/** Escaped for XML: markup characters, and characters that are written as references. */
const escaped = (text: string): string => text.replace(/[&<>"'\t\n]/g, (character) => `&#${character.codePointAt(0)};`);

const MALFORMED: readonly (readonly [name: string, address: string])[] = [
  ["nothing", ""],
  ["no domain", "juliet@"],
  ["no name", "@localhost"],
  ["no resource behind the slash", "juliet@localhost/"],
  ["only signs", "@/"],
  ["a name of 1,024 bytes", `${"x".repeat(1024)}@localhost`],
  ["a name of 1,024 bytes in 512 characters", `${"é".repeat(512)}@localhost`],
  ["a name of 100,000 bytes", `${"x".repeat(100_000)}@localhost`],
  ["a domain of 1,024 bytes", `juliet@${"x".repeat(1024)}`],
  ["a resource of 1,024 bytes", `juliet@localhost/${"x".repeat(1024)}`],
  ["a resource of 100,000 bytes", `juliet@localhost/${"x".repeat(100_000)}`],
  ["a space in the name", "ju liet@localhost"],
  ["a control character in the resource", "juliet@localhost/\u0085x"],
  ["a line feed in the name", "juliet\n@localhost"],
  ["text from right to left within text from left to right", "julietא@localhost"],
  ["a sign that turns the direction round", "juliet\u202e@localhost"],
  ["a zero-width space", "juliet\u200b@localhost"],
  ["a zero-width joiner where nothing joins", "ju\u200dliet@localhost"],
  ["a zero-width joiner at the beginning", "\u200djuliet@localhost"],
  ["a zero-width non-joiner at the beginning", "\u200cjuliet@localhost"],
  ["a zero-width non-joiner at the beginning of a resource", "juliet@localhost/\u200cbalcony"],
  ["a noncharacter", "juliet\ufdd0@localhost"],
  ["a private use character", "juliet\ue000@localhost"],
  ["an unassigned code point", "juliet\u0378@localhost"],
  ["a compatibility character", "ﬁ@localhost"],
  ["markup in the name", "<juliet>@localhost"],
  ["quotes in the name", 'juliet"@localhost'],
  ["a colon in the domain", "juliet@local:host"],
  ["a percent sign in the domain", "juliet@%00"],
  ["two at signs", "juliet@localhost@localhost"],
  ["an underscore in the domain", "juliet@local_host"],
  ["an empty label", "juliet@local..host"],
];

describe.each(MALFORMED)("§3: %s is jid-malformed", (_, address) => {
  test("as the addressee", async () => {
    const to = escaped(address);
    const message = await tybalt.asks(`<iq type='get' to='${to}'><ping xmlns='urn:xmpp:ping'/></iq>`);
    expect(conditionOf(message)).toBe("jid-malformed");
    tybalt.sends(`<message to='${to}' id='m' type='chat'><body>x</body></message>`);
    expect(conditionOf(await tybalt.receives("<message id='m' type='error'/>"))).toBe("jid-malformed");
  });

  test("as a contact", async () => {
    const item = `<query xmlns='jabber:iq:roster'><item jid='${escaped(address)}'/></query>`;
    expect(conditionOf(await tybalt.asks(`<iq type='set'>${item}</iq>`))).toBe("jid-malformed");
  });

  test("as a username it belongs to no account", async () => {
    const client = await openStream(server);
    const name = address.split("@")[0] || "@";
    const outcome = await saslAnswer(client, auth("PLAIN", `\0${name.slice(0, 2000)}\0${PASSWORD}`));
    // "juliet" is an account: the malformed part stood behind the name.
    expect(outcome).toBe(name === "juliet" ? "success" : "not-authorized");
    client.destroy();
  });
});

describe("§3.1: an address has at most 3,071 bytes, and addresses of that length are served", () => {
  test("a resource of 1,023 bytes is bound, and stanzas reach it", async () => {
    const resource = "r".repeat(1023);
    const client = await openStream(server);
    await client.authenticate({ username: "juliet", password: PASSWORD });
    await client.bind(resource);
    expect(client.jid).toBe(`juliet@localhost/${resource}`);
    tybalt.sends(`<message to='${client.jid}' type='chat' id='long'><body>x</body></message>`);
    expect((await client.receive(({ attrs }) => attrs.id === "long")).attrs.to).toBe(client.jid);
    client.destroy();
  });

  test("a localpart of 1,023 bytes is a valid address without an account", async () => {
    const to = `${"x".repeat(1023)}@localhost/${"r".repeat(1023)}`;
    expect(conditionOf(await tybalt.asks(`<iq type='get' to='${to}'><ping xmlns='urn:xmpp:ping'/></iq>`))).toBe(
      "service-unavailable",
    );
  });

  test("two thousand addresses of that length leave no memory behind", async () => {
    Bun.gc(true);
    const before = process.memoryUsage.rss();
    for (let n = 0; n < 2000; n++) {
      tybalt.sends(`<presence to='${n}${"x".repeat(1000)}@localhost/${"r".repeat(1000)}${"é".repeat(11)}'/>`);
    }
    await tybalt.receivesNothing();
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
  });
});

describe("RFC 4291 §2.2: an IPv6 address in any written form is a domain", () => {
  test.each(["[1:2:3:4::1.2.3.4]", "[::ffff:192.0.2.1]", "[2001:DB8::1]", "[1:2:3:4:5:6:7::]"])(
    "%s",
    async (domain) => {
      const answer = await tybalt.asks(`<iq type='get' to='${domain}'><ping xmlns='urn:xmpp:ping'/></iq>`);
      expect(conditionOf(answer)).not.toBe("internal-server-error");
      const item = `<query xmlns='jabber:iq:roster'><item jid='x@${domain}'/></query>`;
      expect((await tybalt.asks(`<iq type='set'>${item}</iq>`)).attrs.type).toBe("result");
    },
  );

  test("as the addressee of a stream, before anybody has signed in", async () => {
    const client = await rawConnection(server);
    const namespaces = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
    client.sends(`<stream:stream ${namespaces} version='1.0' to='[1:2:3:4::1.2.3.4]'>`);
    expect(await client.receivesUntilClosed()).toContain("host-unknown");
  });
});

describe("§3.3.1, §3.4.1: spellings that are prepared to the same JID are one address", () => {
  test.each([
    "JULIET@localhost",
    "juliet@LOCALHOST",
    "Ｊｕｌｉｅｔ@localhost",
    "juliet@localhost.",
    "juliet@ｌocalhost",
  ])("%s", async (to) => {
    tybalt.sends(`<message to='${to}' type='chat' id='${to}'><body>x</body></message>`);
    expect((await juliet.receives(`<message id='${to}'/>`)).attrs.to).toBe("juliet@localhost");
  });

  test("an account is not created twice", async () => {
    for (const jid of ["JULIET@localhost", "Ｊuliet@localhost"]) {
      await expect(server.createAccount(jid)).rejects.toThrow("exists");
    }
  });
});

describe("RFC 8264 §7: an address without a stable prepared form is refused at once, and leaves nothing behind", () => {
  test.each(["l\u00B7l\u0323", "\u0915\u0951\u094D\u200D\u0937"])("%s", async (name) => {
    const benvolio = await enter(server, "benvolio", "street");
    await appear(benvolio);
    benvolio.sends(`<presence to='${name}@x'/><message id='m' to='${name}@x'><body>x</body></message>`);
    expect(conditionOf(await benvolio.receives("<message id='m' type='error'/>"))).toBe("jid-malformed");
    await befriend(benvolio, juliet);
    // The connection is lost without a closing tag: contacts still receive unavailable presence.
    benvolio.client.destroy();
    await juliet.receives(`<presence type='unavailable' from='${benvolio.jid}'/>`);
  });
});

describe("§7: binding", () => {
  const bound = async (resource: string): Promise<string> => {
    const client = await openStream(server);
    await client.authenticate({ username: "tybalt", password: PASSWORD });
    client.send(`<iq type='set' id='b'><bind xmlns='${BIND}'><resource>${escaped(resource)}</resource></bind></iq>`);
    const answer = await client.receive(({ attrs }) => attrs.id === "b");
    client.destroy();
    return answer.attrs.type === "error" ? conditionOf(answer) : (answer.getChild("bind")?.getChildText("jid") ?? "");
  };
  test.each(["\t", "x\u200b", "x".repeat(1024), "x\ufdd0", "x".repeat(100_000)])(
    "7.7.2.1: a malformed resource is answered with bad-request",
    async (resource) => expect(await bound(resource)).toBe("bad-request"),
  );
  test.each([["a b"], ["a/b@c"], ["<&>"], ["ＡＢ"], ["\u00a0 x"], ["𝔵"]])(
    "'%s' is a valid resource",
    async (resource) => {
      expect(await bound(resource)).toBe(`tybalt@localhost/${resource.replace("\u00a0", " ")}`);
    },
  );
});

test("a contact whose address has become invalid is blocked with its domain, and removed from the roster", async () => {
  await using own = await startTestServer();
  const romeo = await enter(own, "romeo", "orchard");
  const contact = (jid: string, more = "") =>
    `<iq type='set'><query xmlns='jabber:iq:roster'><item jid='${jid}'${more}/></query></iq>`;
  await romeo.asks(contact("rosaline@elsewhere.example"));
  await own.server.stop();
  const db = new Database(own.home.database);
  db.run("UPDATE roster_contact SET jid = '\u200crosaline@elsewhere.example', subscription = 'both'");
  db.close();
  await own.restart();
  const again = await enter(own, "romeo", "orchard");
  const block = "<block xmlns='urn:xmpp:blocking'><item jid='elsewhere.example'/></block>";
  expect((await again.asks(`<iq type='set'>${block}</iq>`)).attrs.type).toBe("result");
  const removed = await again.asks(contact("\u200crosaline@elsewhere.example", " subscription='remove'"));
  expect(removed.attrs.type).toBe("result");
  expect(own.errors).toEqual([]);
});
