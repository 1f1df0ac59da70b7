import { describe, expect, test } from "bun:test";
import { chooseRecipients, isStoredOffline } from "./delivery.ts";
import { registerOf, stanza, testSession } from "./testing.ts";

const JULIET = "juliet@localhost";
const sessions = registerOf(
  testSession(`${JULIET}/balcony`, 0),
  testSession(`${JULIET}/chamber`, 5),
  testSession(`${JULIET}/hidden`, -1),
  testSession(`${JULIET}/silent`),
);

const chosen = (text: string): string => {
  const { recipients, refusal } = chooseRecipients(stanza("romeo@localhost/orchard", text), sessions);
  return [...[...recipients].map(({ jid }) => jid.resource), refusal ?? "in silence"].join(" ");
};

describe("RFC 6121 §8.5.2.1: to the bare JID", () => {
  test.each([
    ["<message to='juliet@localhost'/>", "balcony chamber in silence"],
    ["<message type='chat' to='juliet@localhost'/>", "balcony chamber in silence"],
    ["<message type='headline' to='juliet@localhost'/>", "balcony chamber in silence"],
    ["<message type='groupchat' to='juliet@localhost'/>", "service-unavailable"],
    ["<message type='error' to='juliet@localhost'/>", "in silence"],
    ["<presence to='juliet@localhost'/>", "balcony chamber hidden in silence"],
    ["<presence type='unavailable' to='juliet@localhost'/>", "balcony chamber hidden in silence"],
  ])("%s: %s", (text, fate) => expect(chosen(text)).toBe(fate));
});

describe("RFC 6121 §8.5.3.1: to a full JID with a session", () => {
  test.each(["<message/>", "<message type='groupchat'/>", "<presence/>", "<iq type='get' id='1'/>"])("%s", (text) => {
    for (const resource of ["chamber", "hidden", "silent"]) {
      expect(chosen(text.replace("/>", ` to='${JULIET}/${resource}'/>`))).toBe(`${resource} in silence`);
    }
  });
});

describe("RFC 6121 §8.5.3.2: to a full JID without a session", () => {
  test.each([
    ["<message/>", "service-unavailable"],
    ["<message type='chat'/>", "balcony chamber in silence"],
    ["<message type='headline'/>", "in silence"],
    ["<message type='groupchat'/>", "service-unavailable"],
    ["<message type='error'/>", "in silence"],
    ["<presence/>", "in silence"],
    ["<presence type='unavailable'/>", "in silence"],
    ["<presence type='error'/>", "in silence"],
    ["<presence type='subscribe'/>", "balcony chamber hidden in silence"],
    ["<iq type='get' id='1'/>", "service-unavailable"],
  ])("%s: %s", (text, fate) => expect(chosen(text.replace("/>", ` to='${JULIET}/garden'/>`))).toBe(fate));
});

test("RFC 6121 §8.5.2.2.1: messages of type normal and chat are stored offline, others are not", () => {
  const kept = ["normal", "chat", "headline", "groupchat", "error"].filter((type) =>
    isStoredOffline(stanza("romeo@localhost", `<message type='${type}'/>`)),
  );
  expect(kept).toEqual(["normal", "chat"]);
});
