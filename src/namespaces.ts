/** XML namespaces that several files name. What one file alone names stands there. */

/** RFC 6120 §4.8.1: the prefix `stream:`. */
export const NS_STREAMS = "http://etherx.jabber.org/streams";
/** RFC 6120 §4.8.2: stanzas between a client and a server; outside of a stream, stanzas that are forwarded or archived. */
export const NS_CLIENT = "jabber:client";
/** RFC 6120 §4.8.2: stanzas between servers. */
export const NS_SERVER = "jabber:server";
/** RFC 6120 §5. */
export const NS_TLS = "urn:ietf:params:xml:ns:xmpp-tls";
/** RFC 6120 §6. */
export const NS_SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
/** RFC 3921 §3. */
export const NS_SESSION = "urn:ietf:params:xml:ns:xmpp-session";
/** XEP-0004. */
export const NS_DATA_FORMS = "jabber:x:data";
/** XEP-0045: what a room says to its occupants, and invitations. */
export const NS_MUC_USER = "http://jabber.org/protocol/muc#user";
/** XEP-0060. */
export const NS_PUBSUB = "http://jabber.org/protocol/pubsub";
/** XEP-0077. */
export const NS_PREAUTH = "urn:xmpp:pars:0";
export const NS_REGISTER = "jabber:iq:register";
/** XEP-0124: the <body/> of each request and response. */
export const NS_BOSH = "http://jabber.org/protocol/httpbind";
/** XEP-0198. */
export const NS_SM = "urn:xmpp:sm:3";
/** XEP-0199. */
export const NS_PING = "urn:xmpp:ping";
/** XEP-0203. */
/** What this server stores, and exports, of rooms where no XEP says how. */
export const NS_OWN_CIRCLE = "urn:jabber-home:circle:0";
export const NS_OWN_ROOM = "urn:jabber-home:room:0";
export const NS_DELAY = "urn:xmpp:delay";
/** XEP-0220. */
export const NS_DIALBACK = "jabber:server:dialback";
/** XEP-0227. */
export const NS_PIE = "urn:xmpp:pie:0";
/** XEP-0280. */
export const NS_CARBONS = "urn:xmpp:carbons:2";
/** XEP-0283: the namespace, and the node of the statement. */
export const NS_MOVED = "urn:xmpp:moved:1";
/** XEP-0288. */
export const NS_BIDI = "urn:xmpp:bidi";
/** XEP-0313. */
export const NS_MAM = "urn:xmpp:mam:2";
/** XEP-0334. */
export const NS_HINTS = "urn:xmpp:hints";
/** XEP-0357. */
export const NS_PUSH = "urn:xmpp:push:0";
/** XEP-0359. */
export const NS_STANZA_ID = "urn:xmpp:sid:0";
/** XEP-0377. */
export const NS_REPORTING = "urn:xmpp:reporting:1";
/** XEP-0388. */
export const NS_SASL2 = "urn:xmpp:sasl:2";
/** XEP-0300. */
export const NS_HASHES = "urn:xmpp:hashes:2";
/** XEP-0422. */
export const NS_FASTENING = "urn:xmpp:fasten:0";
/** XEP-0424. */
export const NS_RETRACT = "urn:xmpp:message-retract:1";
/** XEP-0424 before version 0.4, within XEP-0422's <apply-to/>: clients in use send it. */
export const NS_RETRACT_0 = "urn:xmpp:message-retract:0";
/** XEP-0433. */
export const NS_CHANNEL_SEARCH = "urn:xmpp:channel-search:0:search";
