/** Two of our servers federate: messages, presence and subscriptions reach the other side in both directions. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { cast } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import {
  exchangeMessages,
  expectNoErrors,
  nextDomains,
  subscribeBoth,
  twoServers,
} from "../support/federation/two-servers.ts";
import type { TestServer } from "../support/server.ts";

let federation: TestFederation;
beforeAll(async () => {
  federation = await openTestFederation();
});
afterAll(() => federation[Symbol.asyncDispose]());

const verified = ({ events }: TestServer, proof: string) =>
  events.filter((event) => event.event === "server-verified" && event.proof === proof);

describe("two servers", () => {
  test("exchange messages in both directions, by EXTERNAL with certificates for server authentication only", async () => {
    const both = await twoServers(federation);
    await exchangeMessages(both);
    expect(verified(both.montague, "external").length + verified(both.capulet, "external").length).toBeGreaterThan(0);
    expectNoErrors(both);
  });

  test("exchange subscriptions and presence", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo } = both;
    await subscribeBoth(both);
    romeo.sends("<presence><show>away</show></presence>");
    await juliet.receives(`<presence from="${romeo.jid}"><show>away</show></presence>`);
    await romeo.leaves();
    await juliet.receives(`<presence from="${romeo.jid}" type="unavailable"/>`);
    expectNoErrors(both);
  });

  test("exchange IQs with a server, an account and a client", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo } = both;
    const ping = (to: string): string => `<iq type="get" id="p" to="${to}"><ping xmlns="urn:xmpp:ping"/></iq>`;
    expect((await juliet.asks(ping(romeo.account.split("@")[1] ?? ""))).attrs.type).toBe("result");
    romeo.sends(`<iq type="set" id="v"><vCard xmlns="vcard-temp"><FN>Romeo Montague</FN></vCard></iq>`);
    await romeo.receives(`<iq id="v" type="result"/>`);
    const card = await juliet.asks(`<iq type="get" id="c" to="${romeo.account}"><vCard xmlns="vcard-temp"/></iq>`);
    expect(card.toString()).toContain("Romeo Montague");
    await subscribeBoth(both);
    const request = romeo.receives(`<iq type="get" from="${juliet.jid}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    const answer = juliet.asks(ping(romeo.jid).replace('"p"', '"q"'));
    romeo.sends(`<iq type="result" id="${(await request).attrs.id}" to="${juliet.jid}"/>`);
    expect((await answer).attrs).toMatchObject({ type: "result", from: romeo.jid });
    expectNoErrors(both);
  });

  test("notify contacts of PEP events (XEP-0163)", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo } = both;
    await subscribeBoth(both);
    const mood = "http://jabber.org/protocol/mood";
    const disco = "http://jabber.org/protocol/disco#info";
    // XEP-0115 §5.1: the hash of "client/pc//<", "http://jabber.org/protocol/mood+notify<".
    const ver = createHash("sha1").update(`client/pc//<${mood}+notify<`).digest("base64");
    const caps = `<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="urn:example:app" ver="${ver}"/>`;
    juliet.sends(`<presence>${caps}</presence>`);
    const answer = (request: Element): void =>
      juliet.sends(
        `<iq type="result" id="${request.attrs.id}" to="${request.attrs.from}"><query xmlns="${disco}" node="urn:example:app#${ver}"><identity category="client" type="pc"/><feature var="${mood}+notify"/></query></iq>`,
      );
    const isQuestion = ({ name, attrs }: Element): boolean => name === "iq" && attrs.type === "get";
    // Both servers query her client's capabilities.
    answer(await juliet.client.receive(isQuestion));
    answer(await juliet.client.receive(isQuestion));
    const item = `<item id="current"><mood xmlns="${mood}"><happy/></mood></item>`;
    const publish = `<publish node="${mood}">${item}</publish>`;
    romeo.sends(`<iq type="set" id="p"><pubsub xmlns="http://jabber.org/protocol/pubsub">${publish}</pubsub></iq>`);
    await juliet.receives(
      `<message from="${romeo.account}"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="${mood}">${item}</items></event></message>`,
    );
    expectNoErrors(both);
  });

  test.each([["starttls"], ["direct"]] as const)("over %s only", async (way) => {
    const both = await twoServers(federation, { listeners: [way] }, { listeners: [way] });
    await exchangeMessages(both);
    expectNoErrors(both);
  });

  test("over the port of HTTPS only (XEP-0368)", async () => {
    const options = { listeners: ["direct"], settings: ["listen.https=127.0.0.1:0"] } as const;
    const both = await twoServers(federation, options, options);
    for (const [server, name] of [
      [both.capulet, both.juliet.account],
      [both.montague, both.romeo.account],
    ] as const) {
      const direct = Number(server.server.listening.https?.split(":").at(-1));
      federation.setRecords(name.split("@")[1] ?? "", { direct });
    }
    await exchangeMessages(both);
    expect(verified(both.montague, "external").length + verified(both.capulet, "external").length).toBeGreaterThan(0);
    expectNoErrors(both);
  });

  test("by dialback, where certificates are self-signed and not required", async () => {
    const withoutCertificates = { settings: ["federation.require_certificate=false"] };
    const [ours, theirs] = nextDomains();
    const both = await twoServers(
      federation,
      { ...withoutCertificates, certificate: await federation.selfSigned(ours) },
      { ...withoutCertificates, certificate: await federation.selfSigned(theirs) },
    );
    await exchangeMessages(both);
    expect(verified(both.montague, "dialback").length + verified(both.capulet, "dialback").length).toBeGreaterThan(0);
    expectNoErrors(both);
  });

  test("where one requires a valid certificate that the other lacks, senders on both sides get an error with the reason", async () => {
    const soon = "federation.queue_time=1s";
    const both = await twoServers(
      federation,
      { settings: [soon] },
      {
        certificate: await federation.selfSigned(nextDomains()[1]),
        settings: [soon, "federation.require_certificate=false"],
      },
    );
    const { juliet, romeo } = both;
    juliet.sends(`<message to="${romeo.account}" type="chat" id="1"><body>1</body></message>`);
    romeo.sends(`<message to="${juliet.account}" type="chat" id="1"><body>1</body></message>`);
    for (const sender of [juliet, romeo]) {
      const refused = await sender.receives(`<message type="error" id="1"/>`);
      expect(refused.getChild("error")?.getChildText("text")).toContain("certificate");
    }
    expectNoErrors(both);
  });

  test("a denied domain is neither connected to nor accepted", async () => {
    const [, denied] = nextDomains();
    const { juliet, romeo } = await twoServers(federation, { settings: [`federation.deny=${denied}`] });
    juliet.sends(`<message to="${romeo.account}" type="chat" id="1"><body>1</body></message>`);
    const refused = await juliet.receives(`<message type="error" id="1"/>`);
    expect(refused.toString()).toContain(denied);
  });

  test("where a domain is not found, the sender gets an error", async () => {
    const { juliet } = await twoServers(federation);
    juliet.sends(`<message to="tybalt@nowhere.example" type="chat" id="1"><body>1</body></message>`);
    const refused = await juliet.receives(`<message type="error" id="1" from="tybalt@nowhere.example"/>`);
    expect(refused.toString()).toContain("remote-server-not-found");
  });

  test("with federation turned off there are no listeners and no outgoing stanzas", async () => {
    const { capulet, juliet, romeo } = await twoServers(federation, { settings: ["federation.enabled=false"] });
    expect(Object.keys(capulet.server.listening).sort()).toEqual(["client", "client_tls"]);
    juliet.sends(`<message to="${romeo.account}" type="chat" id="1"><body>1</body></message>`);
    const refused = await juliet.receives(`<message type="error" id="1"/>`);
    expect(refused.getChild("error")?.getChildText("text")).toContain("does not exchange anything");
    romeo.sends(`<message to="${juliet.account}" type="chat" id="1"><body>1</body></message>`);
    await romeo.receives(`<message type="error" id="1"/>`);
  });

  test("external components exchange stanzas with the other server (XEP-0114)", async () => {
    const bridge = `bridge.${nextDomains()[0]}`;
    const both = await twoServers(federation, { settings: [`components.secrets=${bridge}=secret`] });
    const { capulet, romeo } = both;
    federation.setRecords(bridge, {
      direct: Number(capulet.server.listening.server_tls?.split(":").at(-1)),
    });
    const component = await Component.connect(capulet, bridge, "secret");
    romeo.sends(`<message to="nurse@${bridge}" type="chat"><body>1</body></message>`);
    await component.receives(`<message from="${romeo.jid}" to="nurse@${bridge}"><body>1</body></message>`);
    component.sends(`<message from="nurse@${bridge}" to="${romeo.jid}" type="chat"><body>2</body></message>`);
    await romeo.receives(`<message from="nurse@${bridge}"><body>2</body></message>`);
    component.leaves();
    expectNoErrors(both);
  });

  test("rooms are entered from the other server (XEP-0045)", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo } = both;
    const room = `balcony@rooms.${juliet.account.split("@")[1]}`;
    const join = '<x xmlns="http://jabber.org/protocol/muc"/>';
    juliet.sends(`<presence to="${room}/juliet">${join}</presence>`);
    await juliet.receives(`<presence from="${room}/juliet"/>`);
    const instant =
      '<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit"/></query>';
    await juliet.asks(`<iq type="set" id="o" to="${room}">${instant}</iq>`);
    const member = `<item affiliation="member" jid="${romeo.account}"/>`;
    await juliet.asks(
      `<iq type="set" id="a" to="${room}"><query xmlns="http://jabber.org/protocol/muc#admin">${member}</query></iq>`,
    );
    romeo.sends(`<presence to="${room}/romeo">${join}</presence>`);
    await juliet.receives(`<presence from="${room}/romeo"/>`);
    await romeo.receives(`<presence from="${room}/romeo"/>`);
    romeo.sends(`<message to="${room}" type="groupchat"><body>She speaks.</body></message>`);
    await juliet.receives(`<message from="${room}/romeo"><body>She speaks.</body></message>`);
    await romeo.receives(`<message from="${room}/romeo"><body>She speaks.</body></message>`);
    expectNoErrors(both);
  });

  test("RFC 7622 §3.2: internationalised domains at both ends, in any spelling", async () => {
    const both = await twoServers(federation, {}, {}, ["bücher.example", "δοκιμή.example"]);
    const { juliet, romeo } = both;
    await subscribeBoth(both);
    const spellings = ["bücher.example", "BÜCHER.Example", "xn--bcher-kva.example", "bücher.example"];
    for (const [n, domain] of spellings.entries()) {
      romeo.sends(`<message to="juliet@${domain}" type="chat"><body>${n}</body></message>`);
      await juliet.receives(
        `<message from="romeo@δοκιμή.example/romeo" to="juliet@bücher.example"><body>${n}</body></message>`,
      );
    }
    const room = "β@rooms.bücher.example";
    juliet.sends(`<presence to="${room}/juliet"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
    await juliet.receives(`<presence from="${room}/juliet"/>`);
    const rooms = `<iq type="get" to="rooms.xn--bcher-kva.example"><ping xmlns="urn:xmpp:ping"/></iq>`;
    expect((await romeo.asks(rooms)).attrs).toMatchObject({ type: "result", from: "rooms.bücher.example" });
    await exchangeMessages(both);
    expectNoErrors(both);
  });

  test("RFC 6120 §4.9.3.6: a foreign domain whose DNS records point to this server is host-unknown: no loop", async () => {
    const both = await twoServers(federation);
    const { capulet, juliet } = both;
    for (const [n, domain] of ["mirror.example", `nothing.${juliet.account.split("@")[1]}`].entries()) {
      federation.setRecords(domain, { direct: Number(capulet.server.listening.server_tls?.split(":").at(-1)) });
      juliet.sends(`<message to="echo@${domain}" type="chat" id="${n}"><body>!</body></message>`);
      const refused = await juliet.receives(`<message type="error" id="${n}" from="echo@${domain}"/>`);
      expect(refused.toString()).toContain("<remote-server-not-found ");
    }
    expectNoErrors(both);
  });

  test("messages to an offline account are stored at its server", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo, montague } = both;
    await romeo.leaves();
    juliet.sends(`<message to="${romeo.account}" type="chat"><body>late</body></message>`);
    juliet.sends(`<iq type="get" id="p" to="${romeo.account.split("@")[1]}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await juliet.receives(`<iq id="p" type="result"/>`);
    const { romeo: romeoAgain } = await cast(montague, ["romeo"]);
    await romeoAgain.receives(
      `<message from="${juliet.jid}"><body>late</body><delay xmlns="urn:xmpp:delay"/></message>`,
    );
    expectNoErrors(both);
  });

  test("after a restart of either server, messages are exchanged again", async () => {
    const both = await twoServers(federation);
    await exchangeMessages(both);
    await both.montague.restart();
    const { romeo } = await cast(both.montague, ["romeo"]);
    await exchangeMessages({ ...both, romeo });
    await both.capulet.restart();
    const { juliet } = await cast(both.capulet, ["juliet"]);
    await exchangeMessages({ ...both, juliet, romeo });
    expectNoErrors(both);
  });
});
