/** The methods by which a certificate can be had, and which of them can work on this machine. */
import type { Destination } from "../../src/certificate/names.ts";
import { type ValidationMethod, validationMethods } from "../../src/certificate/validation-methods.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Answers } from "../answers.ts";
import { type Line, plain } from "../prompts.ts";
import { given } from "../step.ts";

export type CertificateMethod = ValidationMethod | "hand-on" | "former" | "files" | "self-signed";

export interface Possibilities {
  readonly destination: Destination;
  readonly supportsDnsPersist: boolean;
  /** A web server of this machine has port 80, and can hand on what the authority asks. */
  readonly canHandOn: boolean;
  /** Pages and files have another port, since somebody else has this one (RFC 8737 §3 knows no other). */
  readonly isPort443Theirs: boolean;
  /** The server from which accounts come has one that is good for the domain. */
  readonly hasFormer: boolean;
  /** dns.provider writes the records of DNS-01 by itself. */
  readonly hasDnsApi: boolean;
}

/** Those that can work, the simplest first: HTTP-01 and TLS-ALPN-01 need a port that this server can listen on. */
export function methodsFor(
  answers: Answers,
  { destination, supportsDnsPersist, canHandOn, isPort443Theirs, hasFormer, hasDnsApi }: Possibilities,
): readonly CertificateMethod[] {
  const { unavailable = [], isWebClosed } = answers;
  const isPossible = (method: ValidationMethod): boolean => {
    if (method === "http-01" || method === "redirect") return !unavailable.includes("http");
    if (method === "dns-persist-01") return supportsDnsPersist;
    return method !== "tls-alpn-01" || !(isPort443Theirs || unavailable.includes("https"));
  };
  const methods = validationMethods(given(answers, "domain"), given(answers, "host"), destination);
  const possible = methods.filter(isPossible);
  // Through a port of our own, nothing has to be configured.
  const direct = possible.filter((method) => method === "http-01" || method === "tls-alpn-01");
  const handedOn = canHandOn && destination.kind !== "elsewhere" ? (["hand-on"] as const) : [];
  // One that was chosen by flag is tried in any case.
  const chosen = answers.challenge ? [answers.challenge] : [];
  // Renewed by itself as well; the better one where nobody gets to the ports.
  const byApi = hasDnsApi ? (["dns-01"] as const) : [];
  // It is there already, and somebody renews it.
  const former = hasFormer ? (["former"] as const) : [];
  const first = isWebClosed ? [...byApi, ...direct, ...handedOn] : [...direct, ...handedOn, ...byApi];
  return [...new Set([...first, ...former, ...possible, ...chosen, "files", "self-signed"] as const)];
}

const methodBefore = ({ source, challenge }: Answers): CertificateMethod | undefined =>
  source === "acme" || source === undefined ? challenge : source;

/** The one answered before, where it can work, else the best. */
export function initialMethod(methods: readonly CertificateMethod[], answers: Answers): CertificateMethod {
  const before = methodBefore(answers);
  const leadsElsewhere = methods.includes("subdomain");
  const isPort = before === "http-01" || before === "tls-alpn-01";
  const isHandedOn = before === "http-01" && methods.includes("hand-on");
  const usable = (leadsElsewhere && isPort) || isHandedOn ? undefined : before;
  return usable ?? methods[0] ?? "self-signed";
}

/** What a script takes: nobody is there to set a record, or to want another domain. */
export const unattendedMethod = (answers: Answers): CertificateMethod => methodBefore(answers) ?? "http-01";

/** Where the domain leads, and what that means for its validation. */
export function destinationLines(
  domain: string,
  destination: Destination,
  publicAddresses: readonly string[],
  messages: SetupMessages,
): Line[] {
  if (destination.kind === "here") return [{ mark: "right", text: messages.certificate.leadsHere(domain) }];
  if (destination.kind === "nowhere") return [{ mark: "note", text: messages.certificate.leadsNowhere(domain) }];
  if (destination.kind === "unknown") return [{ mark: "note", text: messages.certificate.leadsUnknown(domain) }];
  const [where, ...meaning] = messages.certificate.leadsElsewhere(
    domain,
    destination.foreign.join(", "),
    publicAddresses.join(", "),
  );
  return [{ mark: "note", text: where ?? "" }, ...plain(...meaning)];
}
