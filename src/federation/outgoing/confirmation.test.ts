/** XEP-0198 between servers, and XEP-0199 without it: no stanza is lost, and none arrives twice where the other server resumes. */
import { describe, expect, test } from "bun:test";
import { bodies, established, managedStream, outgoingTrial } from "../../../tests/support/federation/outgoing-trial.ts";
import { parseJid } from "../../jid/jid.ts";
import { stanzaOf } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";

const SM = "urn:xmpp:sm:3";
const kept = (trial: ReturnType<typeof outgoingTrial>): number =>
  trial.db.read<{ n: number }>("SELECT count(*) AS n FROM waiting_stanza").get()?.n ?? 0;
const IQ = '<iq from="juliet@capulet.example/balcony" to="montague.example" type="get" id="1"><q xmlns="u:q"/></iq>';
const PRESENCE = '<presence from="juliet@capulet.example/balcony" to="romeo@montague.example"/>';

describe("XEP-0198 §4", () => {
  test("messages are stored until the other server has acknowledged them; presence and requests are not stored", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 2);
    trial.send(PRESENCE);
    trial.send(IQ);
    const peer = await managedStream(trial);
    expect(kept(trial)).toBe(2);
    expect(peer.receives()).toContain(`<r xmlns="${SM}"/>`);
    peer.sends(`<a xmlns="${SM}" h="1"/>`);
    await trial.settled();
    expect(kept(trial)).toBe(1);
    expect(peer.receives()).toBe(`<r xmlns="${SM}"/>`);
    peer.sends(`<a xmlns="${SM}" h="4"/>`);
    await trial.settled();
    expect(kept(trial)).toBe(0);
    expect(peer.receives()).toBe("");
    expect(trial.outgoing.routes()).toMatchObject([{ state: "connected", queued: 0, unconfirmed: 0 }]);
  });

  test("§4: an <r/> is answered with what was received: 0 on a stream that goes one way", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial);
    peer.receives();
    peer.sends(`<r xmlns="${SM}"/>`);
    await trial.settled();
    expect(peer.receives()).toBe(`<a xmlns="${SM}" h="0"/>`);
  });

  test("§4: an h that is too high ends the stream with handled-count-too-high; nothing is confirmed", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 2);
    const peer = await managedStream(trial, "sm1");
    peer.receives();
    peer.sends(`<a xmlns="${SM}" h="3"/>`);
    await trial.settled();
    expect(peer.receives()).toContain(`<handled-count-too-high xmlns="${SM}" h="3" send-count="2"/>`);
    expect(kept(trial)).toBe(2);
    trial.clock.advance(2_000);
    const next = await managedStream(trial);
    // One at a time, since one of them may be what the other server cannot bear.
    expect(bodies(next.receives())).toEqual(["1"]);
    next.sends(`<a xmlns="${SM}" h="1"/>`);
    await trial.settled();
    expect(bodies(next.receives())).toEqual(["2"]);
  });

  test("a message for which the other server ends the stream is bounced, and those behind it arrive", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 4);
    const arrived: string[] = [];
    const error =
      '<stream:error><policy-violation xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error></stream:stream>';
    for (let stream = 0; arrived.length < 3 && stream < 20; stream++) {
      const peer = await managedStream(trial, `sm${stream}`);
      for (let h = 0; !peer.isClosed && arrived.length < 3; ) {
        const heard = bodies(peer.receives());
        const good = heard.includes("2") ? heard.slice(0, heard.indexOf("2")) : heard;
        arrived.push(...good);
        h += good.length;
        peer.sends(`<a xmlns="${SM}" h="${h}"/>${heard.includes("2") ? error : ""}`);
        await trial.settled();
      }
      trial.clock.advance(100_000);
      await trial.settled();
    }
    expect(arrived).toEqual(["1", "3", "4"]);
    expect(bodies(trial.bounced.join(""))).toEqual([]);
    expect(trial.bounced).toHaveLength(1);
    expect(kept(trial)).toBe(0);
  });

  test("the connection to a peer that does not acknowledge in time is closed", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial);
    trial.clock.advance(60_000);
    await trial.settled();
    expect(peer.isClosed).toBe(true);
    expect(kept(trial)).toBe(1);
  });
});

describe("XEP-0198 §5", () => {
  test("a stream that broke is resumed: only what was not handled is sent again, with a delay stamp", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 4);
    const peer = await managedStream(trial, "sm1");
    expect(bodies(peer.receives())).toEqual(["1", "2", "3", "4"]);
    peer.sends(`<a xmlns="${SM}" h="1"/>`);
    peer.breaks();
    await trial.settled();
    trial.sendMessages(5, 1);
    trial.clock.advance(2_000);
    const next = await established(trial, { features: `<sm xmlns="${SM}"/>` });
    expect(next.receives()).toContain(`<resume xmlns="${SM}" previd="sm1" h="0"/>`);
    next.sends(`<resumed xmlns="${SM}" previd="sm1" h="3"/>`);
    await trial.settled();
    const heard = next.receives();
    expect(bodies(heard)).toEqual(["4", "5"]);
    expect(heard.match(/<delay [^>]*from="capulet.example"/g)).toHaveLength(1);
    next.sends(`<a xmlns="${SM}" h="5"/>`);
    await trial.settled();
    expect(kept(trial)).toBe(0);
  });

  /** Four messages over a stream that broke; during the next attempt the peer opens a stream of its own (XEP-0288). */
  async function peerReturnsDuringAttempt({ isDetached = false } = {}) {
    const trial = outgoingTrial();
    trial.sendMessages(1, 4);
    const peer = await managedStream(trial, "sm1");
    peer.breaks();
    await trial.settled();
    trial.clock.advance(2_000);
    const call = await trial.nextDial();
    const sent: string[] = [];
    trial.outgoing.addBidiStream(
      { local: "capulet.example", remote: "montague.example" },
      {
        ...{ isManaged: true, isResumable: true, id: "bidi", resumeRequest: undefined, isDetached },
        send: (stanza, _, number) => {
          sent.push(stanza.toString());
          number?.store(sent.length);
        },
        whenDrained: () => {},
        end: () => {},
      },
    );
    call.refuse();
    await trial.settled();
    return { trial, sent };
  }

  test("a peer that opens a stream of its own during a failed attempt is asked first to resume ours", async () => {
    const { trial, sent } = await peerReturnsDuringAttempt();
    const next = await established(trial, { features: `<sm xmlns="${SM}"/>` });
    expect(next.receives()).toContain(`<resume xmlns="${SM}" previd="sm1" h="0"/>`);
    next.sends(`<resumed xmlns="${SM}" previd="sm1" h="4"/>`);
    await trial.settled();
    expect([bodies(next.receives()), sent, kept(trial)]).toEqual([[], [], 0]);
  });

  test("where it cannot be connected to, time and again, its stream is used, and what is in doubt is sent again", async () => {
    const { trial, sent } = await peerReturnsDuringAttempt();
    (await trial.nextDial()).refuse();
    await trial.settled();
    expect(sent).toEqual([]);
    trial.clock.advance(4_000);
    (await trial.nextDial()).refuse();
    await trial.settled();
    expect(bodies(sent.join(""))[0]).toBe("1");
  });

  test("a stream of the peer's that has lost its connection is not used while ours can be resumed", async () => {
    const { trial, sent } = await peerReturnsDuringAttempt({ isDetached: true });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      trial.clock.advance(20_000);
      (await trial.nextDial()).refuse();
      await trial.settled();
    }
    expect(sent).toEqual([]);
    trial.clock.advance(60_000);
    const next = await established(trial, { features: `<sm xmlns="${SM}"/>` });
    expect(next.receives()).toContain(`<resume xmlns="${SM}" previd="sm1" h="0"/>`);
  });

  test("nor where no attempt can succeed any more: what waits goes back then", async () => {
    const { trial, sent } = await peerReturnsDuringAttempt({ isDetached: true });
    trial.clock.advance(20_000);
    const next = await trial.nextDial();
    next.refuse("not-public");
    await trial.settled();
    expect([sent, trial.bounced.length, kept(trial)]).toEqual([[], 4, 0]);
  });

  test("on resumption unhandled requests are sent again", async () => {
    const trial = outgoingTrial();
    trial.send(IQ.replace("get", "set"));
    const peer = await managedStream(trial, "sm1");
    peer.breaks();
    await trial.settled();
    trial.clock.advance(2_000);
    const next = await established(trial, {
      features: `<sm xmlns="${SM}"/>`,
      answer: `<resumed xmlns="${SM}" previd="sm1" h="0"/>`,
    });
    expect(next.receives()).toContain('type="set"');
    expect(trial.bounced).toEqual([]);
  });

  test("what the h of <failed/> does not count is sent over a new stream", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 4);
    const peer = await managedStream(trial, "sm1");
    peer.breaks();
    await trial.settled();
    trial.clock.advance(2_000);
    const next = await established(trial, {
      features: `<sm xmlns="${SM}"/>`,
      answer: `<failed xmlns="${SM}" h="3"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></failed>`,
    });
    expect(next.receives()).toContain("<enable ");
    next.sends(`<enabled xmlns="${SM}" id="sm2" resume="1"/>`);
    await trial.settled();
    expect(bodies(next.receives())).toEqual(["4"]);
    next.sends(`<a xmlns="${SM}" h="1"/>`);
    await trial.settled();
    expect(kept(trial)).toBe(0);
  });

  test("a peer that resumes with an h that is too high gets everything again, over a new stream", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 2);
    const peer = await managedStream(trial, "sm1");
    peer.breaks();
    await trial.settled();
    trial.clock.advance(2_000);
    const liar = await established(trial, {
      features: `<sm xmlns="${SM}"/>`,
      answer: `<resumed xmlns="${SM}" previd="sm1" h="7"/>`,
    });
    expect(liar.receives()).toContain("handled-count-too-high");
    trial.clock.advance(5_000);
    const next = await managedStream(trial, "sm2");
    expect(bodies(next.receives())).toEqual(["1", "2"]);
  });

  test("after a crash of this server the stream is resumed from the store: no stanza is lost, none arrives twice", async () => {
    const trial = outgoingTrial();
    const connecting = managedStream(trial, "sm1");
    trial.sendMessages(1, 1);
    trial.send(PRESENCE);
    const peer = await connecting;
    trial.sendMessages(2, 1);
    trial.send(IQ);
    trial.sendMessages(3, 2);
    await trial.settled();
    expect(bodies(peer.receives())).toEqual(["1", "2", "3", "4"]);

    // Of message, presence, message, iq, message, message the other server has handled all but the last one.
    const again = trial.restart();
    again.outgoing.start();
    const next = await established(again, {
      features: `<sm xmlns="${SM}"/>`,
      answer: `<resumed xmlns="${SM}" previd="sm1" h="5"/>`,
    });
    expect(bodies(next.receives())).toEqual(["4"]);
    again.sendMessages(5, 1);
    await again.settled();
    expect(bodies(next.receives())).toEqual(["5"]);
    next.sends(`<a xmlns="${SM}" h="7"/>`);
    await again.settled();
    expect(kept(again)).toBe(0);
  });

  test("the same where the other server has handled nothing, and the first stanzas were not stored", async () => {
    const trial = outgoingTrial();
    const connecting = managedStream(trial, "sm1");
    trial.send(PRESENCE);
    trial.send(PRESENCE);
    trial.sendMessages(1, 2);
    await connecting;
    const again = trial.restart();
    again.outgoing.start();
    const next = await established(again, {
      features: `<sm xmlns="${SM}"/>`,
      answer: `<resumed xmlns="${SM}" previd="sm1" h="0"/>`,
    });
    expect(bodies(next.receives())).toEqual(["1", "2"]);
    next.sends(`<a xmlns="${SM}" h="2"/>`);
    await again.settled();
    expect(kept(again)).toBe(0);
  });

  test("what was committed and not sent before a crash is sent once after the restart", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial, "sm1");
    peer.sends(`<a xmlns="${SM}" h="1"/>`);
    await trial.settled();
    peer.receives();
    trial.sendMessages(2, 1);
    // The tick is committed, and what it sends leaves with the next one, once its number is in the store.
    await new Promise((resolve) => trial.db.afterCommit(() => resolve(undefined)));
    expect(bodies(peer.receives())).toEqual([]);
    expect(kept(trial)).toBe(1);
  });
});

describe("without XEP-0198", () => {
  const PING =
    /<iq type="get" id="(id\d+)" from="capulet.example" to="montague.example"><ping xmlns="urn:xmpp:ping"\/><\/iq>/;
  const answer = (trial: ReturnType<typeof outgoingTrial>, id: string, type = "result"): boolean => {
    const xml = parseElement(`<iq type="${type}" id="${id}" from="montague.example" to="capulet.example"/>`);
    return trial.outgoing.handlePingAnswer(stanzaOf(xml, parseJid("montague.example")), {});
  };

  test("the answer to a ping, result or error, confirms all that was sent before it", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 2);
    const peer = await established(trial);
    trial.clock.advance(500);
    const [, id = ""] = PING.exec(peer.receives()) ?? [];
    expect(id).not.toBe("");
    trial.sendMessages(3, 1);
    await trial.settled();
    expect(answer(trial, "another")).toBe(false);
    expect(kept(trial)).toBe(3);
    expect(answer(trial, id, "error")).toBe(true);
    await trial.settled();
    expect(kept(trial)).toBe(1);
    trial.clock.advance(500);
    const [, second = ""] = PING.exec(peer.receives()) ?? [];
    expect(answer(trial, second)).toBe(true);
    await trial.settled();
    expect(kept(trial)).toBe(0);
    trial.clock.advance(100_000);
    expect(peer.receives()).toBe("");
  });

  test("what is unconfirmed is limited: when the window is full a ping is sent at once", async () => {
    const trial = outgoingTrial({ limits: { maxQueued: 1000 } });
    trial.sendMessages(1, 1000);
    const peer = await established(trial);
    const first = peer.receives();
    expect(bodies(first)).toHaveLength(100);
    let heard = first;
    for (let round = 0; bodies(heard).length < 1000 && round < 50; round += 1) {
      const [, id = ""] = [...heard.matchAll(new RegExp(PING, "g"))].at(-1) ?? [];
      expect(answer(trial, id)).toBe(true);
      await trial.settled();
      heard += peer.receives();
    }
    expect(bodies(heard)).toEqual(Array.from({ length: 1000 }, (_, index) => String(index + 1)));
  });

  test("presence and requests alone lead to no ping", async () => {
    const trial = outgoingTrial();
    trial.send(PRESENCE);
    trial.send(IQ);
    const peer = await established(trial);
    peer.receives();
    trial.clock.advance(100_000);
    expect(peer.receives()).toBe("");
    expect(trial.outgoing.routes()).toMatchObject([{ unconfirmed: 0 }]);
  });

  test("where the connection breaks, what is unconfirmed is sent again in order; requests of type set are bounced", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    trial.send(IQ.replace("get", "set"));
    trial.send(PRESENCE);
    trial.sendMessages(2, 1);
    const peer = await established(trial);
    peer.breaks();
    await trial.settled();
    trial.sendMessages(3, 1);
    trial.clock.advance(2_000);
    const next = await established(trial);
    trial.clock.advance(500);
    const first = next.receives();
    expect(bodies(first)).toEqual(["1"]);
    answer(trial, PING.exec(first)?.[1] ?? "");
    const heard = first + next.receives();
    expect(bodies(heard)).toEqual(["1", "2", "3"]);
    expect(heard.indexOf("<presence")).toBeGreaterThan(heard.indexOf(">1<"));
    expect(heard.indexOf("<presence")).toBeLessThan(heard.indexOf(">2<"));
    expect(heard).not.toContain('type="set"');
    expect(trial.bounced).toHaveLength(1);
    expect(trial.bounced[0]).toContain("remote-server-timeout");
  });

  test("a stream whose peer answers no ping is closed: its closing tag confirms what was sent (RFC 6120 §4.4)", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await established(trial);
    trial.clock.advance(500);
    trial.clock.advance(60_000);
    await trial.settled();
    expect(peer.receives()).toEndWith("</stream:stream>");
    trial.sendMessages(2, 1);
    await trial.settled();
    expect(trial.pendingDials).toBe(0);
    peer.sends("</stream:stream>");
    await trial.settled();
    expect(kept(trial)).toBe(1);
    trial.clock.advance(2_000);
    const next = await established(trial);
    expect(bodies(next.receives())).toEqual(["2"]);
  });

  test("the closing tag of a server that has refused a ping, and knows pings, confirms nothing", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await established(trial);
    trial.clock.advance(500);
    answer(trial, PING.exec(peer.receives())?.[1] ?? "");
    trial.sendMessages(2, 1);
    await trial.settled();
    trial.clock.advance(500);
    expect(answer(trial, PING.exec(peer.receives())?.[1] ?? "", "error")).toBe(true);
    const stopping = trial.outgoing.stop();
    await trial.settled();
    trial.clock.advance(3_000);
    peer.sends("</stream:stream>");
    await stopping;
    expect(kept(trial)).toBe(1);
  });

  test("a stanza that was sent five times without a confirmation is bounced", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    for (let round = 0; round < 5; round++) {
      const peer = await established(trial);
      expect(bodies(peer.receives())).toEqual(["1"]);
      peer.breaks();
      await trial.settled();
      trial.clock.advance(100_000);
    }
    await trial.settled();
    expect(trial.bounced).toHaveLength(1);
    expect(kept(trial)).toBe(0);
    expect(trial.pendingDials).toBe(0);
  });
});

describe("closing and stopping", () => {
  test("an idle session is closed in good order, and the next stanza opens another one", async () => {
    const trial = outgoingTrial({ limits: { idleTime: 50_000 } });
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial, "sm1");
    peer.sends(`<a xmlns="${SM}" h="1"/>`);
    await trial.settled();
    peer.receives();
    trial.clock.advance(50_000);
    await trial.settled();
    expect(peer.receives()).toBe(`<a xmlns="${SM}" h="0"/></stream:stream>`);
    peer.sends("</stream:stream>");
    await trial.settled();
    expect(peer.isClosed).toBe(true);
    expect(trial.outgoing.routes()).toEqual([]);
    trial.sendMessages(2, 1);
    const next = await managedStream(trial, "sm2");
    expect(bodies(next.receives())).toEqual(["2"]);
  });

  test("a stop waits for acknowledgements, and then closes the stream", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial, "sm1");
    let hasStopped = false;
    const stopping = trial.outgoing.stop().then(() => {
      hasStopped = true;
    });
    await trial.settled();
    expect(peer.receives()).not.toContain("</stream:stream>");
    // This one is kept for the next life.
    trial.sendMessages(2, 1);
    await trial.settled();
    peer.sends(`<a xmlns="${SM}" h="1"/>`);
    await trial.settled();
    const last = peer.receives();
    expect(bodies(last)).toEqual([]);
    expect(last).toEndWith("</stream:stream>");
    expect(hasStopped).toBe(false);
    peer.sends("</stream:stream>");
    await stopping;
    expect(kept(trial)).toBe(1);
  });

  test("without acknowledgements a stop leaves the stream to be resumed, and what was sent in the store", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 2);
    const peer = await managedStream(trial, "sm1");
    const stopping = trial.outgoing.stop();
    trial.clock.advance(3_000);
    await stopping;
    expect(peer.isClosed).toBe(true);
    expect(peer.receives()).not.toContain("</stream:stream>");
    const again = trial.restart();
    again.outgoing.start();
    const next = await established(again, {
      features: `<sm xmlns="${SM}"/>`,
      answer: `<resumed xmlns="${SM}" previd="sm1" h="1"/>`,
    });
    expect(bodies(next.receives())).toEqual(["2"]);
  });

  test("what waits at a stop is sent after the restart, with a delay stamp (XEP-0203)", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 2);
    await trial.nextDial();
    await trial.outgoing.stop();
    trial.clock.advance(3_600_000);
    const again = trial.restart();
    again.outgoing.start();
    const peer = await established(again);
    const heard = peer.receives();
    expect(bodies(heard)).toEqual(["1", "2"]);
    expect(
      heard.match(/<delay xmlns="urn:xmpp:delay" from="capulet.example" stamp="1970-01-01T00:00:00.000Z"\/>/g),
    ).toHaveLength(2);
  });
});
