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
/** The impersonated domain: an honest server that listens. */
const VICTIM = "capulet.example";
const ATTACKER = "tybalt.example";

let federation: TestFederation;
/** With the default configuration. */
let server: TestServer;
/** A server that accepts dialback alone. */
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

async function unauthenticatedStream(
  target = server,
  from = VICTIM,
  certificateShown?: IssuedCertificate,
): Promise<ForeignStream> {
  const stream = await dialServer(target, certificateShown ? { certificate: certificateShown } : {});
  stream.opens(from, target.at().domain);
  await stream.features();
  return stream;
}

describe("stanzas that a stream may not carry", () => {
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
  ])("%s end the stream", async (_, xml, condition) => {
    const stream = await known();
    stream.sends(xml);
    expect(await stream.receivesStreamError()).toBe(condition);
  });

  test("before authentication", async () => {
    const stream = await unauthenticatedStream();
    stream.sends(chat(`juliet@${VICTIM}/x`));
    expect(await stream.receivesStreamError()).toBe("not-authorized");
  });

  test("stanzas between <success/> and the new header are refused: the stream has to be restarted", async () => {
    const stream = await unauthenticatedStream(server, ATTACKER, certificate);
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`);
    await stream.receives(`<success xmlns="${SASL}"/>`);
    stream.restarts();
    stream.sends(chat(`a@${ATTACKER}`));
    // Anything but a header is an invalid namespace.
    expect(await stream.receivesStreamError()).toMatch(/invalid-namespace|bad-format/);
  });
});

describe("EXTERNAL", () => {
  test("with the certificate of another domain", async () => {
    const stream = await unauthenticatedStream(server, VICTIM, certificate);
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`);
    await stream.receives(`<failure xmlns="${SASL}"><not-authorized/></failure>`);
    stream.sends(chat(`juliet@${VICTIM}/x`));
    expect(await stream.receivesStreamError()).toBe("not-authorized");
  });

  test("with its own certificate and another domain as the authorization identity", async () => {
    const stream = await unauthenticatedStream(server, ATTACKER, certificate);
    const identity = Buffer.from(VICTIM).toString("base64");
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">${identity}</auth>`);
    await stream.receives(`<failure xmlns="${SASL}"><invalid-authzid/></failure>`);
  });

  test.each([
    ["from another domain", VICTIM, LOCAL_DOMAIN, "invalid-from"],
    ["to another domain of ours", ATTACKER, `rooms.${LOCAL_DOMAIN}`, "not-authorized"],
    ["to a domain that is not ours", ATTACKER, VICTIM, "host-unknown"],
  ])("and then a new header %s", async (_, from, to, condition) => {
    const stream = await unauthenticatedStream(server, ATTACKER, certificate);
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

  test("by default proves nothing, and no key is verified", async () => {
    const stream = await unauthenticatedStream();
    stream.sends(result(VICTIM, ">forged</db:result>"));
    await stream.receives(
      '<db:result xmlns:db="jabber:server:dialback" type="error"><error><not-authorized xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></db:result>',
    );
    const events = server.events.filter(
      ({ event }) => event === "outgoing-stream" || event === "server-attempt-failed",
    );
    expect(events).toEqual([]);
  });

  test("a forged key is verified where dialback is enough, and the honest server denies it", async () => {
    const stream = await unauthenticatedStream(lax);
    stream.sends(result(VICTIM, ">forged</db:result>", "verona.example"));
    const dialbackStream = await victim.next();
    await dialbackStream.receivesHeader();
    dialbackStream.answers(VICTIM, "verona.example", "1");
    const { attrs } = await dialbackStream.receives('<db:verify xmlns:db="jabber:server:dialback"/>');
    stream.sends(chat(`juliet@${VICTIM}/x`, benvolio.account));
    expect(await stream.receivesStreamError()).toBe("not-authorized");
    dialbackStream.sends(`<db:verify from="${VICTIM}" to="verona.example" id="${attrs.id}" type="invalid"/>`);
    await dialbackStream.closed;
  });

  const unsolicited = (to: string): [string, string][] => [
    ["a result of type valid", result(VICTIM, 'type="valid"/>', to)],
    ["a verification of type valid", `<db:verify from="${VICTIM}" to="${to}" id="1" type="valid"/>`],
    ["a result of type error", result(VICTIM, 'type="error"/>', to)],
  ];

  test.each(unsolicited("verona.example"))(
    "%s that was not requested, on an unauthenticated stream",
    async (_, xml) => {
      const stream = await unauthenticatedStream(lax);
      stream.sends(xml + chat(`juliet@${VICTIM}/x`, benvolio.account));
      expect(await stream.receivesStreamError()).toBe("policy-violation");
    },
  );

  test.each(unsolicited(LOCAL_DOMAIN))(
    "%s that was not requested, on a stream authenticated for another domain",
    async (_, xml) => {
      for (const before of ["", '<bidi xmlns="urn:xmpp:bidi"/>']) {
        const stream = await known(before);
        stream.sends(xml + chat(`juliet@${VICTIM}/x`));
        expect(await stream.receivesStreamError()).toBe("policy-violation");
      }
    },
  );

  test("the answer to our verification request on another connection than the one it was sent on", async () => {
    const stream = await unauthenticatedStream(lax);
    stream.sends(result(VICTIM, ">forged</db:result>", "verona.example"));
    const dialbackStream = await victim.next();
    await dialbackStream.receivesHeader();
    stream.sends(`<db:verify from="${VICTIM}" to="verona.example" id="${stream.header.attrs.id}" type="valid"/>`);
    expect(await stream.receivesStreamError()).toBe("policy-violation");
    dialbackStream.breaks();
  });

  test("a key of another stream is invalid: a key is bound to the stream that it was made for", async () => {
    const stream = await unauthenticatedStream(server, ATTACKER, certificate);
    stream.sends(`<db:verify from="${ATTACKER}" to="${LOCAL_DOMAIN}" id="guessed">${"0".repeat(64)}</db:verify>`);
    await stream.receives('<db:verify xmlns:db="jabber:server:dialback" id="guessed" type="invalid"/>');
  });

  test.each([
    ["no sender", `<db:result to="${LOCAL_DOMAIN}">x</db:result>`],
    ["no recipient", `<db:result from="${VICTIM}">x</db:result>`],
    ["an account as the sender", `<db:result from="juliet@${VICTIM}" to="${LOCAL_DOMAIN}">x</db:result>`],
  ])("%s", async (_, xml) => {
    const stream = await unauthenticatedStream();
    stream.sends(xml);
    expect(await stream.receivesStreamError()).toBe("improper-addressing");
  });
});

test("a header from our own domain ends the stream", async () => {
  const stream = await dialServer(server, { certificate });
  stream.opens(LOCAL_DOMAIN, LOCAL_DOMAIN);
  expect(await stream.receivesStreamError()).toBe("invalid-from");
});

test("a stream in the clients' namespace, and one to an unknown domain, end at the header", async () => {
  const clients = await dialServer(server);
  clients.sends(
    `<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" to="${LOCAL_DOMAIN}" version="1.0">`,
  );
  expect(await clients.receivesStreamError()).toBe("invalid-namespace");
  const toUnknownDomain = await dialServer(server);
  toUnknownDomain.opens(ATTACKER, "nowhere.example");
  expect(await toUnknownDomain.receivesStreamError()).toBe("host-unknown");
});
