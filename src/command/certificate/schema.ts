/** What is printed of certificates. */
import { boolean, either, integer, list, meaning, object, optional, part, record, text, time } from "../json/schema.ts";

/** What sentences are made with. */
const VALUES = record(
  either([text(), integer(), list(text()), object({ time: time() })]),
  "What the sentences say besides: names, addresses, times.",
);

export const REMEDY = part("Remedy", object({ key: text(), values: VALUES }));

export const CERTIFICATE_PROBLEM = part(
  "CertificateProblem",
  object({
    retryAt: optional(time("Not before this time where that is known.")),
    name: optional(text("The domain that it is about, where it is about one.")),
    reason: text(),
    values: VALUES,
    remedies: list(REMEDY, "The best first."),
    at: optional(time("When an attempt failed because of it.")),
  }),
);

export const CERTIFICATE_STATUS = part(
  "CertificateStatus",
  object({
    source: text('"acme", "files", "self-signed".'),
    nextRenewal: optional(
      time(
        "When the next renewal is due; pauses after failures count where nobody is needed for it. Not there where this server does not renew it.",
      ),
    ),
    isByHand: boolean("A person has to set a DNS record for each renewal, before it expires."),
    lastProblem: optional(meaning(CERTIFICATE_PROBLEM, "Why the last renewal failed.")),
    findings: list(CERTIFICATE_PROBLEM, "What apps and other servers would say of it, the worst first."),
    names: list(
      text(),
      "DNS names of the subject alternative name, as written there, and IP addresses in their one spelling.",
    ),
    issuer: text("The issuer's organisation and common name, or the whole of its name."),
    notBefore: time(),
    notAfter: time(),
    isSelfSigned: boolean("Whether it signed itself."),
  }),
);
