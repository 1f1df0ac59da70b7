/** Tells the administrators, by a message to their accounts, that the certificate is about to expire. */
import type { Kernel } from "./kernel.ts";
import { xml } from "./stanza.ts";
import type { Accounts } from "./store/accounts.ts";

export interface ExpiryNoticeParts {
  readonly accounts: Accounts;
  readonly kernel: Kernel;
  readonly domains: readonly string[];
  readonly now: () => number;
}

const DAY = 86_400_000;

/** `notAfter` in milliseconds since 1970. */
export function tellExpiry(notAfter: number, { accounts, kernel, domains, now }: ExpiryNoticeParts): void {
  const days = Math.max(0, Math.floor((notAfter - now()) / DAY));
  const when = new Date(notAfter).toISOString().slice(0, 10);
  const text =
    `The certificate of ${domains.join(", ")} expires on ${when}, in ${days} days, and could not be renewed yet. ` +
    "After that, apps and other servers refuse to connect. To see why: jabber-home certificate";
  for (const jid of accounts.administrators()) {
    const from = jid.slice(jid.indexOf("@") + 1);
    kernel.router.route(
      xml("message", { from, to: jid, type: "normal" }, xml("subject", {}, "Certificate"), xml("body", {}, text)),
    );
  }
}
