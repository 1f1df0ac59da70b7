/** Streams of other servers, without sockets. */
import { describe, expect, test } from "bun:test";
import { authenticated, EXTERNAL, header, incomingTrial } from "../../../tests/support/federation/incoming-trial.ts";
import { fromTomorrow, SECRET } from "../../../tests/support/federation/trial-deps.ts";
import { StreamError } from "../../stream-error.ts";
import { dialbackKey } from "../dialback/key.ts";

const chat = (body: string, from = "juliet@capulet.example/balcony", to = "romeo@montague.example"): string =>
  `<message from="${from}" to="${to}"><body>${body}</body></message>`;
const result = (from = "capulet.example", to = "montague.example"): string =>
  `<db:result from="${from}" to="${to}">key</db:result>`;

describe("XEP-0178", () => {
  test("EXTERNAL is offered where the certificate is valid for the domain, and accepted", async () => {
    const trial = incomingTrial();
    const peer = trial.connect(["capulet.example"]);
    peer.sends(header());
    expect(peer.receives()).toContain("<mechanism>EXTERNAL</mechanism>");
    peer.sends(EXTERNAL);
    expect(peer.receives()).toContain("<success");
    peer.sends(header());
    const features = peer.receives();
    expect(features).toContain("urn:xmpp:sm:3");
    expect(features).not.toContain("EXTERNAL");
    peer.sends(chat("1"));
    expect(trial.arrived).toEqual([expect.stringContaining("<body>1</body>")]);
    expect(trial.incoming.streams()).toMatchObject([
      {
        proof: "external",
        tls: "TLSv1.3",
        received: 1,
        pairs: [{ local: "montague.example", remote: "capulet.example" }],
      },
    ]);
  });

  test("a stream that has ended is not reported, even while its connection exists", () => {
    const trial = incomingTrial();
    const peer = authenticated(trial);
    expect(trial.incoming.streams()).toHaveLength(1);
    peer.sends("<unheard-of/>");
    expect([peer.receives().includes("</stream:stream>"), trial.incoming.streams()]).toEqual([true, []]);
  });

  test("XEP-0198 §5: stream management is offered once stanzas may follow: before dialback, not before EXTERNAL", () => {
    const trial = incomingTrial();
    const offered = (certified: readonly string[], isPlain = false): boolean => {
      const peer = isPlain ? trial.connectPlain() : trial.connect([...certified]);
      peer.sends(header());
      return peer.receives().includes("urn:xmpp:sm:3");
    };
    expect([offered(["capulet.example"]), offered([]), offered([], true)]).toEqual([false, true, false]);
  });

  test("EXTERNAL is not offered otherwise, and the failure says why", () => {
    const peer = incomingTrial().connect(["tybalt.example"]);
    peer.sends(header());
    expect(peer.receives()).not.toContain("EXTERNAL");
    peer.sends(EXTERNAL);
    expect(peer.receives()).toMatch(/<failure.*<not-authorized\/><text.*its certificate is for other names/);
    peer.sends(EXTERNAL);
    peer.sends(EXTERNAL);
    expect(peer.receives()).toContain("policy-violation");
  });

  test("RFC 6120 §6.5: another mechanism is invalid-mechanism, <abort/> is answered with aborted", () => {
    const peer = incomingTrial().connect(["capulet.example"]);
    peer.sends(header());
    peer.receives();
    peer.sends(EXTERNAL.replace("EXTERNAL", "PLAIN"));
    expect(peer.receives()).toContain("<invalid-mechanism/>");
    peer.sends('<abort xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
    expect(peer.receives()).toContain("<aborted/>");
    peer.sends(EXTERNAL);
    expect(peer.receives()).toContain("<success");
  });

  test("another authorization identity is invalid-authzid", () => {
    const peer = incomingTrial().connect(["capulet.example"]);
    const identity = Buffer.from("tybalt.example").toString("base64");
    peer.sends(header() + EXTERNAL.replace("=</auth>", `${identity}</auth>`));
    expect(peer.receives()).toContain("<invalid-authzid/>");
  });
});

describe("XEP-0220 §2.2.1: a key is sent", () => {
  const open = { policy: { requireCertificate: false } };

  test("the authoritative server is asked, and its result is passed on", async () => {
    const trial = incomingTrial(open);
    const peer = trial.connect();
    peer.sends(header());
    const id = /id="([^"]+)"/.exec(peer.receives())?.[1] ?? "";
    peer.sends(result());
    expect(trial.verifyRequests.map(({ request }) => request)).toEqual([
      { from: "montague.example", to: "capulet.example", streamId: id, key: "key" },
    ]);
    expect(peer.receives()).toBe("");
    trial.verifyRequests[0]?.resolve("valid");
    await trial.settled();
    expect(peer.receives()).toBe('<db:result from="montague.example" to="capulet.example" type="valid"/>');
    peer.sends(chat("1"));
    expect(trial.arrived).toHaveLength(1);
    // A stranger may not say so much at once.
    peer.sends(chat("x".repeat(50_000)));
    expect(trial.arrived).toHaveLength(2);
    const stranger = trial.connect();
    stranger.sends(header() + chat("x".repeat(50_000)));
    expect(stranger.isClosed).toBe(true);
  });

  test("RFC 7622 §3.2: domains are compared without case, and answered as they were written", async () => {
    const trial = incomingTrial();
    const peer = trial.connect(["capulet.example"]);
    peer.sends(`${header("Capulet.example")}<db:result from="CAPULET.example" to="Montague.Example">key</db:result>`);
    expect(peer.receives()).toContain('<db:result from="Montague.Example" to="CAPULET.example" type="valid"/>');
    peer.sends(chat("1", "Juliet@Capulet.EXAMPLE/x"));
    expect(trial.arrived[0]).toContain('from="juliet@capulet.example/x"');
  });

  test("an invalid key ends the stream", async () => {
    const trial = incomingTrial(open);
    const peer = trial.connect();
    peer.sends(header() + result());
    trial.verifyRequests[0]?.resolve("invalid");
    await trial.settled();
    expect(peer.receives()).toEndWith('type="invalid"/></stream:stream>');
    expect(peer.isClosed).toBe(true);
    expect(trial.events).toContainEqual(expect.objectContaining({ event: "dialback-forged" }));
  });

  test("on a stream that is verified for another domain, an invalid key is an error, and the stream goes on", async () => {
    const trial = incomingTrial(open);
    const peer = authenticated(trial);
    peer.sends(result("tybalt.example"));
    trial.verifyRequests[0]?.resolve("invalid");
    await trial.settled();
    expect(peer.receives()).toMatch(/type="error".*<forbidden/);
    peer.sends(chat("1"));
    expect(trial.arrived).toHaveLength(1);
    peer.sends(chat("2", "tybalt@tybalt.example/x"));
    expect(peer.receives()).toContain("<invalid-from");
  });

  test("§2.5: a verification that fails is an error", async () => {
    const trial = incomingTrial(open);
    const peer = trial.connect();
    peer.sends(header() + result());
    trial.verifyRequests[0]?.resolve({ error: "remote-server-not-found" });
    await trial.settled();
    expect(peer.receives()).toMatch(/type="error"><error type="cancel"><remote-server-not-found/);
    expect(peer.isClosed).toBe(false);
  });

  test("XEP-0344 §2.4: where the certificate is valid, the key is not verified", () => {
    const trial = incomingTrial();
    const peer = trial.connect(["capulet.example", "rooms.capulet.example"]);
    peer.sends(header() + result() + result("rooms.capulet.example"));
    expect(peer.receives().match(/type="valid"/g)).toHaveLength(2);
    expect(trial.verifyRequests).toEqual([]);
    expect(trial.incoming.streams()[0]).toMatchObject({ proof: "certificate", pairs: [{}, {}] });
  });

  test("§2.5: where a certificate is needed and missing, the answer is an error without a verification", () => {
    const trial = incomingTrial();
    const peer = trial.connect();
    peer.sends(header() + result());
    expect(peer.receives()).toMatch(/type="error".*<not-authorized.*its certificate is for other names/);
    expect(trial.verifyRequests).toEqual([]);
    expect(peer.isClosed).toBe(false);
  });

  test("where the time of the certificate has not come, the stream ends: an error of dialback would return what waits there", () => {
    const trial = incomingTrial();
    const peer = trial.connect([fromTomorrow("capulet.example")]);
    peer.sends(header() + result());
    expect(peer.receives()).toMatch(/<stream:error><internal-server-error.*its time has not come/);
    expect(peer.isClosed).toBe(true);
    expect(trial.events).toContainEqual(
      expect.objectContaining({ event: "dialback-refused", condition: "internal-server-error" }),
    );
  });

  test.each([
    ["a domain that is not served here", result("capulet.example", "nowhere.example"), "item-not-found"],
    ["a domain of ours as the sender", result("rooms.montague.example"), "not-acceptable"],
    ["a domain that is denied", result("denied.example"), "policy-violation"],
  ])("§2.5: %s is an error, not the end of the stream", (_, said, condition) => {
    const trial = incomingTrial({ policy: { ...open.policy, deny: ["denied.example"] } });
    const peer = trial.connect();
    peer.sends(header() + said);
    expect(peer.receives()).toMatch(new RegExp(`type="error".*<${condition} `));
    expect(peer.isClosed).toBe(false);
    expect(trial.verifyRequests).toEqual([]);
  });

  test("§2.5: without TLS no key is verified, unless the domain is excepted", () => {
    const trial = incomingTrial({ policy: { plaintext: ["old.example"] } });
    const peer = trial.connectPlain();
    peer.sends(header());
    expect(peer.receives()).toMatch(/<starttls[^>]*><required\/><\/starttls><\/stream:features>/);
    peer.sends(result());
    expect(peer.receives()).toMatch(/type="error".*<policy-violation/);
    expect(trial.verifyRequests).toEqual([]);
    const old = trial.connectPlain();
    old.sends(header("old.example"));
    expect(old.receives()).toContain('<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>');
    old.sends(result("old.example"));
    expect(trial.verifyRequests).toHaveLength(1);
  });

  test("the pairs of a stream, and the keys that are sent over it, are limited", () => {
    const trial = incomingTrial();
    const names = ["a", "b", "c", "d"].map((name) => `${name}.example`);
    const peer = trial.connect(names);
    peer.sends(header("a.example") + names.map((name) => result(name)).join(""));
    expect(peer.receives()).toMatch(/to="d.example" type="error"><error type="wait"><resource-constraint/);
    peer.sends(result("d.example").repeat(3));
    expect(peer.receives()).toContain("too many dialback keys");
  });
});

describe("XEP-0220 §2.2.2: a verify request for our domain", () => {
  const inputs = { receiving: "capulet.example", originating: "montague.example", streamId: "D60000229F" };
  const verify = (key: string): string =>
    `<db:verify from="capulet.example" to="montague.example" id="D60000229F">${key}</db:verify>`;

  test("our key is valid, any other is invalid", () => {
    const peer = incomingTrial().connect();
    peer.sends(header());
    peer.receives();
    peer.sends(verify(dialbackKey(SECRET, inputs)));
    expect(peer.receives()).toBe(
      '<db:verify from="montague.example" to="capulet.example" id="D60000229F" type="valid"/>',
    );
    peer.sends(verify(dialbackKey(SECRET, { ...inputs, streamId: "another" })));
    expect(peer.receives()).toContain('type="invalid"');
  });
});

describe("XEP-0220 §3.1: unsolicited answers", () => {
  test.each([
    ["db:result", '<db:result from="capulet.example" to="montague.example" type="valid"/>'],
    ["db:verify", '<db:verify from="capulet.example" to="montague.example" id="1" type="valid"/>'],
  ])("%s of type valid proves nothing and ends the stream", (_, answer) => {
    for (const isKnown of [false, true]) {
      const trial = incomingTrial({ policy: { requireCertificate: false } });
      const peer = isKnown ? authenticated(trial) : trial.connect();
      if (!isKnown) peer.sends(header());
      peer.sends(answer + chat("1", "tybalt@tybalt.example/x"));
      expect(peer.receives()).toContain("policy-violation");
      expect(trial.arrived).toEqual([]);
    }
  });
});

describe("RFC 6120 §8.1: from and to", () => {
  test.each([
    ["before it is known", false, chat("1"), "not-authorized"],
    ["another domain's", true, chat("1", "tybalt@tybalt.example/x"), "invalid-from"],
    ["a subdomain's", true, chat("1", "a@rooms.capulet.example"), "invalid-from"],
    ["to another domain of ours", true, chat("1", undefined, "room@rooms.montague.example"), "improper-addressing"],
    ["to a domain that is not ours", true, chat("1", undefined, "a@nowhere.example"), "host-unknown"],
    ["without from", true, '<message to="romeo@montague.example"/>', "improper-addressing"],
    ["without to", true, '<message from="juliet@capulet.example"/>', "improper-addressing"],
    ["something else", true, "<other/>", "unsupported-stanza-type"],
  ])("%s: a stanza ends the stream", (_, isKnown, said, condition) => {
    const trial = incomingTrial();
    const peer = isKnown ? authenticated(trial) : trial.connect(["capulet.example"]);
    if (!isKnown) peer.sends(header());
    peer.sends(said);
    expect(peer.receives()).toContain(`<${condition} `);
    expect(trial.arrived).toEqual([]);
  });

  test("a mistake of one sender is answered with a stanza error, and the stream goes on", () => {
    const trial = incomingTrial();
    const peer = authenticated(trial);
    peer.sends('<iq type="get" from="juliet@capulet.example/x" to="montague.example"><query xmlns="a:b"/></iq>');
    peer.sends(chat("1", "juliet@capulet.example/x", "a@b@montague.example".replace("a@b@", "&quot;@")));
    expect(trial.answered).toEqual([expect.stringContaining("bad-request"), expect.stringContaining("jid-malformed")]);
    for (const answer of trial.answered) expect(answer).toContain('to="juliet@capulet.example/x"');
    peer.sends(chat("2"));
    expect(trial.arrived).toHaveLength(1);
  });

  test("RFC 8264 §7: a sender whose localpart is invalid once it is prepared is dropped, and the stream goes on", () => {
    const trial = incomingTrial();
    const peer = authenticated(trial);
    for (const name of ["l\u00B7l\u0323", "\u0915\u0951\u094D\u200D\u0937"]) {
      peer.sends(chat("1", `${name}@capulet.example/x`));
      peer.sends(`<presence from="${name}@capulet.example/x" to="romeo@montague.example" type="subscribe"/>`);
    }
    peer.sends(chat("2"));
    expect([trial.arrived.length, peer.receives()]).toEqual([1, ""]);
  });

  test("a header that names another domain after authentication ends the stream", () => {
    for (const [from, to, condition] of [
      ["tybalt.example", "montague.example", "invalid-from"],
      ["capulet.example", "rooms.montague.example", "not-authorized"],
    ] as const) {
      const peer = incomingTrial().connect(["capulet.example", "tybalt.example"]);
      peer.sends(header() + EXTERNAL);
      peer.sends(header(from, to));
      expect(peer.receives()).toContain(`<${condition} `);
    }
  });

  test.each([
    ["a domain of ours", "montague.example", "invalid-from"],
    ["an account", "juliet@capulet.example", "invalid-from"],
    ["a domain that is denied", "x.denied.example", "policy-violation"],
  ])("a header from %s ends the stream", (_, from, condition) => {
    const peer = incomingTrial({ policy: { deny: ["denied.example"] } }).connect(["montague.example"]);
    peer.sends(header(from));
    expect(peer.receives()).toContain(`<${condition} `);
  });
});

test("RFC 6120 §4.4: when the server stops, what a peer without XEP-0198 has sent by then still arrives", async () => {
  const trial = incomingTrial();
  const peer = authenticated(trial);
  peer.sends(chat("1"));
  peer.receives();
  const stopped = trial.incoming.stop(new StreamError("system-shutdown"));
  expect(peer.receives()).toBe("</stream:stream>");
  peer.sends(`${chat("2")}</stream:stream>`);
  await stopped;
  expect(trial.arrived).toHaveLength(2);
});
