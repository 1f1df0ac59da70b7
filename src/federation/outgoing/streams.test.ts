/** RFC 6120 §4–§6, XEP-0178, XEP-0220, XEP-0288 from the side that opens the stream; and what hostile peers do to it. */
import { describe, expect, test } from "bun:test";
import {
  BIDI,
  bodies,
  DIALBACK,
  EXTERNAL,
  established,
  headerWithFeatures,
  managedStream,
  message,
  type OutgoingTrial,
  outgoingTrial,
  PROCEED,
  STARTTLS,
  SUCCESS,
} from "../../../tests/support/federation/outgoing-trial.ts";
import type { ScriptedPeer } from "../../../tests/support/federation/scripted-peer.ts";
import { fromTomorrow, SECRET } from "../../../tests/support/federation/trial-deps.ts";
import { dialbackKey } from "../dialback/key.ts";

const STARTTLS_TARGET = { state: "found", targets: [{ host: "x.example", port: 5269, tls: "starttls" }] } as const;
const key = (streamId: string): string =>
  dialbackKey(SECRET, { receiving: "montague.example", originating: "capulet.example", streamId });

/** A message waits, and the other server has been called. */
async function calling(options: Parameters<typeof outgoingTrial>[0] = {}, certified?: readonly string[] | "none") {
  const trial = outgoingTrial(options);
  trial.sendMessages(1, 1);
  const peer = (await trial.nextDial()).accept(certified);
  await trial.settled();
  return { trial, peer };
}

async function says(trial: OutgoingTrial, peer: ScriptedPeer, text: string): Promise<string> {
  peer.sends(text);
  await trial.settled();
  return peer.receives();
}

/** Why the last attempt failed, by the log. */
const reasonOf = ({ events }: OutgoingTrial): unknown =>
  events.findLast(({ event }) => event === "server-unreachable")?.reason;

describe("RFC 6120 §5: TLS", () => {
  test("§4.7, §5.4: header, STARTTLS, a new header, EXTERNAL with our domain (XEP-0178 §3), a new header, stanzas", async () => {
    const { trial, peer } = await calling({ targets: () => STARTTLS_TARGET });
    const header =
      '<?xml version="1.0"?><stream:stream xmlns="jabber:server" xmlns:stream="http://etherx.jabber.org/streams" ' +
      'xmlns:db="jabber:server:dialback" from="capulet.example" to="montague.example" version="1.0" xml:lang="en">';
    expect(peer.receives()).toBe(header);
    expect(await says(trial, peer, headerWithFeatures(STARTTLS))).toBe(
      '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>',
    );
    expect(await says(trial, peer, PROCEED)).toBe(header);
    const identity = Buffer.from("capulet.example").toString("base64");
    expect(await says(trial, peer, headerWithFeatures(EXTERNAL))).toBe(
      `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="EXTERNAL">${identity}</auth>`,
    );
    expect(await says(trial, peer, SUCCESS)).toBe(header);
    expect(bodies(await says(trial, peer, headerWithFeatures("")))).toEqual(["1"]);
    expect(trial.outgoing.routes()).toMatchObject([
      { state: "connected", tls: "TLSv1.3", authentication: "EXTERNAL", proof: "certificate", address: "192.0.2.1" },
    ]);
  });

  test("§5.4.3.3: what is pipelined in plaintext behind <proceed/> ends the stream, or is dropped", async () => {
    const valid = '<db:result from="montague.example" to="capulet.example" type="valid"/>';
    const { trial, peer } = await calling({ targets: () => STARTTLS_TARGET });
    await says(trial, peer, headerWithFeatures(STARTTLS));
    expect(await says(trial, peer, `${PROCEED}${headerWithFeatures(DIALBACK)}${valid}`)).toContain("<invalid-xml ");
    expect(peer.isClosed).toBe(true);
    const other = await calling({ targets: () => STARTTLS_TARGET });
    await says(other.trial, other.peer, headerWithFeatures(STARTTLS));
    await says(other.trial, other.peer, `${PROCEED}<stream:features>${DIALBACK}</stream:features>${valid}`);
    expect(bodies(await says(other.trial, other.peer, headerWithFeatures(EXTERNAL)))).toEqual([]);
    expect(other.trial.outgoing.routes()).toMatchObject([{ state: "connecting" }]);
  });

  test("nothing is sent to a server without TLS, unless it is excepted", async () => {
    const { trial, peer } = await calling({ targets: () => STARTTLS_TARGET }, "none");
    await says(trial, peer, headerWithFeatures(DIALBACK));
    expect(reasonOf(trial)).toContain("does not offer TLS");
    expect(trial.bounced).toHaveLength(1);
    const excepted = await calling(
      { targets: () => STARTTLS_TARGET, policy: { plaintext: ["montague.example"] } },
      "none",
    );
    excepted.peer.receives();
    expect(await says(excepted.trial, excepted.peer, headerWithFeatures(DIALBACK))).toContain(`>${key("s1")}<`);
  });

  test("§13.7.2: a certificate for other names ends the stream before anything is sent; the sender is told why at once", async () => {
    const { trial, peer } = await calling({}, ["verona.example"]);
    peer.receives();
    expect(await says(trial, peer, headerWithFeatures(EXTERNAL))).toBe("</stream:stream>");
    expect(peer.isClosed).toBe(true);
    expect(trial.bounced[0]).toContain("remote-server-timeout");
    expect(trial.bounced[0]).toContain("its certificate is for other names");
  });

  test("a certificate whose time has not come ends the stream, too, and the sender is told nothing: either clock may be wrong", async () => {
    const { trial, peer } = await calling({}, [fromTomorrow("montague.example")]);
    peer.receives();
    expect(await says(trial, peer, headerWithFeatures(EXTERNAL))).toBe("</stream:stream>");
    expect([trial.bounced, trial.outgoing.routes()]).toMatchObject([[], [{ state: "waiting", queued: 1 }]]);
  });

  test("with require_certificate = false dialback is enough", async () => {
    const { trial, peer } = await calling({ policy: { requireCertificate: false } }, []);
    peer.receives();
    expect(await says(trial, peer, headerWithFeatures(DIALBACK))).toContain("<db:result ");
  });
});

describe("XEP-0220 §2.1.1: dialback, where EXTERNAL is not offered or refused", () => {
  test("the key is that of XEP-0185; after valid stanzas are sent", async () => {
    const { trial, peer } = await calling();
    peer.receives();
    expect(await says(trial, peer, headerWithFeatures(DIALBACK))).toBe(
      `<db:result from="capulet.example" to="montague.example">${key("s1")}</db:result>`,
    );
    const heard = await says(trial, peer, '<db:result from="montague.example" to="capulet.example" type="valid"/>');
    expect(bodies(heard)).toEqual(["1"]);
    expect(trial.outgoing.routes()).toMatchObject([{ authentication: "dialback", proof: "certificate" }]);
  });

  test("RFC 7622 §3.2: the domains of an answer are compared without case", async () => {
    const { trial, peer } = await calling();
    await says(trial, peer, headerWithFeatures(DIALBACK, { from: "Montague.example" }));
    const answer = '<db:result from="MONTAGUE.example" to="Capulet.Example" type="valid"/>';
    expect(bodies(await says(trial, peer, answer))).toEqual(["1"]);
  });

  test("after a SASL failure dialback follows on the same stream", async () => {
    const { trial, peer } = await calling();
    peer.receives();
    await says(trial, peer, headerWithFeatures(EXTERNAL + DIALBACK));
    const failure = '<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><not-authorized/></failure>';
    expect(await says(trial, peer, failure)).toContain("<db:result ");
  });

  test("invalid: what waits is bounced with internal-server-error", async () => {
    const { trial, peer } = await calling();
    await says(trial, peer, headerWithFeatures(DIALBACK));
    await says(trial, peer, '<db:result from="montague.example" to="capulet.example" type="invalid"/>');
    expect(trial.bounced[0]).toContain("<internal-server-error ");
  });

  test("§2.4: an error: what waits is bounced with remote-server-timeout", async () => {
    const { trial, peer } = await calling();
    await says(trial, peer, headerWithFeatures(DIALBACK));
    const error = '<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';
    await says(
      trial,
      peer,
      `<db:result from="montague.example" to="capulet.example" type="error">${error}</db:result>`,
    );
    expect(trial.bounced[0]).toContain("<remote-server-timeout ");
    expect(trial.bounced[0]).toContain("item-not-found");
  });

  test.each([
    ["from another domain", '<db:result from="verona.example" to="capulet.example" type="valid"/>'],
    ["to another domain", '<db:result from="montague.example" to="verona.example" type="valid"/>'],
    ["of another kind", '<db:verify from="montague.example" to="capulet.example" id="s1" type="valid"/>'],
    ["without a type", '<db:result from="montague.example" to="capulet.example">key</db:result>'],
    ["in another namespace", '<db:result xmlns:db="u:x" from="montague.example" to="capulet.example" type="valid"/>'],
  ])("§3.1: a result %s proves nothing", async (_, result) => {
    const { trial, peer } = await calling();
    await says(trial, peer, headerWithFeatures(DIALBACK));
    const heard = await says(trial, peer, result);
    expect(bodies(heard)).toEqual([]);
    expect(heard).toContain("<stream:error>");
    expect(peer.isClosed).toBe(true);
  });

  test("where neither EXTERNAL nor dialback is offered, the sender is told", async () => {
    const { trial, peer } = await calling();
    await says(trial, peer, headerWithFeatures("").replace(' xmlns:db="jabber:server:dialback"', ""));
    expect(trial.bounced[0]).toContain("neither SASL EXTERNAL nor dialback");
  });
});

describe("hostile peers", () => {
  const refused = async (text: string): Promise<string> => {
    const { trial, peer } = await calling();
    peer.receives();
    const heard = await says(trial, peer, text);
    expect(peer.isClosed).toBe(true);
    expect(bodies(heard)).toEqual([]);
    return heard;
  };

  test("a header of another domain is invalid-from", async () => {
    expect(await refused(headerWithFeatures(EXTERNAL, { from: "verona.example" }))).toContain("<invalid-from ");
  });

  test("another content namespace, or no stream at all, is invalid-namespace", async () => {
    expect(await refused(headerWithFeatures(EXTERNAL).replace("jabber:server", "jabber:client"))).toContain(
      "<invalid-namespace ",
    );
    expect(await refused("<stream:stream xmlns:stream='u:x'>")).toContain("<invalid-namespace ");
    expect(await refused("HTTP/1.1 400 Bad Request\r\n\r\n")).toContain("<not-well-formed ");
  });

  test("features beyond the limits are policy-violation", async () => {
    expect(await refused(headerWithFeatures("<x/>".repeat(10_000)))).toContain("<policy-violation ");
  });

  test("a stanza instead of features ends the stream", async () => {
    expect(await refused(headerWithFeatures(EXTERNAL).replace(/<stream:features>.*/, message(1)))).toContain(
      "<unsupported-stanza-type ",
    );
  });

  test("a second header ends the stream", async () => {
    const { trial, peer } = await calling();
    await says(trial, peer, headerWithFeatures(EXTERNAL));
    expect(await says(trial, peer, headerWithFeatures(EXTERNAL))).toContain("<invalid-xml ");
    expect(peer.isClosed).toBe(true);
  });

  test("stanzas over a stream that goes one way end it (RFC 6120 §4.1)", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial);
    peer.receives();
    peer.sends('<message from="romeo@montague.example" to="juliet@capulet.example"/>');
    await trial.settled();
    expect(peer.receives()).toContain("<not-authorized ");
    expect(trial.arrived).toEqual([]);
  });

  test("§4.9.3.19: see-other-host is not followed, and the next attempt asks DNS", async () => {
    const { trial, peer } = await calling();
    const error =
      '<stream:error><see-other-host xmlns="urn:ietf:params:xml:ns:xmpp-streams">evil.example:22</see-other-host></stream:error>';
    await says(trial, peer, headerWithFeatures(EXTERNAL) + error);
    trial.clock.advance(2_000);
    expect((await trial.nextDial()).target.host).toBe("xmpp.montague.example");
    expect(trial.bounced).toEqual([]);
  });

  test("§4.9.3.6: host-unknown becomes remote-server-not-found, with a sentence", async () => {
    const { trial, peer } = await calling();
    const error =
      '<stream:error><host-unknown xmlns="urn:ietf:params:xml:ns:xmpp-streams"/><text xmlns="urn:ietf:params:xml:ns:xmpp-streams">who?</text></stream:error>';
    await says(trial, peer, headerWithFeatures("").replace(/<stream:features>.*/, error));
    expect(trial.bounced[0]).toContain("<remote-server-not-found ");
    expect(trial.bounced[0]).toContain("host-unknown (who?)");
  });

  test("§4.9.3.6: also where its header names another domain, which it serves", async () => {
    const { trial, peer } = await calling();
    const error = '<stream:error><host-unknown xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>';
    const header = headerWithFeatures("", { from: "verona.example" }).replace(/<stream:features>.*/, "");
    await says(trial, peer, header);
    await says(trial, peer, error);
    expect(trial.bounced[0]).toContain("<remote-server-not-found ");
  });

  test("a peer that accepts the connection and sends nothing times out, and is tried again later", async () => {
    const { trial, peer } = await calling();
    trial.clock.advance(30_000);
    await trial.settled();
    expect(peer.isClosed).toBe(true);
    expect(reasonOf(trial)).toContain("takes too long");
    expect(trial.bounced).toEqual([]);
    trial.clock.advance(2_000);
    await trial.nextDial();
  });

  test("a peer that does not answer <enable/> times out", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await established(trial, { features: '<sm xmlns="urn:xmpp:sm:3"/>' });
    peer.receives();
    peer.sends("<x/>");
    await trial.settled();
    expect(peer.receives()).toContain("<unsupported-stanza-type ");
  });
});

describe("XEP-0288", () => {
  const FROM_THERE = '<message from="romeo@montague.example" to="juliet@capulet.example"/>';

  test("is requested before EXTERNAL; then stanzas arrive over our stream, and are counted (XEP-0198)", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = (await trial.nextDial()).accept();
    await trial.settled();
    peer.receives();
    expect(await says(trial, peer, headerWithFeatures(EXTERNAL + BIDI))).toStartWith(
      '<bidi xmlns="urn:xmpp:bidi"/><auth ',
    );
    await says(trial, peer, SUCCESS);
    await says(trial, peer, headerWithFeatures('<sm xmlns="urn:xmpp:sm:3"/>'));
    // What comes before <enabled/> is not counted, however much it is.
    await says(
      trial,
      peer,
      `${FROM_THERE.repeat(1000)}<enabled xmlns="urn:xmpp:sm:3" id="sm1" resume="true"/>${FROM_THERE}${FROM_THERE}`,
    );
    expect(trial.arrived).toHaveLength(1002);
    expect(await says(trial, peer, '<r xmlns="urn:xmpp:sm:3"/>')).toContain('<a xmlns="urn:xmpp:sm:3" h="2"/>');
  });

  test("is not requested where the other server has a stream of its own", async () => {
    const { trial, peer } = await calling({ hasIncomingStream: true });
    peer.receives();
    expect(await says(trial, peer, headerWithFeatures(EXTERNAL + BIDI))).toStartWith("<auth ");
  });

  test("after a crash the stream is resumed with the h of what had arrived, even where nothing waits", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial, "sm1", true);
    await says(trial, peer, `${FROM_THERE}${FROM_THERE}<a xmlns="urn:xmpp:sm:3" h="1"/>`);
    const again = trial.restart();
    again.outgoing.start();
    const next = await established(again, { features: '<sm xmlns="urn:xmpp:sm:3"/>', bidi: true });
    const heard = next.receives();
    expect(heard).toContain('<bidi xmlns="urn:xmpp:bidi"/>');
    expect(heard).toContain('<resume xmlns="urn:xmpp:sm:3" previd="sm1" h="2"/>');
  });

  test("XEP-0220 §2.4.2: keys for further domains are answered with resource-constraint, and the stream goes on", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial, undefined, true);
    peer.receives();
    const heard = await says(
      trial,
      peer,
      '<db:result from="rooms.montague.example" to="capulet.example">key</db:result>',
    );
    expect(heard).toStartWith('<db:result from="capulet.example" to="rooms.montague.example" type="error">');
    expect(heard).toContain("<resource-constraint ");
    await says(trial, peer, FROM_THERE);
    expect(trial.arrived).toHaveLength(1);
    const valid = '<db:result from="rooms.montague.example" to="capulet.example" type="valid"/>';
    expect(await says(trial, peer, valid)).toContain("<unsupported-stanza-type ");
  });

  test("what waits is sent over a stream of the other server that goes both ways", async () => {
    const trial = outgoingTrial();
    const pair = { local: "capulet.example", remote: "montague.example" };
    const sent: string[] = [];
    const confirmations: (() => void)[] = [];
    const carrier = {
      isManaged: true,
      isResumable: true,
      send: (stanza: { toString(): string }, confirmed: () => void) => {
        sent.push(stanza.toString());
        confirmations.push(confirmed);
      },
      whenDrained: () => {},
      end: () => {},
    };
    trial.sendMessages(1, 1);
    (await trial.nextDial()).refuse();
    await trial.settled();
    trial.outgoing.addBidiStream(pair, carrier);
    trial.sendMessages(2, 2);
    await trial.settled();
    expect(bodies(sent.join(""))).toEqual(["1", "2", "3"]);
    expect(trial.outgoing.routes()).toMatchObject([{ state: "connected", isAdopted: true, unconfirmed: 3 }]);
    confirmations[0]?.();
    trial.outgoing.removeBidiStream(pair, carrier);
    await trial.settled();
    trial.clock.advance(2_000);
    const peer = await managedStream(trial);
    expect(bodies(peer.receives())).toEqual(["2"]);
    peer.sends('<a xmlns="urn:xmpp:sm:3" h="1"/>');
    await trial.settled();
    expect(bodies(peer.receives())).toEqual(["3"]);
  });

  test("a session is kept while the other server opens a stream, which is used when the session has ended", async () => {
    const trial = outgoingTrial();
    const pair = { local: "capulet.example", remote: "montague.example" };
    const sent: string[] = [];
    const carrier = {
      isManaged: true,
      isResumable: true,
      send: (stanza: { toString(): string }) => void sent.push(stanza.toString()),
      whenDrained: () => {},
      end: () => {},
    };
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial);
    trial.outgoing.addBidiStream(pair, carrier);
    trial.sendMessages(2, 1);
    await trial.settled();
    expect(bodies(peer.receives())).toEqual(["1", "2"]);
    peer.sends('<a xmlns="urn:xmpp:sm:3" h="1"/>');
    peer.breaks();
    await trial.settled();
    trial.clock.advance(2_000);
    await trial.settled();
    expect(bodies(sent.join(""))).toEqual(["2"]);
    expect(trial.pendingDials).toBe(0);
  });
});

describe("XEP-0220 §2.1.2: verifying a key", () => {
  const question = { from: "capulet.example", to: "montague.example", streamId: "417GAF25", key: "abc" };
  const answer = (type: string, id = "417GAF25", from = "montague.example"): string =>
    `<db:verify from="${from}" to="capulet.example" id="${id}" type="${type}"/>`;

  async function asking(options: Parameters<typeof outgoingTrial>[0] = {}) {
    const trial = outgoingTrial(options);
    const verdict = trial.outgoing.verify(question);
    const peer = (await trial.nextDial()).accept();
    await trial.settled();
    peer.receives();
    const heard = await says(trial, peer, headerWithFeatures(EXTERNAL));
    return { trial, verdict, peer, heard };
  }

  test("over a connection of its own, under TLS, without authentication; closed afterwards", async () => {
    const { verdict, peer, heard } = await asking();
    expect(heard).toBe('<db:verify from="capulet.example" to="montague.example" id="417GAF25">abc</db:verify>');
    peer.sends(answer("valid"));
    expect(await verdict).toBe("valid");
    expect(peer.receives()).toBe("</stream:stream>");
    expect(peer.isClosed).toBe(true);
  });

  test("the domains of the answer are compared without case", async () => {
    const { verdict, peer } = await asking();
    peer.sends(answer("valid").replaceAll("example", "EXAMPLE"));
    expect(await verdict).toBe("valid");
  });

  test("invalid is invalid", async () => {
    const { verdict, peer } = await asking();
    peer.sends(answer("invalid"));
    expect(await verdict).toBe("invalid");
  });

  test.each([
    ["about another key", answer("valid", "another")],
    ["of another domain", answer("valid", "417GAF25", "verona.example")],
    ["of another kind", '<db:result from="montague.example" to="capulet.example" type="valid"/>'],
  ])("§3.1: an answer %s is not accepted", async (_, text) => {
    const { verdict, peer } = await asking();
    peer.sends(text);
    expect(await verdict).toEqual({ error: "remote-server-timeout" });
    expect(peer.isClosed).toBe(true);
  });

  test("no answer in time, an unknown domain, and a denied one are errors", async () => {
    const { trial, verdict } = await asking();
    trial.clock.advance(30_000);
    expect(await verdict).toEqual({ error: "remote-server-timeout" });
    const absent = outgoingTrial({ targets: () => ({ state: "absent" }) });
    expect(await absent.outgoing.verify(question)).toEqual({ error: "remote-server-not-found" });
    const denied = outgoingTrial({ policy: { deny: ["montague.example"] } });
    expect(await denied.outgoing.verify(question)).toEqual({ error: "policy-violation" });
    expect(denied.pendingDials).toBe(0);
  });
});

describe("a trial", () => {
  test("reports each step, and sends nothing", async () => {
    const trial = outgoingTrial();
    const steps: string[] = [];
    const done = trial.outgoing.trial(
      "capulet.example",
      "montague.example",
      ({ step, ok }) => void steps.push(`${step} ${ok}`),
    );
    const peer = await established(trial);
    await done;
    expect(steps).toEqual([
      "dns true",
      "tcp true",
      "tls true",
      "certificate true",
      "features true",
      "authentication true",
    ]);
    expect(peer.receives()).toEndWith("</stream:stream>");
    expect(trial.outgoing.routes()).toEqual([]);
  });

  test("reports which step failed on which machine, and tries the next", async () => {
    const targets = ["a.example", "b.example"].map((host) => ({ host, port: 5270, tls: "direct" as const }));
    const trial = outgoingTrial({ targets: () => ({ state: "found", targets }) });
    const failed: unknown[] = [];
    const done = trial.outgoing.trial("capulet.example", "montague.example", (report) => {
      if (!report.ok) failed.push([report.step, report.target, report.obstacle]);
    });
    (await trial.nextDial()).refuse();
    const peer = (await trial.nextDial()).accept(["verona.example"]);
    await trial.settled();
    peer.sends(headerWithFeatures(EXTERNAL));
    await done;
    expect(failed).toEqual([
      ["tcp", "a.example:5270", { kind: "refused", detail: "192.0.2.1" }],
      ["certificate", "b.example:5270", { kind: "certificate", detail: "wrong-name" }],
    ]);
  });
});
