/** XEP-0215 §3.2: who has asked for services is told when they change. */
import type { Element } from "ltx";
import { SECOND } from "../clock.ts";
import type { Server, SessionState } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { xml } from "../stanza.ts";
import type { ExternalService } from "./0215-service-uri.ts";

export interface OfferedService extends ExternalService {
  /** It is the relay of this process. */
  readonly isOwn: boolean;
  /** Changes where its addresses or its credentials do: it is told again. */
  readonly version: string;
}

type Action = "add" | "delete" | "modify";

export interface ServiceUpdatesDeps extends Pick<Server, "domains" | "id" | "inTurns" | "schedule"> {
  readonly log: Pick<Server["log"], "error">;
  readonly namespace: string;
  /** Those of a domain, as they are now. */
  readonly servicesFor: (domain: string) => readonly OfferedService[];
  /** With credentials for the account. */
  readonly elementOf: (service: OfferedService, account: string) => Element;
}

export interface ServiceUpdates {
  /** A session has been told the services of a type; undefined for all types. */
  told(session: Session, type: string | undefined): void;
  /** Services may have changed. */
  changed(): void;
  ended(session: Session): undefined;
  readonly state: SessionState;
}

interface Told {
  /** Undefined for all of them. Each of the four that there are, at most. */
  readonly types: ReadonlySet<string | undefined>;
  readonly services: readonly OfferedService[];
}

const TYPES: ReadonlySet<string | undefined> = new Set([undefined, "stun", "stuns", "turn", "turns"]);
/** After a restart, the relay of this process first finds out its addresses. */
const AFTER_RESTART_MS = 3 * SECOND;

export function openServiceUpdates(deps: ServiceUpdatesDeps): ServiceUpdates {
  const { namespace, domains, servicesFor, elementOf, id, inTurns, schedule, log } = deps;
  const asked = new Map<Session, Told>();
  let isTelling = false;
  let isToTellAgain = false;
  let isCheckScheduled = false;

  const tell = (session: Session, { types, services }: Told): void => {
    const now = servicesFor(session.jid.domain);
    const changes = changesBetween(services, now);
    for (const type of types.has(undefined) ? [undefined] : types) {
      const wanted = changes.filter(([, service]) => type === undefined || service.type === type);
      if (wanted.length === 0) continue;
      const elements = wanted.map(([action, service]) => changeOf(action, service, session.account));
      const update = xml("services", { xmlns: namespace, type }, ...elements);
      session.send(xml("iq", { type: "set", id: id(), from: session.jid.domain, to: session.jid.full }, update));
    }
    asked.set(session, { types, services: now });
  };
  const changeOf = (action: Action, service: OfferedService, account: string): Element => {
    const { type, host, port, transport } = service;
    if (action === "delete") return xml("service", { action, type, host, port, transport });
    const element = elementOf(service, account);
    element.attrs.action = action;
    return element;
  };
  function* tellAll(): Generator<void, void> {
    for (const session of [...asked.keys()]) {
      const told = asked.get(session);
      if (told) tell(session, told);
      yield;
    }
  }
  const changed = async (): Promise<void> => {
    isToTellAgain = true;
    if (isTelling) return;
    isTelling = true;
    const [owner = ""] = domains;
    try {
      while (isToTellAgain) {
        isToTellAgain = false;
        await inTurns(owner, tellAll());
      }
    } catch (error) {
      log.error({ event: "services-not-told", error });
    }
    isTelling = false;
  };

  return {
    told: (session, type) => {
      if (!TYPES.has(type)) return;
      const earlier = asked.get(session);
      // What has changed of the other types is not lost.
      if (earlier) tell(session, earlier);
      const types = new Set(earlier?.types).add(type);
      asked.set(session, { types, services: servicesFor(session.jid.domain) });
    },
    changed: () => void changed(),
    ended: (session) => void asked.delete(session),
    state: {
      save: (session) => {
        const told = asked.get(session);
        return told && JSON.stringify({ types: [...told.types].map((type) => type ?? ""), services: told.services });
      },
      restore: (session, saved) => {
        const { types, services } = JSON.parse(saved) as { types: string[]; services: OfferedService[] };
        asked.set(session, { types: new Set(types.map((type) => type || undefined)), services });
        if (!isCheckScheduled) schedule(AFTER_RESTART_MS, () => void changed());
        isCheckScheduled = true;
      },
    },
  };
}

const keyOf = ({ type, host, port, transport }: OfferedService): string => `${type} ${host} ${port} ${transport}`;

type Change = readonly [Action, OfferedService];

function changesBetween(before: readonly OfferedService[], now: readonly OfferedService[]): readonly Change[] {
  const known = new Map(before.map((service) => [keyOf(service), service]));
  const current = new Set(now.map(keyOf));
  const gone = before.filter((service) => !current.has(keyOf(service)));
  const fresh = now.flatMap((service): Change[] => {
    const earlier = known.get(keyOf(service));
    if (earlier === undefined) return [["add", service]];
    return earlier.version === service.version ? [] : [["modify", service]];
  });
  return [...gone.map((service): Change => ["delete", service]), ...fresh];
}
