/** XEP-0060 §17.2: the namespaces, and the names of forms and features. */
export const NS = "http://jabber.org/protocol/pubsub";
export const OWNER = `${NS}#owner`;
export const EVENT = `${NS}#event`;
export const ERRORS = `${NS}#errors`;

export const NODE_CONFIG = `${NS}#node_config`;
export const PUBLISH_OPTIONS = `${NS}#publish-options`;
export const SUBSCRIBE_OPTIONS = `${NS}#subscribe_options`;
export const SUBSCRIBE_AUTHORIZATION = `${NS}#subscribe_authorization`;
export const META_DATA = `${NS}#meta-data`;
