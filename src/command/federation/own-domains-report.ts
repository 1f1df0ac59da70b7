/** Our domains as other servers see them, for people. */

import { verdictText } from "../../findings/federation/sentences.ts";
import { federationMessages } from "../../messages/federation.ts";
import type { Language } from "../../messages/language.ts";
import { hanging, wrap } from "../../messages/wrap.ts";
import type { OwnDomain } from "./own-domains.ts";

export interface OwnDomainsReportOptions {
  readonly language: Language;
  /** Where the certificate comes from: `certificate.source` of config.toml. */
  readonly source: string;
  /** The command line of a verb: "jabber-home dns" of "dns". */
  readonly commandFor: (verb: string) => string;
}

export function printOwnDomains(
  domains: readonly OwnDomain[],
  { language, source, commandFor }: OwnDomainsReportOptions,
): string {
  const messages = federationMessages[language].ours;
  const width = Math.max(...domains.map(({ domain }) => domain.length));
  const rows = domains.map((own) => hanging(`  ${own.domain.padEnd(width)}  `, factsOf(own, language)));
  const isWrong = (...states: readonly string[]): boolean =>
    domains.some(({ way, isService }) => states.includes(way.state) && !(isService && way.state === "absent"));
  const isUncertified = domains.some(({ way, certificate }) => way.state === "here" && !certificate.trusted);
  const remedies = [
    ...(isWrong("absent", "elsewhere", "refused") ? [messages.records(commandFor("dns"))] : []),
    ...(isUncertified ? [messages.certificate(commandFor(source === "acme" ? "certificate renew" : "setup"))] : []),
    ...(isWrong("closed") ? [messages.open] : []),
  ];
  return [messages.heading, ...rows, ...remedies.flatMap((remedy) => wrap(remedy))].join("\n");
}

function factsOf({ way, isService, certificate }: OwnDomain, language: Language): string {
  const { ours: messages, separator } = federationMessages[language];
  const found = dnsTargetText(way, isService, language);
  if (way.state === "private" || (isService && way.state === "absent")) return found;
  const proof = certificate.trusted
    ? messages.certified
    : messages.uncertified(verdictText(certificate.problem, certificate.text, language));
  return found + separator + proof;
}

function dnsTargetText(way: OwnDomain["way"], isService: boolean, language: Language): string {
  const messages = federationMessages[language].ours;
  switch (way.state) {
    case "elsewhere":
      return messages.elsewhere(way.targets.join(", "));
    case "absent":
      return isService ? messages.absentService : messages.absent;
    case "unknown":
      return messages.unknown(way.reason);
    default:
      return messages[way.state];
  }
}
