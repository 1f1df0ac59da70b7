/** What the modules have to do with client sessions, gathered for the layer that holds the sessions. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import type { SessionHandlers, SessionState } from "./module.ts";
import type { Session } from "./session.ts";

type Entry<Key extends keyof SessionHandlers> = NonNullable<SessionHandlers[Key]>[string & keyof SessionHandlers[Key]];

export interface SessionHooks {
  /** Elements that are not stanzas, by namespace, then by element name. */
  readonly nonzas: ReadonlyMap<string, Entry<"nonzas">>;
  /** XEP-0386: inline features of <bind/>, by namespace. */
  readonly bind2: ReadonlyMap<string, Entry<"bind2">>;
  /** XEP-0386: called for a session that has just been bound; what is returned stands in <bound/>. */
  readonly bound: (session: Session) => readonly Element[];
  /** A session has lost its client, and what was sent to it and not acknowledged. */
  readonly disconnected: (session: Session, unacknowledged: readonly Element[]) => void;
  /** A session has ended for good. */
  readonly ended: (session: Session) => void;
  /** A session is there again after the process was killed, if only for what it has left. */
  readonly crashed: (session: Session) => void;
  /** What the modules have to save of a session, by their names, and the same given back to them. */
  readonly save: (session: Session) => Readonly<Record<string, string>>;
  readonly restore: (session: Session, saved: Readonly<Record<string, string>>) => void;
}

export interface GatheredSessionHooks extends SessionHooks {
  add(module: string, handlers: SessionHandlers): void;
}

/** Calls each of them; one that throws is logged and does not stop the others. */
export function callAll<Called>(called: readonly Called[], log: Pick<Logger, "error">, call: (one: Called) => void) {
  for (const one of called) {
    try {
      call(one);
    } catch (error) {
      log.error({ event: "module-failed", error });
    }
  }
}

export function sessionHooks(log: Pick<Logger, "error">): GatheredSessionHooks {
  const nonzas = new Map<string, Entry<"nonzas">>();
  const bind2 = new Map<string, Entry<"bind2">>();
  const bound: NonNullable<SessionHandlers["bound"]>[] = [];
  const disconnected: NonNullable<SessionHandlers["disconnected"]>[] = [];
  const ended: NonNullable<SessionHandlers["ended"]>[] = [];
  const crashed: NonNullable<SessionHandlers["crashed"]>[] = [];
  const states = new Map<string, SessionState>();
  return {
    nonzas,
    bind2,
    bound: (session) => bound.flatMap((handler) => handler(session) ?? []),
    disconnected: (session, unacknowledged) =>
      callAll(disconnected, log, (handler) => handler(session, unacknowledged)),
    ended: (session) => callAll(ended, log, (handler) => handler(session)),
    crashed: (session) => callAll(crashed, log, (handler) => handler(session)),
    save: (session) => {
      const saved: Record<string, string> = {};
      for (const [name, state] of states) {
        const text = state.save(session);
        if (text !== undefined) saved[name] = text;
      }
      return saved;
    },
    restore: (session, saved) => {
      for (const [name, state] of states) {
        const text = saved[name];
        if (text !== undefined) state.restore(session, text);
      }
    },
    add: (module, handlers) => {
      for (const [ns, byName] of Object.entries(handlers.nonzas ?? {})) nonzas.set(ns, byName);
      for (const [ns, handler] of Object.entries(handlers.bind2 ?? {})) bind2.set(ns, handler);
      if (handlers.bound) bound.push(handlers.bound);
      if (handlers.disconnected) disconnected.push(handlers.disconnected);
      if (handlers.ended) ended.push(handlers.ended);
      if (handlers.crashed) crashed.push(handlers.crashed);
      if (handlers.state) states.set(module, handlers.state);
    },
  };
}
