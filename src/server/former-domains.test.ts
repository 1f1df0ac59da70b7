import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import { stanzaOf } from "../stanza.ts";
import { parseElement } from "../xml/parse-element.ts";
import { openFormerDomains } from "./former-domains.ts";

/** What becomes of a stanza from Romeo: delivered, answered, dropped, or not for a former domain. */
function outcome(text: string): string {
  const delivered: string[] = [];
  const answered: Element[] = [];
  const { receive } = openFormerDomains({
    names: new Map([
      ["old.example", "new.example"],
      ["rooms.old.example", "rooms.new.example"],
    ]),
    accountDomains: new Set(["old.example"]),
    router: {
      receive: ({ to, xml }) => void delivered.push(`to ${to?.full} ${xml.attrs.to}`),
      route: (answer) => void answered.push(answer),
    },
  });
  const stanza = stanzaOf(parseElement(text), parseJid("romeo@montague.example/x"));
  if (!receive(stanza)) return "not ours";
  if (delivered.length + answered.length === 0) return "dropped";
  const gone = answered.map(
    (answer) => `${answer.attrs.from} ${answer.attrs.to} ${answer.getChild("error")?.getChildText("gone")}`,
  );
  return [...delivered, ...gone].join(", ");
}

const ROMEO = "romeo@montague.example/x";

test.each([
  ['<message to="juliet@old.example/r" type="chat"/>', "to juliet@new.example/r juliet@new.example/r"],
  ['<message to="old.example"/>', "to new.example new.example"],
  ['<message to="r@rooms.old.example" type="error"/>', "to r@rooms.new.example r@rooms.new.example"],
  ['<iq to="juliet@old.example/r" type="result" id="1"/>', "to juliet@new.example/r juliet@new.example/r"],
  ['<message to="r@rooms.old.example" type="groupchat"/>', `r@rooms.old.example ${ROMEO} xmpp:r@rooms.new.example`],
  ['<message to="r@rooms.old.example/n" type="chat"/>', `r@rooms.old.example/n ${ROMEO} xmpp:r@rooms.new.example`],
  ['<presence to="r@rooms.old.example/n"/>', `r@rooms.old.example/n ${ROMEO} xmpp:r@rooms.new.example`],
  ['<presence to="r@rooms.old.example/n" type="unavailable"/>', "dropped"],
  ['<presence to="juliet@old.example" type="probe"/>', `juliet@old.example ${ROMEO} xmpp:juliet@new.example`],
  ['<presence to="juliet@old.example"/>', "dropped"],
  ['<presence to="juliet@old.example" type="unsubscribed"/>', "dropped"],
  ['<presence to="juliet@old.example" type="error"/>', "dropped"],
  ['<message to="juliet@new.example"/>', "not ours"],
  ['<message to="juliet@mail.old.example"/>', "not ours"],
  ["<message/>", "not ours"],
])("%s: %s", (stanza, expected) => {
  expect(outcome(stanza)).toBe(expected);
});

test("RFC 5122: a name is written as a URI wants it", () => {
  expect(outcome('<iq to="zoé#1@old.example" type="get" id="1"><q xmlns="x"/></iq>')).toEndWith(
    " xmpp:zo%C3%A9%231@new.example",
  );
});
