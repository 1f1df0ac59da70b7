/** Accounts and rooms as the text that `ejabberdctl load` reads into the tables of a cluster (forms of ejabberd 23.01). */
import { parseJid } from "../../../jid/jid.ts";
import type { Left, Source } from "../../source.ts";
import { unwrittenPart } from "../../unwritten.ts";
import { TABLES, type TableName } from "../tables.ts";
import { atom, type Term, tuple } from "../term.ts";
import { printTerm } from "../term-print.ts";
import { AccountRows } from "./account.ts";
import type { NodeCounters } from "./nodes.ts";
import { RoomRows } from "./rooms.ts";

/** In a file that is loaded, tables that have no rows are made as well: those of other modules are not named. */
const WRITTEN = [
  ...([
    "passwd",
    "roster",
    "vcard",
    "private_storage",
    "privacy",
    "offline_msg",
    "archive_msg",
    "archive_prefs",
  ] as const),
  ...(["muc_room", "muc_registered", "pubsub_node", "pubsub_item", "pubsub_state", "pubsub_index"] as const),
] satisfies TableName[];

type Items = ReturnType<Source["read"]>;

export interface DumpOptions {
  /** What ejabberd has no place for. */
  readonly onLeft: (left: Left) => void;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** In lines: the first one says which tables there are. What is no address is left out. */
export async function* ejabberdDump(items: Items, options: DumpOptions): AsyncGenerator<string> {
  const tables = WRITTEN.map((name) =>
    tuple(atom(name), [tuple(atom("record_name"), atom(name)), tuple(atom("attributes"), TABLES[name].map(atom))]),
  );
  yield line(tuple(atom("tables"), tables));
  const counters: NodeCounters = { nodes: 0, time: options.now * 1000 };
  for await (const row of rowsOf(items, { ...options, counters })) yield line(row);
  // The number that the next node gets.
  yield line(tuple(atom("pubsub_index"), atom("node"), counters.nodes, []));
}

const line = (term: Term): string => `${printTerm(term)}.\n`;

async function* rowsOf(
  items: Items,
  { onLeft, now, counters }: DumpOptions & { readonly counters: NodeCounters },
): AsyncGenerator<Term> {
  let account: AccountRows | undefined;
  const rooms = new RoomRows();
  for await (const item of items) {
    switch (item.type) {
      case "account": {
        if (account) yield* account.end();
        account = new AccountRows(parseJid(item.account).bare, counters, now);
        const row = account.passwd(item.credentials);
        if (row) yield row;
        else onLeft({ type: "left", account: item.account, kind: "accounts", reason: "unreadable" });
        break;
      }
      case "part": {
        const rows = account?.part(item.part);
        if (rows) yield* rows;
        else onLeft(unwrittenPart(item.account, item.part));
        break;
      }
      case "archived":
        if (account) yield account.archived(item);
        break;
      case "room":
        yield* rooms.room(item);
        break;
      case "room-message":
        yield rooms.message(item);
        break;
      case "left":
        onLeft(item);
        break;
      case "file":
      case "circle":
      case "invitation":
        onLeft({ type: "left", kind: `${item.type}s`, reason: "of-no-use" });
        break;
    }
  }
  if (account) yield* account.end();
}
