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

/** Called by the streams. */
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
}

export const clientAccess = defineModule({
  name: "clients",
  xep: "0494",
  version: "0.1.0",
  tables: clientTables,
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

    const list = (_: Element, { account }: Session): Element =>
      xml("clients", { xmlns: NS }, ...known(account).map((client) => describe(account, client)));

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

    const revoke = async ({ attrs }: Element, { account }: Session): Promise<undefined> => {
      const client = known(account).find((candidate) => candidate.id === attrs.id);
      if (!client) throw new StanzaError("item-not-found");
      endClient(account, client);
      const { agent } = client;
      if (agent !== undefined) for (const callback of onRevoke) callback(account, agent);
      await tokens.synced();
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
