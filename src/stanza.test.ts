import { expect, test } from "bun:test";
import { parseJid } from "./jid/jid.ts";
import { conditionsIn, errorOf, errorOfMalformed, firstChild, mayBeAnswered, stanzaOf, xml } from "./stanza.ts";
import { StanzaError } from "./stanza-error.ts";
import { parseElement } from "./xml/parse-element.ts";

const ROMEO = parseJid("romeo@localhost/orchard");

test("RFC 6120 §8.3.1, RFC 6121 §8.5: responses and presence are never answered, everything else may be", () => {
  const answered = [
    '<message id="1"/>',
    '<message type="groupchat"/>',
    '<message type="error"/>',
    '<iq type="get" id="1"/>',
    '<iq type="set" id="1"/>',
    '<iq type="result" id="1"/>',
    '<iq type="error" id="1"/>',
    "<presence/>",
    '<presence type="subscribe"/>',
  ].map((text) => mayBeAnswered(stanzaOf(parseElement(text), ROMEO)));
  expect(answered).toEqual([true, true, false, true, true, false, false, false, false]);
});

test("RFC 6120 §8.3.2: an error says its condition first, and the application's behind it", () => {
  const application = { name: "blocked", xmlns: "urn:xmpp:blocking:errors" };
  const error = new StanzaError("not-acceptable", { text: "Not from you.", type: "cancel", application });
  const element = errorOf({ name: "message", id: "m1", from: ROMEO }, "juliet@localhost", error);
  expect(element.attrs).toEqual({ type: "error", id: "m1", from: "juliet@localhost", to: ROMEO.full });
  expect(element.getChild("error")?.attrs).toEqual({ type: "cancel", code: 406 });
  expect(conditionsIn(element).map((each) => `${each.getName()} ${each.getNS()}`)).toEqual([
    "not-acceptable urn:ietf:params:xml:ns:xmpp-stanzas",
    "blocked urn:xmpp:blocking:errors",
  ]);
  expect(conditionsIn(xml("message"))).toEqual([]);
});

test("RFC 6120 §8.3.1: what is malformed is answered, but for responses and what is no stanza", () => {
  const answer = (text: string) =>
    errorOfMalformed(parseElement(text), ROMEO, "localhost", new StanzaError("jid-malformed"));
  expect(answer('<iq type="get" id="1" to="@"/>')?.attrs).toMatchObject({ type: "error", id: "1", to: ROMEO.full });
  expect(answer('<iq type="error" id="1" to="@"/>')).toBeUndefined();
  expect(answer('<message type="error" to="@"/>')).toBeUndefined();
  expect(answer('<enable xmlns="urn:xmpp:sm:3"/>')).toBeUndefined();
});

test("the first child is found by name and namespace, with a prefix or without", () => {
  const parent = parseElement(
    "<a xmlns='jabber:client' xmlns:p='urn:p'>text<xb n='0'/><b n='1'/><p:b n='2'/><b n='3' xmlns='urn:p'/></a>",
  );
  expect(firstChild(parent, "b")?.attrs.n).toBe("1");
  expect(firstChild(parent, "b", "urn:p")?.attrs.n).toBe("2");
  expect(firstChild(parent, "b", "jabber:client")?.attrs.n).toBe("1");
  expect(firstChild(parent, "b", "urn:q")).toBeUndefined();
  expect(firstChild(parent, "text")).toBeUndefined();
});
