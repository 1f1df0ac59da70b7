/** RFC 6120 §8.1.2.1, §13: forged `from` addresses, and payloads that only the server may add. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, appear, enter } from "../support/cast.ts";
import { conditionOf, streamErrorOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let tybalt: Actor;
let juliet: Actor;

beforeAll(async () => {
  server = await startTestServer();
  juliet = await enter(server, "juliet", "balcony");
  await appear(juliet);
});
beforeEach(async () => {
  tybalt = await enter(server, "tybalt", "street", { juliet });
});
afterEach(() => {
  tybalt.client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

const SID = "urn:xmpp:sid:0";
const ROSTER = "<query xmlns='jabber:iq:roster'><item jid='tybalt@localhost' subscription='both'/></query>";

describe("§8.1.2.1: a stanza with another sender's address ends the stream with invalid-from", () => {
  const OTHERS = [
    "juliet@localhost",
    "juliet@localhost/balcony",
    "tybalt@localhost/elsewhere",
    "localhost",
    "tybalt@example.com",
    "tybalt@localhost/",
    "",
    "@",
    "tybalt@localhost/street\u202e",
  ];
  const STANZAS = {
    message: (from: string) => `<message from='${from}' to='{juliet}' type='chat'><body>x</body></message>`,
    presence: (from: string) => `<presence from='${from}' to='{juliet}'/>`,
    request: (from: string) => `<iq type='set' id='f' from='${from}' to='{juliet}'>${ROSTER}</iq>`,
    result: (from: string) => `<iq type='result' id='f' from='${from}' to='{juliet}'/>`,
  };
  test.each(Object.entries(STANZAS).flatMap(([name, stanza]) => OTHERS.map((from) => [name, from, stanza] as const)))(
    "%s from '%s'",
    async (_, from, stanza) => {
      tybalt.sends(stanza(from));
      expect(await streamErrorOf(tybalt.client)).toBe("invalid-from");
      await juliet.receivesNothing();
    },
  );

  test.each(["tybalt@localhost", "tybalt@localhost/street", "TYBALT@LOCALHOST/street", "Tybalt@localhost"])(
    "'%s' is accepted as the client's own address, and the recipient sees the full JID",
    async (from) => {
      tybalt.sends(`<message from='${from}' to='{juliet}' type='chat'><body>${from}</body></message>`);
      const message = await juliet.receives(`<message><body>${from}</body></message>`);
      expect(message.attrs.from).toBe("tybalt@localhost/street");
    },
  );

  test("§7: the same holds for the request that binds a resource", async () => {
    tybalt.sends("<iq type='set' id='b' from='juliet@localhost'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    expect(await streamErrorOf(tybalt.client)).toBe("invalid-from");
  });
});

describe("a client's imitation of a server's stanza bears the client's address", () => {
  test("RFC 6121 §2.1.6: a forged roster push comes from its sender's JID, by which clients ignore it", async () => {
    // §8.5.3.1: a request is delivered only where the recipient's presence is visible to the sender.
    juliet.sends(`<presence to='${tybalt.jid}'/>`);
    await tybalt.receives(`<presence from='${juliet.jid}'/>`);
    tybalt.sends(`<iq type='set' id='push' to='{juliet}'>${ROSTER}</iq>`);
    const push = await juliet.receives("<iq type='set' id='push'/>");
    expect(push.attrs.from).toBe(tybalt.jid);
  });

  test("RFC 6121 §2.1.5: a roster set for another account is forbidden, and changes nothing", async () => {
    const answer = await tybalt.asks(`<iq type='set' to='juliet@localhost'>${ROSTER}</iq>`);
    expect(conditionOf(answer)).toBe("forbidden");
    const roster = await juliet.asks("<iq type='get'><query xmlns='jabber:iq:roster'/></iq>");
    expect(roster.getChild("query")?.getChildElements()).toEqual([]);
  });

  test("RFC 6121 §8.5.1: a stranger's query of another account's archive is answered as if no account existed", async () => {
    const query = "<query xmlns='urn:xmpp:mam:2'/>";
    for (const to of ["benvolio@localhost", "nobody@localhost"]) {
      expect(conditionOf(await tybalt.asks(`<iq type='set' to='${to}'>${query}</iq>`))).toBe("service-unavailable");
    }
  });

  const FORWARDED =
    "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='romeo@localhost/x' to='juliet@localhost' type='chat'><body>forged</body></message></forwarded>";
  test.each([
    ["XEP-0280 §11: a carbon", `<received xmlns='urn:xmpp:carbons:2'>${FORWARDED}</received>`],
    ["XEP-0280 §11: a carbon of a message sent", `<sent xmlns='urn:xmpp:carbons:2'>${FORWARDED}</sent>`],
    ["XEP-0313 §5.1.4: a result of the archive", `<result xmlns='urn:xmpp:mam:2' id='1'>${FORWARDED}</result>`],
  ])("%s", async (_, payload) => {
    tybalt.sends(`<message to='{juliet}' type='chat' id='forged'>${payload}</message>`);
    const message = await juliet.receives("<message id='forged'/>");
    expect(message.attrs.from).toBe(tybalt.jid);
    tybalt.sends(`<message to='juliet@localhost' type='chat' id='bare'>${payload}<body>x</body></message>`);
    expect((await juliet.receives("<message id='bare'/>")).attrs.from).toBe(tybalt.jid);
  });

  test("XEP-0359 §5: a stanza-id by the recipient's account is removed, however its address is spelt", async () => {
    const bare = ["juliet@localhost", "JULIET@localhost", "juliet@LOCALHOST", "juliet@localhost."];
    const names = [...bare, "juliet@localhost/", "juliet@localhost/balcony", " juliet@localhost "];
    const ids = names.map((by) => `<stanza-id xmlns='${SID}' by='${by}' id='forged'/>`).join("");
    tybalt.sends(`<message to='juliet@localhost' type='chat' id='ids'><body>x</body>${ids}</message>`);
    const message = await juliet.receives("<message id='ids'/>");
    const found = message.getChildren("stanza-id", SID);
    expect(found.map(({ attrs }) => attrs.by)).toEqual(["juliet@localhost"]);
    expect(found[0]?.attrs.id).not.toBe("forged");
  });

  test("XEP-0359 §5: the same holds for a message that is not archived", async () => {
    const id = `<stanza-id xmlns='${SID}' by='juliet@localhost' id='forged'/>`;
    for (const type of ["chat", "headline", "error", "groupchat"]) {
      tybalt.sends(`<message to='{juliet}' type='${type}' id='${type}'>${id}</message>`);
      const message = await juliet.receives(`<message id='${type}'/>`);
      expect(message.getChildren("stanza-id", SID)).toEqual([]);
    }
  });

  test("XEP-0203: a delay from the server is removed, online and offline, however its address is spelt", async () => {
    const names = ["localhost", "LOCALHOST", "localhost.", "localhost/", "localhost/x"];
    const delay = names
      .map((from) => `<delay xmlns='urn:xmpp:delay' from='${from}' stamp='2001-01-01T00:00:00Z'/>`)
      .join("");
    tybalt.sends(`<message to='juliet@localhost' type='chat' id='now'><body>x</body>${delay}</message>`);
    expect((await juliet.receives("<message id='now'/>")).getChildren("delay")).toEqual([]);
    await server.createAccount("nurse@localhost");
    tybalt.sends(`<message to='nurse@localhost' type='chat' id='later'><body>x</body>${delay}</message>`);
    await tybalt.receivesNothing();
    const nurse = await enter(server, "nurse", "chamber");
    nurse.sends("<presence/>");
    const [stamp, ...more] = (await nurse.receives("<message id='later'/>")).getChildren("delay");
    expect(more).toEqual([]);
    expect(stamp?.attrs.stamp).not.toStartWith("2001");
    await nurse.leaves();
  });
});

describe("elements that a client may not send end its stream", () => {
  const STREAMS = "http://etherx.jabber.org/streams";
  test.each([
    "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>=</auth>",
    "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
    "<stream:features/>",
    `<features xmlns='${STREAMS}'/>`,
    "<resumed xmlns='urn:xmpp:sm:3' h='0' previd='x'/>",
    "<enabled xmlns='urn:xmpp:sm:3'/>",
    "<failed xmlns='urn:xmpp:sm:3'/>",
    "<message xmlns='jabber:server' to='juliet@localhost'/>",
    "<message xmlns='' to='juliet@localhost'/>",
    "<stanza/>",
    "<iQ type='get' id='x'/>",
    "<constructor/>",
    "<x xmlns='urn:x'/>",
    ...["constructor", "toString", "__proto__", "hasOwnProperty", "__defineGetter__", "valueOf"].map(
      (name) => `<${name} xmlns='urn:xmpp:csi:0'/>`,
    ),
    ...["constructor", "__proto__"].map((name) => `<${name} xmlns='urn:xmpp:sm:3'/>`),
  ])("%s", async (text) => {
    tybalt.sends(text);
    expect(await streamErrorOf(tybalt.client)).toBe("unsupported-stanza-type");
  });

  test("<stream:error/> ends the stream and is not answered", async () => {
    tybalt.sends("<stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
    await tybalt.client.closed;
    expect(tybalt.client.inbox.waiting().map(String)).toEqual([]);
  });
});

describe("requests with names of JavaScript's object properties", () => {
  const NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty", "__defineGetter__"];
  const SPACES = ["jabber:iq:roster", "urn:xmpp:mam:2", "urn:xmpp:carbons:2", "constructor", "__proto__", "toString"];
  test.each(NAMES.flatMap((name) => SPACES.map((ns) => [name, ns] as const)))("<%s xmlns='%s'/>", async (name, ns) => {
    for (const to of ["", "to='localhost'", "to='juliet@localhost'", "to='tybalt@localhost'"]) {
      for (const type of ["get", "set"]) {
        const answer = await tybalt.asks(`<iq type='${type}' ${to}><${name} xmlns='${ns}'/></iq>`);
        expect(["service-unavailable", "feature-not-implemented", "forbidden"]).toContain(conditionOf(answer));
      }
    }
  });

  test.each(["iq", "message", "presence"])("<%s/> of such a type", async (name) => {
    for (const type of ["constructor", "__proto__", "toString", "available", "x".repeat(1000)]) {
      tybalt.sends(`<${name} type='${type}' id='${type}' to='juliet@localhost' __proto__='x' constructor='y'/>`);
      // RFC 6121 §5.2.2: an unknown type of message is a normal one; without content it is silently dropped or delivered.
      if (name === "message") await juliet.receives(`<message id='${type}'/>`);
      else expect(conditionOf(await tybalt.client.receive(({ attrs }) => attrs.id === type))).toBe("bad-request");
    }
  });
});
