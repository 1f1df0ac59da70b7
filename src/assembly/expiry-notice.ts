/** Tells the administrators, by a message to their accounts, that the certificate is about to expire. */
import type { Element } from "ltx";
import type { Language } from "../messages/language.ts";
import { noticeMessages } from "../messages/notices.ts";
import { xml } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";

export interface ExpiryNoticeParts {
  readonly accounts: Pick<Accounts, "list">;
  readonly route: (message: Element) => void;
  readonly domains: readonly string[];
  readonly language: Language;
  readonly now: () => number;
}

const DAY = 86_400_000;

/** `notAfter` in milliseconds since 1970. */
export function tellExpiry(notAfter: number, { accounts, route, domains, language, now }: ExpiryNoticeParts): void {
  const days = Math.max(0, Math.floor((notAfter - now()) / DAY));
  const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
  const { subject, body } = noticeMessages[language].expiry;
  const text = body(domains.join(", "), `${near} (${new Date(notAfter).toISOString().slice(0, 10)})`);
  for (const { jid } of accounts.list().filter(({ admin }) => admin)) {
    const from = jid.slice(jid.indexOf("@") + 1);
    const attributes = { from, to: jid, type: "normal", "xml:lang": language };
    route(xml("message", attributes, xml("subject", {}, subject), xml("body", {}, text)));
  }
}
