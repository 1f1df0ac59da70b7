/** The tables of ejabberd's that are read or written, and their columns behind the name: those of version 23.01. */

export const TABLES = {
  passwd: ["us", "password"],
  roster: ["usj", "us", "jid", "name", "subscription", "ask", "groups", "askmessage", "xs"],
  vcard: ["us", "vcard"],
  private_storage: ["usns", "xml"],
  privacy: ["us", "default", "lists"],
  offline_msg: ["us", "timestamp", "expire", "from", "to", "packet"],
  archive_msg: ["us", "id", "timestamp", "peer", "bare_peer", "packet", "nick", "type"],
  archive_prefs: ["us", "default", "always", "never"],
  push_session: ["us", "timestamp", "service", "node", "xml"],
  muc_room: ["name_host", "opts"],
  muc_registered: ["us_host", "nick"],
  pubsub_node: ["nodeid", "id", "parents", "type", "owners", "options"],
  pubsub_item: ["itemid", "nodeidx", "creation", "modification", "payload"],
  pubsub_state: ["stateid", "nodeidx", "items", "affiliation", "subscriptions"],
  pubsub_index: ["index", "last", "free"],
  sr_group: ["group_host", "opts"],
  sr_user: ["us", "group_host"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type TableName = keyof typeof TABLES;
