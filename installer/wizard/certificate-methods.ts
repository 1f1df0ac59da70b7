/** The ways to a certificate, and which of them can work here. */
import type { Destination } from "../../src/certificate/names.ts";
import { type ValidationMethod, validationMethods } from "../../src/certificate/validation-methods.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Answers } from "../answers.ts";
import { type Line, plain } from "../prompts.ts";
import { given } from "../step.ts";

export type CertificateMethod = ValidationMethod | "files" | "self-signed";

/** What can work, the simplest first: an authority's visit needs a port that this server can have. */
export function methodsFor(
  answers: Answers,
  { destination, supportsDnsPersist }: { readonly destination: Destination; readonly supportsDnsPersist: boolean },
): readonly CertificateMethod[] {
  const { unavailable = [] } = answers;
  const isPossible = (way: ValidationMethod): boolean => {
    if (way === "http-01" || way === "redirect") return !unavailable.includes("http");
    if (way === "dns-persist-01") return supportsDnsPersist;
    return way !== "tls-alpn-01" || !unavailable.includes("https");
  };
  const ways = validationMethods(given(answers, "domain"), given(answers, "host"), destination);
  // What was asked for by flag is tried, whatever it looks like from here.
  const chosen = answers.challenge ? [answers.challenge] : [];
  return [...new Set([...ways.filter(isPossible), ...chosen, "files", "self-signed"] as const)];
}

/** What was answered before, else the simplest. */
export function initialMethod(ways: readonly CertificateMethod[], { source, challenge }: Answers): CertificateMethod {
  const before = source === "acme" || source === undefined ? challenge : source;
  return before ?? ways[0] ?? "self-signed";
}

/** Where the domain leads, and what that means for proving it. */
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
