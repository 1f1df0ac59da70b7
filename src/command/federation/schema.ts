/** What is printed of other servers. */
import { boolean, choice, integer, list, meaning, object, optional, part, text, time } from "../json/schema.ts";

/** Why DNS does not answer. */
export const DNS_FAILURE = choice(["failed", "refused", "unreachable", "timeout", "server-failure"]);

export const FAILURE_REASON = part(
  "FailureReason",
  object({
    kind: choice([
      "dns",
      "certificate",
      "no-address",
      "refused",
      "closed",
      "unreachable",
      "policy",
      "no-such-domain",
      "no-service",
      "private-address",
      "unanswered",
      "tls",
      "no-tls",
      "stream-error",
      "protocol",
      "authentication",
      "dialback-invalid",
      "dialback-error",
    ]),
    detail: optional(
      text(
        "More detail where there is some: why DNS or TLS failed, what is wrong with the certificate, the condition of an error, the address that was tried. Text of the other server is at most 50 characters.",
      ),
    ),
  }),
);

export const DOMAIN_PAIR = part(
  "DomainPair",
  object({ local: text("A domain of this server, prepared."), remote: text("A domain of another server, prepared.") }),
);

export const OUTGOING_REPORT = part(
  "OutgoingReport",
  object({
    pair: DOMAIN_PAIR,
    state: choice(["waiting", "connected", "connecting"]),
    isAdopted: boolean("Whether the stream is one that the other server has opened (XEP-0288)."),
    tls: optional(choice(["TLSv1.2", "TLSv1.3"], "Not there in plaintext, and where nothing is connected.")),
    authentication: optional(
      choice(["EXTERNAL", "dialback"], "How this server has authenticated; not there where nothing is connected."),
    ),
    proof: optional(choice(["dns", "certificate"], "Not there where the other server is not authenticated.")),
    address: optional(text()),
    since: time("Of the stream, or of the first attempt that failed."),
    queued: integer("Stanzas that wait."),
    unconfirmed: integer("Stanzas that are sent and not confirmed."),
    oldest: optional(time("When the oldest of them was accepted from its sender; not there where there are none.")),
    problem: optional(text("Why the last attempt failed, in a sentence; not there where it did not.")),
    obstacle: optional(meaning(FAILURE_REASON, "The same, as data.")),
  }),
);

export const INCOMING_REPORT = part(
  "IncomingReport",
  object({
    remoteAddress: text(),
    localPort: integer("The port of this machine that it came to."),
    tls: optional(text('"TLSv1.3"; not there in plaintext.')),
    proof: optional(choice(["certificate", "dialback", "external"], "Not there as long as nothing is proven.")),
    pairs: list(DOMAIN_PAIR),
    isBidirectional: boolean("Whether this server sends over it, too (XEP-0288)."),
    since: time(),
    received: integer("The number of the peer's stanzas."),
  }),
);

export const EXCLUSIONS = part(
  "Exclusions",
  object({
    enabled: boolean("The option federation.enabled."),
    allow: list(text(), "The option federation.allow; empty: everybody."),
    deny: list(text(), "The option federation.deny."),
    lists: list(
      object({
        name: text("SERVICE/NODE."),
        domains: integer(),
        isBlocking: boolean("Nothing is exchanged with its domains; otherwise their people cannot write to strangers."),
      }),
      "The block lists that are followed.",
    ),
  }),
);

export const OWN_DOMAIN = part(
  "OwnDomain",
  object({
    domain: text(),
    isService: boolean('One of its services: "rooms.example.com".'),
    way: object({
      state: choice(["here", "elsewhere", "absent", "refused", "unknown", "private", "closed"]),
      targets: optional(list(text())),
      reason: optional(DNS_FAILURE),
    }),
    certificate: object({
      trusted: boolean(),
      problem: optional(
        choice([
          "none",
          "expired",
          "malformed",
          "not-yet-valid",
          "self-signed",
          "untrusted",
          "wrong-name",
          "wrong-purpose",
          "constraint",
          "weak",
        ]),
      ),
      text: optional(text()),
    }),
  }),
);

export const TRIAL = object({
  local: text("A domain of this server."),
  remote: text("The domain that was tried."),
  isReached: boolean(),
  excluded: optional(text("Why nothing was tried: the configuration excludes it.")),
  steps: list(
    object({
      step: choice(["dns", "tcp", "tls", "certificate", "features", "authentication"]),
      ok: boolean(),
      target: optional(text('The machine that is tried, where the step concerns one: "xmpp.example:5269".')),
      text: text("One sentence: what was found, or what went wrong."),
      facts: optional(
        list(
          text(),
          "What was found, as data: of dns the machines, of tcp address and port, of tls the version, of features their names, of authentication EXTERNAL or dialback.",
        ),
      ),
      obstacle: optional(
        meaning(
          FAILURE_REASON,
          "What went wrong, as data; where the step is ok nevertheless, the configuration tolerates it.",
        ),
      ),
      remedies: list(text()),
    }),
    "As they were done.",
  ),
});

export const FEDERATION = object({
  outgoing: list(OUTGOING_REPORT),
  incoming: list(INCOMING_REPORT),
  ours: list(OWN_DOMAIN),
  excluded: meaning(EXCLUSIONS, "With whom nothing is exchanged."),
});
