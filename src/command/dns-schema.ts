/** What is printed of DNS records. */
import { DNS_FAILURE } from "./federation/schema.ts";
import { boolean, choice, either, integer, list, object, optional, part, text } from "./json/schema.ts";

export const SRV_VALUE = part(
  "SrvValue",
  object({ priority: integer(), weight: integer(), port: integer(), target: text() }),
);

export const DNS_RECORD = part(
  "DnsRecord",
  object({
    type: choice(["SRV", "A", "AAAA", "CNAME"]),
    value: either([SRV_VALUE, text()]),
    isShared: optional(
      choice([true], "At the port of HTTPS, after the others, for networks that let nothing else through."),
    ),
    name: text("In A-labels, without a final dot."),
    ttl: integer("Seconds."),
    isOptional: boolean(
      "The server works without it: there are addresses of the other family; the domain itself leads here (RFC 6120 §3.2.2); the other kind of TLS, or another port, has a record (XEP-0368); or a service is of use to people here alone.",
    ),
  }),
);

export const WRONG_VALUE = object({
  value: text("As in a zone file, without the final dot."),
  why: choice([
    "no-address",
    "port",
    "refused",
    "elsewhere",
    "unanswered",
    "alias",
    "alias-instead",
    "domain-twice",
    "not-whole",
  ]),
});

export const CHECKED_RECORD = part(
  "CheckedRecord",
  object({
    state: choice(["right", "missing", "wrong", "unknown"]),
    record: DNS_RECORD,
    misplaced: optional(text()),
    values: optional(list(WRONG_VALUE)),
    isBeside: optional(boolean()),
    reason: optional(DNS_FAILURE),
  }),
);

export const STRAY_RECORD = object({
  type: choice(["A", "AAAA", "SRV", "TXT"]),
  name: text(),
  value: text("As in a zone file, without the final dot."),
  why: choice(["elsewhere", "off", "left-over"]),
});

export const RECORD_SET = object({
  name: text("In A-labels, without a final dot."),
  type: choice(["A", "AAAA", "CNAME", "SRV", "TXT"]),
  ttl: integer("Seconds; a provider with a larger minimum takes that."),
  values: list(text(), "As in a zone file, names with a final dot, texts in quotes; none removes what is there."),
});

export const SEEN_ZONE = object({
  name: text("The zone's apex: what a provider's form is for."),
  provider: optional(
    choice(
      ["desec", "gandi", "ovh", "cloudflare", "hetzner", "infomaniak", "porkbun", "duckdns", "ionos"],
      "Not there where it is not one that we know.",
    ),
  ),
});

export const SEEN_WEB_NAME = object({
  origin: text('"https://tintin.example.com:5443"'),
  leads: choice(
    ["unknown", "here", "elsewhere", "nowhere", "proxied"],
    '"proxied": to a web server on another machine, which is in front of this one.',
  ),
  isSet: boolean("The option web.address names it; otherwise it is the domain's own name."),
  port: integer(),
});

export const TRIED_CONNECTION = object({
  address: text(),
  port: integer(),
  result: choice(["open", "silent", "refused", "no-route"]),
});
