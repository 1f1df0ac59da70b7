/** XEP-0045 §16.1: the namespaces of elements and the types of forms. */

export const MUC = "http://jabber.org/protocol/muc";
export const USER = `${MUC}#user`;
export const ADMIN = `${MUC}#admin`;
export const OWNER = `${MUC}#owner`;
/** Form types (§16.5). */
export const REGISTER = `${MUC}#register`;
export const REQUEST = `${MUC}#request`;
export const ROOM_CONFIG = `${MUC}#roomconfig`;
export const ROOM_INFO = `${MUC}#roominfo`;
