/** What the doctor has seen and found, for people in 80 columns, and for programs. */
import { type Facts, SEVERITIES, type Severity, wordsIn } from "../../findings/check.ts";
import { findingText } from "../../findings/finding-text.ts";
import { type Finding, SUBJECTS, type Subject } from "../../findings/findings.ts";
import type { Home } from "../../home.ts";
import { doctorMessages } from "../../messages/doctor.ts";
import type { Language } from "../../messages/language.ts";
import { hanging, WIDTH, wrap } from "../../messages/wrap.ts";
import { summaryOf } from "./summary.ts";

export interface Examination {
  readonly home: Home;
  readonly facts: Facts;
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Those that `--fix` can mend. */
  readonly mendable: ReadonlySet<Finding>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is said of these is that they are well. */
const ONLY_WELL: ReadonlySet<Subject> = new Set<Subject>(["home", "phones", "log"]);

/** How a line is marked. */
type Sign = Severity | "fine" | "unseen";

const COLOURS: Readonly<Record<Sign, string>> = {
  fine: "\x1b[32m",
  notice: "\x1b[36m",
  warning: "\x1b[33m",
  bad: "\x1b[1;31m",
  unseen: "\x1b[2m",
};
const DIM = "\x1b[2m";
const RESET = "\x1b[0m";
/** Of a sign with the space behind it; of a subject likewise. */
const SIGN_WIDTH = 8;
const SUBJECT_WIDTH = 15;
const INDENT = " ".repeat(SIGN_WIDTH);

export interface Page {
  readonly language: Language;
  readonly isColoured: boolean;
  /** The command line that mends what can be mended; undefined where that is being done. */
  readonly fixCommand: string | undefined;
}

export function printExamination(examined: Examination, { language, isColoured, fixCommand }: Page): string {
  const messages = doctorMessages[language];
  const { home, facts, findings, mendable, now } = examined;
  const words = wordsIn(language);
  const painted = (text: string, colour: string): string => (isColoured ? `${colour}${text}${RESET}` : text);
  const sign = (which: Sign): string => painted(messages.signs[which].padEnd(SIGN_WIDTH), COLOURS[which]);
  const indented = (text: string): string =>
    wrap(text, WIDTH - SIGN_WIDTH)
      .map((line, index) => `${index === 0 ? "" : INDENT}${line}`)
      .join("\n");
  const rows = (Object.keys(SUBJECTS) as Subject[]).flatMap((subject) => {
    const worst = worstOf(subject, findings);
    const isWell = worst === undefined || worst === "notice";
    const seen = isWell || !ONLY_WELL.has(subject) ? summaryOf(subject, facts, now, words) : undefined;
    if (worst === undefined && seen === undefined && subject === "service") return [];
    const isOfRunning = facts.version === undefined && ["servers", "log"].includes(subject);
    const text = seen ?? (isOfRunning ? messages.unseenStopped : messages.unseen);
    const which = worst ?? (seen === undefined ? "unseen" : "fine");
    // Of a home that cannot be looked into, most is not seen.
    if (which === "unseen" && facts.health?.folder?.state !== "there") return [];
    const line = `${messages.subjects[subject].padEnd(SUBJECT_WIDTH)}${worst && seen === undefined ? messages.below : text}`;
    return [`${sign(which)}${indented(line).trimEnd()}`];
  });
  const found = findings.map((finding) => {
    const { sentence, remedies } = findingText(finding, language);
    const page = messages.page(finding.kind);
    return [
      `${sign(finding.severity)}${indented(sentence)}`,
      ...remedies.map((remedy) => hanging(`${INDENT}- `, remedy)),
      ...(mendable.has(finding) ? [`${INDENT}- ${messages.mendable}`] : []),
      `${INDENT}${painted(page, DIM)}`,
    ].join("\n");
  });
  return [
    messages.title(home.directory),
    rows.join("\n"),
    ...found,
    [
      findings.length === 0 ? messages.fine : countsText(findings, language),
      ...(fixCommand !== undefined && mendable.size > 0
        ? [wrap(messages.canMend(mendable.size, fixCommand)).join("\n")]
        : []),
    ].join("\n"),
  ].join("\n\n");
}

export function countsText(findings: readonly Finding[], language: Language): string {
  const [bad = 0, warnings = 0, notices = 0] = SEVERITIES.map(
    (severity) => findings.filter((finding) => finding.severity === severity).length,
  );
  return doctorMessages[language].counts(bad, warnings, notices);
}

const KINDS: ReadonlyMap<string, Subject> = new Map(
  (Object.entries(SUBJECTS) as [Subject, (typeof SUBJECTS)[Subject]][]).flatMap(([subject, checks]) =>
    checks.flatMap(({ say }) => Object.keys(say).map((kind) => [kind, subject] as const)),
  ),
);

/** Of the findings of a subject, which stand the worst first. */
const worstOf = (subject: Subject, findings: readonly Finding[]): Severity | undefined =>
  findings.find(({ kind }) => KINDS.get(kind) === subject)?.severity;

/** For programs (docs/doctor.md). */
export function examinationJson({ home, facts, findings, mendable, now }: Examination, language: Language) {
  const [worst] = findings;
  return {
    at: now,
    home: home.directory,
    running: facts.version !== undefined,
    verdict: worst?.severity ?? ("fine" as const),
    findings: findings.map((finding) => ({
      kind: finding.kind,
      subject: KINDS.get(finding.kind),
      severity: finding.severity,
      ...findingText(finding, language),
      page: doctorMessages[language].page(finding.kind),
      mendable: mendable.has(finding),
      details: finding.details,
    })),
    facts,
  };
}
