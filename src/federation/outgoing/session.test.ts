/** An outgoing session: acknowledgements, its timeouts, what is sent again. */
import { expect, test } from "bun:test";
import { bodies, established, managedStream, outgoingTrial } from "../../../tests/support/federation/outgoing-trial.ts";
import { parseJid } from "../../jid/jid.ts";
import { stanzaOf } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";

test("XEP-0198 §4: a peer that acknowledges nothing for a minute is disconnected, and what it was sent is sent again", async () => {
  const trial = outgoingTrial();
  trial.sendMessages(1, 1);
  const peer = await managedStream(trial);
  await trial.settled();
  trial.clock.advance(59_999);
  expect(peer.isClosed).toBe(false);
  trial.clock.advance(1);
  expect(peer.isClosed).toBe(true);
  await trial.settled();
  trial.clock.advance(2_000);
  const next = await managedStream(trial);
  expect(bodies(next.receives())).toEqual(["1"]);
});

test.each(["", 'h=""', 'h="-1"', 'h="one"'])(
  "XEP-0198 §4: <a %s/> acknowledges nothing, and ends the stream: what was sent is sent again",
  async (attributes) => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial);
    await trial.settled();
    peer.sends(`<a xmlns="urn:xmpp:sm:3" ${attributes}/>`);
    expect(peer.received()).toContain("<invalid-xml");
    await trial.settled();
    trial.clock.advance(2_000);
    expect(bodies((await managedStream(trial)).receives())).toEqual(["1"]);
  },
);

test("XEP-0198 §5: what is sent over a new stream has none of its numbers in the other one", async () => {
  const trial = outgoingTrial();
  trial.sendMessages(1, 2);
  const numbers = (): unknown => trial.db.read("SELECT number FROM waiting_stanza ORDER BY id").all();
  const peer = await managedStream(trial, "sm1");
  await trial.settled();
  expect(numbers()).toEqual([{ number: 1 }, { number: 2 }]);
  peer.sends('<stream:error><undefined-condition xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>');
  await trial.settled();
  expect(numbers()).toEqual([{ number: 0 }, { number: 0 }]);
});

test("the minute begins anew with each acknowledgement", async () => {
  const trial = outgoingTrial();
  trial.sendMessages(1, 2);
  const peer = await managedStream(trial);
  trial.clock.advance(59_000);
  peer.sends('<a xmlns="urn:xmpp:sm:3" h="1"/>');
  await trial.settled();
  trial.clock.advance(59_000);
  expect(peer.isClosed).toBe(false);
  peer.sends('<a xmlns="urn:xmpp:sm:3" h="2"/>');
  await trial.settled();
  trial.clock.advance(120_000);
  expect(peer.isClosed).toBe(false);
});

test("RFC 6120 §4.4: a peer that does not close its stream after ours is disconnected after ten seconds", async () => {
  const trial = outgoingTrial({ limits: { idleTime: 1_000 } });
  trial.sendMessages(1, 1);
  const peer = await managedStream(trial);
  peer.sends('<a xmlns="urn:xmpp:sm:3" h="1"/>');
  await trial.settled();
  trial.clock.advance(999);
  await trial.settled();
  expect(peer.received()).not.toContain("</stream:stream>");
  trial.clock.advance(1);
  await trial.settled();
  expect(peer.received()).toEndWith("</stream:stream>");
  trial.clock.advance(9_999);
  expect(peer.isClosed).toBe(false);
  trial.clock.advance(1);
  expect(peer.isClosed).toBe(true);
});

test("where a stream breaks, a request of type set is bounced if it was sent, and waits if it was not", async () => {
  const trial = outgoingTrial({ limits: { maxQueued: 1000 } });
  const request = (id: string): string =>
    `<iq from="juliet@capulet.example/b" to="romeo@montague.example/x" type="set" id="${id}"><do xmlns="urn:x"/></iq>`;
  trial.send(request("sent"));
  trial.sendMessages(1, 99);
  trial.send(request("waiting"));
  const peer = await managedStream(trial);
  await trial.settled();
  expect([peer.received().includes('id="sent"'), peer.received().includes('id="waiting"')]).toEqual([true, false]);
  peer.breaks();
  await trial.settled();
  expect(trial.bounced.map((error) => /id="(\w+)"/.exec(error)?.[1])).toEqual(["sent"]);
});

test("XEP-0199 §4.4: only a result or an error of the other domain itself answers the ping", async () => {
  const trial = outgoingTrial();
  trial.sendMessages(1, 1);
  const peer = await established(trial);
  await trial.settled();
  trial.clock.advance(100);
  const id = /<iq type="get" id="([^"]+)"/.exec(peer.received())?.[1] ?? "";
  const answer = (text: string): boolean => {
    const element = parseElement(text.replace("ID", id));
    return trial.outgoing.handlePingAnswer(stanzaOf(element, parseJid(element.attrs.from)), {});
  };
  expect(answer('<iq type="get" id="ID" from="montague.example" to="capulet.example"/>')).toBe(false);
  expect(answer('<message id="ID" from="montague.example" to="capulet.example"/>')).toBe(false);
  expect(answer('<iq type="result" id="ID" from="romeo@montague.example" to="capulet.example"/>')).toBe(false);
  expect(answer('<iq type="result" id="ID" from="montague.example" to="juliet@capulet.example"/>')).toBe(false);
  expect(answer('<iq type="result" id="ID" from="verona.example" to="capulet.example"/>')).toBe(false);
  expect(answer('<iq type="error" id="ID" from="montague.example" to="capulet.example"/>')).toBe(true);
});
