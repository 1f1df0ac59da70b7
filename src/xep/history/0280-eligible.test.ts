/** XEP-0280 §6.1: errors in response to sent messages. */
import { expect, test } from "bun:test";
import { stanza, testSession } from "../../server/testing.ts";
import { SentMessages } from "./0280-eligible.ts";

test("an error responds to one of the last hundred messages with ids of usual length", () => {
  const sent = new SentMessages();
  const session = testSession("romeo@localhost/orchard");
  const sends = (id: string): void =>
    sent.add(session, stanza(session.jid.full, `<message to="juliet@localhost/x" id="${id}"/>`));
  const isKnown = (id: string, from = "juliet@localhost"): boolean =>
    sent.has(session, stanza(from, `<message type="error" to="${session.jid.full}" id="${id}"/>`));
  const [long, longer] = ["x".repeat(256), "x".repeat(257)];
  for (const id of ["1", long, longer]) sends(id);
  expect([isKnown("1"), isKnown("1", "tybalt@localhost"), isKnown("2"), isKnown(long), isKnown(longer)]).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  for (let n = 0; n < 99; n++) sends(`later ${n}`);
  expect([isKnown("1"), isKnown(long), isKnown("later 98")]).toEqual([false, true, true]);
});
