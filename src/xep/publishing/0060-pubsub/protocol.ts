/** XEP-0060 §12, §17: error conditions, namespaces and form types. */
import { NS_PUBSUB } from "../../../namespaces.ts";
import { StanzaError, type StanzaErrorCondition, type StanzaErrorDetails } from "../../../stanza-error.ts";

export const NS_PUBSUB_OWNER = `${NS_PUBSUB}#owner`;
export const NS_PUBSUB_EVENT = `${NS_PUBSUB}#event`;
const NS_PUBSUB_ERRORS = `${NS_PUBSUB}#errors`;

export const NODE_CONFIG = `${NS_PUBSUB}#node_config`;
export const PUBLISH_OPTIONS = `${NS_PUBSUB}#publish-options`;
export const SUBSCRIBE_OPTIONS = `${NS_PUBSUB}#subscribe_options`;
export const SUBSCRIBE_AUTHORIZATION = `${NS_PUBSUB}#subscribe_authorization`;
export const META_DATA = `${NS_PUBSUB}#meta-data`;

/** An error with an application condition; `name` is an element of http://jabber.org/protocol/pubsub#errors. */
export const refused = (condition: StanzaErrorCondition, name: string, details: StanzaErrorDetails = {}): StanzaError =>
  new StanzaError(condition, { ...details, application: { name, xmlns: NS_PUBSUB_ERRORS } });

/** `feature` as in §11, without the namespace: "persistent-items". */
export const unsupported = (feature: string): StanzaError =>
  new StanzaError("feature-not-implemented", {
    application: { name: "unsupported", xmlns: NS_PUBSUB_ERRORS, attributes: { feature } },
  });

/** §6.1.3.2. */
export const presenceRequired = (): StanzaError => refused("not-authorized", "presence-subscription-required");
