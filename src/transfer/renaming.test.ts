import { expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { renamingOf } from "./renaming.ts";

const { renamed, renameIn } = renamingOf(
  new Map([
    ["old.example", "new.example"],
    ["rooms.old.example", "rooms.new.example"],
    ["köln.example", "bonn.example"],
  ]),
);

test.each([
  ["alice@old.example", "alice@new.example"],
  ["alice@old.example/a@old.example", "alice@new.example/a@old.example"],
  ["old.example", "new.example"],
  ["room@rooms.old.example/old.example", "room@rooms.new.example/old.example"],
  ["Alice@Old.Example", "Alice@new.example"],
  ["a@xn--kln-sna.example", "a@bonn.example"],
  ["a@mail.old.example", "a@mail.old.example"],
  ["a@bold.example", "a@bold.example"],
  ["a@old.example.org", "a@old.example.org"],
  ["old.example@elsewhere.example", "old.example@elsewhere.example"],
  ["", ""],
])("%s becomes %s", (before, after) => {
  expect(renamed(before)).toBe(after);
});

const changed = (text: string): string => {
  const element = parseElement(text);
  renameIn(element);
  return print(element);
};

test("addresses in elements are renamed, and nothing that people have written", () => {
  const before =
    '<message from="a@old.example/x" to="b@else.example"><body>a@old.example</body><subject>old.example</subject>' +
    '<x xmlns="jabber:x:conference" jid="r@rooms.old.example" reason="old.example"/>' +
    '<x xmlns="jabber:x:data"><field var="a" type="jid-multi"><value>a@old.example</value></field>' +
    '<field var="b" type="text-single"><value>a@old.example</value></field></x>' +
    "<uri>xmpp:a@old.example?message;body=old.example</uri></message>";
  expect(changed(before)).toBe(
    '<message from="a@new.example/x" to="b@else.example"><body>a@old.example</body><subject>old.example</subject>' +
      '<x xmlns="jabber:x:conference" jid="r@rooms.new.example" reason="old.example"/>' +
      '<x xmlns="jabber:x:data"><field var="a" type="jid-multi"><value>a@new.example</value></field>' +
      '<field var="b" type="text-single"><value>a@old.example</value></field></x>' +
      "<uri>xmpp:a@new.example?message;body=old.example</uri></message>",
  );
});

test("whether anything was renamed is said", () => {
  expect(renameIn(parseElement('<a><b to="x@else.example"/></a>'))).toBe(false);
  expect(renameIn(parseElement("<a><b><jid>x@old.example</jid></b></a>"))).toBe(true);
});
