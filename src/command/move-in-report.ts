/** What has come along with somebody who moves in, for people. */
import { importMessages } from "../messages/import.ts";
import type { Language } from "../messages/language.ts";
import { moveInMessages } from "../messages/move-in.ts";
import { wrap } from "../messages/wrap.ts";
import type { MoveInResult } from "../operations/move-in.ts";
import { nameOfKind } from "./import-report.ts";

/** Things that are left which a person is told one by one. */
const MAX_LEFT = 40;

/** Kinds by the names that `import` has for them. */
export function moveInJson({ isTrial, counts, left, ...result }: MoveInResult) {
  return {
    ...result,
    dryRun: isTrial,
    counts: counts.map(({ kind, stored, known }) => ({ kind: nameOfKind(kind), stored, known })),
    left: left.map(({ kind, reason, subject, count }) => ({ kind: nameOfKind(kind), reason, subject, count })),
  };
}

export function moveInText(result: MoveInResult, language: Language): string {
  const { from, to, isTrial } = result;
  const messages = moveInMessages[language];
  return [
    isTrial ? messages.headTrial(from, to) : messages.head(from, to),
    ...countLines(result, language),
    ...leftLines(result, language),
    ...messages.stays.flatMap((text) => ["", ...wrap(text)]),
    "",
    ...nextLines(result, language).flatMap((text) => wrap(text)),
  ].join("\n");
}

function countLines({ counts, isTrial }: MoveInResult, language: Language): readonly string[] {
  const { kinds } = importMessages[language];
  const { nothing, alreadyHere, noMessageCount } = moveInMessages[language];
  const lines = counts.map(
    ({ kind, stored, known }) => `  ${kinds[kind](stored)}${known > 0 ? alreadyHere(known) : ""}`,
  );
  const isUncounted = isTrial && !counts.some(({ kind }) => kind === "archived");
  if (lines.length === 0 && !isUncounted) return [`  ${nothing}`];
  return isUncounted ? [...lines, `  ${noMessageCount}`] : lines;
}

function leftLines({ left }: MoveInResult, language: Language): readonly string[] {
  if (left.length === 0) return [];
  const { kinds, reasons } = importMessages[language];
  const { leftHead, moreLeft } = moveInMessages[language];
  const more = left.length - MAX_LEFT;
  return [
    "",
    leftHead,
    ...left
      .slice(0, MAX_LEFT)
      .map(
        ({ kind, reason, subject, count }) =>
          `  ${kinds[kind](count)}${subject && ` (${subject})`}: ${reasons[reason]}`,
      ),
    ...(more > 0 ? [`  ${moreLeft(more)}`] : []),
  ];
}

/** What follows from it, and what is to be done. */
function nextLines(
  { from, to, isTrial, isNew, isStated, asked, link, hasPassword }: MoveInResult,
  language: Language,
): readonly string[] {
  const messages = moveInMessages[language];
  if (isTrial) return [messages.askedTrial(asked)];
  const follow = isStated === undefined ? messages.notAsked : messages.asked(asked);
  const password = link === undefined ? messages.noPassword(to) : messages.choose(to, link);
  return [
    follow,
    ...(isStated === false ? [messages.notStated(from)] : []),
    ...(isNew ? (hasPassword ? [] : [password]) : [messages.signInAgain]),
  ];
}
