/** XEP-0124 §6, XEP-0206 §2: the <body/> of a request, and RFC 6120 §11 for what is in it. */
import { describe, expect, test } from "bun:test";
import { StreamError } from "../../stream-error.ts";
import { limitsFor, type XmlLimits } from "../../xml/limits.ts";
import { print } from "../../xml/print.ts";
import { RequestBody } from "./request-body.ts";

const BOSH = "http://jabber.org/protocol/httpbind";
const LIMITS = limitsFor(10_000);

/** The payloads of a body that arrives in chunks of `size` bytes; or the condition of the error. */
function payloadsOf(text: string, size = Number.POSITIVE_INFINITY, limits: XmlLimits = LIMITS): string[] {
  const payloads: string[] = [];
  const bytes = Buffer.from(text);
  const body = new RequestBody();
  try {
    for (let at = 0; at < bytes.length; at += size) body.receive(bytes.subarray(at, at + size));
    const isRead = body.read(
      limits,
      (payload) => void payloads.push(print(payload)),
      () => false,
    );
    expect(isRead).toBe(true);
  } catch (error) {
    if (!(error instanceof StreamError)) throw error;
    payloads.push(`! ${error.condition}`);
  }
  return payloads;
}

const wrapped = (payloads: string, more = ""): string => `<body xmlns='${BOSH}' rid='1'${more}>${payloads}</body>`;

describe("namespaces", () => {
  test.each([
    ["jabber:client is that of a stanza", "<message xmlns='jabber:client'><body>a</body></message>"],
    ["a stanza that declares none is taken for one", "<message><body>a</body></message>"],
  ])("%s", (_, payload) => {
    expect(payloadsOf(wrapped(payload))).toEqual(["<message><body>a</body></message>"]);
  });

  test("a stanza may have a prefix, which the wrapper may declare", () => {
    expect(payloadsOf(wrapped("<c:message xmlns:c='jabber:client'><c:body>a</c:body></c:message>"))).toEqual([
      '<message xmlns:c="jabber:client"><body>a</body></message>',
    ]);
    expect(payloadsOf(wrapped("<c:message/>", " xmlns:c='jabber:client'"))).toEqual(["<message/>"]);
    expect(payloadsOf(wrapped("<s:error/>", " xmlns:s='http://etherx.jabber.org/streams'"))).toEqual([
      '<stream:error xmlns:stream="http://etherx.jabber.org/streams"/>',
    ]);
  });

  test("other namespaces are kept, also that of another stream's stanzas", () => {
    for (const ns of ["urn:ietf:params:xml:ns:xmpp-sasl", "jabber:server", "urn:xmpp:sm:3"])
      expect(payloadsOf(wrapped(`<a xmlns='${ns}'/>`))).toEqual([`<a xmlns="${ns}"/>`]);
  });

  test("the elements in a stanza keep theirs", () => {
    const iq = '<iq><query xmlns="jabber:iq:roster"><item/></query></iq>';
    expect(payloadsOf(wrapped(iq))).toEqual([iq]);
  });
});

describe("reading", () => {
  test("white space between payloads, and an XML declaration, are allowed", () => {
    expect(payloadsOf(`<?xml version='1.0'?>\n${wrapped("\n <a/>\n <b/>\n")}\n`)).toEqual(["<a/>", "<b/>"]);
  });

  test("a body is read the same in chunks of any size", () => {
    const text = wrapped("<message><body>\u{1f339} &amp; é</body></message><presence/>");
    const whole = payloadsOf(text);
    expect(whole).toHaveLength(2);
    for (const size of [1, 2, 3, 7, 50]) expect(payloadsOf(text, size)).toEqual(whole);
  });

  test("the start tag is there as soon as it has arrived, before any payload is read", () => {
    const body = new RequestBody();
    body.receive(Buffer.from(`<body xmlns='${BOSH}' rid='7'`));
    expect(body.header).toBeUndefined();
    body.receive(Buffer.from("><message><body>"));
    expect(body.header?.attrs.rid).toBe("7");
    expect(body.bytes).toBe(73);
  });

  test("payloads are handed over until others have their turn, and then on", () => {
    const body = new RequestBody();
    body.receive(Buffer.from(wrapped("<a/><b/><c/>")));
    const taken: string[] = [];
    const step = (): boolean =>
      body.read(
        LIMITS,
        ({ name }) => void taken.push(name),
        () => true,
      );
    expect([step(), taken.join()]).toEqual([false, "a"]);
    expect([step(), taken.join()]).toEqual([false, "a,b"]);
    while (!step());
    expect(taken.join()).toBe("a,b,c");
  });

  test("what is dropped is not read", () => {
    const body = new RequestBody();
    body.receive(Buffer.from(wrapped("<a/><b/>")));
    body.drop();
    expect(
      body.read(
        LIMITS,
        () => expect.unreachable(),
        () => false,
      ),
    ).toBe(true);
  });
});

describe("§6: exactly one body, of restricted XML, without text", () => {
  test.each([
    ["text between payloads", wrapped("<a/>text"), "bad-format"],
    ["a comment", wrapped("<a/><!-- b -->"), "restricted-xml"],
    ["a processing instruction", wrapped("<?a b?>"), "restricted-xml"],
    ["a document type", wrapped("<!DOCTYPE a>"), "restricted-xml"],
    ["an entity", wrapped("<a>&b;</a>"), "restricted-xml"],
    ["a partial element", wrapped("<a>"), "not-well-formed"],
    ["a body that is not closed", wrapped("<a/>").slice(0, -7), "not-well-formed"],
    ["another body behind it", wrapped("<a/>") + wrapped("<b/>"), "not-well-formed"],
    ["text behind it", `${wrapped("<a/>")}text`, "not-well-formed"],
  ])("%s", (_, text, condition) => {
    expect(payloadsOf(text).at(-1)).toBe(`! ${condition}`);
  });

  test("what is no UTF-8 is bad-format", () => {
    const body = new RequestBody();
    body.receive(Buffer.from(`<body xmlns='${BOSH}' rid='1'><a>`));
    body.receive(Buffer.from([0xc3, 0x28]));
    expect(() =>
      body.read(
        LIMITS,
        () => {},
        () => false,
      ),
    ).toThrow(StreamError);
  });
});

describe("limits are those of a stanza on a stream", () => {
  test("many payloads may be longer together, each for itself is bounded", () => {
    const message = `<message>${"x".repeat(6000)}</message>`;
    expect(payloadsOf(wrapped(message.repeat(3)))).toHaveLength(3);
    expect(payloadsOf(wrapped(`<message>${"x".repeat(10_000)}</message>`))).toEqual(["! policy-violation"]);
  });

  test("levels, attributes and weight are bounded", () => {
    for (const payload of [
      "<a>".repeat(101),
      `<a ${Array.from({ length: 101 }, (_, n) => `b${n}=''`).join(" ")}/>`,
      `<a>${"<b/>".repeat(2000)}</a>`,
    ])
      expect(payloadsOf(wrapped(payload))).toEqual(["! policy-violation"]);
  });

  test("the start tag has at most 8 KiB, and declares at most 1 kB of namespaces", () => {
    expect(payloadsOf(wrapped("", ` from='${"x".repeat(8200)}'`))).toEqual(["! policy-violation"]);
    expect(payloadsOf(wrapped("", ` xmlns:a='${"x".repeat(1024)}'`))).toEqual(["! policy-violation"]);
  });
});
