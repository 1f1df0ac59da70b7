/** Which remedies there are for what keeps us from another server. */
import type { FailureKind, FailureReason } from "../../federation/report.ts";
import { type FederationRemedy, federationRemedies, type RemedyValues } from "../../messages/federation-remedies.ts";
import type { Language } from "../../messages/language.ts";

const ALWAYS: Readonly<Record<Exclude<FailureKind, "certificate" | "stream-error" | "dialback-error">, Keys>> = {
  policy: ["options"],
  "no-such-domain": ["spelling", "tell"],
  "no-service": ["respect"],
  dns: ["wait", "resolver"],
  "no-address": ["tell"],
  "private-address": ["tell", "private"],
  refused: ["wait", "tell"],
  unreachable: ["internet", "tell"],
  unanswered: ["wait", "outgoing", "tell"],
  closed: ["wait", "tell"],
  tls: ["wait", "tell"],
  "no-tls": ["tell", "plaintext"],
  protocol: ["tell"],
  authentication: ["certificate", "tell"],
  "dialback-invalid": ["records", "wait"],
};

type Keys = readonly FederationRemedy[];

/** By what is wrong with the certificate (trust/verdict.ts). */
const CERTIFICATE: Readonly<Record<string, Keys>> = {
  expired: ["clock", "tell", "unverified"],
  "not-yet-valid": ["clock", "tell", "unverified"],
  "self-signed": ["tell", "root", "unverified"],
  untrusted: ["tell", "root", "unverified"],
};

/** RFC 6120 §4.9.3, where the condition tells more than that something is wrong over there. */
const STREAM_ERROR: Readonly<Record<string, Keys>> = {
  "host-unknown": ["wrongMachine"],
  "host-gone": ["wrongMachine"],
  "not-authorized": ["certificate", "unwanted"],
  "policy-violation": ["unwanted"],
  "remote-connection-failed": ["records", "incoming"],
};

/** XEP-0220 §2.4: why the other server could not ask ours. */
const DIALBACK_ERROR: Readonly<Record<string, Keys>> = {
  "remote-server-not-found": ["records"],
  "remote-connection-failed": ["records", "incoming"],
  "remote-server-timeout": ["records", "incoming"],
  "not-authorized": ["certificate", "unwanted"],
  "policy-violation": ["unwanted"],
  forbidden: ["unwanted"],
  "not-allowed": ["unwanted"],
};

function keysOf({ kind, detail = "" }: FailureReason): Keys {
  if (kind === "certificate") return CERTIFICATE[detail] ?? ["tell", "unverified"];
  if (kind === "stream-error") return STREAM_ERROR[detail] ?? ["wait", "tell"];
  if (kind === "dialback-error") return DIALBACK_ERROR[detail] ?? ["records", "incoming", "tell"];
  return ALWAYS[kind];
}

/** The best first. */
export const remediesOf = (obstacle: FailureReason, values: RemedyValues, language: Language): readonly string[] =>
  keysOf(obstacle).map((key) => federationRemedies[language][key](values));
