/** XEP-0220: Server Dialback. Its keys are XEP-0185's; a certificate in the place of the call back is XEP-0344's. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { authenticated, dialServer, type ForeignStream, listenAs } from "../support/federation/foreign-server.ts";
import type { IssuedCertificate } from "../support/network/network-host.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";
let federation: TestFederation;
/** A server that requires certificates, and one that accepts dialback. */
let strictServer: TestServer;
let laxServer: TestServer;

beforeAll(async () => {
  federation = await openTestFederation();
  strictServer = await federation.server("verona.example");
  laxServer = await federation.server(LOCAL_DOMAIN, {
    settings: ["federation.require_certificate=false", "federation.deny=denied.example"],
  });
});
afterEach(() => expect([...strictServer.errors, ...laxServer.errors]).toEqual([]));
afterAll(() => federation[Symbol.asyncDispose]());

const ping = (from: string, to = LOCAL_DOMAIN): string =>
  `<iq type="get" id="1" from="juliet@${from}/x" to="${to}"><ping xmlns="urn:xmpp:ping"/></iq>`;
const key = (from: string, to = LOCAL_DOMAIN): string =>
  `<db:result from="${from}" to="${to}">b4835385f37fe289</db:result>`;
const result = (type: string, to: string, inner = "", from = LOCAL_DOMAIN): string =>
  `<db:result xmlns:db="jabber:server:dialback" from="${from}" to="${to}" type="${type}">${inner}</db:result>`;
const errorResult = (condition: string): string =>
  `<error><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;

interface Peer extends Disposable {
  readonly domain: string;
  /** A self-signed certificate, which proves nothing without dialback. */
  readonly own: IssuedCertificate;
  next(): Promise<ForeignStream>;
}

let peers = 0;

/** Another domain with a listening server. */
async function peer(): Promise<Peer> {
  peers += 1;
  const domain = `capulet${peers}.example`;
  const own = await federation.selfSigned(domain);
  const server = await listenAs(own);
  federation.setRecords(domain, { direct: server.port });
  return { ...server, domain, own };
}

async function opened(server: TestServer, { domain, own }: Pick<Peer, "domain" | "own">): Promise<ForeignStream> {
  const stream = await dialServer(server, { certificate: own });
  stream.opens(domain, server.at().domain);
  await stream.features();
  return stream;
}

/** The authoritative server receives the verification request, and sends this answer. */
async function answers({ domain, next }: Peer, type: string, inner = ""): Promise<Element> {
  const stream = await next();
  await stream.receivesHeader();
  stream.answers(domain, LOCAL_DOMAIN, "V1", '<dialback xmlns="urn:xmpp:features:dialback"><errors/></dialback>');
  const question = await stream.receives(
    `<db:verify xmlns:db="jabber:server:dialback" from="${LOCAL_DOMAIN}" to="${domain}"/>`,
  );
  stream.sends(
    `<db:verify from="${domain}" to="${LOCAL_DOMAIN}" id="${question.attrs.id}" type="${type}">${inner}</db:verify>`,
  );
  return question;
}

describe("§2.1: as the Initiating Server", () => {
  test("§2.1.1, XEP-0185 §2: the server's key is valid when it is asked as the Authoritative Server (§2.2.2)", async () => {
    using capulet = await peer();
    const { domain } = capulet;
    // A request, so that there is a response to send.
    const asking = await authenticated(laxServer, domain, await federation.issue(domain));
    asking.sends(ping(domain));
    const stream = await capulet.next();
    const header = await stream.receivesHeader();
    // §2.4.1: "indicated by inclusion of the dialback namespace declaration in the stream header".
    expect(header.attrs["xmlns:db"]).toBe("jabber:server:dialback");
    stream.answers(domain, LOCAL_DOMAIN, "D60000229F");
    const result = await stream.receives(
      `<db:result xmlns:db="jabber:server:dialback" from="${LOCAL_DOMAIN}" to="${domain}"/>`,
    );
    expect(result.getText()).toMatch(/^[0-9a-f]{64}$/);

    const receiving = await opened(laxServer, capulet);
    for (const [id, type] of [
      ["D60000229F", "valid"],
      ["D60000229E", "invalid"],
    ]) {
      receiving.sends(`<db:verify from="${domain}" to="${LOCAL_DOMAIN}" id="${id}">${result.getText()}</db:verify>`);
      await receiving.receives(
        `<db:verify xmlns:db="jabber:server:dialback" from="${LOCAL_DOMAIN}" to="${domain}" id="${id}" type="${type}"/>`,
      );
    }

    stream.sends(`<db:result from="${domain}" to="${LOCAL_DOMAIN}" type="valid"/>`);
    await stream.receives(`<iq type="result" id="1" to="juliet@${domain}/x"/>`);
  });
});

describe("§2.2.1: as the Receiving Server", () => {
  test('"it MUST verify the identity of the Initiating Server": §2.1.2, the id is that of the receiving stream', async () => {
    using capulet = await peer();
    const stream = await opened(laxServer, capulet);
    const { id } = stream.header.attrs;
    stream.sends(key(capulet.domain));
    const question = await answers(capulet, "valid");
    expect(question.attrs.id).toBe(id);
    expect(question.getText()).toBe("b4835385f37fe289");
    await stream.receives(result("valid", capulet.domain));
    stream.sends(ping(capulet.domain));
    await (await capulet.next()).receivesHeader();
  });

  test('"MUST NOT accept stanzas … MUST close the XML stream" where the key is invalid', async () => {
    using capulet = await peer();
    const stream = await opened(laxServer, capulet);
    stream.sends(key(capulet.domain));
    await answers(capulet, "invalid");
    await stream.receives(result("invalid", capulet.domain));
    await stream.closed;
  });

  test("a stanza before the result ends the stream", async () => {
    using capulet = await peer();
    const stream = await opened(laxServer, capulet);
    stream.sends(key(capulet.domain) + ping(capulet.domain));
    expect(await stream.receivesStreamError()).toBe("not-authorized");
  });

  test('"If there exist other valid domain pairs … return an error condition of <forbidden/>"', async () => {
    using capulet = await peer();
    const stream = await authenticated(laxServer, "tybalt.example", await federation.issue("tybalt.example"));
    stream.sends(key(capulet.domain));
    await answers(capulet, "invalid");
    await stream.receives(result("error", capulet.domain, errorResult("forbidden")));
  });
});

describe("§2.4: advertisement", () => {
  test('§2.4.2: "an empty <errors/> element"', async () => {
    const stream = await dialServer(laxServer);
    stream.opens("tybalt.example", LOCAL_DOMAIN);
    const features = await stream.features();
    expect(stream.header.attrs["xmlns:db"]).toBe("jabber:server:dialback");
    expect(features.getChild("dialback", "urn:xmpp:features:dialback")?.getChild("errors")).toBeDefined();
  });
});

describe("§2.5: errors, which do not end the stream", () => {
  test("<item-not-found/>: the domain in 'to' is not hosted here", async () => {
    using capulet = await peer();
    const { domain } = capulet;
    const stream = await opened(laxServer, capulet);
    stream.sends(key(domain, "nowhere.example"));
    await stream.receives(result("error", domain, errorResult("item-not-found"), "nowhere.example"));
    stream.sends(`<db:verify from="${domain}" to="nowhere.example" id="1">x</db:verify>`);
    await stream.receives(
      `<db:verify xmlns:db="jabber:server:dialback" from="nowhere.example" to="${domain}" id="1" type="error">${errorResult("item-not-found")}</db:verify>`,
    );
  });

  test("<remote-server-not-found/>: the Authoritative Server cannot be found", async () => {
    using capulet = await peer();
    const stream = await opened(laxServer, capulet);
    stream.sends(key("nowhere.example"));
    await stream.receives(result("error", "nowhere.example", errorResult("remote-server-not-found")));
  });

  test('"If an error is encountered in Step 3 … MUST send a <remote-server-not-found/>"', async () => {
    using capulet = await peer();
    const stream = await opened(laxServer, capulet);
    stream.sends(key(capulet.domain));
    await answers(
      capulet,
      "error",
      '<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>',
    );
    await stream.receives(result("error", capulet.domain, errorResult("remote-server-not-found")));
  });

  test("<not-authorized/>: a valid certificate is required, and was not presented", async () => {
    using capulet = await peer();
    const stream = await opened(strictServer, capulet);
    stream.sends(key(capulet.domain, "verona.example"));
    const error = await stream.receives(
      result("error", capulet.domain, errorResult("not-authorized"), "verona.example"),
    );
    expect(error.getChild("error")?.getChildText("text")).toContain("certificate");
  });

  test.each([
    ["a domain that is denied", "rooms.denied.example", "policy-violation"],
    ["a domain of the server", LOCAL_DOMAIN, "not-acceptable"],
  ])("%s as the sender", async (_, from, condition) => {
    using capulet = await peer();
    const stream = await opened(laxServer, capulet);
    stream.sends(key(from));
    await stream.receives(result("error", from, errorResult(condition)));
  });

  test("<policy-violation/>: TLS is required first", async () => {
    const stream = await dialServer(laxServer, { tls: "starttls" });
    stream.opens("tybalt.example", LOCAL_DOMAIN);
    await stream.features();
    stream.sends(key("tybalt.example"));
    await stream.receives(result("error", "tybalt.example", errorResult("policy-violation")));
  });
});

describe("§2.6: multiplexing", () => {
  test("each pair of sender and target domains is verified by itself; XEP-0344 §2.4: a certificate is enough", async () => {
    const [domain, other] = ["verdi.example", "rooms.verdi.example"];
    const bidi = '<bidi xmlns="urn:xmpp:bidi"/>';
    const stream = await authenticated(laxServer, domain, await federation.issue(domain, other), { before: bidi });
    stream.sends(key(other));
    await stream.receives(result("valid", other));
    stream.sends(ping(other));
    await stream.receives(`<iq id="1" from="${LOCAL_DOMAIN}" to="juliet@${other}/x"/>`);
    stream.sends(key(domain, `rooms.${LOCAL_DOMAIN}`));
    await stream.receives(result("valid", domain, "", `rooms.${LOCAL_DOMAIN}`));
    stream.sends(ping(domain, `rooms.${LOCAL_DOMAIN}`));
    await stream.receives(`<iq id="1" from="rooms.${LOCAL_DOMAIN}" to="juliet@${domain}/x"/>`);
    stream.sends(ping(other, `rooms.${LOCAL_DOMAIN}`));
    expect(await stream.receivesStreamError()).toBe("improper-addressing");
  });
});
