/** Tells the administrators, by a message to their accounts, that the disk is nearly full, and that it is so no longer. */
import type { Element } from "ltx";
import { systemClock } from "../clock.ts";
import type { Language } from "../messages/language.ts";
import { noticeMessages } from "../messages/notices.ts";
import { xml } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { FreeSpace } from "../store/free-space.ts";

export interface DiskNoticeParts {
  readonly space: Pick<FreeSpace, "free" | "reserve" | "isLow" | "onChange">;
  readonly db: Pick<Database, "afterCommit">;
  readonly accounts: Pick<Accounts, "administrators">;
  readonly route: (message: Element) => void;
  readonly language: Language;
}

/** How long it takes to say again what the disk has not taken, in milliseconds. */
const RETRY_MS = 5000;

const megabytes = (bytes: number): number => Math.floor(bytes / 1e6);

export interface DiskNotices {
  stop(): void;
}

/** Tells them now where there is no room, and each time that this changes. */
export function openDiskNotices({ space, db, accounts, route, language }: DiskNoticeParts): DiskNotices {
  const { subject, full, over } = noticeMessages[language].disk;
  let stopTimer = (): void => {};
  const tell = (): void => {
    stopTimer();
    for (const to of accounts.administrators()) {
      const from = to.slice(to.indexOf("@") + 1);
      const body = xml("body", {}, space.isLow ? full(megabytes(space.free), megabytes(space.reserve)) : over);
      route(xml("message", { from, to, type: "normal", "xml:lang": language }, xml("subject", {}, subject), body));
    }
    const again = (): void => {
      stopTimer = systemClock.after(RETRY_MS, tell);
    };
    db.afterCommit(() => {}, again);
  };
  if (space.isLow) tell();
  let isOpen = true;
  space.onChange(() => {
    // Not within the tick that has met the full disk.
    if (isOpen) stopTimer = systemClock.after(0, tell);
  });
  return {
    stop: () => {
      isOpen = false;
      stopTimer();
    },
  };
}
