/** Messages to the administrators' accounts: the disk is nearly full, or no longer; the certificate is about to expire; the Internet was away; what finding-notices.ts finds. */
import type { Element } from "ltx";
import { type Clock, DAY, MINUTE } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { isLanguage, type Language, systemLanguage } from "../messages/language.ts";
import { noticeMessages } from "../messages/notices.ts";
import { momentText } from "../messages/units.ts";
import { xml } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { FreeSpace } from "../store/free-space.ts";
import type { Darkness } from "./darkness.ts";

export interface NoticeDeps {
  readonly accounts: Pick<Accounts, "administrators">;
  readonly db: Pick<Database, "afterCommit">;
  readonly route: (message: Element) => void;
  readonly domains: readonly string[];
  readonly language: Language;
  readonly clock: Pick<Clock, "after">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface AdministratorNotices {
  /** `notAfter` in milliseconds since 1970. */
  readonly certificateExpires: (notAfter: number, isByHand: boolean) => void;
  /** Says this to each of them, in their server's language. */
  readonly send: (subject: string, body: string) => void;
  /** Nobody outside could reach this server for a while. */
  readonly isBack: (darkness: Darkness) => void;
  /** Tells them now where there is no room on the disk, and each time that this changes. What is returned ends it. */
  readonly watchDisk: (space: Pick<FreeSpace, "free" | "reserve" | "isLow" | "onChange">) => () => void;
}

/** The language of a server's messages: general.language, else the system's. */
export const noticeLanguage = ({ general }: Pick<Config, "general">): Language =>
  isLanguage(general.language) ? general.language : systemLanguage(process.env);

/** Until a message that the disk has not taken is sent again. */
const RETRY_MS = 5000;

/** The server looks for the Internet every few minutes, and not right after it has started. */
const SAME = 15 * MINUTE;

const megabytes = (bytes: number): number => Math.floor(bytes / 1e6);

export function administratorNotices(deps: NoticeDeps): AdministratorNotices {
  const { accounts, db, route, domains, language, clock, now } = deps;

  const send = (subject: string, body: string): void => {
    for (const to of accounts.administrators()) {
      const from = to.slice(to.indexOf("@") + 1);
      const attributes = { from, to, type: "normal", "xml:lang": language };
      route(xml("message", attributes, xml("subject", {}, subject), xml("body", {}, body)));
    }
  };

  return {
    certificateExpires: (notAfter, isByHand) => {
      const days = Math.max(0, Math.floor((notAfter - now()) / DAY));
      const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
      const when = `${near} (${new Date(notAfter).toISOString().slice(0, 10)})`;
      const { expiry } = noticeMessages[language];
      const body = isByHand ? expiry.byHand : expiry.body;
      send(expiry.subject, body(domains.join(", "), when));
    },
    send,
    isBack: ({ since, until, off }) => {
      const [from, to] = [momentText(since, language), momentText(until, language)];
      const { darkness } = noticeMessages[language];
      if (!off) return send(darkness.subject, darkness.offline(from, to));
      const isWhole = off.since - since < SAME && until - off.until < SAME;
      const body = isWhole
        ? darkness.off(from, to)
        : darkness.both(from, to, momentText(off.since, language), momentText(off.until, language));
      send(darkness.subject, body);
    },
    watchDisk: (space) => {
      let isOpen = true;
      let cancelTimer = (): void => {};
      const tell = (): void => {
        cancelTimer();
        const { disk } = noticeMessages[language];
        send(disk.subject, space.isLow ? disk.full(megabytes(space.free), megabytes(space.reserve)) : disk.over);
        const retry = (): void => {
          cancelTimer = clock.after(RETRY_MS, tell);
        };
        db.afterCommit(() => {}, retry);
      };
      if (space.isLow) tell();
      space.onChange(() => {
        // Not within the tick that has met the full disk.
        if (isOpen) cancelTimer = clock.after(0, tell);
      });
      return () => {
        isOpen = false;
        cancelTimer();
      };
    },
  };
}
