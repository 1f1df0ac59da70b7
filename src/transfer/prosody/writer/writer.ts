/** Accounts and rooms as a data folder of Prosody's storage "internal" (forms of 0.12, which 13 reads as well). */
import type { Left, Source } from "../../source.ts";
import { unwrittenPart } from "../../unwritten.ts";
import { AccountFiles } from "./account-files.ts";
import { DataFolder } from "./data-folder.ts";
import { RoomFiles } from "./room-files.ts";

export interface WriterOptions {
  /** What Prosody has no place for. */
  readonly onLeft: (left: Left) => void;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Writes into a new folder. Rejects with the system's error, JidError. */
export async function writeProsodyFolder(
  items: ReturnType<Source["read"]>,
  folder: string,
  { onLeft, now }: WriterOptions,
): Promise<void> {
  const data = new DataFolder(folder);
  const rooms = new RoomFiles(data);
  let account: AccountFiles | undefined;
  for await (const item of items) {
    switch (item.type) {
      case "account":
        account?.end();
        account = new AccountFiles(data, item.account, now);
        if (!account.account(item))
          onLeft({ type: "left", account: item.account, kind: "accounts", reason: "unreadable" });
        break;
      case "part":
        if (!account?.part(item.part)) onLeft(unwrittenPart(item.account, item.part));
        break;
      case "archived":
        account?.archived(item);
        break;
      case "room":
        rooms.room(item);
        break;
      case "room-message":
        rooms.message(item);
        break;
      case "left":
        onLeft(item);
        break;
      default:
        onLeft({ type: "left", kind: `${item.type}s`, reason: "of-no-use" });
    }
  }
  account?.end();
  rooms.end();
  data.flush();
}
