/** Boots one module alone on an empty database: its handlers and declarations. */
import { randomId } from "../../../src/assembly/kernel.ts";
import { readConfig } from "../../../src/config/read.ts";
import { modules } from "../../../src/modules.ts";
import { Turns } from "../../../src/net/turns.ts";
import { type AnyModule, bootModules } from "../../../src/server/boot.ts";
import { inTurnsOf } from "../../../src/server/in-turns.ts";
import type { Catalogue, Handlers } from "../../../src/server/module.ts";
import { Router } from "../../../src/server/router.ts";
import { SessionRegister } from "../../../src/server/sessions.ts";
import { TEST_HOME } from "../../../src/server/testing.ts";
import { openAccounts } from "../../../src/store/accounts.ts";
import { type Database, openDatabase } from "../../../src/store/database.ts";
import { memoryLog } from "./memory-log.ts";

export interface BootedModule {
  readonly handlers: Handlers;
  readonly catalogue: Catalogue;
}

export const emptyDatabase = (): Database => openDatabase(":memory:", { log: memoryLog() });

/** Sets up the module and those that it uses. */
export function bootAlone(module: AnyModule, db: Database): BootedModule {
  const log = memoryLog();
  const now = (): number => Date.parse("2026-01-01T00:00:00Z");
  const accounts = openAccounts(db, { iterations: 4096, now });
  const sessions = new SessionRegister();
  const domains = new Set(["localhost"]);
  const router = new Router({ db, sessions, accounts, domains, log, id: randomId, remote: () => {} });
  const turns = new Turns({ isFull: () => false, log });
  const config = readConfig("", modules, ["domains=localhost"]);
  let handlers: Handlers = {};
  const watched: AnyModule = {
    ...module,
    setup: (server) => {
      handlers = module.setup(server);
      return handlers;
    },
  };
  const { catalogue, begin } = bootModules([watched], {
    db,
    log,
    sessions,
    accounts,
    domains,
    router,
    now,
    isClockDoubtful: () => false,
    ...TEST_HOME,
    id: randomId,
    secret: () => new Uint8Array(32),
    inTurns: inTurnsOf({ db, turns }),
    configOf: ({ name }) => config.modules[name] ?? {},
  });
  begin();
  return { handlers, catalogue };
}

/** A request that a module answers, and where. */
export interface HandledRequest {
  readonly place: "self" | "account" | "server";
  readonly ns: string;
  readonly type: "get" | "set";
  readonly name: string;
}

export function requestsHandledBy({ iq = {} }: Handlers): HandledRequest[] {
  return (["self", "account", "server"] as const).flatMap((place) =>
    Object.entries(iq[place] ?? {}).flatMap(([ns, byType]) =>
      (["get", "set"] as const).flatMap((type) =>
        Object.keys(byType[type] ?? {}).map((name) => ({ place, ns, type, name })),
      ),
    ),
  );
}
