/** XEP-0198 §5 after a crash: two runs of a server on one store and one journal, the first of which is killed. */
import { describe, expect, test } from "bun:test";
import { makeJid } from "../jid/jid.ts";
import type { SessionHooks } from "../server/session-hooks.ts";
import { testRouter } from "../server/testing.ts";
import { stanzaOf } from "../stanza.ts";
import type { JournalFile } from "../store/journal-file.ts";
import type { Stream } from "../stream/stream.ts";
import { openTestStream, streamHeader } from "../stream/testing.ts";
import { parseElement } from "../xml/parse-element.ts";
import type { ClientSession } from "./client-session.ts";
import { ClientSessions } from "./client-sessions.ts";
import { enable } from "./resumption.ts";
import { openSuspendedSessionStore } from "./suspended-session-store.ts";

const message = (id: number) => parseElement(`<message id="${id}" type="chat" from="juliet@localhost/b"/>`);
const ENABLE = parseElement('<enable xmlns="urn:xmpp:sm:3" resume="true"/>');
const HOUR = 3_600_000;

/** A journal in memory; `lines` is what a process that is killed now leaves behind. */
function memoryJournal() {
  const lines: string[] = [];
  let isThere = false;
  let isRefused = false;
  const file: JournalFile = {
    former: () => [...lines],
    get bytes() {
      return lines.join("\n").length;
    },
    get isThere() {
      return isThere;
    },
    append: (line) => void lines.push(line),
    replace: (all) => {
      lines.splice(0, lines.length, ...(isRefused ? [] : all));
      isThere = !isRefused;
    },
    remove: () => {
      lines.length = 0;
      isThere = false;
    },
  };
  const refuse = (): void => {
    isRefused = true;
    file.remove();
  };
  return { file, lines, refuse };
}

let ids = 0;
type Machine = ReturnType<typeof newMachine>;
const newMachine = () => ({ kernel: testRouter(), journal: memoryJournal(), clock: { now: 1000 } });

function start({ kernel, journal, clock }: Machine = newMachine(), { revives = true } = {}) {
  const disk = { isLost: false, isRefused: false, isFull: false };
  const { router, outbox, db, sessions: register } = kernel;
  /** What is awaited after each turn of work. */
  const turns = { after: async (_turn: number): Promise<void> => {} };
  for (const session of [...register.all()]) register.remove(session);
  const saved: Record<string, string> = {};
  const restored: unknown[] = [];
  const crashed: string[] = [];
  const redelivered: string[] = [];
  const hooks = {
    save: () => ({ ...saved }),
    restore: (_, known) => void restored.push(known),
    crashed: ({ unacknowledged }) => void crashed.push(unacknowledged.map(({ stanza }) => stanza.attrs.id).join()),
    ended: () => {},
    disconnected: () => {},
    nonzas: new Map(),
  } as Partial<SessionHooks> as SessionHooks;
  const spy = Object.assign(Object.create(router), {
    accept: () => {},
    redeliver: ({ attrs }: { readonly attrs: { readonly id: string } }) =>
      disk.isFull ? "refused" : void redelivered.push(attrs.id),
  });
  const quiet = (): void => {};
  const sessions = new ClientSessions({
    ...{ router: spy, outbox, register, hooks },
    accounts: { exists: (account) => account === "romeo@localhost" },
    suspendedStore: openSuspendedSessionStore(db, parseElement),
    journalFile: journal.file,
    inTurns: async (_, work) => {
      for (let turn = 0; ; turn += 1) {
        const step = work.next();
        await turns.after(turn);
        if (step.done) return step.value;
        await Bun.sleep(0);
      }
    },
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    afterSync: (callback, lost) => (disk.isLost ? lost?.() : callback()),
    afterCommit: (callback, lost = callback) => db.afterCommit(() => (disk.isRefused ? lost : callback)(), lost),
    id: () => `sm${++ids}`,
    now: () => clock.now,
    limits: {
      ...{ resumption: HOUR, maxUnacknowledged: 1000, maxUnacknowledgedBytes: 1_000_000, sessionsPerAccount: 2 },
      ...{ memoryPerAccount: 10_000_000, memoryDetached: 10_000_000 },
    },
  });
  if (revives) sessions.reviveAll();
  const bind = (resource = "a"): ClientSession => {
    const { stream } = openTestStream();
    stream.opened(streamHeader());
    stream.authenticated("romeo@localhost");
    const session = sessions.bind(stream, makeJid("romeo", "localhost", resource));
    enable(ENABLE, session, sessions);
    return session;
  };
  const again = ({ management }: ClientSession): ClientSession | undefined =>
    sessions.resumable(management?.id ?? "", "romeo@localhost");
  /** The tick is committed, and its sends have been written. */
  const committed = async (): Promise<void> => {
    await kernel.committed();
    await Bun.sleep(0);
  };
  return { sessions, bind, again, committed, saved, restored, crashed, redelivered, kernel, disk, turns };
}

/** The disk is full for the tick that is open, of which nothing is kept, and has space for the next. */
async function loseTick({ kernel: { db, committed } }: Machine): Promise<void> {
  const pages = db.read<{ page_count: number }>("PRAGMA page_count").get()?.page_count;
  db.read(`PRAGMA max_page_count = ${pages}`).get();
  const fill = db.write("INSERT INTO suspended_stanza VALUES ('full', 0, 0, hex(zeroblob(500000)))");
  expect(() => fill.run()).toThrow("full");
  db.read("PRAGMA max_page_count = 1000000").get();
  await committed();
}

/** As they are stored. */
const minutesLeft = ({ kernel }: Machine, now: number, ...sessions: readonly ClientSession[]): readonly number[] =>
  sessions.map(({ management }) => {
    const query = kernel.db.read<{ ends: number }>("SELECT ends FROM suspended_session WHERE id = ?");
    return Math.round(((query.get(management?.id ?? "")?.ends ?? 0) - now) / 60_000);
  });
const idsOf = (session: ClientSession | undefined): string =>
  session?.unacknowledged.map(({ stanza }) => stanza.attrs.id).join() ?? "none";
const stanza = (session: ClientSession, text: string): void => session.element(parseElement(text));

describe("after a crash", () => {
  test("a session is there with its counts, what it was sent and not acknowledged, and its presence", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    first.saved.carbons = "enabled";
    stanza(session, "<presence/>");
    session.setPresence(parseElement('<presence from="romeo@localhost/a"><show>away</show></presence>'), 3);
    for (let n = 1; n <= 5; n++) session.send(message(n));
    await first.committed();
    session.management?.acknowledge(2);
    await first.committed();
    const second = start(machine);
    const revived = second.again(session);
    expect([revived?.management?.received, revived?.management?.acknowledged, revived?.management?.sent]).toEqual([
      1, 2, 5,
    ]);
    expect(idsOf(revived)).toBe("3,4,5");
    expect([revived?.presence?.getChildText("show"), revived?.priority]).toEqual(["away", 3]);
    expect([second.restored, second.crashed]).toEqual([[{ carbons: "enabled" }], ["3,4,5"]]);
  });

  test("what was received in a tick that was not committed does not count as handled", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    stanza(session, "<message/>");
    await first.committed();
    stanza(session, "<message/>");
    // Something else is written in the middle of the tick.
    session.deliver(message(1));
    await Promise.resolve();
    const revived = start(machine).again(session);
    expect([revived?.management?.received, idsOf(revived)]).toEqual([1, "1"]);
  });

  test("what was received in a tick that the disk has refused counts with the answer to it, in the next one", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    await first.committed();
    first.disk.isRefused = true;
    stanza(session, "<message/>");
    await first.committed();
    const left = machine.journal.file.former();
    first.disk.isRefused = false;
    session.send(message(1));
    await first.committed();
    const revived = start(machine).again(session);
    expect([revived?.management?.received, idsOf(revived)]).toEqual([1, "1"]);
    machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...left);
    expect(start(machine).again(session)?.management?.received).toBe(0);
  });

  test("what was acknowledged of offline messages in a tick that was not committed is there still", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    const portions = [[message(1), message(2)]];
    session.deliverBacklog(() => portions.shift() ?? []);
    await first.committed();
    session.acknowledge(1);
    session.deliver(parseElement('<presence id="3"/>'));
    await Promise.resolve();
    const left = machine.journal.file.former();
    await first.committed();
    expect(idsOf(start(machine).again(session))).toBe("2,3");
    machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...left);
    expect(idsOf(start(machine).again(session))).toBe("1,2,3");
  });

  test("again: what comes after the first crash is there as well", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    stanza(session, "<message/>");
    session.send(message(1));
    await first.committed();
    const second = start(machine);
    second.again(session)?.send(message(2));
    await second.committed();
    const third = start(machine).again(session);
    expect([third?.management?.received, idsOf(third)]).toEqual([1, "1,2"]);
  });

  test("a session that has ended is not there", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    await first.committed();
    session.ended();
    await first.committed();
    expect(start(machine).again(session)).toBeUndefined();
  });

  test("a session whose client was away can be resumed for the rest of its time, others for the whole", async () => {
    const machine = newMachine();
    const first = start(machine);
    const [away, connected] = [first.bind("a"), first.bind("b")];
    await first.committed();
    away.lost();
    await first.committed();
    const began = machine.clock.now;
    machine.clock.now += HOUR / 2;
    const second = start(machine);
    await second.sessions.suspendAll();
    await second.committed();
    expect(minutesLeft(machine, began, away, connected)).toEqual([60, 90]);
  });

  test.each([
    ["a day ahead", 24 * HOUR, 5],
    ["a day back", -24 * HOUR, 60],
  ])("a session is there where the clock was set %s meanwhile", async (_, ms, minutes) => {
    const machine = newMachine();
    machine.clock.now += 100 * HOUR;
    const first = start(machine);
    const [away, connected] = [first.bind("a"), first.bind("b")];
    await first.committed();
    away.lost();
    await first.committed();
    machine.clock.now += ms;
    // At once, and after a stop.
    for (let starts = 0; starts < 2; starts++) {
      const next = start(machine);
      expect([next.again(away), next.again(connected)].includes(undefined)).toBe(false);
      await next.sessions.suspendAll();
      await next.committed();
    }
    expect(minutesLeft(machine, machine.clock.now, away)).toEqual([minutes]);
  });

  test("what a session does not come back for is redelivered, without what it had acknowledged", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    for (let n = 1; n <= 3; n++) session.send(message(n));
    await first.committed();
    session.management?.acknowledge(1);
    await first.committed();
    const second = start(machine);
    second.again(session)?.ended();
    expect(second.redelivered).toEqual(["2", "3"]);
  });

  test("what waits for the disk, or behind a result that does, is there, and is sent then", async () => {
    const machine = newMachine();
    const first = start(machine);
    const { db } = machine.kernel;
    const session = first.bind();
    await first.committed();
    db.write("CREATE TABLE changed (n INTEGER)").run();
    session.send(parseElement('<iq type="result" id="1"/>'), "synced");
    session.send(message(2));
    // After the commit, and before the sync.
    const left = await new Promise<readonly string[]>((resolve) =>
      db.afterCommit(() => queueMicrotask(() => resolve(machine.journal.file.former()))),
    );
    await first.committed();
    await first.committed();
    expect(idsOf(session)).toBe("1,2");
    const after = machine.journal.file.former();
    for (const [lines, expected] of [
      [left, "1,2"],
      [after, "1,2"],
    ] as const) {
      machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...lines);
      const second = start(machine);
      // Killed again before that is committed.
      const again = machine.journal.file.former();
      await second.committed();
      expect(idsOf(second.again(session))).toBe(expected);
      machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...again);
      const third = start(machine);
      await third.committed();
      expect(idsOf(third.again(session))).toBe(expected);
    }
  });

  test("what waits behind a portion of offline messages is there, also once the journal is written anew", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    session.deliverBacklog(() => [message(1)]);
    session.deliver(message(2));
    await first.committed();
    const second = start(machine);
    await second.committed();
    const revived = second.again(session);
    expect([revived?.management?.sent, idsOf(revived)]).toEqual([2, "1,2"]);
    const silent = start(machine);
    silent.again(session)?.deliver(message(3));
    await silent.committed();
    expect(idsOf(start(machine).again(session))).toBe("1,2,3");
  });

  test("what was being redelivered, more than at once, is redelivered once; nobody resumes the session, which had ended", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    const count = 700;
    for (let n = 0; n < count; n++) session.deliver(message(n));
    await first.committed();
    session.ended();
    while (first.redelivered.length < 520) await first.committed();
    const left = machine.journal.file.former();
    const done = [...first.redelivered];
    expect(done.length).toBeLessThan(600);
    while (first.redelivered.length < count) await first.committed();
    await first.committed();
    expect(start(machine).redelivered).toEqual([]);
    machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...left);
    const second = start(machine);
    expect(second.again(session)).toBeUndefined();
    await second.committed();
    // What is redelivered in the tick that the kill has met comes again.
    const all = [...done, ...second.redelivered];
    expect([...new Set(all)]).toEqual(Array.from({ length: count }, (_, n) => `${n}`));
    expect(all.length - count).toBeLessThan(10);
    await second.committed();
    expect(start(machine).redelivered).toEqual([]);
  });

  test("what an ended session had not been sent yet is redelivered as far as it was not, behind its part of offline messages", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    session.deliverBacklog(() => [message(-1), message(-2)]);
    for (let n = 0; n < 700; n++) session.deliver(message(n));
    await first.committed();
    session.ended();
    while (first.redelivered.length < 520) await first.committed();
    const done = [...first.redelivered];
    const left = machine.journal.file.former();
    while (first.redelivered.length < 700) await first.committed();
    machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...left);
    // Killed again before the first of them is stored, which the next one redelivers all.
    start(machine);
    const second = start(machine);
    await second.committed();
    const all = [...done, ...second.redelivered];
    expect([...new Set(all)]).toEqual(Array.from({ length: 700 }, (_, n) => `${n}`));
    expect(all.length - 700).toBeLessThan(10);
  });

  test("a session of before a stop, in the store, has what it was sent since; once it is resumed, all of it", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    for (const n of [1, 2]) session.send(message(n));
    await first.committed();
    await first.sessions.suspendAll();
    expect(machine.journal.lines).toEqual([]);
    await first.committed();
    const second = start(machine);
    second.again(session)?.send(message(3));
    await second.committed();
    const third = start(machine);
    expect(idsOf(third.again(session))).toBe("1,2,3");
    const resumed = third.again(session);
    resumed?.management?.acknowledge(1);
    if (resumed) third.sessions.resumed(resumed);
    await third.committed();
    expect(idsOf(start(machine).again(session))).toBe("2,3");
  });

  test("a session that ends is in the journal until what it had is stored elsewhere", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    session.send(message(1));
    await first.committed();
    session.ended();
    // Its tick is open still: the redelivered message is not stored.
    await Promise.resolve();
    const left = machine.journal.file.former();
    await first.committed();
    expect(start(machine).again(session)).toBeUndefined();
    machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...left);
    expect(idsOf(start(machine).again(session))).toBe("1");
  });

  test("where the disk takes nothing at the stop, the journal has the sessions", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    session.send(message(1));
    await first.committed();
    first.disk.isLost = true;
    await first.sessions.suspendAll();
    expect(machine.journal.lines.length).toBeGreaterThan(0);
  });

  test("where the disk has not taken one tick of the stop, the journal has the sessions", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    for (let n = 0; n < 250; n++) session.deliver(message(n));
    await first.committed();
    first.turns.after = async (turn) => (turn === 0 ? loseTick(machine) : undefined);
    await first.sessions.suspendAll();
    expect(idsOf(start(machine).again(session))).toBe(Array.from({ length: 250 }, (_, n) => n).join());
  });

  test("where it has not taken a tick of another stop, a session of before the last one has all it was sent, once", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    session.deliver(message(0));
    await first.committed();
    await first.sessions.suspendAll();
    const second = start(machine);
    await second.committed();
    for (let n = 1; n < 350; n++) second.again(session)?.deliver(message(n));
    await second.committed();
    second.turns.after = async (turn) => (turn === 1 ? loseTick(machine) : undefined);
    await second.sessions.suspendAll();
    expect(idsOf(start(machine).again(session))).toBe(Array.from({ length: 350 }, (_, n) => n).join());
  });

  test("where it has not taken what a session was sent behind its part of the stop, the journal has the sessions", async () => {
    const machine = newMachine();
    const first = start(machine);
    const [written, other] = [first.bind("a"), first.bind("b")];
    for (let n = 0; n < 250; n++) other.deliver(message(n));
    await first.committed();
    first.turns.after = async (turn) => {
      if (turn > 0) return;
      await first.committed();
      written.deliver(message(1));
      await loseTick(machine);
      written.deliver(message(2));
    };
    await first.sessions.suspendAll();
    expect(idsOf(start(machine).again(written))).toBe("1,2");
  });

  test("a start that fails before it has read the journal leaves it there", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    session.send(message(1));
    await first.committed();
    await start(machine, { revives: false }).sessions.suspendAll();
    expect(idsOf(start(machine).again(session))).toBe("1");
  });

  test("in the middle of a stop, the journal has what the store has not completely", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    for (let n = 0; n < 250; n++) session.deliver(message(n));
    await first.committed();
    const stopping = first.sessions.suspendAll();
    await first.committed();
    const left = machine.journal.file.former();
    expect(idsOf(start(machine).again(session)).split(",").length).toBe(250);
    await stopping;
    await first.committed();
    machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...left);
    expect(idsOf(start(machine).again(session)).split(",").length).toBe(250);
  });

  test("killed in a stop, a session has what was accepted for it in the tick in which that began, in order", async () => {
    const machine = newMachine();
    const first = start(machine);
    const [session, sender] = [first.bind("a"), first.bind("b")];
    for (let n = 0; n < 250; n++) session.deliver(message(n));
    await first.committed();
    stanza(sender, "<message/>");
    session.send(message(250));
    const stopping = first.sessions.suspendAll();
    session.send(message(251));
    await first.committed();
    const second = start(machine);
    expect(second.again(sender)?.management?.received).toBe(1);
    await second.committed();
    expect(idsOf(second.again(session))).toBe(Array.from({ length: 252 }, (_, n) => n).join());
    await stopping;
  });

  test("killed in a stop, a session does not have what was refused in the tick in which that began", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    session.deliver(message(1));
    await first.committed();
    session.send(message(2));
    const stopping = first.sessions.suspendAll();
    await loseTick(machine);
    const second = start(machine);
    await second.committed();
    expect(idsOf(second.again(session))).toBe("1");
    await stopping;
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    "killed in another stop, after %p turns of it, a session of before the last one has what it was sent since, once",
    async (turns) => {
      const machine = newMachine();
      const first = start(machine);
      const [session, silent] = [first.bind("a"), first.bind("b")];
      for (const each of [session, silent]) for (let n = 0; n < 150; n++) each.deliver(message(n));
      await first.committed();
      await first.sessions.suspendAll();
      await first.committed();
      const second = start(machine);
      for (let n = 150; n < 400; n++) second.again(session)?.deliver(message(n));
      await second.committed();
      const stopping = second.sessions.suspendAll();
      for (let turn = 0; turn < turns; turn++) await Bun.sleep(0);
      const third = start(machine);
      const all = Array.from({ length: 400 }, (_, n) => n);
      expect(idsOf(third.again(session))).toBe(all.join());
      expect(idsOf(third.again(silent))).toBe(all.slice(0, 150).join());
      await stopping;
    },
  );

  test.each([0, 1, 2, 3])(
    "killed in another stop, after %p turns of it, a session of before the last one has what it was sent in it, once",
    async (turns) => {
      const machine = newMachine();
      const first = start(machine);
      const session = first.bind();
      for (const n of [1, 2]) session.deliver(message(n));
      await first.committed();
      await first.sessions.suspendAll();
      await first.committed();
      const second = start(machine);
      const revived = second.again(session);
      const stopping = second.sessions.suspendAll();
      // As what is redelivered of a session that has ended.
      for (let n = 3; n < 250; n++) revived?.deliver(message(n));
      await Promise.resolve();
      for (let turn = 0; turn < turns; turn++) await Bun.sleep(0);
      const all = Array.from({ length: 249 }, (_, n) => n + 1).join();
      expect(idsOf(start(machine).again(session))).toBe(all);
      await stopping;
    },
  );
});

test("while more waits for an account than fits into its memory, since the disk is full, senders are told so", async () => {
  const { kernel, bind, disk, committed } = start();
  const juliet = kernel.enter("juliet@localhost/b", 0);
  const says = (type: string, to: string): void =>
    kernel.router.receive(
      stanzaOf(parseElement(`<message type="${type}" to="${to}"><body>hello</body></message>`), juliet.jid),
    );
  const session = bind();
  disk.isFull = true;
  session.deliver(parseElement(`<message id="1"><body>${"x".repeat(10_000_000)}</body></message>`));
  session.ended();
  says("chat", "romeo@localhost");
  says("headline", "romeo@localhost");
  says("chat", "juliet@localhost");
  await committed();
  expect(juliet.received.map(String).filter((text) => text.includes("<resource-constraint"))).toHaveLength(1);
});

describe("the journal", () => {
  test("in the middle of a stop, has what a session is sent that is not whole in the store yet", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    for (let n = 0; n < 250; n++) session.deliver(message(n));
    await first.committed();
    const stopping = first.sessions.suspendAll();
    await first.committed();
    session.deliver(message(250));
    await first.committed();
    const left = machine.journal.file.former();
    await stopping;
    await first.committed();
    machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...left);
    const all = Array.from({ length: 251 }, (_, n) => n).join();
    // The store has it whole by now; where it has not, the journal does.
    expect(idsOf(start(machine).again(session))).toBe(all);
    machine.journal.lines.splice(0, Number.POSITIVE_INFINITY, ...left);
    machine.kernel.db.write("UPDATE suspended_session SET ends = 0").run();
    expect(idsOf(start(machine).again(session))).toBe(all);
  });

  test("written anew in the middle of a stop, has what a session is sent meanwhile", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    const stopping = first.sessions.suspendAll();
    const text = "x".repeat(10_000);
    for (let n = 0; n < 150; n++) {
      session.deliver(parseElement(`<message id="${n}"><body>${text}</body></message>`));
      await Promise.resolve();
    }
    expect(machine.journal.lines.length).toBeLessThan(100);
    expect(idsOf(start(machine).again(session))).toBe(Array.from({ length: 150 }, (_, n) => n).join());
    await stopping;
  });

  test("is written anew when it has grown, and has the same sessions", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    const text = "x".repeat(10_000);
    let most = 0;
    for (let n = 1; n <= 300; n++) {
      session.send(parseElement(`<message id="${n}"><body>${text}</body></message>`));
      await first.committed();
      session.management?.acknowledge(n - 1);
      most = Math.max(most, machine.journal.file.bytes);
    }
    await first.committed();
    expect(most).toBeLessThan(1_200_000);
    expect(idsOf(start(machine).again(session))).toBe("300");
  });

  test("is written before what an <a/> precedes leaves, both of which one sync has let go", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    await first.committed();
    const stream = session.stream as Stream;
    const send = stream.send.bind(stream);
    const atFlush: string[] = [];
    // As net/tcp-connection.ts: all that follows leaves with what was sent first.
    stream.send = (element) => {
      queueMicrotask(() => void atFlush.push(machine.journal.lines.join()));
      return send(element);
    };
    stanza(session, '<r xmlns="urn:xmpp:sm:3"/>');
    session.deliver(message(7));
    await Bun.sleep(0);
    expect(atFlush[0]).toContain('id=\\"7\\"');
  });

  test("is left alone where the disk refuses: sessions go on, and are lost with the process", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    machine.journal.refuse();
    session.send(message(1));
    await first.committed();
    expect(idsOf(session)).toBe("1");
    expect(start(machine).again(session)).toBeUndefined();
  });

  test("a line that cannot be read ends it", async () => {
    const machine = newMachine();
    const first = start(machine);
    const session = first.bind();
    await first.committed();
    machine.journal.lines.push("[{");
    expect(start(machine).again(session)).toBeDefined();
  });
});
