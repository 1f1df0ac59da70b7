/** XEP-0215: External Service Discovery: STUN and TURN servers, with credentials for local accounts. */
import { createHmac } from "node:crypto";
import type { Element } from "ltx";
import { DAY } from "../clock.ts";
import { duration, list, text } from "../options.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { type Stanza, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { type OfferedService, openServiceUpdates } from "./0215-service-updates.ts";
import { type ExternalService, serviceOf } from "./0215-service-uri.ts";
import { dateTime } from "./kit/0082-date-time.ts";

const NS = "urn:xmpp:extdisco:2";

/** The relay of this process. */
export interface OwnRelay {
  /** Its name or address; empty for the domain that is asked. */
  readonly host: string;
  readonly services: readonly Pick<ExternalService, "type" | "port" | "transport">[];
  /** The addresses that it is reached at and relays by, as one text. */
  readonly addresses: string;
  /** For a bare JID; `expires`: seconds since 1970. */
  readonly credentialsFor: (
    account: string,
    expires: number,
  ) => { readonly username: string; readonly password: string };
}

export const externalServices = defineModule({
  name: "external_services",
  xep: "0215",
  version: "1.0.0",
  options: {
    uris: list([], 'STUN and TURN servers, such as "stun:stun.example.com" or "turn:192.0.2.1:3478?transport=udp".'),
    secret: text(
      "",
      "What the TURN servers share with this server (coturn's static-auth-secret), for passwords that expire.",
    ),
    username: text("", "The name for TURN servers that know one; not used with a secret."),
    password: text("", "Its password."),
    lifetime: duration("12h", "How long a password lasts that is made from the secret."),
  },
  setup: (server) => {
    const { config, sessions, domains, now, secret, log } = server;
    const naming = secret("XEP-0215 names");
    const access = JSON.stringify([config.secret, config.username, config.password]);
    const version = createHmac("sha256", naming).update(access).digest("base64url").slice(0, 8);
    const services = config.uris.flatMap((uri): OfferedService | [] => {
      const service = serviceOf(uri);
      if (!service) log.warn({ event: "external-service-ignored", uri, remedy: "write stun:HOST or turn:HOST:PORT" });
      return service ? { ...service, isOwn: false, version: service.isRelay ? version : "" } : [];
    });

    /** Time-limited credentials, as coturn and others accept them ("TURN REST API"): the username contains the expiry, and is signed. */
    const temporary = (account: string) => {
      const expires = now() + Math.min(config.lifetime, 365 * DAY);
      // The relay can tell accounts apart, but not identify them.
      const who = createHmac("sha256", naming).update(account).digest("base64url").slice(0, 16);
      const username = `${Math.floor(expires / 1000)}:${who}`;
      const password = createHmac("sha1", config.secret).update(username).digest("base64");
      return { username, password, expires: dateTime(expires) };
    };

    let relay: OwnRelay | undefined;

    /** Those of this process, then those of others. */
    const servicesFor = (domain: string): readonly OfferedService[] => {
      const { host = "", services: own = [], addresses = "" } = relay ?? {};
      const ours = own.map((service): OfferedService => {
        const isRelay = service.type.startsWith("turn");
        return { ...service, host: host || domain, isRelay, isOwn: true, version: addresses };
      });
      return [...ours, ...services];
    };

    const ownCredentials = ({ credentialsFor: made }: OwnRelay, account: string) => {
      const expires = Math.floor((now() + Math.min(config.lifetime, 365 * DAY)) / 1000);
      return { ...made(account, expires), expires: dateTime(expires * 1000), restricted: "true" };
    };

    const credentialsFor = ({ isRelay }: ExternalService, account: string) => {
      if (!isRelay) return {};
      if (config.secret !== "") return { ...temporary(account), restricted: "true" };
      const { username, password } = config;
      return username === "" ? {} : { username, password, restricted: "true" };
    };

    const elementOf = (service: OfferedService, account: string): Element => {
      const { type, host, port, transport, isRelay, isOwn } = service;
      const access = isOwn && isRelay && relay ? ownCredentials(relay, account) : credentialsFor(service, account);
      return xml("service", { type, host, port, transport, ...access });
    };

    const updates = openServiceUpdates({ ...server, namespace: NS, servicesFor, elementOf });

    /** The session that asks. Throws StanzaError forbidden unless it is of a local account, as relaying costs. */
    const sessionOf = ({ from }: Stanza): Session => {
      const session = domains.has(from.domain) ? sessions.get(from.full) : undefined;
      if (!session) throw new StanzaError("forbidden");
      return session;
    };

    const all = ({ attrs: { type } }: Element, requester: Stanza): Element => {
      const session = sessionOf(requester);
      updates.told(session, type);
      const wanted = servicesFor(requester.from.domain).filter(
        (service) => type === undefined || service.type === type,
      );
      return xml("services", { xmlns: NS, type }, ...wanted.map((service) => elementOf(service, session.account)));
    };

    /** §3.3. */
    const credentials = (request: Element, requester: Stanza): Element => {
      const { account } = sessionOf(requester);
      const { host, type, port } = request.getChild("service")?.attrs ?? {};
      if (!host || !type) throw new StanzaError("bad-request", { text: "a service has a host and a type" });
      const matches = (service: ExternalService): boolean =>
        service.host === host && service.type === type && (port === undefined || String(service.port) === port);
      const matching = servicesFor(requester.from.domain).filter(matches);
      if (matching.length === 0) throw new StanzaError("item-not-found");
      return xml("credentials", { xmlns: NS }, ...matching.map((service) => elementOf(service, account)));
    };

    return {
      iq: { server: { [NS]: { get: { services: all, credentials } } } },
      session: { ended: updates.ended, state: updates.state },
      api: {
        /** Called when the relay of this process is ready, and again when it has changed. */
        open: (opened: OwnRelay): void => {
          relay = opened;
          updates.changed();
        },
      },
    };
  },
});
