/** What the tests of this folder share with those of the folders above it. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import type { LogEvent, Logger } from "../log.ts";
import { durationOf, type Option, type Options, sizeOf, type Values } from "../options.ts";
import { type Stanza, stanzaOf, xml } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";
import { type Database, type DiskSpace, openDatabase } from "../store/database.ts";
import { openFileFolder } from "../store/file-folder.ts";
import { parseElement } from "../xml/parse-element.ts";
import { type AnyModule, type Booted, bootModules } from "./boot.ts";
import { type InTurnsDeps, inTurnsOf } from "./in-turns.ts";
import type { Server } from "./module.ts";
import { Outbox } from "./outbox.ts";
import { Router } from "./router.ts";
import type { Session } from "./session.ts";
import { SessionRegister } from "./sessions.ts";

/** A stanza from `from`, as XML. */
export const stanza = (from: string, text: string): Stanza => stanzaOf(parseElement(text), parseJid(from));

export interface TestSession extends Session {
  /** What was delivered to it, as XML. */
  readonly received: string[];
}

/** Available with this priority, or not available. */
export function testSession(full: string, priority: number | undefined = undefined, outbox?: Outbox): TestSession {
  const jid = parseJid(full);
  const received: string[] = [];
  const deliver = (element: Element): void => void received.push(element.toString());
  const recipient = { deliver };
  let presence = priority === undefined ? undefined : xml("presence", { from: jid.full });
  return {
    jid,
    account: jid.bare,
    get presence() {
      return presence;
    },
    isConnected: true,
    unacknowledged: [],
    weight: 0,
    priority: priority ?? 0,
    received,
    send: (element, leaves) => (outbox ? outbox.send(recipient, element, leaves) : deliver(element)),
    setPresence: (given) => {
      presence = given;
    },
    setCsiPolicy: () => {},
    deliverBacklog: (next) => next().forEach(deliver),
    end: () => {},
  };
}

export function registerOf(...sessions: readonly Session[]): SessionRegister {
  const register = new SessionRegister();
  for (const session of sessions) register.add(session);
  return register;
}

const quiet = (): void => {};

/** A database in memory, with the tables of these owners. */
export function memoryDatabase(tables: Readonly<Record<string, readonly string[]>>, space?: DiskSpace): Database {
  const db = openDatabase(":memory:", { log: { error: quiet, warn: quiet, info: quiet, debug: quiet }, space });
  for (const [owner, steps] of Object.entries(tables)) db.migrate(owner, steps);
  return db;
}

/** An option's default, as a module reads it. */
function usualOf({ kind, default: usual }: Option): unknown {
  if (kind === "duration") return durationOf(usual);
  return kind === "size" ? sizeOf(usual) : usual;
}

/** Turns that are never over: all work is done at once. */
const atOnce: InTurnsDeps["turns"]["take"] = (_, task) => {
  while (task(() => false));
};

export interface TestRouterOptions {
  readonly room?: DiskSpace;
  /** That of a server that was killed. */
  readonly db?: Database;
  /** Schedules the work that is done in turns. */
  readonly take?: InTurnsDeps["turns"]["take"];
}

/** A router for localhost on a database in memory; of accounts there are romeo and juliet. */
export function testRouter({ room, take = atOnce, db: former }: TestRouterOptions = {}) {
  const errors: LogEvent[] = [];
  const events: LogEvent[] = [];
  const log: Logger = {
    error: (event) => void errors.push(event),
    warn: (event) => void events.push(event),
    info: () => {},
    debug: () => {},
  };
  const db = former ?? openDatabase(":memory:", { log, space: room });
  const outbox = new Outbox(db, log);
  const sessions = new SessionRegister();
  const exists = (account: string): boolean => account === "romeo@localhost" || account === "juliet@localhost";
  const accounts = {
    exists,
    administrators: () => [],
    onRemove: () => {},
    onPasswordChange: () => {},
  } as Partial<Accounts> as Accounts;
  const domains: ReadonlySet<string> = new Set(["localhost"]);
  const remote: Stanza[] = [];
  let ids = 0;
  const id = (): string => `id${++ids}`;
  const router = new Router({
    db,
    sessions,
    accounts,
    domains,
    log,
    id,
    remote: (leaving) => void remote.push(leaving),
  });
  const enter = (full: string, priority?: number): TestSession => {
    const session = testSession(full, priority, outbox);
    sessions.add(session);
    return session;
  };
  /** Resolves when the tick is on the disk and all that was sent has left. */
  const committed = (): Promise<void> => new Promise((resolve) => db.afterSync(resolve));
  /** Sets modules up, each with the defaults of its options. */
  const boot = (...modules: readonly AnyModule[]): Booted => {
    const configOf = ({ options = {} }: AnyModule) =>
      Object.fromEntries(
        Object.entries(options as Options).map(([name, option]) => [name, usualOf(option)]),
      ) as Values<Options>;
    const secret = (): Uint8Array => new Uint8Array(32);
    const inTurns = inTurnsOf({ db, turns: { take } });
    const known = {
      db,
      sessions,
      log,
      accounts,
      domains,
      now: () => 0,
      isClockDoubtful: () => false,
      ...TEST_HOME,
      id,
      secret,
      inTurns,
      configOf,
    };
    const booted = bootModules(modules, { router, ...known });
    booted.begin();
    return booted;
  };
  return { router, db, outbox, sessions, boot, enter, committed, remote, errors, events };
}

/** What a home gives to modules: a disk that never fills, and folders that are not there. */
export const TEST_HOME: Pick<Server, "webOrigin" | "folder" | "space"> = {
  webOrigin: () => "https://localhost",
  folder: (name) => openFileFolder(join(tmpdir(), `jabber-home-none-${process.pid}`, name)),
  space: { free: Number.POSITIVE_INFINITY, reserve: 0, isLow: false, look: async () => {} },
};
