/** What others have seen of the ports of this server, in words. */
import { obstacleText } from "../../findings/federation/sentences.ts";
import { reasonText, remedyText } from "../../messages/certificate-problems.ts";
import type { Language } from "../../messages/language.ts";
import { reachabilityMessages } from "../../messages/reachability.ts";
import { durationText } from "../../messages/units.ts";
import type { SeenByPhone } from "../../operations/phone-check.ts";
import type { ReachabilityReport, Reached, SeenByAuthority, SeenByServer, Sight } from "../../operations/sights.ts";

/** A port, or several of one purpose that nobody has looked at. */
export interface SightRow {
  readonly port: string;
  readonly use: string;
  readonly reached: Reached;
  /** Who has looked, and when. */
  readonly by: string;
}

const MINUTE = 60_000;
/** RFC 8555 §8.3, RFC 8737 §3: the ports that an authority connects to. */
const AUTHORITY_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** In the order of the report; `now` in milliseconds since 1970. */
export function sightRows({ listeners, sights }: ReachabilityReport, language: Language, now: number): SightRow[] {
  const messages = reachabilityMessages[language];
  const seen = listeners.flatMap(({ listener, port }) =>
    sights
      .filter((sight) => sight.listener === listener)
      .map((sight) => ({
        ...{ port: String(portOf(sight, port)), use: messages.uses[listener], reached: sight.reached },
        by: messages.byAndWhen(whoText(sight, language), agoText(sight.at, language, now)),
      })),
  );
  const unseen = listeners.filter(({ listener }) => !sights.some((sight) => sight.listener === listener));
  const byUse = Map.groupBy(unseen, ({ listener }) => messages.uses[listener]);
  const others = [...byUse].map(([use, of]): SightRow => {
    const port = [...new Set(of.map((each) => each.port))].join(", ");
    return { port, use, reached: "unknown", by: messages.nobody };
  });
  return [...seen, ...others];
}

const portOf = ({ by, listener }: Sight, port: number): number =>
  by === "authority" ? (AUTHORITY_PORTS[listener] ?? port) : port;

function whoText(sight: Sight, language: Language): string {
  const messages = reachabilityMessages[language];
  if (sight.by === "phone") return messages.byPhone(sight.address);
  return sight.by === "app" ? messages.byApp(sight.who) : sight.who;
}

function agoText(at: number, language: Language, now: number): string {
  const messages = reachabilityMessages[language];
  const minutes = Math.floor(Math.max(0, now - at) / MINUTE);
  return minutes === 0 ? messages.justNow : messages.ago(durationText(minutes, language));
}

/** What is said of it beyond the row: how it was seen, or what went wrong, then what helps. */
export function sightTexts(sight: Sight, { listeners }: ReachabilityReport, language: Language): readonly string[] {
  const port = portOf(sight, listeners.find(({ listener }) => listener === sight.listener)?.port ?? 0);
  if (sight.by === "authority") return authorityTexts(sight, port, language);
  if (sight.by === "server") return serverTexts(sight, port, language);
  return sight.by === "phone" ? phoneTexts(sight, language) : [];
}

function authorityTexts({ who, problem, address, unanswered }: SeenByAuthority, port: number, language: Language) {
  const messages = reachabilityMessages[language];
  if (problem === undefined)
    return [
      ...(address === undefined ? [] : [messages.authorityReached(who, port, address)]),
      ...(address?.includes(":") ? [messages.onlyIpv6(who)] : []),
      ...(unanswered.length === 0 ? [] : [messages.unanswered(who, unanswered.join(", "))]),
    ];
  return [
    reasonText(problem.reason, problem.values, language),
    ...problem.remedies.map((remedy) => remedyText(remedy, language)),
    ...(problem.reason === "no-answer" ? [messages.shared] : []),
  ];
}

function serverTexts(
  { who, reached, outcome, stream, text = "", obstacle }: SeenByServer,
  port: number,
  language: Language,
) {
  const messages = reachabilityMessages[language];
  if (stream !== undefined) {
    const proof = messages.proofs[stream.proof ?? "dialback"];
    const sentence = outcome === "connected" ? messages.connected : messages.answered;
    return [sentence(who, stream.remoteAddress, stream.localPort, proof)];
  }
  if (outcome === "own-stream") return [messages.ownStream(who)];
  const remedies = reached === "no" ? [messages.forward(port), messages.shared] : [];
  if (outcome === "silent") return [messages.silent(who), ...remedies];
  if (reached === "no") return [messages.notReached(who), ...remedies];
  return [messages.notSent(who, obstacle === undefined ? text : obstacleText(obstacle, text, language))];
}

export function phoneTexts(
  { address, location, isTrusted, isWebSocketOpen }: SeenByPhone,
  language: Language,
): readonly string[] {
  const { phone } = reachabilityMessages[language];
  const family = address.includes(":") ? "IPv6" : "IPv4";
  return [
    phone[location](address, family),
    isTrusted ? phone.trusted : phone.untrusted,
    ...(isWebSocketOpen === undefined ? [] : [isWebSocketOpen ? phone.socketOpen : phone.socketFailed]),
  ];
}
