import { expect, test } from "bun:test";
import { inClientNamespace } from "../../../stanza.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { print } from "../../../xml/print.ts";
import { resultElement, storedMessage } from "./query-handler.ts";

/** The attributes in any order: the namespace comes first where the text is sent as it stands. */
const read = (text: string) => {
  const { attrs, children } = parseElement(text);
  return { attrs, children: children.map(String) };
};

test.each([
  `<message from="romeo@localhost/r" to="juliet@localhost" type="chat" id="1"><body>a &lt; b &amp; "c"</body></message>`,
  `<message from="romeo@localhost/r" to="juliet@localhost"/>`,
  `<message from="romeo@localhost/r" id=" xmlns=&gt;"><x xmlns="urn:one"><y:z xmlns:y="urn:two"/></x></message>`,
  `<message xmlns="jabber:client" from="romeo@localhost/r"><body>in its namespace already</body></message>`,
])("§4.2: a stored message is forwarded as what was received, in jabber:client: %s", (text) => {
  const forwarded = resultElement({ id: "i", time: 0, message: storedMessage(text) }).getChild("forwarded");
  const printed = print(forwarded?.children.at(-1) as Parameters<typeof print>[0]);
  expect(read(printed)).toEqual(read(print(inClientNamespace(parseElement(text)))));
  expect(printed).toMatch(/^<message [^>]*xmlns="jabber:client"/);
});
