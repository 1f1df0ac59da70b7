/** XEP-0199: another server is asked to answer over a stream of its own; and what lying ones do. */
import { describe, expect, test } from "bun:test";
import { established, type OutgoingTrial, outgoingTrial } from "../../../tests/support/federation/outgoing-trial.ts";
import type { ScriptedPeer } from "../../../tests/support/federation/scripted-peer.ts";
import { parseJid } from "../../jid/jid.ts";
import { stanzaOf } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import type { IncomingReport } from "../report.ts";

const PAIR = { local: "capulet.example", remote: "montague.example" };
const STREAM: IncomingReport = {
  ...{ remoteAddress: "192.0.2.1", localPort: 5269, tls: "TLSv1.3", proof: "dialback", pairs: [PAIR] },
  ...{ isBidirectional: false, since: 0, received: 1 },
};

/** The ping has been sent. */
async function asked(features?: Parameters<typeof established>[1]) {
  const trial = outgoingTrial();
  const result = trial.outgoing.askBack(PAIR);
  const peer = await established(trial, features);
  await trial.settled();
  const sent = peer.receives();
  const id = /<iq[^>]* id="([^"]+)"/.exec(sent)?.[1] ?? "";
  return { trial, peer, result, sent, id };
}

const answer = (id: string, { from = PAIR.remote, to = PAIR.local, type = "result" } = {}) =>
  `<iq type="${type}" from="${from}" to="${to}" id="${id}"/>`;

function arrives({ outgoing }: OutgoingTrial, text: string, report?: IncomingReport): boolean {
  const element = parseElement(text);
  return outgoing.handlePingAnswer(stanzaOf(element, parseJid(element.attrs.from)), report ? { report } : {});
}

const isClosed = async (trial: OutgoingTrial, peer: ScriptedPeer): Promise<boolean> => {
  await trial.settled();
  return peer.isClosed;
};

describe("XEP-0199: a ping that can only be answered over a stream of the other server's", () => {
  test("XEP-0288 is left out where it is offered; the answer is known by its id, and the stream closed", async () => {
    const { trial, peer, result, sent, id } = await asked({ bidi: true });
    expect(peer.received()).not.toContain("urn:xmpp:bidi");
    expect(sent).toContain('<ping xmlns="urn:xmpp:ping"/>');
    expect(arrives(trial, answer(id), STREAM)).toBe(true);
    expect(await result).toEqual({ outcome: "answered", stream: STREAM });
    expect(await isClosed(trial, peer)).toBe(true);
  });

  test("§4.3: an error is an answer, too", async () => {
    const { trial, result, id } = await asked();
    expect(arrives(trial, answer(id, { type: "error" }), STREAM)).toBe(true);
    expect(await result).toMatchObject({ outcome: "answered" });
  });

  test("an answer over our own stream says nothing of the way to us", async () => {
    const { peer, result, id } = await asked();
    peer.sends(answer(id));
    expect(await result).toEqual({ outcome: "own-stream" });
  });

  test("nor does one over another stream of ours, which goes both ways (XEP-0288)", async () => {
    const { trial, result, id } = await asked();
    expect(arrives(trial, answer(id))).toBe(true);
    expect(await result).toEqual({ outcome: "own-stream" });
  });

  test.each([
    ["of another domain", { from: "verona.example" }],
    ["of an account there", { from: "romeo@montague.example" }],
    ["to another domain of ours", { to: "rooms.capulet.example" }],
    ["that is a request", { type: "get" }],
  ])("a stanza %s is no answer", async (_, changes) => {
    const { trial, result, id } = await asked();
    expect(arrives(trial, answer(id, changes), STREAM)).toBe(false);
    trial.clock.advance(30_000);
    expect(await result).toEqual({ outcome: "silent" });
    expect(arrives(trial, answer(id), STREAM)).toBe(false);
  });

  test("a server that is not reached was sent nothing: the reason is said", async () => {
    const trial = outgoingTrial();
    const result = trial.outgoing.askBack(PAIR);
    (await trial.nextDial()).refuse();
    expect(await result).toMatchObject({ outcome: "not-sent", obstacle: { kind: "refused" }, step: "tcp" });
  });

  test("a domain that the policy excludes is not connected to", async () => {
    const trial = outgoingTrial({ policy: { deny: [PAIR.remote] } });
    expect(await trial.outgoing.askBack(PAIR)).toMatchObject({ obstacle: { kind: "policy" } });
    expect(trial.pendingDials).toBe(0);
  });

  test("elements that are no answer are not kept, however many come", async () => {
    const { trial, peer, result } = await asked();
    for (let round = 0; round < 1000; round++) peer.sends("<message/>");
    await trial.settled();
    expect(peer.isPaused).toBe(false);
    trial.clock.advance(30_000);
    expect(await result).toEqual({ outcome: "silent" });
  });
});
