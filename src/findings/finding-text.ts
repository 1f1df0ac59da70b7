/** A finding in words: what is wrong, and what helps. */
import { type CertificateProblem, problemText } from "../certificate/certificate-error.ts";
import { MINUTE } from "../clock.ts";
import { backupProblemText } from "../messages/backups.ts";
import { remedyText } from "../messages/certificate-problems.ts";
import { findingMessages } from "../messages/findings.ts";
import { troubleText } from "../messages/gateway.ts";
import type { Language } from "../messages/language.ts";
import { listenErrorText } from "../messages/system-errors.ts";
import { dateText, durationText, momentText, sizeText } from "../messages/units.ts";
import { obstacleText } from "./federation/sentences.ts";
import type { Finding } from "./finding.ts";

export interface FindingText {
  readonly sentence: string;
  /** The best first. */
  readonly remedies: readonly string[];
}

export function findingText(finding: Finding, language: Language): FindingText {
  const messages = findingMessages[language];
  const age = (milliseconds: number): string => durationText(Math.floor(milliseconds / MINUTE), language);
  const day = (time: number): string => dateText(time, language);
  switch (finding.kind) {
    case "disk-full":
    case "disk-low": {
      const { free, reserve } = finding.details;
      return said(messages[finding.kind](sizeText(free, language), sizeText(reserve, language)));
    }
    case "backup-failed": {
      const { problem, last } = finding.details;
      const [why, remedy] = backupProblemText(problem, language);
      return said([messages["backup-failed"](why, last === undefined ? undefined : day(last)), asSentence(remedy)]);
    }
    case "backup-same-disk":
      return said(messages["backup-same-disk"](finding.details.folder));
    case "clock-wrong":
      return said(messages["clock-wrong"](momentText(finding.details.says, language)));
    case "clock-leapt": {
      const [says, before, until] = [finding.details.says, finding.details.said, finding.details.until].map((time) =>
        momentText(time, language),
      );
      return said(messages["clock-leapt"](before ?? "", says ?? "", until ?? ""));
    }
    case "shadow-unreadable":
      return said(messages["shadow-unreadable"]());
    case "groups-unknown":
      return said(messages["groups-unknown"](finding.details.groups.join(", ")));
    case "certificate-expired":
    case "certificate-by-hand":
      return said(messages[finding.kind](day(finding.details.until)));
    case "certificate-expires":
      return said(messages["certificate-expires"](day(finding.details.until), age(finding.details.left)));
    case "certificate-not-renewed": {
      const { problem } = finding.details;
      return { ...certificateText(problem, language), sentence: messages.notRenewed(problemText(problem, language)) };
    }
    case "certificate-problem": {
      const { sentence, remedies } = certificateText(finding.details.problem, language);
      return { sentence: messages.certificate(sentence), remedies };
    }
    case "web-refused": {
      const { listener, address, code, reason } = finding.details;
      const place = `${address} (listen.${listener})`;
      return said(messages["web-refused"][listener](listenErrorText({ code, place, cause: reason }, language)));
    }
    case "calls-refused": {
      const { listener, transport, address, code, reason } = finding.details;
      const place = `${transport.toUpperCase()} ${address} (listen.${listener})`;
      return said(messages["calls-refused"](listenErrorText({ code, place, cause: reason }, language)));
    }
    case "calls-without-address":
      return said(messages["calls-without-address"]());
    case "router":
      return troubleText(finding.details, language);
    case "port-not-reached": {
      const { port, who } = finding.details;
      return said(messages["port-not-reached"](port, who, age(finding.details.age)));
    }
    case "server-unreached": {
      const { domain, waiting, problem, obstacle } = finding.details;
      const why = obstacle ? obstacleText(obstacle, problem, language) : problem;
      return said(messages["server-unreached"](domain, age(finding.details.age), why, waiting));
    }
    case "servers-unreached":
      return said(messages["servers-unreached"](finding.details.count));
  }
}

/** What the command line says behind a colon. */
const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const said = ([sentence, ...remedies]: readonly [sentence: string, ...remedies: string[]]): FindingText => ({
  sentence,
  remedies,
});

const certificateText = (problem: CertificateProblem, language: Language): FindingText => ({
  sentence: problemText(problem, language),
  remedies: problem.remedies.map((one) => remedyText(one, language)),
});
