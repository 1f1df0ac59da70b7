/** XEP-0198 §5 over a restart: two runs of a server on one store, whose work in turns is done step by step. */
import { describe, expect, test } from "bun:test";
import { makeJid, parseJid } from "../jid/jid.ts";
import type { LogEvent, Logger } from "../log.ts";
import type { SessionHooks } from "../server/session-hooks.ts";
import { testRouter } from "../server/testing.ts";
import { openTestStream, streamHeader } from "../stream/testing.ts";
import { StreamError } from "../stream-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { ClientSessions } from "./client-sessions.ts";
import { StreamManagementState } from "./stream-management-state.ts";
import { openSuspendedSessionStore } from "./suspended-session-store.ts";

const message = (id: number) => parseElement(`<message id="${id}" type="chat" from="juliet@localhost/b"/>`);
const PRESENCE = '<presence from="romeo@localhost/a"/>';

let ids = 0;

interface PreviousRun {
  readonly kernel: ReturnType<typeof testRouter>;
  readonly clock: { now: number };
}

function startServer({ kernel, clock }: PreviousRun = { kernel: testRouter(), clock: { now: 1000 } }) {
  const { router, outbox, db, sessions: register } = kernel;
  for (const session of [...register.all()]) register.remove(session);
  const log: LogEvent[] = [];
  const note = (event: LogEvent): void => void log.push(event);
  const turns: Generator<void, unknown>[] = [];
  const owners: string[] = [];
  const known: string[] = [];
  const gone: string[] = [];
  const announced: string[] = [];
  const hooks = {
    save: ({ jid }) => ({ who: jid.full }),
    restore: (_, { who }) => void known.push(String(who)),
    ended: ({ jid }) => void gone.push(jid.full),
    disconnected: () => {},
    nonzas: new Map(),
  } as Partial<SessionHooks> as SessionHooks;
  const undelivered: string[] = [];
  const spy = Object.assign(Object.create(router), {
    accept: ({ xml }: { readonly xml: object }) => void announced.push(String(xml)),
    redeliver: ({ attrs }: { readonly attrs: { readonly id: string } }) => void undelivered.push(attrs.id),
  });
  const sessions = new ClientSessions({
    router: spy,
    outbox,
    register,
    hooks,
    accounts: { exists: (account) => account === "romeo@localhost" },
    suspendedStore: openSuspendedSessionStore(db, parseElement),
    inTurns: async (owner, work) => {
      owners.push(owner);
      turns.push(work);
      for (;;) {
        await Bun.sleep(0);
        const step = work.next();
        if (step.done) return step.value;
      }
    },
    log: { error: note, warn: note, info: note, debug: note } satisfies Logger,
    afterSync: (callback) => callback(),
    afterCommit: (callback) => db.afterCommit(callback),
    id: () => `sm${++ids}`,
    now: () => clock.now,
    limits: {
      resumption: 3_600_000,
      maxUnacknowledged: 1000,
      maxUnacknowledgedBytes: 1_000_000,
      memoryPerAccount: 10_000_000,
      memoryDetached: 10_000_000,
      sessionsPerAccount: 2,
    },
  });
  const bind = (resource = "a") => {
    const { stream, sent } = openTestStream();
    stream.opened(streamHeader());
    stream.authenticated("romeo@localhost");
    const session = sessions.bind(stream, makeJid("romeo", "localhost", resource));
    session.management = new StreamManagementState(sessions.enable(session));
    return { session, stream, sent };
  };
  return { sessions, bind, kernel, register, turns, owners, known, gone, announced, undelivered, clock, log };
}

const idsOf = (which: ReturnType<typeof startServer>, id: string): string =>
  which.sessions
    .resumable(id, "romeo@localhost")
    ?.unacknowledged.map(({ stanza }) => stanza.attrs.id)
    .join() ?? "none";

const idOf = ({ management }: { readonly management: StreamManagementState | undefined }): string =>
  management?.id ?? "";

describe("at a stop of the server", () => {
  test("offline messages that a client was sent leave their store once the session is whole in the other", async () => {
    const first = startServer();
    const { session } = first.bind();
    const portion = Array.from({ length: 250 }, (_, n) => message(n));
    let read = 0;
    session.deliverBacklog(() => (++read === 1 ? portion : []));
    const ends = first.kernel.db.read<{ ends: number }>("SELECT ends FROM suspended_session");
    const stopping = first.sessions.suspendAll();
    for (let turns = 0; turns < 2; turns++) await Bun.sleep(0);
    expect([read, ends.get()?.ends]).toEqual([1, 0]);
    await stopping;
    expect([read, (ends.get()?.ends ?? 0) > 0]).toEqual([2, true]);
  });

  test("all connections are closed at once, sessions are written in turns, and what comes before and after is stored in order", async () => {
    const first = startServer();
    const [one, two] = [first.bind("a"), first.bind("b")];
    for (let n = 0; n < 250; n++) one.session.deliver(message(n));
    const stopping = first.sessions.suspendAll();
    expect([one.sent.at(-1), two.sent.at(-1)]).toEqual(["closeConnection", "closeConnection"]);
    // They are still in the register.
    expect(first.register.get("romeo@localhost/a")).toBe(one.session);
    two.session.deliver(message(1));
    one.session.deliver(message(250));
    await stopping;
    two.session.deliver(message(2));
    one.session.deliver(message(251));
    expect([first.undelivered, first.gone]).toEqual([[], []]);
    const second = startServer(first);
    second.sessions.reviveAll();
    expect(idsOf(second, idOf(two.session))).toBe("1,2");
    expect(idsOf(second, idOf(one.session))).toBe(Array.from({ length: 252 }, (_, n) => n).join());
    expect(second.known).toEqual(["romeo@localhost/a", "romeo@localhost/b"]);
  });

  test("what is sent behind unsent stanzas stays behind them", async () => {
    const first = startServer();
    const { session } = first.bind();
    session.deliver(message(1));
    session.setCsiPolicy(() => "later");
    session.deliver(message(2));
    const stopping = first.sessions.suspendAll();
    session.deliver(message(3));
    await stopping;
    session.deliver(message(4));
    const second = startServer(first);
    second.sessions.reviveAll();
    const revived = second.sessions.resumable(idOf(session), "romeo@localhost");
    revived?.deliver(message(5));
    await second.kernel.committed();
    expect(idsOf(second, idOf(session)).split(",").toSorted().join()).toBe("1,2,3,4,5");
    expect(idsOf(second, idOf(session))).toMatch(/^1.*2,3,4/);
  });

  test("a failure to write is logged, and the rest of the server stops", async () => {
    const first = startServer();
    first.bind();
    first.kernel.db.write("DROP TABLE suspended_stanza").run();
    await first.sessions.suspendAll();
    expect(first.log.map(({ event }) => event)).toContain("suspending-failed");
  });

  test("a second stop writes only what is new, and the resumption time runs on", async () => {
    const first = startServer();
    const { session } = first.bind();
    for (let n = 0; n < 3; n++) session.deliver(message(n));
    await first.sessions.suspendAll();
    const second = startServer(first);
    second.clock.now += 1000;
    second.sessions.reviveAll();
    second.sessions.resumable(idOf(session), "romeo@localhost")?.deliver(message(3));
    first.kernel.db.write("UPDATE suspended_stanza SET time = 7").run();
    await second.sessions.suspendAll();
    const times = first.kernel.db.read<{ time: number }>("SELECT time FROM suspended_stanza ORDER BY position").all();
    expect(times.map(({ time }) => time)).toEqual([7, 7, 7, 2000]);
    const ends = first.kernel.db.read<{ ends: number }>("SELECT ends FROM suspended_session").get()?.ends;
    expect(ends).toBe(3_601_000);
    const third = startServer(second);
    third.sessions.reviveAll();
    expect(idsOf(third, idOf(session))).toBe("0,1,2,3");
  });
});

describe("at a start of the server", () => {
  const stopped = async (...resources: readonly string[]) => {
    const first = startServer();
    const ids = resources.map((resource) => {
      const { session } = first.bind(resource);
      session.setPresence(parseElement(PRESENCE.replace("/a", `/${resource}`)), 0);
      return idOf(session);
    });
    await first.sessions.suspendAll();
    return { second: startServer(first), ids };
  };

  test("the presence of revived sessions is broadcast, one turn at a time", async () => {
    const { second } = await stopped("a", "b");
    second.sessions.reviveAll();
    expect(second.announced).toEqual([]);
    for (let n = 0; n < 5; n++) await Bun.sleep(0);
    expect(second.announced).toEqual([PRESENCE, PRESENCE.replace("/a", "/b")]);
    expect(second.owners).toEqual(["sessions"]);
    expect(second.log).toEqual([{ event: "sessions-revived", count: 2 }]);
  });

  test("the presence of a session with unsent stanzas is broadcast first: offline messages go before them", async () => {
    const first = startServer();
    const { session } = first.bind();
    session.setPresence(parseElement(PRESENCE), 0);
    session.setCsiPolicy(() => "later");
    session.deliver(message(1));
    await first.sessions.suspendAll();
    const second = startServer(first);
    second.sessions.reviveAll();
    expect(second.announced).toEqual([PRESENCE]);
  });

  test("a session that is resumed before its turn is announced at once, and once", async () => {
    const { second, ids } = await stopped("a", "b");
    second.sessions.reviveAll();
    const session = second.sessions.resumable(ids[1] ?? "", "romeo@localhost");
    if (session) second.sessions.resumed(session);
    expect(second.announced).toEqual([PRESENCE.replace("/a", "/b")]);
    for (let n = 0; n < 5; n++) await Bun.sleep(0);
    expect(second.announced).toHaveLength(2);
    expect(second.kernel.db.read("SELECT * FROM suspended_session").all()).toHaveLength(1);
  });

  test("stored stanzas are loaded completely, in the account's turn", async () => {
    const first = startServer();
    const { session } = first.bind();
    for (let n = 0; n < 3; n++) session.deliver(message(n));
    await first.sessions.suspendAll();
    const second = startServer(first);
    second.sessions.reviveAll();
    const revived = second.sessions.resumable(idOf(session), "romeo@localhost");
    expect(revived?.management?.sentSinceRevival).toEqual([]);
    if (revived) await second.sessions.load(revived);
    expect(second.owners).toEqual(["sessions", "romeo@localhost"]);
    expect([revived?.management?.sentSinceRevival, revived?.management?.count]).toEqual([undefined, 3]);
    revived?.end(new StreamError("conflict"));
    expect(second.undelivered).toEqual(["0", "1", "2"]);
    expect(second.kernel.db.read("SELECT * FROM suspended_stanza").all()).toEqual([]);
  });

  test("a session that has sent another presence, or has ended, is not announced", async () => {
    const { second, ids } = await stopped("a", "b");
    second.sessions.reviveAll();
    second.sessions.resumable(ids[0] ?? "", "romeo@localhost")?.setPresence(parseElement("<presence id='new'/>"), 0);
    second.sessions.resumable(ids[1] ?? "", "romeo@localhost")?.end(new StreamError("conflict"));
    for (let n = 0; n < 5; n++) await Bun.sleep(0);
    expect(second.announced).toEqual([]);
  });

  test("sessions of an account that does not exist any more are forgotten", async () => {
    const { second, ids } = await stopped("a");
    second.kernel.db.write("UPDATE suspended_session SET jid = 'nurse@localhost/a'").run();
    second.sessions.reviveAll();
    expect(second.sessions.resumable(ids[0] ?? "", "nurse@localhost")).toBeUndefined();
    expect(second.kernel.db.read("SELECT * FROM suspended_session").all()).toEqual([]);
  });
});

describe("sessions of an account", () => {
  test("over the limit the session that was detached first ends, never a connected one", () => {
    const { bind, gone } = startServer();
    const [one, two] = [bind("a"), bind("b")];
    expect(() => bind("c")).toThrow("too many apps are connected to this account");
    two.stream.lost("reset");
    one.stream.lost("reset");
    bind("c");
    expect(gone).toEqual(["romeo@localhost/b"]);
  });

  test("are found by id and account together; of an ended one it is known what was handled", () => {
    const { bind, sessions } = startServer();
    const { session } = bind();
    const id = idOf(session);
    session.management?.countReceived();
    expect(sessions.resumable(id, "juliet@localhost")).toBeUndefined();
    expect(sessions.resumable(id, "ROMEO@localhost")).toBe(session);
    expect(sessions.handledBefore(id, "romeo@localhost")).toBeUndefined();
    session.end(new StreamError("conflict"));
    expect(sessions.resumable(id, "romeo@localhost")).toBeUndefined();
    expect([sessions.handledBefore(id, "romeo@localhost"), sessions.handledBefore(id, "juliet@localhost")]).toEqual([
      1,
      undefined,
    ]);
  });

  test("end with their account, except the one that asked for it; those that cannot be resumed end with the server", () => {
    const { bind, sessions, gone, register } = startServer();
    const [one, two] = [bind("a"), bind("b")];
    sessions.endUnresumable(new StreamError("system-shutdown"));
    expect(gone).toEqual([]);
    sessions.endAccount("romeo@localhost", new StreamError("not-authorized"), one.session.jid.full);
    expect([gone, two.sent.join().includes("not-authorized")]).toEqual([["romeo@localhost/b"], true]);
    const { stream } = openTestStream();
    stream.opened(streamHeader());
    sessions.bind(stream, parseJid("romeo@localhost/plain"));
    sessions.endUnresumable(new StreamError("system-shutdown"));
    expect(gone).toEqual(["romeo@localhost/b", "romeo@localhost/plain"]);
    expect(register.count).toBe(1);
  });
});

describe("a connection that is lost", () => {
  test("ends a session that cannot be resumed; another one is detached", () => {
    const { bind, gone } = startServer();
    const [lasting, passing] = [bind("a"), bind("b")];
    passing.session.management = undefined;
    for (const { stream } of [lasting, passing]) stream.lost("reset");
    expect(gone).toEqual(["romeo@localhost/b"]);
    expect([lasting.session.hasEnded, passing.session.hasEnded]).toEqual([false, true]);
  });

  test("ends one whose client has enabled acknowledgements without resumption", () => {
    const { bind, gone } = startServer();
    const { session, stream } = bind();
    session.management = new StreamManagementState(undefined);
    stream.lost("reset");
    expect(gone).toEqual(["romeo@localhost/a"]);
  });
});
