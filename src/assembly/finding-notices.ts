/** Messages to the administrators about what is grave: once, and again when it is mended. */
import { type Clock, MINUTE } from "../clock.ts";
import type { Finding, FindingKind } from "../findings/findings.ts";
import { lazy } from "../lazy.ts";
import type { Language } from "../messages/language.ts";
import { noticeMessages } from "../messages/notices.ts";
import type { ToldFindings } from "../store/told-findings.ts";

const textFile = lazy((): typeof import("../findings/finding-text.ts") => require("../findings/finding-text.ts"));

export interface FindingNoticesDeps {
  /** What is found now. */
  readonly findings: () => readonly Finding[];
  readonly told: ToldFindings;
  /** To all administrators. */
  readonly send: (subject: string, body: string) => void;
  readonly language: Language;
  readonly clock: Pick<Clock, "after">;
}

export interface FindingNotices {
  /** Looks now: something has just become known. */
  look(): void;
  stop(): void;
}

const BETWEEN_LOOKS = 5 * MINUTE;
/** What is not found for so many looks in a row is mended. */
const LOOKS_WITHOUT = 2;

/** Nobody notices these by themselves until it is too late. */
const GRAVE: ReadonlySet<FindingKind> = new Set<FindingKind>(["backup-failed", "disk-fills", "disk-worn"]);
/** These have messages of their own: at once, or repeated. */
const TOLD_ELSEWHERE: ReadonlySet<FindingKind> = new Set<FindingKind>(["disk-full", "certificate-expired"]);

export const isGrave = ({ kind, severity }: Finding): boolean =>
  (severity === "bad" || GRAVE.has(kind)) && !TOLD_ELSEWHERE.has(kind);

export function tellFindings({ findings, told, send, language, clock }: FindingNoticesDeps): FindingNotices {
  const messages = () => noticeMessages[language].findings;
  /** Looks since a kind that was told was last found. */
  const without = new Map<string, number>();

  const look = (): void => {
    const grave = findings().filter(isGrave);
    const known = told.all();
    const fresh = grave.filter(
      ({ kind }, index) =>
        !known.some((one) => one.kind === kind) && grave.findIndex((one) => one.kind === kind) === index,
    );
    if (fresh.length > 0) {
      const texts = fresh.map((finding) => ({ kind: finding.kind, ...textFile().findingText(finding, language) }));
      // What could not be kept would be told again and again.
      if (told.add(texts.map(({ kind, sentence }) => ({ kind, sentence }))))
        send(
          messages().subject,
          messages().wrong(texts.map((text) => [text.sentence, ...text.remedies].join("\n- ")).join("\n\n")),
        );
    }
    const mended = known.filter(({ kind }) => {
      const looks = grave.some((one) => one.kind === kind) ? 0 : (without.get(kind) ?? 0) + 1;
      without.set(kind, looks);
      return looks >= LOOKS_WITHOUT;
    });
    if (mended.length === 0) return;
    told.remove(mended.map(({ kind }) => kind));
    for (const { kind } of mended) without.delete(kind);
    send(messages().subject, messages().mended(mended.map(({ sentence }) => `- ${sentence}`).join("\n")));
  };

  const lookAfter = (): (() => void) =>
    clock.after(BETWEEN_LOOKS, () => {
      look();
      cancel = lookAfter();
    });
  let cancel = lookAfter();

  return { look, stop: () => cancel() };
}
