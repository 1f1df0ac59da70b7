/** The kernel in memory with large rosters: measures the longest turn of the event loop. */
import type { Element } from "ltx";
import { randomId } from "../../../src/assembly/kernel.ts";
import { parseJid } from "../../../src/jid/jid.ts";
import type { LogEvent } from "../../../src/log.ts";
import type { Session } from "../../../src/server/session.ts";
import { stanza } from "../../../src/server/testing.ts";
import type { Database } from "../../../src/store/database.ts";
import { print } from "../../../src/xml/print.ts";
import { openTestKernel, untilIdle } from "./kernel.ts";

export interface TestSession {
  readonly session: Session;
  /** Received stanzas as XML, oldest first. */
  readonly received: string[];
  sends(text: string): void;
}

export interface ContactsServer extends AsyncDisposable {
  readonly db: Database;
  readonly errors: LogEvent[];
  /** Bytes that a module stores for an account. */
  storageUsage(module: string, account: string): number;
  /** Stanzas sent to other servers. */
  readonly remote: { type: string; from: string; to: string }[];
  /** Creates accounts at localhost, without a password. */
  createAccounts(names: readonly string[]): void;
  remove(account: string): void;
  /** Adds contacts to the account's roster, and the account to the rosters of those at localhost. `subscription` is that of the account. */
  addContacts(account: string, contacts: readonly string[], subscription: "both" | "from" | "to"): void;
  openSession(full: string): TestSession;
  /** Receives a stanza from another server. */
  receive(from: string, text: string): void;
  /** Restores the session as after a restart of the server. */
  revive(session: TestSession): void;
  /** Ends the session. */
  endSession(session: TestSession): void;
  /** Resolves when the server is idle. */
  idle(): Promise<void>;
  /** Runs `work` until the server is idle; resolves with the milliseconds of CPU of the longest turn of the event loop. */
  longestTurn(work: () => void): Promise<number>;
}

const OPPOSITE = { both: "both", from: "to", to: "from" } as const;

export function openContactsServer(settings: readonly string[] = []): ContactsServer {
  const remote: { type: string; from: string; to: string }[] = [];
  let sent = 0;
  const { kernel, db, accounts, errors, close } = openTestKernel({
    settings,
    remote: ({ type, from, to }) => void remote.push({ type, from: from.full, to: to?.full ?? "" }),
  });
  const { router, outbox, register, booted } = kernel;

  const openSession = (full: string): TestSession => {
    const jid = parseJid(full);
    const received: string[] = [];
    const deliver = (element: Element): void => {
      sent += 1;
      received.push(print(element));
    };
    let [presence, priority]: [Element | undefined, number] = [undefined, 0];
    const session: Session = {
      jid,
      account: jid.bare,
      get presence() {
        return presence;
      },
      get priority() {
        return priority;
      },
      isConnected: true,
      unacknowledged: [],
      weight: 0,
      setPresence: (...given) => {
        [presence, priority] = given;
      },
      send: (element) => outbox.send({ deliver }, element),
      deliverBacklog: (next) => next().forEach(deliver),
      setCsiPolicy: () => {},
      end: () => {},
    };
    register.add(session);
    return {
      session,
      received,
      sends: (text) => router.accept(stanza(full, text.replace("<iq ", `<iq id="${randomId()}" `)), session),
    };
  };

  const settle = db.write("INSERT INTO accounts (account, created) VALUES (?, 0)");
  const insertContact = db.write(
    "INSERT INTO roster_contact (account, jid, groups, subscription, ask, approved, is_listed) VALUES (?, ?, '[]', ?, 0, 0, 1)",
  );
  const delivered = (): number => sent + remote.length;

  return {
    db,
    errors,
    remote,
    storageUsage: (module, account) => booted.catalogue.storageUsage.get(module)?.(account) ?? 0,
    createAccounts: (names) => {
      for (const name of names) settle.run(`${name}@localhost`);
    },
    remove: (account) => accounts.remove(account),
    addContacts: (account, contacts, subscription) => {
      for (const contact of contacts) {
        insertContact.run(account, contact, subscription);
        if (contact.endsWith("@localhost")) insertContact.run(contact, account, OPPOSITE[subscription]);
      }
    },
    openSession,
    receive: (from, text) => router.receive(stanza(from, text)),
    revive: ({ session }) => booted.session.restore(session, booted.session.save(session)),
    endSession: ({ session }) => {
      register.remove(session);
      booted.session.ended(session);
    },
    idle: () => untilIdle(delivered),
    longestTurn: async (work) => {
      const cpu = (): number => {
        const { user, system } = process.threadCpuUsage();
        return (user + system) / 1000;
      };
      let [costliest, before] = [0, cpu()];
      const measure = (): void => {
        const now = cpu();
        costliest = Math.max(costliest, now - before);
        before = now;
      };
      work();
      await untilIdle(delivered, measure);
      return costliest;
    },
    [Symbol.asyncDispose]: close,
  };
}
