/** XEP-0198 between servers, and XEP-0199 where it is not spoken: none is lost, and none comes twice if the other server helps. */
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
  test("what is sent is kept until the other server has acknowledged it; presence and requests are not", async () => {
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

  test("§4: an <r/> is answered with how much was received, and that is 0 on a stream that goes one way", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial);
    peer.receives();
    peer.sends(`<r xmlns="${SM}"/>`);
    await trial.settled();
    expect(peer.receives()).toBe(`<a xmlns="${SM}" h="0"/>`);
  });

  test("§6: a count that is too high ends the stream with handled-count-too-high; nothing is taken for acknowledged", async () => {
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

  test("a message that the other server ends the stream for comes back, and those behind it arrive", async () => {
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

  test("a peer that does not acknowledge in time is cut", async () => {
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
  test("a stream that broke is resumed: what was not handled is sent again, late, and nothing else", async () => {
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

  test("requests are sent again too when the stream is resumed, since they have not been handled", async () => {
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

  test("<failed/> with an h tells what had arrived: the rest is sent over a new stream", async () => {
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

  test("a peer that resumes with more than it was sent is not believed: all is sent anew, over a stream of its own", async () => {
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

  test("after a crash of this server, the stream is resumed by what is in the store: none is lost, none comes twice", async () => {
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

  test("the same where the other server has handled none of it, and what was not kept came first", async () => {
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

  test("what a crash interrupts between commit and sending is sent by the next life, once", async () => {
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
    return trial.outgoing.handlePingAnswer(stanzaOf(xml, parseJid("montague.example")));
  };

  test("the answer to a ping confirms all that was sent before it, whatever it says", async () => {
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

  test("what would be sent again if the line broke is not much: more leaves once it is confirmed, and that is asked at once", async () => {
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

  test("presence and requests alone are not asked about", async () => {
    const trial = outgoingTrial();
    trial.send(PRESENCE);
    trial.send(IQ);
    const peer = await established(trial);
    peer.receives();
    trial.clock.advance(100_000);
    expect(peer.receives()).toBe("");
    expect(trial.outgoing.routes()).toMatchObject([{ unconfirmed: 0 }]);
  });

  test("where the connection breaks, what is not confirmed is sent again in order; what might be done twice comes back", async () => {
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

  test("a peer that answers no ping is left: its closing tag confirms what was sent (RFC 6120 §4.4)", async () => {
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

  test("what is sent five times without a confirmation comes back to its sender", async () => {
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

describe("the end", () => {
  test("an idle stream is closed in good order, and the next stanza opens another one", async () => {
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

  test("a stop waits for what is unacknowledged, and then ends the stream", async () => {
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

  test("where nothing is acknowledged it stops all the same: the stream stays open to be resumed, and what was sent stays kept", async () => {
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

  test("what waits when it stops is sent by the next life, with its delay (XEP-0203)", async () => {
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
