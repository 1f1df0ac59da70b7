/** XEP-0198 and XEP-0288 on the streams of other servers, without sockets. */
import { describe, expect, test } from "bun:test";
import {
  authenticated,
  EXTERNAL,
  header,
  type IncomingTrial,
  incomingTrial,
} from "../../../tests/support/federation/incoming-trial.ts";
import type { ScriptedPeer } from "../../../tests/support/federation/scripted-peer.ts";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";

const SM = 'xmlns="urn:xmpp:sm:3"';
const PAIR = "montague.example capulet.example";
const chat = (body: string): string =>
  `<message from="juliet@capulet.example/x" to="romeo@montague.example"><body>${body}</body></message>`;
const reply = (body: string) =>
  xml("message", { from: "romeo@montague.example", to: "juliet@capulet.example" }, xml("body", {}, body));

/** A stream that can be resumed, and its id. */
function resumable(trial: IncomingTrial, options = {}): { readonly peer: ScriptedPeer; readonly id: string } {
  const peer = authenticated(trial, options);
  peer.sends(`<enable ${SM} resume="true"/>`);
  const id = /<enabled [^>]*id="([^"]+)"/.exec(peer.receives())?.[1] ?? "";
  return { peer, id };
}

const resume = (id: string, h = 0): string => `<resume ${SM} previd="${id}" h="${h}"/>`;

describe("XEP-0198", () => {
  test("§3: it cannot be enabled before the peer is verified, nor twice", () => {
    const trial = incomingTrial();
    const peer = trial.connect();
    peer.sends(`${header()}<enable ${SM}/>`);
    expect(peer.receives()).toMatch(/<failed [^>]*><unexpected-request/);
    const known = authenticated(trial);
    known.sends(`<enable ${SM}/>`);
    expect(known.receives()).toBe(`<enabled ${SM}/>`);
    known.sends(`<enable ${SM}/>`);
    expect(known.receives()).toContain("<unexpected-request");
  });

  test("§3: max is the resumption time in seconds", () => {
    const peer = authenticated(incomingTrial({ limits: { resumptionTime: 999_999 } }));
    peer.sends(`<enable ${SM} resume="true"/>`);
    expect(peer.receives()).toContain('max="999"');
  });

  test("§4: stanzas are acknowledged once they are on the disk", async () => {
    const trial = incomingTrial();
    const peer = authenticated(trial);
    peer.sends(`<enable ${SM}/>${chat("1")}${chat("2")}`);
    peer.receives();
    peer.sends(`<r ${SM}/>`);
    expect(peer.receives()).toBe("");
    await trial.settled();
    expect(peer.receives()).toBe(`<a ${SM} h="2"/>`);
  });

  test("§4: acknowledging more than was sent ends the stream", () => {
    const peer = authenticated(incomingTrial());
    peer.sends(`<enable ${SM}/><a ${SM} h="1"/>`);
    expect(peer.receives()).toMatch(/<undefined-condition.*<handled-count-too-high [^>]*send-count="0"/);
  });

  test("§5: a resumed stream keeps its counter, and the other connection ends", async () => {
    const trial = incomingTrial();
    const { peer, id } = resumable(trial);
    peer.sends(chat("1") + chat("2"));
    const back = authenticated(trial);
    back.sends(resume(id));
    expect(peer.receives()).toContain("<conflict ");
    await trial.settled();
    expect(back.receives()).toBe(`<resumed ${SM} previd="${id}" h="2"/>`);
    back.sends(`${chat("3")}<r ${SM}/>`);
    await trial.settled();
    expect(back.receives()).toBe(`<a ${SM} h="3"/>`);
  });

  test.each(['h="0"', 'previd="ID"', 'previd="" h="0"', 'h="-1" previd="ID"', ""])(
    "§5: <resume %s/> is a bad request",
    async (attributes) => {
      const trial = incomingTrial();
      const { id } = resumable(trial);
      const back = authenticated(trial);
      back.sends(`<resume ${SM} ${attributes.replace("ID", id)}/>`);
      await trial.settled();
      expect(back.receives()).toContain(`<failed ${SM}><bad-request`);
    },
  );

  test("§5: after a crash, the h of <resumed/> counts what had arrived", async () => {
    const trial = incomingTrial();
    const { peer, id } = resumable(trial);
    peer.sends(chat("1") + chat("2"));
    await trial.settled();
    const later = trial.restart();
    const back = authenticated(later);
    back.sends(resume(id));
    await later.settled();
    expect(back.receives()).toBe(`<resumed ${SM} previd="${id}" h="2"/>`);
    back.sends(`${chat("3")}<r ${SM}/>`);
    await later.settled();
    expect(back.receives()).toBe(`<a ${SM} h="3"/>`);
  });

  test("§5: a stream cannot be resumed by another server, nor once it was closed or its time is over", async () => {
    const clock = manualClock();
    const trial = incomingTrial({ clock });
    const { id } = resumable(trial);
    const other = trial.connect(["tybalt.example"]);
    other.sends(header("tybalt.example") + EXTERNAL);
    other.sends(header("tybalt.example") + resume(id));
    await trial.settled();
    expect(other.receives()).toContain(`<failed ${SM}><item-not-found`);
    expect(trial.incoming.streams()).toHaveLength(2);

    const closed = resumable(trial);
    closed.peer.sends("</stream:stream>");
    const late = resumable(trial);
    late.peer.breaks();
    await trial.settled();
    clock.advance(600_001);
    for (const { id: gone } of [closed, late]) {
      const back = authenticated(trial);
      back.sends(resume(gone));
      await trial.settled();
      expect(back.receives()).toContain("<item-not-found");
    }
  });

  test("when the server stops each peer gets an <a/>, and can resume afterwards", async () => {
    const trial = incomingTrial();
    const { peer, id } = resumable(trial);
    peer.sends(chat("1"));
    await trial.incoming.stop(new StreamError("system-shutdown"));
    expect(peer.receives()).toMatch(/^<a [^>]*h="1"\/><stream:error><system-shutdown .*<\/stream:stream>$/);
    const later = trial.restart();
    const back = authenticated(later);
    back.sends(resume(id));
    await later.settled();
    expect(back.receives()).toContain(`h="1"`);
  });
});

describe("XEP-0288", () => {
  test("§2.2: stanzas of verified pairs are sent over it, once the peer has sent something or a second has passed", async () => {
    const clock = manualClock();
    const trial = incomingTrial({ clock });
    const peer = trial.connect(["capulet.example"]);
    peer.sends(`${header()}<bidi xmlns="urn:xmpp:bidi"/>${EXTERNAL}`);
    await trial.settled();
    peer.sends(header());
    await trial.settled();
    expect(trial.bidiEvents).toEqual([]);
    clock.advance(1000);
    expect(trial.bidiEvents).toEqual([`+${PAIR}`]);
    peer.receives();
    trial.bidiStreams.get(PAIR)?.send(reply("1"), () => {});
    expect(peer.receives()).toContain("<body>1</body>");
    peer.breaks();
    await trial.settled();
    expect(trial.bidiEvents).toEqual([`+${PAIR}`, `-${PAIR}`]);
  });

  test("§2.1: STARTTLS comes first", () => {
    const trial = incomingTrial();
    const peer = trial.connectPlain();
    peer.sends(`${header()}<bidi xmlns="urn:xmpp:bidi"/>`);
    expect(peer.receives()).toContain("policy-violation");
  });

  test("with XEP-0198, what the peer acknowledges is confirmed", async () => {
    const trial = incomingTrial();
    const { peer } = resumable(trial, { bidi: true });
    const confirmed: string[] = [];
    const stream = trial.bidiStreams.get(PAIR);
    // We send when the peer has agreed to count, and not before.
    expect(stream?.isManaged).toBe(true);
    for (const body of ["1", "2", "3"]) stream?.send(reply(body), () => confirmed.push(body));
    await trial.settled();
    expect(peer.receives()).toEndWith(`<r ${SM}/>`);
    peer.sends(`<a ${SM} h="2"/>`);
    expect(confirmed).toEqual(["1", "2"]);
  });

  test("what is sent over a stream that broke waits, and is sent in order once it is resumed", async () => {
    const trial = incomingTrial({ clock: manualClock() });
    const { peer, id } = resumable(trial, { bidi: true });
    const confirmed: string[] = [];
    const send = (body: string): void => trial.bidiStreams.get(PAIR)?.send(reply(body), () => confirmed.push(body));
    for (const body of ["1", "2"]) send(body);
    peer.breaks();
    await trial.settled();
    send("3");
    expect(trial.bidiEvents).toEqual([`+${PAIR}`]);
    const back = authenticated(trial, { bidi: true });
    back.sends(resume(id, 1));
    await trial.settled();
    expect(back.receives()).toMatch(/<resumed .*<body>2<\/body>.*<body>3<\/body>.*<r /);
    send("4");
    expect(back.receives()).toContain("<body>4</body>");
    back.sends(`<a ${SM} h="4"/>`);
    expect(confirmed).toEqual(["1", "2", "3", "4"]);
    expect(trial.bidiEvents).toEqual([`+${PAIR}`]);
  });

  test("a stream that the peer has closed is released at once", async () => {
    const trial = incomingTrial({ clock: manualClock() });
    const { peer, id } = resumable(trial, { bidi: true });
    peer.sends("</stream:stream>");
    expect(trial.bidiEvents).toEqual([`+${PAIR}`, `-${PAIR}`]);
    const back = authenticated(trial, { bidi: true });
    back.sends(resume(id));
    await trial.settled();
    expect(back.receives()).toContain("<item-not-found");
  });

  test("a broken stream is released when the peer resumes nothing, or after the resumption time", async () => {
    const clock = manualClock();
    const trial = incomingTrial({ clock });
    resumable(trial, { bidi: true }).peer.breaks();
    await trial.settled();
    const back = authenticated(trial, { bidi: true });
    await trial.settled();
    expect(trial.bidiEvents).toEqual([`+${PAIR}`]);
    back.sends(`<enable ${SM} resume="true"/>`);
    expect(trial.bidiEvents).toEqual([`+${PAIR}`, `-${PAIR}`, `+${PAIR}`]);
    back.breaks();
    await trial.settled();
    clock.advance(29_999);
    expect(trial.bidiEvents).toHaveLength(3);
    clock.advance(1);
    expect(trial.bidiEvents).toEqual([`+${PAIR}`, `-${PAIR}`, `+${PAIR}`, `-${PAIR}`]);
  });

  test("a stream is not resumed over one that is verified for fewer pairs", async () => {
    const trial = incomingTrial({ clock: manualClock() });
    const more = ["capulet.example", "rooms.capulet.example"];
    const { peer, id } = resumable(trial, { bidi: true, certified: more });
    peer.sends('<db:result from="rooms.capulet.example" to="montague.example">key</db:result>');
    const other = "montague.example rooms.capulet.example";
    expect(trial.bidiEvents).toEqual([`+${PAIR}`, `+${other}`]);
    peer.breaks();
    await trial.settled();
    const back = authenticated(trial, { bidi: true });
    back.sends(resume(id));
    await trial.settled();
    expect(back.receives()).toMatch(/<failed [^>]*h="0"[^>]*><item-not-found/);
    expect(trial.bidiEvents.slice(2)).toEqual([`-${PAIR}`, `-${other}`]);
  });

  test("after a crash the stream is not resumed, but each side gets the h of the other", async () => {
    const trial = incomingTrial();
    const { peer, id } = resumable(trial, { bidi: true });
    peer.sends(chat("1"));
    await trial.settled();
    const later = trial.restart();
    const back = authenticated(later, { bidi: true });
    back.sends(resume(id, 2));
    await later.settled();
    expect(back.receives()).toMatch(/<failed [^>]*h="1"[^>]*><item-not-found/);
    back.sends(`<enable ${SM}/>`);
    expect(later.bidiStreams.get(PAIR)?.resumeRequest).toEqual({ previd: id, h: 2 });
  });

  test("a stanza with a stored number leaves once that is committed, and those behind it follow", async () => {
    const trial = incomingTrial();
    const { peer } = resumable(trial, { bidi: true });
    const stream = trial.bidiStreams.get(PAIR);
    const numbers: number[] = [];
    const committed: (() => void)[] = [];
    const numbered = (number: number): void => void numbers.push(number);
    const afterCommit = (callback: () => void): void => void committed.push(callback);
    stream?.send(reply("1"), () => {});
    for (const body of ["2", "3"]) stream?.send(reply(body), () => {}, { bytes: 100, store: numbered, afterCommit });
    stream?.send(reply("4"), () => {});
    await trial.settled();
    expect([numbers, committed.length]).toEqual([[2, 3], 2]);
    expect(peer.receives()).not.toContain("<body>2");
    committed[0]?.();
    expect(peer.receives()).toMatch(/<body>2<(?!.*<body>[34]<)/);
    committed[1]?.();
    expect(peer.receives()).toMatch(/<body>3<.*<body>4</);
  });

  test("a peer that acknowledges too little gets resource-constraint", async () => {
    const trial = incomingTrial({ limits: { maxUnacknowledged: 1000 } });
    const { peer } = resumable(trial, { bidi: true });
    for (let count = 0; count < 20; count++) trial.bidiStreams.get(PAIR)?.send(reply("x".repeat(100)), () => {});
    expect(peer.receives()).toContain("resource-constraint");
    expect(peer.isClosed).toBe(true);
  });
});

describe("limits", () => {
  test("the streams of a domain that sends too much are read more slowly, and ended where it goes on", () => {
    const clock = manualClock();
    const trial = incomingTrial({ clock, rate: 1000, limits: { maxStreamsPerDomain: 100 } });
    const peer = authenticated(trial);
    peer.sends(chat("x".repeat(900)));
    expect(peer.isPaused).toBe(false);
    peer.sends(chat("x".repeat(900)));
    expect(peer.isPaused).toBe(true);
    peer.sends(chat("late"));
    expect(trial.arrived).toHaveLength(2);
    clock.advance(1500);
    expect(peer.isPaused).toBe(false);
    expect(trial.arrived).toHaveLength(3);
    const others = Array.from({ length: 10 }, () => authenticated(trial));
    for (const other of others) other.sends(chat("x".repeat(9000)));
    expect(others.map(({ isClosed }) => isClosed)).toEqual([...Array(6).fill(false), ...Array(4).fill(true)]);
    expect(others.at(-1)?.receives()).toContain("policy-violation");
  });

  test("of too many streams of one domain the oldest is ended, of too many domains the newest", () => {
    const trial = incomingTrial({ limits: { maxStreamsPerDomain: 2, maxDomains: 1 } });
    const peers = [authenticated(trial), authenticated(trial), authenticated(trial)];
    expect(peers.map(({ isClosed }) => isClosed)).toEqual([true, false, false]);
    const other = trial.connect(["tybalt.example"]);
    other.sends(header("tybalt.example") + EXTERNAL);
    expect(other.receives()).toContain("resource-constraint");
  });

  test("of too many domains, the stream with the most pairs is ended", () => {
    const trial = incomingTrial({ limits: { maxDomains: 2 } });
    const greedy = trial.connect(["a.example", "b.example"]);
    const key = (from: string): string => `<db:result from="${from}" to="montague.example">key</db:result>`;
    greedy.sends(header("a.example") + key("a.example") + key("b.example"));
    const honest = trial.connect(["capulet.example"]);
    honest.sends(header() + EXTERNAL);
    expect([greedy.isClosed, honest.isClosed]).toEqual([true, false]);
    expect(greedy.receives()).toContain("<resource-constraint ");
  });

  test("verifications on behalf of strangers are limited, one at a time to a domain", async () => {
    const trial = incomingTrial({ policy: { requireCertificate: false } });
    const key = (from: string): string => `<db:result from="${from}.example" to="montague.example">key</db:result>`;
    const peer = trial.connect();
    peer.sends(header() + key("a") + key("a") + key("a"));
    expect(trial.verifyRequests).toHaveLength(1);
    // Two of one domain at a time, three of one address.
    await trial.settled();
    expect(peer.receives().match(/resource-constraint/g)).toHaveLength(1);
    peer.sends(key("b") + key("c"));
    await trial.settled();
    expect(peer.receives().match(/resource-constraint/g)).toHaveLength(1);
    expect(trial.verifyRequests.map(({ request }) => request.to)).toEqual(["a.example", "b.example"]);
    trial.verifyRequests[0]?.resolve("valid");
    await trial.settled();
    expect(trial.verifyRequests).toHaveLength(3);
  });

  test("an idle stream is closed if it has XEP-0198", () => {
    const clock = manualClock();
    const trial = incomingTrial({ clock, limits: { idleTime: 1000 } });
    const { peer } = resumable(trial);
    const other = authenticated(trial);
    clock.advance(2_000);
    expect(peer.receives()).toBe("</stream:stream>");
    expect(other.isClosed).toBe(false);
  });
});
