/** The requests that Monal, Conversations, Gajim and the compliance tester send after signing in, and the answers they expect. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import type { Element } from "ltx";
import { type Actor, actorOf } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { BIND2, FAST } from "../support/client/sasl2.ts";
import {
  authentication,
  LAPTOP,
  newStream,
  PHONE,
  type SignedIn,
  signInOnNewStream,
  textsOf,
} from "../support/client/signing-in.ts";
import { SM } from "../support/client/stream-management.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const INFO = "http://jabber.org/protocol/disco#info";
const STREAMS = "http://etherx.jabber.org/streams";
const EXTDISCO = "urn:xmpp:extdisco:2";
const CARBONS = "urn:xmpp:carbons:2";
const CSI = "urn:xmpp:csi:0";

let server: TestServer;
let monalSession: SignedIn;
let actor: Actor;
let infoOfServer: Element;
/** For streams: "name namespace"; for service discovery: features, and "category/type". */
const advertised = {
  stranger: new Set<string>(),
  stream: new Set<string>(),
  server: new Set<string>(),
  account: new Set<string>(),
};

/** Everything that Monal requests within <authenticate/>. */
const MONAL_INLINE = `<bind xmlns='${BIND2}'><tag>Monal</tag><enable xmlns='${CARBONS}'/><inactive xmlns='${CSI}'/><enable xmlns='${SM}' resume='true'/></bind>`;
const agent = { agent: PHONE, software: "Monal IM", device: "iPhone" };

beforeAll(async () => {
  const settings = ["registration.policy=open", "listen.proxy=127.0.0.1:0"];
  settings.push("external_services.uris=stun:stun.localhost,turn:turn.localhost:3478?transport=udp");
  settings.push("external_services.secret=shared with the relay");
  server = await startTestServer({ settings });
  await server.createAccount("admin@localhost", undefined, true);
  await server.createAccount("romeo@localhost");
  const stranger = await newStream(server);
  collect(advertised.stranger, stranger.features);
  stranger.destroy();
  monalSession = await signInOnNewStream(server, {
    username: "romeo",
    mechanism: "SCRAM-SHA-256-PLUS",
    ...agent,
    inline: [MONAL_INLINE],
  });
  collect(advertised.stream, await monalSession.client.receive(({ name }) => name === "stream:features"));
  actor = actorOf(monalSession.client, new Map());
  infoOfServer = await infoOf("localhost");
  collect(advertised.server, infoOfServer);
  collect(advertised.account, await infoOf(actor.account));
});
afterAll(async () => {
  await monalSession.client.end();
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const wordFor = ({ name, attrs }: Element): string => {
  if (name === "feature") return attrs.var;
  return name === "identity" ? `${attrs.category}/${attrs.type}` : `${name} ${attrs.xmlns}`;
};

function collect(where: Set<string>, { children }: Element): void {
  for (const child of children) if (typeof child !== "string") where.add(wordFor(child as Element));
}

async function infoOf(to: string): Promise<Element> {
  const answer = await actor.asks(`<iq type="get" to="${to}"><query xmlns="${INFO}"/></iq>`);
  return answer.getChild("query", INFO) as Element;
}

async function services(): Promise<Readonly<Record<string, string>>[]> {
  const answer = await actor.asks(`<iq type="get" to="localhost"><services xmlns="${EXTDISCO}"/></iq>`);
  return (
    answer
      .getChild("services", EXTDISCO)
      ?.getChildren("service")
      .map(({ attrs }) => attrs) ?? []
  );
}

/** Each row is a test: what the client calls it, where the client looks for it, and the feature. */
function testRows(
  app: string,
  all: readonly (readonly [row: string, where: keyof typeof advertised, feature: string])[],
): void {
  for (const [row, where, feature] of all) {
    test(`${app}: ${row}: the ${where} shows ${feature}`, () => expect([...advertised[where]]).toContain(feature));
  }
}

describe("Monal signs in", () => {
  test("Monal: SASL2 with SCRAM is offered; without both it does not sign in", async () => {
    const stranger = await newStream(server);
    const offered = authentication(stranger.features);
    stranger.destroy();
    expect(textsOf(offered, "mechanism").filter((name) => name.startsWith("SCRAM-"))).not.toBeEmpty();
    const bind = offered.getChild("inline")?.getChild("bind", BIND2)?.getChild("inline");
    const inline = bind?.getChildren("feature").map(({ attrs }) => attrs.var);
    expect(inline).toEqual(expect.arrayContaining([CARBONS, CSI, SM]));
  });

  test("Monal: one request binds a resumable session and returns the bounds of the archive", () => {
    expect(monalSession.client.jid).toMatch(/^romeo@localhost\/Monal\/./);
    const bound = monalSession.success.getChild("bound", BIND2);
    expect(bound?.getChild("enabled", SM)?.attrs).toMatchObject({ resume: "true" });
    expect(bound?.getChild("metadata", "urn:xmpp:mam:2")).toBeDefined();
  });

  test("Monal: SASL mechanisms and TLS versions stay the same after a restart: it would take a loss for an attack", async () => {
    await using otherServer = await startTestServer();
    const offered = async (): Promise<string[]> => {
      const stranger = await newStream(otherServer);
      stranger.destroy();
      return textsOf(authentication(stranger.features), "mechanism");
    };
    const before = await offered();
    await otherServer.restart();
    expect(await offered()).toEqual(before);
  });

  test.each(["TLSv1.2", "TLSv1.3"] as const)("Monal: %s is accepted", async (version) => {
    const stranger = await Client.connect({ ...server.at("direct"), maxTlsVersion: version });
    expect(stranger.wire.tlsVersion).toBe(version);
    stranger.destroy();
  });
});

describe("Monal's page of details", () => {
  testRows("Monal", [
    ["XEP-0191", "server", "urn:xmpp:blocking"],
    ["XEP-0199", "server", "urn:xmpp:ping"],
    ["XEP-0215", "server", EXTDISCO],
    ["XEP-0237", "stream", "ver urn:xmpp:features:rosterver"],
    ["XEP-0280", "server", CARBONS],
    ["XEP-0313", "account", "urn:xmpp:mam:2"],
    ["XEP-0352", "stream", `csi ${CSI}`],
    ["XEP-0357", "account", "urn:xmpp:push:0"],
    ["XEP-0379 (pre-approval)", "stream", "sub urn:xmpp:features:pre-approval"],
    ["channel binding", "stranger", "sasl-channel-binding urn:xmpp:sasl-cb:0"],
  ]);

  test("Monal: XEP-0198: its stanzas are counted", async () => {
    expect(await monalSession.client.confirmed()).toBeGreaterThan(0);
  });

  test("Monal: STUN and TURN servers, the latter with credentials", async () => {
    expect((await services()).map(({ type }) => type)).toEqual(["stun", "turn"]);
  });
});

describe("Conversations' list of server features", () => {
  testRows("Conversations", [
    ["carbons", "server", CARBONS],
    ["client state", "stream", `csi ${CSI}`],
    ["external services", "server", EXTDISCO],
    ["archive", "account", "urn:xmpp:mam:2"],
    ["push", "account", "urn:xmpp:push:0"],
    ["roster versioning", "stream", "ver urn:xmpp:features:rosterver"],
    ["blocking", "server", "urn:xmpp:blocking"],
    ["reports of spam", "server", "urn:xmpp:reporting:reason:spam:0"],
    ["ids of stanzas", "account", "urn:xmpp:sid:0"],
  ]);

  test("Conversations: stream management is offered inline in SASL2", async () => {
    const stranger = await newStream(server);
    expect(authentication(stranger.features).getChild("inline")?.getChild("sm", SM)).toBeDefined();
    stranger.destroy();
  });

  test("Conversations: reconnects with its token in one request", async () => {
    const credentials = { username: "romeo", agent: LAPTOP, software: "Conversations" };
    const bind = `<bind xmlns='${BIND2}'><tag>Conversations</tag><enable xmlns='${CARBONS}'/></bind>`;
    const mechanism = "HT-SHA-256-EXPR";
    const first = await signInOnNewStream(server, {
      ...credentials,
      inline: [bind, `<request-token xmlns='${FAST}' mechanism='${mechanism}'/>`],
    });
    const token: string = first.success.getChild("token", FAST)?.attrs.token;
    await first.client.end();
    const reconnected = await signInOnNewStream(server, { ...credentials, mechanism, token, inline: [bind] });
    expect(reconnected.client.jid).toBe(first.client.jid);
    expect(reconnected.success.getChild("bound", BIND2)).toBeDefined();
    await reconnected.client.end();
  });
});

describe("Gajim's list of features", () => {
  testRows("Gajim", [
    ["XEP-0077: In-Band Registration", "server", "jabber:iq:register"],
    ["XEP-0191: Blocking Command", "server", "urn:xmpp:blocking"],
    ["XEP-0280: Message Carbons", "server", CARBONS],
    ["XEP-0313: Message Archive Management", "account", "urn:xmpp:mam:2"],
  ]);
});

test.each(["Gajim: XEP-0198: Stream Management", "compliance tester: xep0198"])(
  "%s: after SASL1, the stream offers sm",
  async () => {
    const client = await Client.connect(server.at());
    await client.authenticate({ username: "romeo", password: PASSWORD });
    expect(client.features.getChild("sm", SM)).toBeDefined();
    client.destroy();
  },
);

describe("the compliance tester", () => {
  testRows("compliance tester", [
    ["roster_versioning", "stream", "ver urn:xmpp:features:rosterver"],
    ["xep0077", "stranger", "register http://jabber.org/features/iq-register"],
    ["xep0115", "stream", "c http://jabber.org/protocol/caps"],
    ["xep0160", "server", "msgoffline"],
    ["xep0191", "server", "urn:xmpp:blocking"],
    ["xep0280", "server", CARBONS],
    ["xep0313", "account", "urn:xmpp:mam:2"],
    ["xep0352", "stream", `csi ${CSI}`],
    ["xep0357", "account", "urn:xmpp:push:0"],
  ]);

  test("compliance tester: stun: a host, a port, a transport", async () => {
    const [stun] = (await services()).filter(({ type }) => type === "stun");
    expect(stun).toEqual({ type: "stun", host: "stun.localhost", port: "3478", transport: "udp" });
  });

  test("compliance tester: turn: also a username and a password", async () => {
    const [turn] = (await services()).filter(({ type }) => type === "turn");
    expect(turn).toMatchObject({ host: "turn.localhost", port: "3478", transport: "udp" });
    expect(turn?.username).toMatch(/./);
    expect(turn?.password).toMatch(/./);
  });

  test("compliance tester: xep0065: an item of the domain has bytestreams", async () => {
    const ITEMS = "http://jabber.org/protocol/disco#items";
    const answer = await actor.asks(`<iq type="get" to="localhost"><query xmlns="${ITEMS}"/></iq>`);
    const items = answer.getChild("query", ITEMS)?.getChildren("item") ?? [];
    const infos = await Promise.all(items.map(({ attrs }) => infoOf(attrs.jid)));
    expect(infos.flatMap(({ children }) => (children as Element[]).map(wordFor))).toContain(
      "http://jabber.org/protocol/bytestreams",
    );
  });

  test("compliance tester: abuse-contact: the server's form has at least one abuse address", () => {
    const fields = infoOfServer.getChildren("x", "jabber:x:data").flatMap((form) => form.getChildren("field"));
    const abuse = fields.find(({ attrs }) => attrs.var === "abuse-addresses");
    expect(abuse?.getChildren("value").map((value) => value.getText())).toEqual(["xmpp:admin@localhost"]);
  });

  test("compliance tester: xep0368: TLS at once, a certificate of the domain, and an XML declaration within a second", async () => {
    const authority = readFileSync(join(server.home.directory, "certificate/self-signed/chain.pem"));
    const { host, port } = server.at("direct");
    const tls = { host, port, servername: "localhost", ca: authority, ALPNProtocols: ["xmpp-client"] };
    const socket = connect(tls);
    const received = await new Promise<string>((resolve, reject) => {
      socket.setTimeout(1000, () => reject(new Error("nothing within a second")));
      socket.once("error", reject);
      socket.once("secureConnect", () => {
        socket.write(`<stream:stream xmlns='jabber:client' xmlns:stream='${STREAMS}' to='localhost' version='1.0'>`);
      });
      socket.once("data", (bytes) => resolve(bytes.toString()));
    });
    expect([socket.authorized, socket.alpnProtocol]).toEqual([true, "xmpp-client"]);
    socket.destroy();
    expect(received.slice(0, 21)).toStartWith("<?xml");
  });
});
