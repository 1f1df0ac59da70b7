/** Sets up the modules, each once and after those it uses, and wires what they return. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import type { Options, Values } from "../options.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { laterOf } from "./later.ts";
import type { Catalogue, Component, Handlers, Identity, Lasting, Module, Server } from "./module.ts";
import type { Router } from "./router.ts";
import type { Session, Sessions } from "./session.ts";

// biome-ignore lint/suspicious/noExplicitAny: modules of all options and apis stand in one list
export type AnyModule = Module<any, any>;

export interface BootParts {
  readonly db: Database;
  readonly log: Logger;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly domains: ReadonlySet<string>;
  readonly router: Router;
  readonly now: () => number;
  readonly id: () => string;
  readonly secret: (purpose: string) => Uint8Array;
  readonly inTurns: Server["inTurns"];
  /** The values of a module's section in config.toml. */
  readonly configOf: (module: AnyModule) => Values<Options>;
}

/** What the layers above the kernel need of the modules. */
export interface Booted {
  readonly catalogue: Catalogue;
  /** By namespace, then by element name. */
  readonly nonzas: ReadonlyMap<string, Readonly<Record<string, (element: Element, session: Session) => void>>>;
  readonly http: ReadonlyMap<string, NonNullable<Handlers["http"]>[string]>;
  /** What stands before a domain where modules serve subdomains: "rooms". */
  readonly subdomains: ReadonlySet<string>;
  /** XEP-0386: what can be asked for while binding, by namespace. */
  readonly bind2: ReadonlyMap<string, NonNullable<Handlers["bind2"]>[string]>;
  /** XEP-0386: what the modules have to say to a session that has just been bound. */
  readonly bound: (session: Session) => readonly Element[];
  /** A module's `api`, for the layers above. */
  // biome-ignore lint/suspicious/noExplicitAny: a module's options do not matter to who uses its api
  readonly use: <Api>(module: Module<any, Api>) => Api;
  /** Tells the modules that a session has ended for good. */
  readonly offline: (session: Session) => void;
  /** Tells the modules that a session has lost its client, and with what on the way. */
  readonly disconnected: (session: Session, unacknowledged: readonly Element[]) => void;
  /** What the modules know of a session, by their names, and the same told to them again. */
  readonly lasting: {
    readonly keep: (session: Session) => Readonly<Record<string, string>>;
    readonly restore: (session: Session, kept: Readonly<Record<string, string>>) => void;
  };
  /** What the modules wanted to do later is not done, and they know that the sessions are about to end. */
  readonly stop: () => void;
}

interface Gathered {
  readonly server: Set<string>;
  readonly account: Set<string>;
  readonly identities: { readonly server: Identity[]; readonly account: Identity[] };
}

/** Throws where two modules use each other, or claim the same request. */
export function bootModules(modules: readonly AnyModule[], parts: BootParts): Booted {
  const gathered: Gathered = { server: new Set(), account: new Set(), identities: { server: [], account: [] } };
  const streamFeatures: (() => Element)[] = [];
  const components: Component[] = [];
  const forms: NonNullable<Handlers["form"]>[] = [];
  const usage = new Map<string, NonNullable<Handlers["usage"]>>();
  const catalogue: Catalogue = { ...gathered, components, forms, usage, streamFeatures };
  const nonzas = new Map<string, Readonly<Record<string, (element: Element, session: Session) => void>>>();
  const http = new Map<string, NonNullable<Handlers["http"]>[string]>();
  const bind2 = new Map<string, NonNullable<Handlers["bind2"]>[string]>();
  const bound: NonNullable<Handlers["bound"]>[] = [];
  const offline: NonNullable<Handlers["offline"]>[] = [];
  const disconnected: NonNullable<Handlers["disconnected"]>[] = [];
  const stopping: NonNullable<Handlers["stopping"]>[] = [];
  const lasting = new Map<string, Lasting>();
  const subdomains = new Set<string>();
  const handlersOf = new Map<AnyModule, Handlers>();
  const underway = new Set<AnyModule>();
  const later = laterOf(parts.log);

  /** A mistake in one module leaves none of the others unheard. */
  const tellAll = <Told>(handlers: readonly Told[], tell: (told: Told) => void): void => {
    for (const told of handlers) {
      try {
        tell(told);
      } catch (error) {
        parts.log.error({ event: "module-failed", error });
      }
    }
  };

  const setUp = (module: AnyModule): Handlers => {
    const done = handlersOf.get(module);
    if (done) return done;
    if (underway.has(module)) throw new Error(`modules use each other in a circle: ${module.name}`);
    underway.add(module);
    parts.db.migrate(module.name, module.tables ?? []);
    const handlers = module.setup(serverFor(module));
    handlersOf.set(module, handlers);
    return handlers;
  };

  const serverFor = (module: AnyModule): Server => ({
    config: parts.configOf(module),
    db: parts.db,
    log: parts.log,
    sessions: parts.sessions,
    accounts: parts.accounts,
    domains: parts.domains,
    now: parts.now,
    id: parts.id,
    secret: parts.secret,
    route: (stanza) => parts.router.route(stanza),
    spread: (stanza, to) => parts.router.spread(stanza, to),
    inTurns: parts.inTurns,
    ask: (request, answered) => parts.router.questions.ask(request, answered),
    later: later.call,
    use: (other) => setUp(other).api as never,
    catalogue,
  });

  for (const module of modules) setUp(module);
  for (const module of modules) {
    const handlers = setUp(module);
    wireIqs(handlers, parts.router);
    if (handlers.outbound) parts.router.outbound.add(handlers.outbound);
    if (handlers.inbound) parts.router.inbound.add(handlers.inbound);
    if (handlers.message) parts.router.hearers.push(handlers.message);
    if (handlers.keep) parts.router.keepers.push(handlers.keep);
    if (handlers.isKeptBack) parts.router.reservations.push(handlers.isKeptBack);
    if (handlers.offline) offline.push(handlers.offline);
    if (handlers.stopping) stopping.push(handlers.stopping);
    if (handlers.lasting) lasting.set(module.name, handlers.lasting);
    if (handlers.disconnected) disconnected.push(handlers.disconnected);
    for (const [ns, begin] of Object.entries(handlers.bind2 ?? {})) bind2.set(ns, begin);
    if (handlers.bound) bound.push(handlers.bound);
    if (handlers.form) forms.push(handlers.form);
    if (handlers.usage) usage.set(module.name, handlers.usage);
    if (handlers.streamFeature) streamFeatures.push(handlers.streamFeature);
    for (const [ns, byName] of Object.entries(handlers.nonzas ?? {})) nonzas.set(ns, byName);
    for (const [path, answer] of Object.entries(handlers.http ?? {})) http.set(path, answer);
    if (handlers.component) {
      components.push(handlers.component);
      subdomains.add(handlers.component.subdomain);
      parts.router.serve(handlers.component);
    }
    gather(module, handlers, gathered);
  }
  return {
    catalogue,
    nonzas,
    http,
    subdomains,
    bind2,
    bound: (session) => bound.flatMap((begin) => begin(session) ?? []),
    use: (module) => setUp(module).api as never,
    offline: (session) => tellAll(offline, (told) => told(session)),
    disconnected: (session, unacknowledged) => tellAll(disconnected, (told) => told(session, unacknowledged)),
    lasting: lastingOf(lasting),
    stop: () => {
      later.stop();
      tellAll(stopping, (told) => told());
    },
  };
}

function lastingOf(byName: ReadonlyMap<string, Lasting>): Booted["lasting"] {
  return {
    keep: (session) => {
      const kept: Record<string, string> = {};
      for (const [name, { keep }] of byName) {
        const text = keep(session);
        if (text !== undefined) kept[name] = text;
      }
      return kept;
    },
    restore: (session, kept) => {
      for (const [name, { restore }] of byName) {
        const text = kept[name];
        if (text !== undefined) restore(session, text);
      }
    },
  };
}

function wireIqs({ iq }: Handlers, router: Router): void {
  if (iq?.self) router.iq.self.add(iq.self);
  if (iq?.account) router.iq.account.add(iq.account);
  if (iq?.server) router.iq.server.add(iq.server);
}

/** A feature cannot be advertised and not answered: the namespaces come from the tables themselves. */
function gather(
  module: AnyModule,
  { features = [], iq = {} }: Handlers,
  { server, account, identities }: Gathered,
): void {
  identities.account.push(...(module.identities ?? []));
  const both = [...(module.features ?? []), ...Object.keys(iq.self ?? {})];
  const own = [...(module.accountFeatures ?? []), ...Object.keys(iq.account ?? {})];
  for (const feature of [...both, ...own]) account.add(feature);
  identities.server.push(...(module.identities ?? []));
  for (const feature of [...both, ...features, ...Object.keys(iq.server ?? {})]) server.add(feature);
}
