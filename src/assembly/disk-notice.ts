/** Tells the administrators, by a message to their accounts, that the disk is nearly full, and that it is so no longer. */
import type { Element } from "ltx";
import type { Language } from "../certificate/messages.ts";
import { xml } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";

export interface DiskNoticeParts {
  readonly accounts: Pick<Accounts, "administrators">;
  readonly route: (message: Element) => void;
  readonly language: Language;
}

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

/** `state` is undefined where there is room again. */
export function tellDisk(state: DiskState | undefined, { accounts, route, language }: DiskNoticeParts): void {
  const { subject, full, over } = WORDS[language];
  for (const to of accounts.administrators()) {
    const from = to.slice(to.indexOf("@") + 1);
    const body = xml("body", {}, state ? full(state) : over);
    route(xml("message", { from, to, type: "normal", "xml:lang": language }, xml("subject", {}, subject), body));
  }
}
