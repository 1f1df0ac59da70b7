/** XEP-0357: Push Notifications: clients that are not connected are notified through their push services. */
import type { Element } from "ltx";
import type { ImportReport } from "../../import-report.ts";
import { parseJid, tryParseJid } from "../../jid/jid.ts";
import { NS_DATA_FORMS, NS_PUBSUB, NS_PUSH } from "../../namespaces.ts";
import { duration, flag, integer, renamed } from "../../options.ts";
import { defineModule, type Passage } from "../../server/module.ts";
import type { Session } from "../../server/session.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { print } from "../../xml/print.ts";
import { formIn } from "../kit/0004-data-forms.ts";
import { Fetchable, isHeldFor } from "./fetchable.ts";
import { Publisher } from "./publisher.ts";
import { openPushServices, serviceTables } from "./push-services.ts";
import { UnackedWatch } from "./unacked-watch.ts";
import { isUrgent } from "./urgent.ts";

/** An extension of XEP-0227: the <enable/> of each app, with its full JID. Until apps sign in anew, they are woken by it. */
const NS_EXPORTED = "urn:jabber-home:push:0";
const PUBLISH_OPTIONS = `${NS_PUBSUB}#publish-options`;
const MAX_NODE_LENGTH = 1023;
const MAX_OPTIONS_LENGTH = 4000;

export interface Push {
  /**
   * Notifies an account's clients of a message that it is not sent, except clients that are connected, and those whose session
   * (a full JID) `isThere` returns true for. `isWanted` is called once, if there is any client to notify.
   */
  wakeAbsent(
    account: string,
    message: Element,
    about: { readonly isThere: (session: string) => boolean; readonly isWanted: () => boolean },
  ): void;
}

export const push = defineModule({
  name: "push",
  xep: "0357",
  version: "0.4.1",
  tables: serviceTables,
  addresses: {
    tables: {
      push_service: { account: "jid", jid: "jid", node: "other", session: "jid", options: "xml" },
    },
  },
  options: {
    sender: flag(true, "Whether an app's push service is told who has written."),
    body: flag(false, "Whether it is told what was written."),
    ack_timeout: renamed(
      "patience",
      duration("1m", "How long a connected app may take to acknowledge a message, before it is woken as well."),
    ),
    max_services: integer(20, "How many apps of one account are woken; the one that asked first gives way.", {
      min: 1,
      max: 1000,
    }),
    max_failures: integer(16, "After how many failures in a row a push service is given up.", { min: 1, max: 1000 }),
  },
  setup: ({ db, config, accounts, sessions, now, schedule, sendRequest, log }) => {
    const services = openPushServices(db);
    const publisher = new Publisher({
      services,
      sendRequest,
      now,
      log,
      disclosure: config,
      maxFailures: config.max_failures,
    });
    accounts.onRemove(services.forget);

    const enable = (request: Element, { account, jid }: Session): undefined => {
      const { service, node = "" } = addressIn(request);
      const options = optionsIn(request);
      if (node.length > MAX_NODE_LENGTH)
        throw new StanzaError("not-acceptable", { text: "this node's name is too long" });
      services.enable({ account, jid: service, node, session: jid.full, options }, now());
      const all = services.of(account);
      for (const former of all.slice(0, Math.max(0, all.length - config.max_services)))
        services.disable(account, former.jid, former.node);
    };

    const disable = (request: Element, { account }: Session): undefined => {
      const { service, node } = addressIn(request);
      services.disable(account, service, node);
    };

    /** The client has been connected until now: its messages are counted from here. */
    const wakeOf = (session: Session, missed: readonly Element[]): void => {
      for (const service of services.of(session.account)) {
        if (service.session !== session.jid.full) continue;
        const fresh = { ...service, messages: 0 };
        if (service.messages > 0) services.update(service, fresh);
        publisher.publishAll(fresh, missed);
      }
    };
    const fetchable = new Fetchable();
    const unacked = new UnackedWatch({
      ackTimeout: config.ack_timeout,
      now,
      schedule,
      isUrgent: isUrgentElement,
      onTimeout: wakeOf,
    });

    /** Connected clients have the message, or will request it from the archive. */
    const wake = (passage: Passage): void => {
      const { type, to, xml: message } = passage.stanza;
      const asked = services.of(passage.account);
      const scope = asked.length > 0 ? fetchable.scopeOf(passage) : "nobody";
      for (const service of asked) {
        // A room's message is for the client that is in the room.
        if (type === "groupchat" && service.session !== to?.full) continue;
        const session = sessions.get(service.session);
        if (!session?.isConnected) {
          if (scope === "all" || (scope === "holder" && isHeldFor(session, passage)))
            publisher.publish(service, message);
          continue;
        }
        if (service.messages > 0) services.update(service, { ...service, messages: 0 });
        unacked.watch(session);
      }
    };

    const api: Push = {
      wakeAbsent: (account, message, { isThere, isWanted }) => {
        const asleep = services
          .of(account)
          .filter(({ session }) => !isThere(session) && !sessions.get(session)?.isConnected);
        if (asleep.length > 0 && isWanted()) for (const service of asleep) publisher.publish(service, message);
      },
    };

    /** §8: a service that removes the affiliation accepts no more notifications. */
    const disableRevoked = ({ stanza, account, peer }: Passage): void => {
      const pubsub = stanza.name === "message" ? stanza.xml.getChild("pubsub", NS_PUBSUB) : undefined;
      const isRevoked = pubsub?.getChildren("affiliation").some(({ attrs }) => attrs.affiliation === "none");
      if (isRevoked && services.of(account).some(({ jid }) => jid === peer.full))
        services.disable(account, peer.full, pubsub?.attrs.node);
    };

    const importOne = (account: string, enable: Element, report: ImportReport): void => {
      const service = tryParseJid(enable.attrs.jid ?? "")?.full;
      const { node = "", session = "" } = enable.attrs;
      const options = tryOptionsIn(enable);
      if (service === undefined || options === undefined || node.length > MAX_NODE_LENGTH)
        return report.left("push", "malformed", enable.attrs.jid);
      if (services.get(account, service, node)) return report.known("push");
      if (services.of(account).length >= config.max_services) return report.left("push", "too-large", service);
      const app = tryParseJid(session);
      services.enable(
        { account, jid: service, node, session: app?.bare === account ? app.full : account, options },
        now(),
      );
      report.stored("push");
    };

    return {
      api,
      export: function* (account) {
        const enabled = services.of(account).map(({ jid, node, session, options }) => {
          const attributes = { xmlns: NS_PUSH, jid, node: node || undefined, session };
          return xml("enable", attributes, options === null ? undefined : parseElement(options));
        });
        if (enabled.length > 0) yield xml("push", { xmlns: NS_EXPORTED }, ...enabled);
      },
      import: {
        [NS_EXPORTED]: {
          push: (account, part, report) => {
            for (const enable of part.getChildren("enable", NS_PUSH)) importOne(account, enable, report);
          },
        },
      },
      iq: { self: { [NS_PUSH]: { set: { enable, disable } } } },
      stanzas: {
        inbound: {
          copy: (passage) => {
            disableRevoked(passage);
            if (isUrgent(passage.stanza)) wake(passage);
          },
        },
      },
      session: {
        // Messages that were sent while the connection was already dead.
        disconnected: (session, unacknowledged) =>
          wakeOf(session, unacked.unreported(unacknowledged.filter(isUrgentElement))),
      },
    };
  },
});

const isUrgentElement = (xml: Element): boolean =>
  isUrgent({ name: xml.name as "message", type: xml.attrs.type ?? "normal", xml });

function addressIn({ attrs }: Element): { readonly service: string; readonly node: string | undefined } {
  if (!attrs.jid) throw new StanzaError("bad-request", { text: "a push service has a jid" });
  return { service: parseJid(attrs.jid).full, node: attrs.node };
}

/** §5: the publish-options form, as XML. */
function optionsIn(request: Element): string | null {
  const form = formIn(request);
  const x = request.getChild("x", NS_DATA_FORMS);
  if (!form || !x) return null;
  if (form.formType !== PUBLISH_OPTIONS)
    throw new StanzaError("bad-request", { text: "only publish-options go along" });
  const text = print(x);
  if (text.length > MAX_OPTIONS_LENGTH) throw new StanzaError("not-acceptable", { text: "these options are too long" });
  return text;
}

/** The same of a request elsewhere; undefined for what this server would have refused. */
function tryOptionsIn(request: Element): string | null | undefined {
  try {
    return optionsIn(request);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
