/** XEP-0220, XEP-0178: a server that claims another domain delivers nothing in its name. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import {
  authenticated,
  dialServer,
  type ForeignServer,
  type ForeignStream,
  listenAs,
  SASL,
} from "../support/federation/foreign-server.ts";
import type { IssuedCertificate } from "../support/network/network-host.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";
/** Who is impersonated: an honest server, whose machine listens. */
const VICTIM = "capulet.example";
const ATTACKER = "tybalt.example";

let federation: TestFederation;
/** With the default configuration. */
let server: TestServer;
/** One that is content with dialback. */
let lax: TestServer;
let victim: ForeignServer;
let certificate: IssuedCertificate;
let romeo: Actor;
let benvolio: Actor;

beforeAll(async () => {
  federation = await openTestFederation();
  server = await federation.server(LOCAL_DOMAIN);
  lax = await federation.server("verona.example", { settings: ["federation.require_certificate=false"] });
  victim = await listenAs(await federation.issue(VICTIM));
  federation.setRecords(VICTIM, { direct: victim.port });
  certificate = await federation.issue(ATTACKER);
  ({ romeo } = await cast(server, ["romeo"]));
  ({ benvolio } = await cast(lax, ["benvolio"]));
});
afterEach(async () => {
  await romeo.receivesNothing("<message/>");
  await benvolio.receivesNothing("<message/>");
  expect([...server.errors, ...lax.errors]).toEqual([]);
});
afterAll(async () => {
  victim[Symbol.dispose]();
  await federation[Symbol.asyncDispose]();
});

const chat = (from: string, to = `romeo@${LOCAL_DOMAIN}`): string =>
  `<message from="${from}" to="${to}" type="chat"><body>forged</body></message>`;
const known = (before = ""): Promise<ForeignStream> => authenticated(server, ATTACKER, certificate, { before });

async function unknown(target = server, from = VICTIM, shown?: IssuedCertificate): Promise<ForeignStream> {
  const stream = await dialServer(target, shown ? { certificate: shown } : {});
  stream.opens(from, target.at().domain);
  await stream.features();
  return stream;
}

describe("stanzas that are nobody's to send", () => {
  test.each([
    ["of another domain", chat(`juliet@${VICTIM}/x`), "invalid-from"],
    ["of a subdomain of its own", chat(`room@rooms.${ATTACKER}`), "invalid-from"],
    ["of the domain above its own", chat("a@example"), "invalid-from"],
    ["of our own domain", chat(`mercutio@${LOCAL_DOMAIN}`), "invalid-from"],
    ["that hide the domain in a resource", chat(`juliet@${VICTIM}/@${ATTACKER}`), "invalid-from"],
    [
      "to another domain of ours than was verified",
      chat(`a@${ATTACKER}`, `room@rooms.${LOCAL_DOMAIN}`),
      "improper-addressing",
    ],
    ["to a third server", chat(`a@${ATTACKER}`, `juliet@${VICTIM}`), "host-unknown"],
    ["without a sender", `<message to="romeo@${LOCAL_DOMAIN}"><body>forged</body></message>`, "improper-addressing"],
    ["without a recipient", `<message from="a@${ATTACKER}"><body>forged</body></message>`, "improper-addressing"],
    ["with an empty sender", chat(""), "improper-addressing"],
  ])("%s end the stream", async (_, said, condition) => {
    const stream = await known();
    stream.sends(said);
    expect(await stream.receivesStreamError()).toBe(condition);
  });

  test("before authentication", async () => {
    const stream = await unknown();
    stream.sends(chat(`juliet@${VICTIM}/x`));
    expect(await stream.receivesStreamError()).toBe("not-authorized");
  });

  test("between <success/> and the new header: the stream has to be begun anew", async () => {
    const stream = await unknown(server, ATTACKER, certificate);
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`);
    await stream.receives(`<success xmlns="${SASL}"/>`);
    stream.restarts();
    stream.sends(chat(`a@${ATTACKER}`));
    // What is no header is no stream of the right namespace.
    expect(await stream.receivesStreamError()).toMatch(/invalid-namespace|bad-format/);
  });
});

describe("EXTERNAL", () => {
  test("with the certificate of another domain", async () => {
    const stream = await unknown(server, VICTIM, certificate);
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`);
    await stream.receives(`<failure xmlns="${SASL}"><not-authorized/></failure>`);
    stream.sends(chat(`juliet@${VICTIM}/x`));
    expect(await stream.receivesStreamError()).toBe("not-authorized");
  });

  test("with its own certificate and another's name as the authorization identity", async () => {
    const stream = await unknown(server, ATTACKER, certificate);
    const identity = Buffer.from(VICTIM).toString("base64");
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">${identity}</auth>`);
    await stream.receives(`<failure xmlns="${SASL}"><invalid-authzid/></failure>`);
  });

  test.each([
    ["from another domain", VICTIM, LOCAL_DOMAIN, "invalid-from"],
    ["to another domain of ours", ATTACKER, `rooms.${LOCAL_DOMAIN}`, "not-authorized"],
    ["to a domain that is not ours", ATTACKER, VICTIM, "host-unknown"],
  ])("and then a new header %s", async (_, from, to, condition) => {
    const stream = await unknown(server, ATTACKER, certificate);
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`);
    await stream.receives(`<success xmlns="${SASL}"/>`);
    stream.restarts();
    stream.opens(from, to);
    stream.sends(chat(`juliet@${from}/x`));
    expect(await stream.receivesStreamError()).toBe(condition);
  });

  test("twice on one stream", async () => {
    const stream = await known();
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`);
    expect(await stream.receivesStreamError()).toBe("unsupported-stanza-type");
  });
});

describe("dialback", () => {
  const result = (from: string, more: string, to = LOCAL_DOMAIN): string =>
    `<db:result from="${from}" to="${to}" ${more}`;

  test("by default proves nothing, and nobody is asked about it", async () => {
    const stream = await unknown();
    stream.sends(result(VICTIM, ">forged</db:result>"));
    await stream.receives(
      '<db:result xmlns:db="jabber:server:dialback" type="error"><error><not-authorized xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></db:result>',
    );
    const events = server.events.filter(
      ({ event }) => event === "outgoing-stream" || event === "server-attempt-failed",
    );
    expect(events).toEqual([]);
  });

  test("a forged key is asked about where that is enough, and the honest server denies it", async () => {
    const stream = await unknown(lax);
    stream.sends(result(VICTIM, ">forged</db:result>", "verona.example"));
    const asked = await victim.next();
    await asked.receivesHeader();
    asked.answers(VICTIM, "verona.example", "1");
    const { attrs } = await asked.receives('<db:verify xmlns:db="jabber:server:dialback"/>');
    stream.sends(chat(`juliet@${VICTIM}/x`, benvolio.account));
    expect(await stream.receivesStreamError()).toBe("not-authorized");
    asked.sends(`<db:verify from="${VICTIM}" to="verona.example" id="${attrs.id}" type="invalid"/>`);
    await asked.closed;
  });

  const unsolicited = (to: string): [string, string][] => [
    ["a result of type valid", result(VICTIM, 'type="valid"/>', to)],
    ["a verification of type valid", `<db:verify from="${VICTIM}" to="${to}" id="1" type="valid"/>`],
    ["a result of type error", result(VICTIM, 'type="error"/>', to)],
  ];

  test.each(unsolicited("verona.example"))("%s that nobody asked for, by a stranger", async (_, said) => {
    const stream = await unknown(lax);
    stream.sends(said + chat(`juliet@${VICTIM}/x`, benvolio.account));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test.each(unsolicited(LOCAL_DOMAIN))(
    "%s that nobody asked for, on a stream that is good for another domain",
    async (_, said) => {
      for (const before of ["", '<bidi xmlns="urn:xmpp:bidi"/>']) {
        const stream = await known(before);
        stream.sends(said + chat(`juliet@${VICTIM}/x`));
        expect(await stream.receivesStreamError()).toBe("policy-violation");
      }
    },
  );

  test("the answer of another connection to a question of ours, on the connection of the one who is asked about", async () => {
    const stream = await unknown(lax);
    stream.sends(result(VICTIM, ">forged</db:result>", "verona.example"));
    const asked = await victim.next();
    await asked.receivesHeader();
    stream.sends(`<db:verify from="${VICTIM}" to="verona.example" id="${stream.header.attrs.id}" type="valid"/>`);
    expect(await stream.receivesStreamError()).toBe("policy-violation");
    asked.breaks();
  });

  test("a key that somebody else was shown is no use: it is for the stream of the one who was to be shown it", async () => {
    const stream = await unknown(server, ATTACKER, certificate);
    stream.sends(`<db:verify from="${ATTACKER}" to="${LOCAL_DOMAIN}" id="guessed">${"0".repeat(64)}</db:verify>`);
    await stream.receives('<db:verify xmlns:db="jabber:server:dialback" id="guessed" type="invalid"/>');
  });

  test.each([
    ["no sender", `<db:result to="${LOCAL_DOMAIN}">x</db:result>`],
    ["no recipient", `<db:result from="${VICTIM}">x</db:result>`],
    ["an account as the sender", `<db:result from="juliet@${VICTIM}" to="${LOCAL_DOMAIN}">x</db:result>`],
  ])("%s", async (_, said) => {
    const stream = await unknown();
    stream.sends(said);
    expect(await stream.receivesStreamError()).toBe("improper-addressing");
  });
});

test("a header that claims to be of our own domain ends the stream", async () => {
  const stream = await dialServer(server, { certificate });
  stream.opens(LOCAL_DOMAIN, LOCAL_DOMAIN);
  expect(await stream.receivesStreamError()).toBe("invalid-from");
});

test("a stream of clients on this port, and one of servers for nobody, end at the header", async () => {
  const clients = await dialServer(server);
  clients.sends(
    `<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" to="${LOCAL_DOMAIN}" version="1.0">`,
  );
  expect(await clients.receivesStreamError()).toBe("invalid-namespace");
  const nobody = await dialServer(server);
  nobody.opens(ATTACKER, "nowhere.example");
  expect(await nobody.receivesStreamError()).toBe("host-unknown");
});
