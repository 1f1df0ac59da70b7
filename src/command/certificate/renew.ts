/** jabber-home certificate renew: renews the certificate now. */

import type { SeenTxtRecord } from "../../certificate/challenges/txt-record.ts";
import { certificateMessages } from "../../messages/certificate.ts";
import type { Language } from "../../messages/language.ts";
import { RENEWAL_ANSWERS, type RenewalAnswer } from "../../operations/certificate.ts";
import { askIfRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { meaning, object, optional } from "../json/schema.ts";
import type { Terminal } from "../terminal.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { VerbError } from "../verb-error.ts";
import { printCertificate, printProblem } from "./report.ts";
import { CERTIFICATE_PROBLEM, CERTIFICATE_STATUS } from "./schema.ts";

const ANSWER = object({
  status: CERTIFICATE_STATUS,
  problem: optional(meaning(CERTIFICATE_PROBLEM, "Why it was not renewed.")),
});

export default defineVerb({
  name: "certificate renew",
  examples: ["certificate renew", "certificate renew --json"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { language, terminal, flags } = call;
    const byHand = terminal.isInteractive && !flags.json;
    let answer = await askIfRunning(call, "POST /certificate/renew", { byHand });
    while (answer?.waiting !== undefined) {
      const given = await askPerson(answer.waiting, terminal, language);
      answer = await askIfRunning(call, "POST /certificate/renew/answer", { answer: given });
    }
    if (answer === undefined) throw new VerbError(EXIT.unavailable, "not-renewed");
    const { status, problem } = answer;
    const text = problem === undefined ? printCertificate(status, language) : printProblem(problem, language);
    report(call, ANSWER, { status, problem }, text);
    return problem === undefined ? EXIT.ok : EXIT.failed;
  },
});

async function askPerson(
  records: readonly SeenTxtRecord[],
  terminal: Terminal,
  language: Language,
): Promise<RenewalAnswer> {
  const messages = certificateMessages[language];
  terminal.err(messages.setRecords);
  for (const { record, value, state, mistake, name } of records) {
    terminal.err(`  ${record}. 300 IN TXT "${value}"${state === "unseen" ? "" : `   ${messages.seen[state]}`}`);
    if (mistake !== undefined)
      terminal.err(`  ${messages.mistakes[mistake](record, record.slice(0, -name.length - 1))}`);
  }
  const { select, isCancel } = await import("@clack/prompts");
  const answer = await select({
    message: messages.question,
    showInstructions: false,
    options: RENEWAL_ANSWERS.map((value) => ({ value, label: messages.answers[value] })),
  });
  return isCancel(answer) ? "cancel" : answer;
}
