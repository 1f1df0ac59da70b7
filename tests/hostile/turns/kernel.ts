/** The kernel without sockets, with every handler recorded, to measure the CPU of one event loop turn. */
import type { Element } from "ltx";
import { parseJid } from "../../../src/jid/jid.ts";
import type { LogEvent } from "../../../src/log.ts";
import { exportOperations } from "../../../src/operations/export.ts";
import { IqTable } from "../../../src/server/iq.ts";
import type { RequestHandlers } from "../../../src/server/module.ts";
import type { Session } from "../../../src/server/session.ts";
import { stanza, testSession } from "../../../src/server/testing.ts";
import { print } from "../../../src/xml/print.ts";
import { nextTurn, openTestKernel } from "../../support/in-memory/kernel.ts";
import { threadClock } from "../../support/process/cpu-clock.ts";

/** Where requests are answered: "self", "account", "server", "service rooms", "room". */
export interface HandledRequest {
  readonly place: string;
  readonly type: "get" | "set";
  readonly ns: string;
  readonly name: string;
}

export interface TurnsSession {
  readonly session: Session;
  /** Sends stanzas as XML, without waiting. */
  sends(text: string): void;
  /** Sends a request without an id. Resolves with its answer. */
  asks(text: string): Promise<Element>;
  /** The same, parsed beforehand; the returned function sends it. */
  prepare(text: string): () => Promise<Element>;
}

export interface TurnsKernel {
  /** Every request that a handler of the server answers. */
  readonly handled: readonly HandledRequest[];
  readonly errors: readonly LogEvent[];
  account(name: string): Promise<void>;
  /** An available session of an account; what it receives is printed, as it would be for a socket. */
  openSession(name: string, resource: string): TurnsSession;
  /** The file of an account (XEP-0227). */
  exported(name: string): AsyncIterable<string>;
  /** Resolves when everything so far is committed and sent. */
  settled(): Promise<void>;
  /** The most CPU that one turn of the event loop has used during `work`, in milliseconds. */
  longestTurn(work: () => Promise<unknown>): Promise<number>;
  stop(): Promise<void>;
}

/** How long an answer may take, in milliseconds: long enough that only a missing answer fails. */
const ANSWER_TIMEOUT_MS = 60_000;

/** Records the handlers added to each IQ table while `boot` runs. */
function recorded<Booted>(boot: () => Booted): {
  booted: Booted;
  tables: ReadonlyMap<unknown, readonly RequestHandlers<never>[]>;
} {
  const tables = new Map<unknown, RequestHandlers<never>[]>();
  const { add } = IqTable.prototype;
  IqTable.prototype.add = function (this: unknown, iqs: RequestHandlers<never>) {
    tables.set(this, [...(tables.get(this) ?? []), iqs]);
    return add.call(this as IqTable<never>, iqs as never);
  };
  try {
    return { booted: boot(), tables };
  } finally {
    IqTable.prototype.add = add;
  }
}

export async function openTurnsKernel(settings: readonly string[] = []): Promise<TurnsKernel> {
  const { booted: opened, tables } = recorded(() => openTestKernel({ settings }));
  const { kernel, db, accounts, errors, close } = opened;
  const { router, outbox, register, booted } = kernel;

  const placeOf = (table: unknown, iqs: readonly RequestHandlers<never>[]): string => {
    for (const place of ["self", "account", "server"] as const) if (table === router.iq[place]) return place;
    const service = booted.catalogue.components.find(({ iq }) => iqs.includes(iq as RequestHandlers<never>));
    return service ? `service ${service.subdomain}` : "room";
  };
  const handled = [...tables].flatMap(([table, iqs]) =>
    iqs.flatMap((byNamespace) =>
      Object.entries(byNamespace).flatMap(([ns, byType]) =>
        (["get", "set"] as const).flatMap((type) =>
          Object.keys(byType[type] ?? {}).map((name) => ({ place: placeOf(table, iqs), type, ns, name })),
        ),
      ),
    ),
  );

  const exports = exportOperations({
    accounts,
    booted,
    domains: ["localhost"],
    rooms: () => [],
    circles: () => [],
    inTurns: kernel.inTurns,
  });
  let ids = 0;
  const openSession = (name: string, resource: string): TurnsSession => {
    const jid = `${name}@localhost/${resource}`;
    const waiting = new Map<string, (answer: Element) => void>();
    let presence: Element | undefined;
    const deliver = (element: Element): void => {
      print(element);
      if (element.name !== "iq" || (element.attrs.type !== "result" && element.attrs.type !== "error")) return;
      waiting.get(element.attrs.id)?.(element);
      waiting.delete(element.attrs.id);
    };
    const session: Session = {
      ...testSession(jid),
      send: (element) => outbox.send({ deliver }, element),
      deliverBacklog: (next) => {
        for (let some = next(); some.length > 0; some = next()) some.forEach(deliver);
      },
      setPresence: (shown) => {
        presence = shown;
      },
      get presence() {
        return presence;
      },
    };
    register.add(session);
    const sends = (text: string): void => router.accept(stanza(jid, text), session);
    const prepare = (text: string): (() => Promise<Element>) => {
      ids += 1;
      const id = `t${ids}`;
      const request = stanza(jid, text.replace("<iq", `<iq id="${id}"`));
      return () => {
        const { promise, resolve, reject } = Promise.withResolvers<Element>();
        waiting.set(id, resolve);
        const timer = setTimeout(() => reject(new Error(`no answer: ${text.slice(0, 300)}`)), ANSWER_TIMEOUT_MS);
        router.accept(request, session);
        return promise.finally(() => clearTimeout(timer));
      };
    };
    sends("<presence/>");
    return { session, sends, asks: (text) => prepare(text)(), prepare };
  };

  return {
    handled,
    errors,
    account: async (name) => {
      await accounts.create(`${name}@localhost`, "wherefore art thou");
      if (name === "admin") accounts.setAdmin("admin@localhost", true);
    },
    openSession,
    exported: (name) => exports.account(parseJid(`${name}@localhost`)),
    settled: () => new Promise((resolve) => db.afterSync(resolve)),
    longestTurn: async (work) => {
      await nextTurn();
      let longest = 0;
      let began = threadClock();
      let isDone = false;
      const working = work().finally(() => {
        isDone = true;
      });
      // Work after an answer, such as deferred work, counts as well.
      for (let after = 0; after < 3; after += isDone ? 1 : 0) {
        await nextTurn();
        const now = threadClock();
        longest = Math.max(longest, now - began);
        began = threadClock();
      }
      await working;
      return longest * 1000;
    },
    stop: close,
  };
}
