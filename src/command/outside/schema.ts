/** What is printed of what others see of this server. */
import { LISTENERS } from "../../operations/sights.ts";
import { CERTIFICATE_PROBLEM } from "../certificate/schema.ts";
import { FAILURE_REASON } from "../federation/schema.ts";
import { boolean, choice, integer, list, meaning, object, optional, part, text, time } from "../json/schema.ts";

const LISTENER = choice(LISTENERS, "The option's name.");

export const SEEN_BY_PHONE = part(
  "SeenByPhone",
  object({
    by: choice(["phone"]),
    who: text(),
    listener: choice(["https"]),
    reached: choice(["yes", "unknown"]),
    at: time(),
    isTrusted: boolean("Browsers take the certificate without a warning; this one has come past it in any case."),
    isWebSocketOpen: optional(
      boolean("RFC 6455: whether a WebSocket was opened; not there as long as the page has not told."),
    ),
    address: text(),
    location: choice(["unknown", "outside", "inside"]),
    browser: optional(text('"Firefox on Android"; not there where it cannot be told.')),
  }),
);

export const SIGHT = part(
  "Sight",
  object({
    by: choice(["phone", "authority", "server", "app"]),
    who: text("The authority's name, the server's domain, or the address of the phone or app."),
    listener: LISTENER,
    reached: choice(["yes", "unknown", "no"]),
    at: time(),
    isTrusted: optional(
      boolean("Of a phone: browsers take the certificate without a warning; this one has come past it in any case."),
    ),
    isWebSocketOpen: optional(
      boolean("RFC 6455: whether a WebSocket was opened; not there as long as the page has not told."),
    ),
    address: optional(
      text("Of an authority, the address that it has connected to, where it says so; of a phone, its own."),
    ),
    location: optional(choice(["unknown", "outside", "inside"])),
    browser: optional(text('"Firefox on Android"; not there where it cannot be told.')),
    problem: optional(meaning(CERTIFICATE_PROBLEM, "Of an authority: why it has not reached this server.")),
    unanswered: optional(list(text(), "Of an authority: the addresses that did not answer it.")),
    outcome: optional(choice(["silent", "connected", "answered", "own-stream", "not-sent"], "Of a server.")),
    stream: optional(
      meaning(
        object({
          since: time(),
          tls: optional(text('"TLSv1.3"; not there in plaintext.')),
          remoteAddress: text(),
          localPort: integer("The port of this machine that it came to."),
          proof: optional(choice(["certificate", "dialback", "external"], "Not there as long as nothing is proven.")),
        }),
        "Of its stream to us.",
      ),
    ),
    text: optional(text("Why it was sent nothing, in a sentence, and as data.")),
    obstacle: optional(FAILURE_REASON),
  }),
);

export const REACHABILITY_REPORT = part(
  "ReachabilityReport",
  object({
    listeners: list(
      object({ listener: LISTENER, port: integer() }),
      "The port is that of this machine; for pages that of their addresses.",
    ),
    sights: list(SIGHT, "The newest of each listener and witness."),
    authority: optional(text("Who can be asked: the authority's name, if it has a test service.")),
    servers: list(text(), "Servers that anybody may ask."),
  }),
);

export const PHONE_STEP = part(
  "PhoneStep",
  object({
    link: optional(text("First: what the phone has to open.")),
    expires: optional(time()),
    isTrusted: optional(boolean("Browsers take the certificate without a warning.")),
    seen: optional(meaning(SEEN_BY_PHONE, "Then, each time: what a phone has seen.")),
    ended: optional(
      choice(["seen", "expired", "replaced"], "Last: everything is known; the link was too old; another was made."),
    ),
  }),
);
