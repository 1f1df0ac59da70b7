/** XEP-0060's refusals: a condition of RFC 6120 and one of its own. */
import { StanzaError, type StanzaErrorCondition, type StanzaErrorDetails } from "../../../stanza-error.ts";
import { ERRORS } from "./namespaces.ts";

/** `name` is one of the elements of http://jabber.org/protocol/pubsub#errors. */
export const refused = (condition: StanzaErrorCondition, name: string, details: StanzaErrorDetails = {}): StanzaError =>
  new StanzaError(condition, { ...details, application: { name, xmlns: ERRORS } });

export const unsupported = (feature: string): StanzaError =>
  new StanzaError("feature-not-implemented", {
    application: { name: "unsupported", xmlns: ERRORS, attributes: { feature } },
  });

/** §6.1.3.2. */
export const presenceRequired = (): StanzaError => refused("not-authorized", "presence-subscription-required");
