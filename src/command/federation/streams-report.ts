/** The streams to and from other servers, for people. */
import { MINUTE } from "../../clock.ts";
import type { IncomingReport, OutgoingReport } from "../../federation/report.ts";
import { obstacleText } from "../../findings/federation/sentences.ts";
import { federationMessages } from "../../messages/federation.ts";
import type { Language } from "../../messages/language.ts";
import { durationText } from "../../messages/units.ts";
import { hanging } from "../../messages/wrap.ts";
import type { FederationReport } from "../../operations/federation.ts";

type Streams = Pick<FederationReport, "outgoing" | "incoming">;

/** The number of other domains with a stream in either direction. */
export const connectedServers = ({ outgoing, incoming }: Streams): number =>
  new Set([
    ...outgoing.filter(({ state }) => state === "connected").map(({ pair }) => pair.remote),
    ...incoming.flatMap(({ pairs }) => pairs.map(({ remote }) => remote)),
  ]).size;

export interface StreamsReportOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly language: Language;
  /** The command line that tries a domain: "jabber-home federation other.example". */
  readonly commandFor: (domain: string) => string;
}

/** A paragraph for each server, by name. */
export function printStreams(streams: Streams, options: StreamsReportOptions): string {
  const messages = federationMessages[options.language];
  const { outgoing, incoming } = streams;
  const lost = outgoing.filter(({ state, problem }) => state !== "connected" && problem !== undefined);
  const strangers = incoming.filter(({ pairs }) => pairs.length === 0).length;
  const remotes = new Set([
    ...outgoing.map(({ pair }) => pair.remote),
    ...incoming.flatMap(({ pairs }) => pairs.map(({ remote }) => remote)),
  ]);
  const isQuiet = remotes.size === 0;
  return [
    isQuiet
      ? messages.nobody
      : messages.connected(connectedServers(streams), new Set(lost.map(({ pair }) => pair.remote)).size),
    ...(strangers > 0 ? [messages.unknown(strangers)] : []),
    ...[...remotes].sort().map((remote) => `\n${printServer(remote, streams, options)}`),
  ].join("\n");
}

function printServer(remote: string, { outgoing, incoming }: Streams, options: StreamsReportOptions): string {
  const messages = federationMessages[options.language];
  const lines = [remote];
  for (const report of outgoing.filter(({ pair }) => pair.remote === remote))
    lines.push(`  ${messages.from(report.pair.local)}`, ...indented(outgoingFacts(report, options)));
  for (const report of incoming)
    for (const { local } of report.pairs.filter((pair) => pair.remote === remote))
      lines.push(`  ${messages.to(local)}`, ...indented(incomingFacts(report, options)));
  return lines.join("\n");
}

const indented = (facts: readonly string[]): string[] => facts.map((fact) => hanging("    ", fact));

function outgoingFacts(report: OutgoingReport, { now, language, commandFor }: StreamsReportOptions): string[] {
  const messages = federationMessages[language];
  const { state, tls, proof, authentication, since, queued, unconfirmed, oldest, problem, obstacle } = report;
  const age = durationText(minutesBetween(since, now), language);
  const ourProof = authentication === "dialback" ? messages.proofs.dns : messages.proofs.certificate;
  const own = [
    messages.secured(tls ?? messages.plaintext, age),
    messages.they(messages.proofs[proof ?? "nothing"]),
    messages.we(ourProof),
  ];
  const first =
    state === "connected"
      ? report.isAdopted
        ? [messages.adopted]
        : own
      : [state === "connecting" ? messages.connecting(age) : messages.waiting(age)];
  const waiting = [
    queued > 0 ? messages.queued(queued) : "",
    unconfirmed > 0 ? messages.unconfirmed(unconfirmed) : "",
    state !== "connected" && oldest !== undefined
      ? messages.oldest(queued + unconfirmed, durationText(minutesBetween(oldest, now), language))
      : "",
  ];
  const why = problem === undefined ? undefined : obstacle ? obstacleText(obstacle, problem, language) : problem;
  return [
    listed(first, language),
    listed(waiting, language),
    ...(why === undefined ? [] : [messages.last(why), messages.more(commandFor(report.pair.remote))]),
  ].filter((fact) => fact !== "");
}

function incomingFacts(report: IncomingReport, { now, language }: StreamsReportOptions): string[] {
  const messages = federationMessages[language];
  const { tls, proof, since, received, isBidirectional } = report;
  const theirs = proof === undefined ? "nothing" : proof === "dialback" ? "dns" : "certificate";
  const facts = [
    messages.secured(tls ?? messages.plaintext, durationText(minutesBetween(since, now), language)),
    messages.they(messages.proofs[theirs]),
    isBidirectional ? messages.bothWays : "",
    messages.received(received),
  ];
  return [listed(facts, language)];
}

const listed = (facts: readonly string[], language: Language): string =>
  facts.filter((fact) => fact !== "").join(federationMessages[language].separator);

const minutesBetween = (since: number, now: number): number => Math.floor(Math.max(0, now - since) / MINUTE);
