/** Tells the administrators, by a message to their accounts, that the disk is nearly full, and that it is so no longer. */
import type { Element } from "ltx";
import type { Language } from "../messages/language.ts";
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
const PAUSE = 5000;

/** In bytes: what is free, and what is to stay free. */
export interface DiskState {
  readonly free: number;
  readonly reserve: number;
}

const megabytes = (bytes: number): number => Math.floor(bytes / 1e6);

const WORDS = {
  en: {
    subject: "Disk",
    full: ({ free, reserve }: DiskState) =>
      `The disk of the server is nearly full: ${megabytes(free)} MB are free, and ${megabytes(reserve)} MB are kept free. ` +
      "Until there is room, nothing new is kept: whoever sends a message is told that it was not taken. " +
      "Delete what is not needed on that disk, or give it more room: the server goes on by itself. " +
      "To see who has how much: jabber-home user list",
    over: "There is room on the disk of the server again: everything is taken as before.",
  },
  fr: {
    subject: "Disque",
    full: ({ free, reserve }: DiskState) =>
      `Le disque du serveur est presque plein : ${megabytes(free)} Mo sont libres, et ${megabytes(reserve)} Mo doivent le rester. ` +
      "D'ici là, rien de nouveau n'est conservé : qui envoie un message apprend qu'il n'a pas été accepté. " +
      "Supprimez de ce disque ce qui ne sert plus, ou donnez-lui plus de place : le serveur reprendra de lui-même. " +
      "Pour voir qui en occupe combien : jabber-home user list",
    over: "Il y a de nouveau de la place sur le disque du serveur : tout est accepté comme avant.",
  },
} as const satisfies Record<Language, object>;

export interface DiskNotices {
  stop(): void;
}

/** Tells them now where there is no room, and each time that this changes. */
export function openDiskNotices({ space, db, accounts, route, language }: DiskNoticeParts): DiskNotices {
  const { subject, full, over } = WORDS[language];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    clearTimeout(timer);
    for (const to of accounts.administrators()) {
      const from = to.slice(to.indexOf("@") + 1);
      const body = xml("body", {}, space.isLow ? full(space) : over);
      route(xml("message", { from, to, type: "normal", "xml:lang": language }, xml("subject", {}, subject), body));
    }
    const again = (): void => {
      timer = setTimeout(tell, PAUSE).unref();
    };
    db.afterCommit(() => {}, again);
  };
  if (space.isLow) tell();
  let isOpen = true;
  space.onChange(() => {
    // Not within the tick that has met the full disk.
    if (isOpen) timer = setTimeout(tell, 0).unref();
  });
  return {
    stop: () => {
      isOpen = false;
      clearTimeout(timer);
    },
  };
}
