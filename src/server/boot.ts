/** Sets up the modules, each once and after those that it uses, and wires what they return. */
import type { HttpRoute } from "../http.ts";
import type { Options, Values } from "../options.ts";
import { openCatalogue } from "./catalogue.ts";
import { subdomainsOf } from "./components.ts";
import type { Catalogue, Handlers, Module, Server } from "./module.ts";
import type { Router } from "./router.ts";
import { callAll, type SessionHooks, sessionHooks } from "./session-hooks.ts";
import { openTimers } from "./timers.ts";

// biome-ignore lint/suspicious/noExplicitAny: one list holds modules of all options and apis
export type AnyModule = Module<any, any>;

type Given =
  | "db"
  | "log"
  | "sessions"
  | "accounts"
  | "domains"
  | "now"
  | "isClockDoubtful"
  | "webOrigin"
  | "folder"
  | "space"
  | "id"
  | "secret"
  | "inTurns";

export interface BootDeps extends Pick<Server, Given> {
  readonly router: Router;
  /** Nothing is sent, and nothing is done later: the database alone is worked on. */
  readonly isSilent?: boolean | undefined;
  /** The values of a module's section in config.toml. */
  readonly configOf: (module: AnyModule) => Values<Options>;
}

/** What the layers above the kernel need of the modules. */
export interface Booted {
  readonly catalogue: Catalogue;
  readonly session: SessionHooks;
  readonly http: readonly HttpRoute[];
  /** The labels of the subdomains that modules serve: "rooms". */
  readonly subdomains: ReadonlySet<string>;
  /** A module's `api`. */
  // biome-ignore lint/suspicious/noExplicitAny: the options of a module do not matter to those that use its api
  readonly use: <Api>(module: Module<any, Api>) => Api;
  /** What the modules have scheduled begins: to be called once the sessions of before are there again. */
  readonly begin: () => void;
  /** Cancels what the modules have scheduled, and tells them that the sessions are about to end. */
  readonly stop: () => void;
}

/** Throws where two modules use each other, or answer the same request. */
export function bootModules(modules: readonly AnyModule[], deps: BootDeps): Booted {
  const { configOf, router, isSilent = false, ...given } = deps;
  const unless = <Arguments extends unknown[]>(work: (...given: Arguments) => void) => (isSilent ? () => {} : work);
  const catalogue = openCatalogue();
  const session = sessionHooks(deps.log);
  const http: HttpRoute[] = [];
  const timers = openTimers(deps.log);
  const handlersOf = new Map<AnyModule, Handlers>();
  const underway = new Set<AnyModule>();

  const setUp = (module: AnyModule): Handlers => {
    const done = handlersOf.get(module);
    if (done) return done;
    if (underway.has(module)) throw new Error(`modules use each other in a circle: ${module.name}`);
    underway.add(module);
    deps.db.migrate(module.name, module.tables ?? []);
    const handlers = module.setup(serverFor(module));
    handlersOf.set(module, handlers);
    return handlers;
  };

  const serverFor = (module: AnyModule): Server => ({
    ...given,
    isSilent,
    config: configOf(module),
    route: unless((stanza) => router.route(stanza)),
    multicast: unless((stanza, to) => router.multicast(stanza, to)),
    sendRequest: unless((request, onAnswer) => router.pendingRequests.send(request, onAnswer)),
    schedule: unless(timers.schedule),
    use: (other) => setUp(other).api as never,
    catalogue,
  });

  for (const module of modules) setUp(module);
  for (const module of modules) {
    const handlers = setUp(module);
    wire(handlers, router);
    session.add(module.name, handlers.session ?? {});
    http.push(...(handlers.http ?? []));
    catalogue.add(module, handlers);
  }
  return {
    catalogue,
    session,
    http,
    subdomains: new Set(catalogue.components.flatMap(subdomainsOf)),
    use: (module) => setUp(module).api as never,
    begin: timers.begin,
    stop: () => {
      timers.stop();
      callAll(modules, deps.log, (module) => setUp(module).stopping?.());
    },
  };
}

function wire({ iq, stanzas, component }: Handlers, router: Router): void {
  if (iq) router.iq.add(iq);
  if (stanzas?.outbound) router.outbound.add(stanzas.outbound);
  if (stanzas?.inbound) router.inbound.add(stanzas.inbound);
  if (stanzas?.serverMessage) router.serverMessageHandlers.push(stanzas.serverMessage);
  if (stanzas?.storeOffline) router.offlineStores.push(stanzas.storeOffline);
  if (stanzas?.isKnownTo) router.iq.knowledge.push(stanzas.isKnownTo);
  if (stanzas?.isSuppressed) router.suppressors.push(stanzas.isSuppressed);
  if (component) router.components.add(component);
}
