/** XEP-0191 §5: JID matching. */
import { expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { JidMatcher } from "./0191-jid-matching.ts";

const items = new JidMatcher(["a@x", "b@x/1", "b@x/2", "y.example", "z.example/res"]);

test("a full JID matches itself, a bare JID all of its resources, a domain all of its JIDs", () => {
  const matched = ["a@x", "a@x/r", "b@x/1", "b@x/2", "y.example", "c@y.example", "c@y.example/r", "z.example/res"];
  const others = ["x", "b@x", "b@x/3", "aa@x", "a@x.y", "sub.y.example", "c@sub.y.example", "z.example", "c@z.example"];
  expect(matched.filter((jid) => !items.matches(parseJid(jid)))).toEqual([]);
  expect(others.filter((jid) => items.matches(parseJid(jid)))).toEqual([]);
});

test("of a contact, its bare JID matches, or some of its full JIDs, or nothing", () => {
  const meant = ["a@x", "b@x", "c@y.example", "y.example", "c@x", "z.example", "c@z.example"].map((contact) =>
    items.addressesOf(contact),
  );
  expect(meant).toEqual([["a@x"], ["b@x/1", "b@x/2"], ["c@y.example"], ["y.example"], [], [], []]);
  expect(new JidMatcher(["a@x", "a@x/1", "x"]).addressesOf("a@x")).toEqual(["a@x", "a@x/1"]);
});
