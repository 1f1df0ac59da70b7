/** XEP-0494: Client Access Management: the clients that can access an account are listed, and their access is revoked. */
import type { Element } from "ltx";
import { duration, flag } from "../options.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { StreamError } from "../stream-error.ts";
import { PAGE_AGENT, type UserAgent } from "../user-agent.ts";
import { fast } from "./0484-fast.ts";
import { clientTables, type KnownClient, openClients } from "./0494-clients.ts";
import { dateTime } from "./kit/0082-date-time.ts";

const NS = "urn:xmpp:cam:0";

/** A client in its owner's list, or a browser that is signed in on the web pages. */
export interface ListedClient {
  readonly id: string;
  readonly isPage: boolean;
  /** As it names itself and its device; the name of a browser. */
  readonly software: string | undefined;
  readonly device: string | undefined;
  /** Milliseconds since 1970. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly isConnected: boolean;
}

/** The sessions of the web pages, which belong to the same list. */
export interface PageSessions {
  of(account: string): readonly {
    readonly id: string;
    readonly browser: string | undefined;
    readonly started: number;
    readonly seen: number;
  }[];
  endById(id: string): void;
}

/** Called by the streams, the pages, and operations. */
export interface ClientAccess {
  /** A client of this account (a bare JID) has authenticated. */
  signedIn(account: string, agent: UserAgent | undefined): void;
  /** The client has bound a session. */
  began(session: Session, agent: UserAgent | undefined): void;
  /** XEP-0386 §3.2: ends the client's earlier sessions. */
  replaceFormer(session: Session): void;
  /** Whether a one-time password of the pages began the session: its client does not know the account's own password. */
  isOfPage(session: Session): boolean;
  /** Ends the sessions of a client by its id, and forgets it. */
  end(account: string, agent: string): void;
  /** Calls back with each client, by its id, whose access its owner has revoked. */
  onRevoke(callback: (account: string, agent: string) => void): void;
  /** Called once. */
  followPages(pages: PageSessions): void;
  /** What can access an account (a bare JID), the most recently seen first; the chat page of a browser is one with the browser. */
  list(account: string): readonly ListedClient[];
  /** Ends what the list has under this id. Resolves with false where there is none. */
  revoke(account: string, id: string): Promise<boolean>;
}

export const clientAccess = defineModule({
  name: "clients",
  xep: "0494",
  version: "0.1.0",
  tables: clientTables,
  addresses: {
    tables: {
      client: { account: "jid", agent: "other", id: "other", software: "other", device: "other" },
    },
  },
  notExported: "apps sign in anew at another server",
  options: {
    keep: duration(
      "90d",
      "How long an app that has not been seen is still listed, and may come back without the password.",
    ),
    keep_names: flag(true, "Whether the names are kept that apps give themselves and their devices."),
  },
  setup: ({ db, config, accounts, sessions, now, isClockDoubtful, id, use }) => {
    const clients = openClients(db);
    const tokens = use(fast);
    accounts.onRemove(clients.forgetAccount);
    accounts.onPasswordChange(clients.forgetAccount);
    /** The client of each session. Clients without a user-agent id are known only while they are connected. */
    const clientOf = new WeakMap<Session, KnownClient>();

    const anonymous = (time: number): KnownClient => ({
      agent: undefined,
      id: id(),
      software: null,
      device: null,
      first_seen: time,
      last_seen: time,
    });

    const sessionsOf = (account: string, client: KnownClient): Session[] =>
      [...sessions.of(account)].filter((session) => clientOf.get(session)?.id === client.id);

    /** Clients with an id, most recently seen first, then connected clients without one. */
    const known = (account: string): KnownClient[] => {
      const listed = clients.of(account);
      const others = [...sessions.of(account)].flatMap((session) => clientOf.get(session) ?? []);
      const ids = new Set(listed.map((client) => client.id));
      return [...listed, ...others.filter((client) => !ids.has(client.id))];
    };

    const describe = (account: string, client: KnownClient): Element => {
      const isConnected = sessionsOf(account, client).length > 0;
      const holdsToken = client.agent !== undefined && tokens.holds(account, client.agent);
      const { software, device } = client;
      return xml(
        "client",
        { connected: String(isConnected), id: client.id, type: "session" },
        xml("first-seen", {}, dateTime(client.first_seen)),
        xml("last-seen", {}, dateTime(isConnected ? now() : client.last_seen)),
        xml("auth", {}, isPage(client) ? xml("grant") : xml("password"), holdsToken ? xml("fast") : undefined),
        xml("permission", { status: "unrestricted" }),
        software || device
          ? xml(
              "user-agent",
              {},
              software ? xml("software", {}, software) : undefined,
              device ? xml("device", {}, device) : undefined,
            )
          : undefined,
      );
    };

    let pages: PageSessions | undefined;

    /** Browsers that are signed in on the pages and have not opened the chat, which is a client of its own. */
    const browsersOf = (account: string): KnownClient[] => {
      const chats = new Set(clients.of(account).map(({ agent }) => agent));
      const browsers = (pages?.of(account) ?? []).filter((page) => !chats.has(PAGE_AGENT + page.id));
      return browsers.map(({ id: page, browser, started, seen }) => ({
        ...{ agent: PAGE_AGENT + page, id: page, software: browser ?? null, device: null },
        ...{ first_seen: started, last_seen: seen },
      }));
    };

    const list = (_: Element, { account }: Session): Element => {
      const all = [...known(account), ...browsersOf(account)];
      return xml("clients", { xmlns: NS }, ...all.map((client) => describe(account, client)));
    };

    const listed = (account: string): ListedClient[] => {
      const browsers = pages?.of(account) ?? [];
      const inBrowsers = browsers.map(({ id: page, browser, started, seen }) => {
        const chat = clients.get(account, PAGE_AGENT + page);
        const isConnected = chat !== undefined && sessionsOf(account, chat).length > 0;
        return {
          id: page,
          isPage: true,
          software: browser,
          device: undefined,
          firstSeen: started,
          lastSeen: seen,
          isConnected,
        };
      });
      const apps = known(account).filter((client) => !isPage(client));
      const others = apps.map((client) => ({
        ...{ id: client.id, isPage: false, software: client.software ?? undefined, device: client.device ?? undefined },
        ...{ firstSeen: client.first_seen, lastSeen: client.last_seen },
        isConnected: sessionsOf(account, client).length > 0,
      }));
      return [...others, ...inBrowsers].sort((one, other) => other.lastSeen - one.lastSeen);
    };

    const forget = (account: string, agent: string): void => {
      tokens.forget(account, agent);
      clients.forget(account, agent);
    };

    const endClient = (account: string, client: KnownClient): void => {
      const reason = new StreamError("not-authorized", "access has been revoked");
      for (const session of sessionsOf(account, client)) session.end(reason);
      if (client.agent !== undefined) forget(account, client.agent);
    };

    const onRevoke: ((account: string, agent: string) => void)[] = [];

    const revokeById = async (account: string, wanted: unknown): Promise<KnownClient | undefined> => {
      const client = [...known(account), ...browsersOf(account)].find(({ id: each }) => each === wanted);
      if (!client) return undefined;
      endClient(account, client);
      const { agent } = client;
      if (agent !== undefined) for (const callback of onRevoke) callback(account, agent);
      await tokens.synced();
      return client;
    };

    const revoke = async ({ attrs }: Element, { account }: Session): Promise<undefined> => {
      const client = await revokeById(account, attrs.id);
      if (!client) throw new StanzaError("item-not-found");
      if (isPage(client)) return undefined;
      // §3.2: the client has known the password, and can sign in with it again.
      const application = { name: "password-reset-required", xmlns: NS };
      throw new StanzaError("service-unavailable", { text: "change the password to lock this app out", application });
    };

    const api: ClientAccess = {
      signedIn: (account, agent) => {
        if (agent?.id === undefined) return;
        const names = config.keep_names ? agent : { software: undefined, device: undefined };
        clients.seen(account, agent.id, { software: names.software, device: names.device, newId: id(), time: now() });
        if (isClockDoubtful()) return;
        for (const unseen of clients.unseenSince(account, now() - config.keep)) forget(account, unseen);
      },
      began: (session, agent) => {
        const stored = agent?.id === undefined ? undefined : clients.get(session.account, agent.id);
        clientOf.set(session, stored ?? anonymous(now()));
      },
      replaceFormer: (session) => {
        const client = clientOf.get(session);
        if (client?.agent === undefined) return;
        for (const former of sessionsOf(session.account, client)) {
          if (former !== session) former.end(new StreamError("conflict", "the same app has signed in again"));
        }
      },
      isOfPage: (session) => isPage(clientOf.get(session)),
      end: (account, agent) => {
        const client = clients.get(account, agent);
        if (client) endClient(account, client);
      },
      onRevoke: (callback) => void onRevoke.push(callback),
      followPages: (given) => {
        pages = given;
      },
      list: listed,
      revoke: async (account, wanted) => {
        // A browser goes by the id of its session, whether it has opened the chat or not.
        if (!pages?.of(account).some((page) => page.id === wanted))
          return (await revokeById(account, wanted)) !== undefined;
        pages.endById(wanted);
        await tokens.synced();
        return true;
      },
    };

    return {
      api,
      iq: { self: { [NS]: { get: { list }, set: { revoke } } } },
      session: {
        state: {
          save: (session) => clientOf.get(session)?.agent,
          restore: (session, agent) => {
            const stored = clients.get(session.account, agent);
            if (stored) clientOf.set(session, stored);
          },
        },
        ended: (session) => {
          const agent = clientOf.get(session)?.agent;
          if (agent !== undefined) clients.left(session.account, agent, now());
        },
      },
    };
  },
});

const isPage = (client: KnownClient | undefined): boolean => client?.agent?.startsWith(PAGE_AGENT) === true;
