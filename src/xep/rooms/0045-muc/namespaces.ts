/** XEP-0045 §16.1: the namespaces of elements, beside NS_MUC_USER (src/namespaces.ts), and the types of forms. */

export const NS_MUC = "http://jabber.org/protocol/muc";
export const NS_MUC_ADMIN = `${NS_MUC}#admin`;
export const NS_MUC_OWNER = `${NS_MUC}#owner`;
/** Form types (§16.5). */
export const FORM_REGISTER = `${NS_MUC}#register`;
export const FORM_REQUEST = `${NS_MUC}#request`;
export const FORM_ROOM_CONFIG = `${NS_MUC}#roomconfig`;
export const FORM_ROOM_INFO = `${NS_MUC}#roominfo`;

/** §6.2: what the service is. */
export const SERVICE = { category: "conference", type: "text", name: "Rooms" } as const;
