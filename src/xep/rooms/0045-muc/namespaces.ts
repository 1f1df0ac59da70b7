/** XEP-0045 §16.1: what the elements and forms of rooms are named by. */

export const MUC = "http://jabber.org/protocol/muc";
export const USER = `${MUC}#user`;
export const ADMIN = `${MUC}#admin`;
export const OWNER = `${MUC}#owner`;
/** Form types (§16.5). */
export const REGISTER = `${MUC}#register`;
export const REQUEST = `${MUC}#request`;
export const ROOM_CONFIG = `${MUC}#roomconfig`;
export const ROOM_INFO = `${MUC}#roominfo`;
/** XEP-0249: a direct invitation. */
export const CONFERENCE = "jabber:x:conference";
