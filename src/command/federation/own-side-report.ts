/** This server as others see it, for people. */

import type { Language } from "../verb.ts";
import { hanging, wrap } from "../wrap.ts";
import type { OwnDomain } from "./own-side.ts";
import { verdictText } from "./verdict-text.ts";
import { FEDERATION } from "./words.ts";

export interface OwnSideAround {
  readonly language: Language;
  /** Where the certificate comes from: `certificate.source` of config.toml. */
  readonly source: string;
  /** A line to be typed: "jabber-home dns" of "dns". */
  readonly commandFor: (words: string) => string;
}

export function printOwnSide(domains: readonly OwnDomain[], { language, source, commandFor }: OwnSideAround): string {
  const words = FEDERATION[language].ours;
  const width = Math.max(...domains.map(({ domain }) => domain.length));
  const rows = domains.map((own) => hanging(`  ${own.domain.padEnd(width)}  `, factsOf(own, language)));
  const isWrong = (...states: readonly string[]): boolean =>
    domains.some(({ way, isService }) => states.includes(way.state) && !(isService && way.state === "absent"));
  const isUncertified = domains.some(({ way, certificate }) => way.state === "here" && !certificate.trusted);
  const remedies = [
    ...(isWrong("absent", "elsewhere", "refused") ? [words.records(commandFor("dns"))] : []),
    ...(isUncertified ? [words.certificate(commandFor(source === "acme" ? "certificate renew" : "setup"))] : []),
    ...(isWrong("closed") ? [words.open] : []),
  ];
  return [words.heading, ...rows, ...remedies.flatMap((remedy) => wrap(remedy))].join("\n");
}

function factsOf({ way, isService, certificate }: OwnDomain, language: Language): string {
  const { ours: words, separator } = FEDERATION[language];
  const found = wayText(way, isService, language);
  if (way.state === "private" || (isService && way.state === "absent")) return found;
  const proof = certificate.trusted
    ? words.certified
    : words.uncertified(verdictText(certificate.problem, certificate.text, language));
  return found + separator + proof;
}

function wayText(way: OwnDomain["way"], isService: boolean, language: Language): string {
  const words = FEDERATION[language].ours;
  switch (way.state) {
    case "elsewhere":
      return words.elsewhere(way.targets.join(", "));
    case "absent":
      return isService ? words.absentService : words.absent;
    case "unknown":
      return words.unknown(way.reason);
    default:
      return words[way.state];
  }
}
