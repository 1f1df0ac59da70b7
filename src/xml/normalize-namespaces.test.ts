/** RFC 6120 §4.8: the namespace declarations of a stanza that leaves the stream that it came by. */
import { describe, expect, test } from "bun:test";
import { parseElement, parseFrame } from "./parse-element.ts";
import { bytesOf, eventsAfterHeader, eventsOf, LIMITS } from "./testing.ts";

const STREAMS = "http://etherx.jabber.org/streams";

describe("§4.8.2: the content namespace is not written on stanzas", () => {
  const cases: Record<string, string> = {
    "<message><body>a</body></message>": "<message><body>a</body></message>",
    "<message xmlns='jabber:client'><body xmlns='jabber:client'/></message>": "<message><body/></message>",
    "<c:message xmlns:c='jabber:client'><c:body/></c:message>": '<message xmlns:c="jabber:client"><body/></message>',
    "<c:message xmlns:c='jabber:client' xmlns='u:a'><b/><c:d><e/></c:d></c:message>":
      '<message xmlns:c="jabber:client"><b xmlns="u:a"/><d><e xmlns="u:a"/></d></message>',
    "<message><x xmlns='u:a'><message xmlns='jabber:client'><body/></message></x></message>":
      '<message><x xmlns="u:a"><message xmlns="jabber:client"><body/></message></x></message>',
    "<message xmlns='jabber:server'/>": '<message xmlns="jabber:server"/>',
    "<message xmlns=''><body/></message>": '<message xmlns=""><body/></message>',
    "<auth xmlns='u:a'><b xmlns='u:a'/><c xmlns='u:c'/></auth>": '<auth xmlns="u:a"><b/><c xmlns="u:c"/></auth>',
  };
  for (const [written, printed] of Object.entries(cases)) {
    test(written, () => expect(eventsAfterHeader(written)).toEqual([printed]));
  }
  test("where the stream declares none, the stanza's own counts", () => {
    const stream = `<s:stream xmlns:s='${STREAMS}'><message xmlns='jabber:server'><body/></message><a/></s:stream>`;
    expect(eventsOf([bytesOf(stream)]).slice(1)).toEqual(["<message><body/></message>", "<a/>", "close"]);
  });
  test("another default namespace of the stream is declared on the stanza", () => {
    const stream = `<s:stream xmlns:s='${STREAMS}' xmlns='u:a'><b><c/></b></s:stream>`;
    expect(eventsOf([bytesOf(stream)])[1]).toBe('<b xmlns="u:a"><c/></b>');
  });
});

describe("§4.8.3: a prefix that the root or a stanza declares is declared on each element that uses it", () => {
  const root = `<stream:stream xmlns='jabber:server' xmlns:stream='${STREAMS}' xmlns:db='jabber:server:dialback' xmlns:q='u:q'>`;
  const after = (text: string): string | undefined => eventsOf([bytesOf(root + text)])[1];
  const cases: Record<string, string> = {
    "<db:result from='a'>b</db:result>": '<db:result from="a" xmlns:db="jabber:server:dialback">b</db:result>',
    "<message><x xmlns='u:a' q:b='c'><q:d/></x></message>":
      '<message><x xmlns="u:a" q:b="c" xmlns:q="u:q"><d xmlns="u:q"/></x></message>',
    "<message xmlns:q='u:r'><q:a/></message>": '<message xmlns:q="u:r"><a xmlns="u:r"/></message>',
    "<message><q:a xmlns='u:b'><b/><q:c/></q:a></message>":
      '<message><a xmlns="u:q"><b xmlns="u:b"/><c/></a></message>',
    "<message xmlns:q='u:r'><x xmlns='u:a'><y q:b='c'/></x></message>":
      '<message xmlns:q="u:r"><x xmlns="u:a"><y q:b="c" xmlns:q="u:r"/></x></message>',
    "<message xml:lang='fr'/>": '<message xml:lang="fr"/>',
  };
  for (const [written, printed] of Object.entries(cases)) test(written, () => expect(after(written)).toBe(printed));

  test("§4.8.5: elements of the stream keep the prefix stream", () => {
    const error = `<stream:error xmlns:stream="${STREAMS}"><reset xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>`;
    const inside = "<reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>";
    expect(after(`<stream:error>${inside}</stream:error>`)).toBe(error);
    expect(String(parseFrame(`<features xmlns='${STREAMS}'/>`, LIMITS))).toContain("<stream:features");
  });
});

test("elements know their namespace without the stream", () => {
  expect(parseElement("<a xmlns='u:a'><b><c:d xmlns:c='u:c'/></b></a>").getChild("b")?.getChild("d")?.getNS()).toBe(
    "u:c",
  );
  expect(parseElement(`<features xmlns='${STREAMS}'/>`).getNS()).toBe(STREAMS);
});
