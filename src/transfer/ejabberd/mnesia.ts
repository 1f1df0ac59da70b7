/** Tables of Mnesia, from a backup or a dump. */

import { NS_CLIENT } from "../../namespaces.ts";
import type { ScramHash, ScramKeys } from "../../store/scram-keys.ts";
import type { PrivacyRule, StoredContact, StoredPrivacy } from "../contact-parts.ts";
import { instantOf } from "../instant.ts";
import { credentialsOf, scramOf } from "./credentials.ts";
import type { ArchivedMessage, EjabberdData, StoredNode } from "./data.ts";
import { indexRows, type RowKey } from "./row-index.ts";
import { columnsIn, type RowFormat } from "./rows.ts";
import { TABLES } from "./tables.ts";
import {
  bareJidOf,
  isAtom,
  itemOf,
  itemsOf,
  jidOf,
  listOf,
  microseconds,
  numberOf,
  type Term,
  Tuple,
  textOf,
} from "./term.ts";
import { xmlOf } from "./xmlel.ts";

/** Throws SourceError. */
export function openMnesia(file: string, format: RowFormat): EjabberdData {
  /** A file says which columns its tables have. */
  const columns = new Map<string, readonly string[]>(Object.entries(TABLES));
  /** Null for a column that the table does not have. */
  const field = (row: Tuple, name: string): Term => {
    const place = columns.get(textOf(row.items[0]) ?? "")?.indexOf(name) ?? -1;
    return place < 0 ? null : itemOf(row, place + 1);
  };
  const keyOf = (row: Tuple): RowKey | undefined => {
    for (const [table, names] of columnsIn(row)) columns.set(table, names);
    return keyIn(row, field);
  };
  /** As many as there are up to the last column that says where a row belongs. */
  const itemsWanted = (table: string): number => {
    if (DECLARING.has(table)) return Number.POSITIVE_INFINITY;
    const names = columns.get(table);
    if (!names) return 0;
    let last = 0;
    for (const name of KEY_COLUMNS) last = Math.max(last, names.indexOf(name));
    return last + 2;
  };
  const index = indexRows(file, format, itemsWanted, keyOf);
  const first = (kind: string, owner: string): Tuple | undefined => {
    for (const row of index.rows(kind, owner)) return row;
    return undefined;
  };

  const credentials = (account: string) => {
    const passwords: string[] = [];
    let keys: Partial<Record<ScramHash, ScramKeys>> = {};
    for (const row of index.rows("passwd", account)) {
      const password = field(row, "password");
      if (isAtom(itemOf(password, 0), "scram")) keys = { ...keys, ...scramIn(password) };
      else passwords.push(textOf(password) ?? "");
    }
    return credentialsOf(passwords, keys);
  };

  const contactIn = (row: Tuple): StoredContact => {
    const text = (name: string): string => textOf(field(row, name)) ?? "";
    return {
      jid: jidOf(field(row, "jid")),
      name: text("name"),
      subscription: text("subscription"),
      ask: text("ask"),
      request: text("askmessage"),
      groups: listOf(field(row, "groups")).flatMap((group) => textOf(group) ?? []),
      isApproved: text("approved") === "true",
    };
  };

  const timeIn = (row: Tuple): number | undefined =>
    instantOf((microseconds(field(row, "timestamp")) ?? Number.NaN) / 1000);

  const messageIn = (row: Tuple): ArchivedMessage => ({
    id: textOf(field(row, "id")) ?? "",
    time: timeIn(row) ?? 0,
    peer: jidOf(field(row, "peer")),
    nick: textOf(field(row, "nick")) ?? "",
    xml: xmlOf(field(row, "packet"), NS_CLIENT),
  });

  function* nodes(owner: string): Generator<StoredNode> {
    for (const row of index.rows("pubsub_node", owner)) {
      const number = textOf(field(row, "id")) ?? "";
      const states = [...index.rows("pubsub_state", number)];
      const who = (state: Tuple): string => jidOf(itemOf(field(state, "stateid"), 0));
      yield {
        name: textOf(itemOf(field(row, "nodeid"), 1)) ?? "",
        options: listOf(field(row, "options")),
        affiliations: states.map((state) => ({
          jid: who(state),
          affiliation: textOf(field(state, "affiliation")) ?? "none",
        })),
        // [{subscribed, Id}].
        subscribers: states.filter((state) => isSubscribed(field(state, "subscriptions"))).map(who),
        items: function* () {
          for (const item of index.rows("pubsub_item", number)) {
            const [payload] = listOf(field(item, "payload"));
            yield {
              id: textOf(itemOf(field(item, "itemid"), 0)) ?? "",
              xml: payload === undefined ? undefined : xmlOf(payload),
            };
          }
        },
      };
    }
  }

  return {
    accounts: () => index.owners("passwd"),
    credentials,
    contacts: function* (account) {
      for (const row of index.rows("roster", account)) yield contactIn(row);
    },
    vcard: (account) => {
      const row = first("vcard", account);
      return row && xmlOf(field(row, "vcard"));
    },
    privateElements: function* (account) {
      for (const row of index.rows("private_storage", account)) yield xmlOf(field(row, "xml"));
    },
    privacy: (account) => {
      const row = first("privacy", account);
      return row && privacyIn(field(row, "default"), field(row, "lists"));
    },
    offline: function* (account) {
      for (const row of index.rows("offline_msg", account)) {
        yield { xml: xmlOf(field(row, "packet")), time: timeIn(row) };
      }
    },
    preferences: (account) => {
      const row = first("archive_prefs", account);
      const jids = (name: string): string[] => (row ? listOf(field(row, name)).map(jidOf) : []);
      return row && { default: textOf(field(row, "default")) ?? "", always: jids("always"), never: jids("never") };
    },
    push: function* (account) {
      for (const row of index.rows("push_session", account))
        yield {
          service: jidOf(field(row, "service")),
          node: textOf(field(row, "node")) ?? "",
          xml: xmlOf(field(row, "xml")),
        };
    },
    nodes,
    pubsubServices: function* () {
      for (const owner of index.owners("pubsub_node")) if (!owner.includes("@")) yield owner;
    },
    archive: function* (owner) {
      for (const row of index.places("archive_msg", owner)) yield () => messageIn(row());
    },
    rooms: () => index.owners("muc_room"),
    roomOptions: (room) => {
      const row = first("muc_room", room);
      return row ? listOf(field(row, "opts")) : [];
    },
    nicknames: function* (service) {
      for (const row of index.rows("muc_registered", service))
        yield { jid: jidOf(itemOf(field(row, "us_host"), 0)), nick: textOf(field(row, "nick")) ?? "" };
    },
    nicknameServices: () => index.owners("muc_registered"),
    groups: function* () {
      for (const group of index.owners("sr_group"))
        for (const row of index.rows("sr_group", group)) {
          const [id, host] = [0, 1].map((part) => textOf(itemOf(field(row, "group_host"), part)) ?? "");
          const members = [...index.rows("sr_user", group)].map((user) => jidOf(field(user, "us")));
          yield { id: id ?? "", host: host ?? "", options: listOf(field(row, "opts")), members };
        }
    },
    close: index.close,
  };
}

/** Rows that say which columns tables have. */
const DECLARING: ReadonlySet<string> = new Set(["schema", "tables"]);
/** What keyIn reads, besides the first one. */
const KEY_COLUMNS = ["us", "timestamp", "id", "modification", "group_host"];

const isSubscribed = (subscriptions: Term): boolean =>
  listOf(subscriptions).some((each) => isAtom(each instanceof Tuple ? itemOf(each, 0) : each, "subscribed"));

/** {scram, StoredKey, ServerKey, Salt, Hash, Iterations}; before version 20 without the hash. */
function scramIn(term: Term) {
  const items = itemsOf(term);
  const [storedKey, serverKey, salt] = [1, 2, 3].map((index) => textOf(items[index]) ?? "");
  const hash = items.length > 5 ? textOf(items[4]) : undefined;
  return scramOf(hash, {
    storedKey: storedKey ?? "",
    serverKey: serverKey ?? "",
    salt: salt ?? "",
    iterations: numberOf(items.at(-1)) ?? 0,
  });
}

/** {listitem, Type, Value, Action, Order, MatchAll, Iq, Message, PresenceIn, PresenceOut}. */
function privacyIn(name: Term, lists: Term): StoredPrivacy {
  const rule = (item: Term): PrivacyRule => {
    const [, type, value, action, order, isForAll, ...flags] = itemsOf(item);
    const typeName = textOf(type);
    return {
      type: typeName === "none" ? undefined : typeName,
      value: typeName === "jid" ? jidOf(value) : textOf(value),
      action: textOf(action) ?? "",
      order: numberOf(order) ?? 0,
      subjects: isAtom(isForAll, "true") ? [] : SUBJECTS.filter((_, index) => isAtom(flags[index], "true")),
    };
  };
  return {
    default: isAtom(name, "none") ? undefined : textOf(name),
    lists: listOf(lists).map((list) => ({
      name: textOf(itemOf(list, 0)) ?? "",
      rules: listOf(itemOf(list, 1)).map(rule),
    })),
  };
}

const SUBJECTS = ["iq", "message", "presence-in", "presence-out"];

function keyIn(row: Tuple, field: (row: Tuple, name: string) => Term): RowKey | undefined {
  const kind = textOf(row.items[0]) ?? "";
  const key = row.items[1];
  const time = (name: string): number => microseconds(field(row, name)) ?? 0;
  const byAccount = (term: Term | undefined, order = 0): RowKey => ({
    kind,
    owner: bareJidOf(term),
    order,
  });
  switch (kind) {
    case "roster":
      return byAccount(field(row, "us"));
    case "offline_msg":
    case "archive_msg":
      return byAccount(key, time("timestamp"));
    case "pubsub_node": {
      const owner = itemOf(key, 0);
      return {
        kind,
        owner: owner instanceof Tuple ? jidOf(owner) : (textOf(owner) ?? ""),
        order: numberOf(field(row, "id")) ?? 0,
      };
    }
    case "pubsub_item":
    case "pubsub_state":
      return {
        kind,
        owner: textOf(itemOf(key, 1)) ?? "",
        order: kind === "pubsub_item" ? modified(field(row, "modification")) : 0,
      };
    case "sr_user":
      return { kind, owner: jidOf(field(row, "group_host")), order: 0 };
    case "muc_registered":
      return { kind, owner: textOf(itemOf(key, 1)) ?? "", order: 0 };
    case "tables":
    case "schema":
      return undefined;
    default:
      return byAccount(key);
  }
}

/** {Time, Who}; in versions before 18 the other way round. */
const modified = (term: Term): number => microseconds(itemOf(term, 0)) ?? microseconds(itemOf(term, 1)) ?? 0;
