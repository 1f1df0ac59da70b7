/** Tells the administrators, by a message to their accounts, that the certificate is about to expire. */
import type { Element } from "ltx";
import type { Language } from "../messages/language.ts";
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

/** `when` is "in 3 days (2027-02-20)". */
const WORDS = {
  en: {
    subject: "Certificate",
    body: (domains: string, when: string) =>
      `The certificate of ${domains} expires ${when} and could not be renewed yet. ` +
      "After that, apps and other servers refuse to connect. To see why: jabber-home certificate",
  },
  fr: {
    subject: "Certificat",
    body: (domains: string, when: string) =>
      `Le certificat de ${domains} expire ${when} et n'a pas encore pu être renouvelé. ` +
      "Ensuite, les applications et les autres serveurs refuseront de se connecter. " +
      "Pour savoir pourquoi : jabber-home certificate",
  },
} as const satisfies Record<Language, object>;

/** `notAfter` in milliseconds since 1970. */
export function tellExpiry(notAfter: number, { accounts, route, domains, language, now }: ExpiryNoticeParts): void {
  const days = Math.max(0, Math.floor((notAfter - now()) / DAY));
  const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
  const { subject, body } = WORDS[language];
  const text = body(domains.join(", "), `${near} (${new Date(notAfter).toISOString().slice(0, 10)})`);
  for (const { jid } of accounts.list().filter(({ admin }) => admin)) {
    const from = jid.slice(jid.indexOf("@") + 1);
    const attributes = { from, to: jid, type: "normal", "xml:lang": language };
    route(xml("message", attributes, xml("subject", {}, subject), xml("body", {}, text)));
  }
}
