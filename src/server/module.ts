/** The contract: what a feature gives to the server, and everything that it may touch. */
import type { Element } from "ltx";
import type { HttpRoute } from "../http.ts";
import type { ImportReport } from "../import-report.ts";
import type { Jid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import type { Options, Values } from "../options.ts";
import type { Stanza } from "../stanza.ts";
import type { StanzaError } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { FileFolder } from "../store/file-folder.ts";
import type { FreeSpace } from "../store/free-space.ts";
import type { StoredAddresses } from "../store/stored-addresses.ts";
import type { Gauge } from "./gauge.ts";
import type { Session, Sessions } from "./session.ts";

/** Facts that the server reads at boot. `setup` then runs once, and what it returns is wired. */
export interface Module<O extends Options = Options, Api = unknown> {
  /** Names its config section, its tables and its log lines: snake_case. */
  readonly name: string;
  /** "0191"; none for a module of RFC 6121. */
  readonly xep?: string;
  /** The version of the XEP that it was written from: "1.2.1". */
  readonly version?: string;
  /** disco#info features of the domain and of accounts, beyond the namespaces of `iq`, which are advertised by themselves. */
  readonly features?: readonly string[];
  /** Further disco#info features, of accounts alone. */
  readonly accountFeatures?: readonly string[];
  /** Further disco#info identities of the domain and of accounts. */
  readonly identities?: readonly Identity[];
  /** Migrations: append-only, the index is the version. */
  readonly tables?: readonly string[];
  /** What each column of them holds of addresses, for a domain that gets another name. */
  readonly addresses?: StoredAddresses;
  /** Why nothing of what its tables have goes along when an account is taken elsewhere: no `export` then. */
  readonly notExported?: string;
  readonly options?: O;
  readonly setup: (server: Server<O>) => Handlers<Api>;
}

/** XEP-0030 §3.1: "server" of type "im", "pubsub" of type "pep". */
export type Identity = { readonly category: string; readonly type: string; readonly name?: string };

/** Everything that a module may touch: there are no globals. */
export interface Server<O extends Options = Options> {
  readonly config: Values<O>;
  readonly db: Database;
  readonly log: Logger;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  /** The domains served here. */
  readonly domains: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where people see its web pages: "https://example.com:5443", without a final slash; undefined where there is no web server. */
  readonly webOrigin: () => string | undefined;
  /** Whether the clock has leapt, and is not believed yet: nothing is deleted then because of its age. */
  readonly isClockDoubtful: () => boolean;
  /** No server runs: the database alone is worked on, nothing is sent, and nothing is done later. */
  readonly isSilent: boolean;
  /** A new unguessable id (128 bits, base64url). */
  readonly id: () => string;
  /** 32 secret bytes of this home for a purpose. They are not in the database, so that a copy of it alone is of no use. */
  readonly secret: (purpose: string) => Uint8Array;
  /** Sends a new stanza on its way, as the address in its `from` (which must be of a domain served here). */
  readonly route: (stanza: Element) => void;
  /** Sends the same stanza to many addresses; its content is printed once for all of them. */
  readonly multicast: (stanza: Element, to: Iterable<string>) => void;
  /** Sends an iq of type get or set likewise; `onAnswer` gets the result or the error, at most once: never where no answer comes. */
  readonly sendRequest: (request: Element, onAnswer: (answer: Stanza) => void) => void;
  /** Calls back once, after so many milliseconds, outside of the handling of any stanza; never after the server has stopped. */
  readonly schedule: (milliseconds: number, callback: () => void) => void;
  /**
   * Does work that may be large in portions, alternating with the requests of others: between two `yield`s a few
   * milliseconds at most, each portion all or nothing. What was read before a `yield` may have changed after it. `owner` is
   * for whom it is done: the bare JID of an account, or a domain. Resolves with what `work` returns, rejects with what it throws.
   */
  readonly inTurns: <Result>(owner: string, work: Generator<void, Result>) => Promise<Result>;
  /** The `api` of another module; a cycle fails at boot. */
  // biome-ignore lint/suspicious/noExplicitAny: the options of a module do not matter to those that use its api
  readonly use: <Api>(module: Module<any, Api>) => Api;
  /** A folder of this home for files, which are no rows of the database. */
  readonly folder: (name: string) => FileFolder;
  /** The disk of this home: bytes that are free, and those that stay free (limits.free_disk). */
  readonly space: Pick<FreeSpace, "free" | "reserve" | "isLow" | "look">;
  /** What all modules declare; complete once every module has been set up. */
  readonly catalogue: Catalogue;
}

/** What all modules declare: disco#info and reports are derived from it. */
export interface Catalogue {
  /** disco#info features of the domain and of a bare account. */
  readonly server: ReadonlySet<string>;
  readonly account: ReadonlySet<string>;
  readonly identities: { readonly server: readonly Identity[]; readonly account: readonly Identity[] };
  readonly components: readonly Component[];
  /** Extended forms of the domain's disco#info (XEP-0128). */
  readonly forms: readonly (() => Element | undefined)[];
  /** By the module's name: the bytes that it stores for an account (a bare JID). */
  readonly storageUsage: ReadonlyMap<string, (account: string) => number>;
  /** In the order of modules.ts: what each module has of an account (a bare JID) that is taken elsewhere. */
  readonly exports: readonly ((account: string) => Iterable<ExportedPart>)[];
  /** By namespace, then by name: who stores a part that an account brings from elsewhere. */
  readonly imports: ReadonlyMap<string, ReadonlyMap<string, PartImporter>>;
  /** Called once all parts of an account (a bare JID) have come. */
  readonly imported: readonly ((account: string) => void)[];
  /** Called once all accounts have come, for each of them (a bare JID). */
  readonly arrived: readonly ((account: string) => void)[];
  readonly gauges: readonly Gauge[];
  /** Called for each stream once its client has authenticated. */
  readonly streamFeatures: readonly (() => Element)[];
}

/** What a module takes part in, by subject; what is alone in its subject is not grouped. */
export interface Handlers<Api = unknown> {
  /** Requests that it answers, by addressee (RFC 6120 §8.2.3). */
  readonly iq?: IqHandlers;
  /** Stanzas on their way through the server, and those that find nobody. */
  readonly stanzas?: StanzaHandlers;
  /** The life of a client session. */
  readonly session?: SessionHandlers;
  /** disco#info of the domain (XEP-0030), where it depends on more than the module's declared facts. */
  readonly disco?: DiscoHandlers;
  /** Listed in the stream features once the client has authenticated (RFC 6121 §2.6.1). */
  readonly streamFeature?: () => Element;
  /** A service at a subdomain. */
  readonly component?: Component;
  /** What it answers over HTTP (`web/`). */
  readonly http?: readonly HttpRoute[];
  /**
   * Bytes on the disk that this module stores for an account (a bare JID): shown by `user list` and to the person. Called for
   * every account in one go: keep a counter, or one sum over an index.
   */
  readonly storageUsage?: (account: string) => number;
  /**
   * XEP-0227: what this module stores for an account (a bare JID), as children of <user/>, when the account is taken elsewhere.
   * It is read while the file is written: between two parts anything may change, so that no statement may stay open.
   */
  readonly export?: (account: string) => Iterable<ExportedPart>;
  /**
   * XEP-0227: stores what an account brings from another server, by namespace and name of the children of <user/>: all that
   * `export` gives. Nobody else is sent anything because of it; the account's own apps are, where they keep a copy (a roster
   * push). What is here already stays, so that a part that comes twice is stored once.
   */
  readonly import?: Readonly<Record<string, Readonly<Record<string, PartImporter>>>>;
  /** What it has now, for metrics: numbers that are cheap to find, of all accounts together. */
  readonly gauges?: readonly Gauge[];
  /** All parts of an account (a bare JID) have come: what follows from several of them is made now, silently too. */
  readonly imported?: (account: string) => void;
  /**
   * All accounts have come, this one (a bare JID) among them: what signing in would have shown now is shown to apps that are signed
   * in already.
   */
  readonly arrived?: (account: string) => void;
  /** The server is about to stop: the sessions that end from now on end because of that. */
  readonly stopping?: () => void;
  /** What other modules get by `use`. */
  readonly api?: Api;
}

/** An element with its namespace; or one without children, and the children that it gets. */
export type ExportedPart = Element | ExportedContainer;

export interface ExportedContainer {
  readonly container: Element;
  readonly children: Iterable<ExportedPart>;
}

/** `account` is a bare JID, of an account that exists. What cannot be taken is reported, and the rest is stored: it does not throw. */
export type PartImporter = (account: string, part: Element, report: ImportReport) => void;

export interface IqHandlers {
  /** Without `to`, or to the sender's own bare JID: nobody else gets here. */
  readonly self?: RequestHandlers<Session>;
  /**
   * To the bare JID of a local account, by somebody else, or by its owner where `self` does not answer. Called for accounts
   * that do not exist as well, and must tell a stranger the same of both (RFC 6121 §8.5.1).
   */
  readonly account?: RequestHandlers<Passage>;
  /** To a domain served here. */
  readonly server?: RequestHandlers<Stanza>;
}

export interface StanzaHandlers {
  /** Stanzas that a local account sends. */
  readonly outbound?: Path;
  /** Stanzas about to reach a local account. */
  readonly inbound?: Path;
  /** A message to a domain served here. False leaves it to other modules, in the end to an error for its sender. */
  readonly serverMessage?: (stanza: Stanza) => boolean;
  /**
   * Stores a message that no session can take now (RFC 6121 §8.5.2.2.1). False leaves it to other modules, in the end to an
   * error for its sender.
   */
  readonly storeOffline?: (passage: Passage) => boolean;
  /**
   * Whether a peer may know that an account is there. Where no module says so, what only the owner may ask is answered as if the
   * account did not exist (RFC 6121 §8.5.1).
   */
  readonly isKnownTo?: (account: string, peer: Jid) => boolean;
  /** Whether a stanza that the server generates in an account's name (presence, a notification) is not sent. */
  readonly isSuppressed?: (stanza: Stanza) => boolean;
}

export interface SessionHandlers {
  /** XEP-0386: inline features of <bind/>, by namespace; what is returned stands in <bound/>. */
  readonly bind2?: Readonly<Record<string, (request: Element, session: Session) => Element | undefined>>;
  /** XEP-0386: a session has been bound in that way; what is returned stands in <bound/>. */
  readonly bound?: (session: Session) => Element | undefined;
  /** Elements that are not stanzas, by namespace, then by name (XEP-0352's <active/>). */
  readonly nonzas?: Readonly<Record<string, Readonly<Record<string, (element: Element, session: Session) => void>>>>;
  /** A session has lost its client, which may resume it (XEP-0198), and what was sent to it and not acknowledged. */
  readonly disconnected?: (session: Session, unacknowledged: readonly Element[]) => void;
  /** A session has ended for good. */
  readonly ended?: (session: Session) => undefined;
  /**
   * A session is there again after the process was killed, if only for what it has left: `unacknowledged` is what it was sent, from the
   * offline store too.
   */
  readonly crashed?: (session: Session) => undefined;
  /** What has to survive a restart of the server until the client resumes the session (XEP-0198). */
  readonly state?: SessionState;
}

export interface SessionState {
  /** A text in the module's own format; undefined where there is nothing to save. */
  readonly save: (session: Session) => string | undefined;
  /** The same session after a restart; its presence is set. */
  readonly restore: (session: Session, saved: string) => void;
}

export interface DiscoHandlers {
  /** Further features, where they depend on the options. */
  readonly features?: readonly string[];
  /** Further identities of the domain alone. */
  readonly identities?: readonly Identity[];
  /** XEP-0128: an extended form of the domain's disco#info, a new element each time; undefined for none. */
  readonly form?: () => Element | undefined;
}

/** A service at a subdomain of each domain served here. */
export interface Component {
  /** "pubsub". */
  readonly subdomain: string;
  /** Further subdomains at which it answers likewise. */
  readonly further?: readonly string[];
  /** What it is, for disco#items of the domain. */
  readonly identity: Identity;
  /** Requests to the service itself: its domain, without a localpart. */
  readonly iq: RequestHandlers<Stanza>;
  /** A request to a bare JID of that domain: a room. Throws a StanzaError to refuse; without it, every such address is refused. */
  readonly answerBareJid?: (request: Element, stanza: Stanza) => Reply | Promise<Reply>;
  /** Everything else that is sent to an address of that domain; without it, messages and requests are refused. */
  readonly receive?: (stanza: Stanza) => undefined;
}

/** The payload of an iq result; undefined for an empty one. */
export type Reply = Element | undefined;

/** Handlers of requests, by namespace, then by element name. They throw a StanzaError to refuse. */
export type RequestHandlers<From> = Readonly<
  Record<string, { readonly get?: HandlersByName<From>; readonly set?: HandlersByName<From> }>
>;
export type HandlersByName<From> = Readonly<Record<string, (request: Element, from: From) => Reply | Promise<Reply>>>;

/**
 * The phases that a stanza passes, in order; within a phase, in the order of modules.ts. A phase can do what its type says.
 * A StanzaError thrown in any of them refuses the stanza as one returned by `guard` does, and undoes what others have written.
 */
export interface Path {
  /** Refuses (a StanzaError), drops silently ("drop") or lets pass (undefined). */
  readonly guard?: (passage: Passage) => StanzaError | "drop" | undefined;
  /** Returns the stanza as it goes on. Never changes the one that it is given. */
  readonly amend?: (passage: Passage) => Stanza;
  /** Stores what must not be lost. */
  readonly record?: (passage: Passage) => undefined;
  /** Notifies others: carbons, push. */
  readonly copy?: (passage: Passage) => undefined;
}

/** One stanza, seen from one local account. */
export interface Passage {
  readonly stanza: Stanza;
  /** Bare JID. */
  readonly account: string;
  /** The other end: the recipient outbound, the sender inbound. */
  readonly peer: Jid;
  /** The local session that sent it, outbound; undefined inbound and for stanzas that the server generates. */
  readonly session?: Session | undefined;
  /** The sessions chosen by delivery (RFC 6121 §8.5); empty outbound and before delivery. */
  readonly recipients: ReadonlySet<Session>;
  /** The sessions that get the stanza or a copy of it: `copy` adds those that it sends one to. Undefined where it is not needed. */
  readonly reached?: Set<Session> | undefined;
}

export const defineModule = <const O extends Options, Api>(module: Module<O, Api>): Module<O, Api> => module;
