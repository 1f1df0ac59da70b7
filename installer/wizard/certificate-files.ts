/** The person's own certificate: where its files are, and what apps and other servers would say of it. */
import type { Answers } from "../answers.ts";
import type { CheckedFiles } from "../environment.ts";
import { parseTypedPath } from "../parse-typed.ts";
import { given, type StepContext } from "../step.ts";
import { problemLines } from "./problem-lines.ts";

/**
 * Asks for the paths of a certificate for the domain and its key. Undefined where the person wants another way. Throws
 * CertificateError for files that nobody could use.
 */
export async function bringFiles(context: StepContext): Promise<Answers | undefined> {
  const { environment, messages, prompts } = context;
  let answers = context.answers;
  for (;;) {
    const chainFile = await askPath(messages.certificate.chainFile, answers.chainFile, context);
    const keyFile = await askPath(messages.certificate.keyFile, answers.keyFile, context);
    const checked = environment.certificate.check(chainFile, keyFile, given(answers, "domain"));
    const text = messages.certificate.usingFiles(checked.facts.names, checked.facts.notAfter);
    const findings = checked.findings.flatMap((problem) => problemLines(problem, context, "note"));
    prompts.show(messages.certificate.filesShown, [{ mark: "right", text }, ...findings]);
    const choice = await chooseFiles(checked, context);
    if (choice === "use") return { source: "files", chainFile, keyFile };
    if (choice === "other") return undefined;
    answers = { ...answers, chainFile, keyFile };
  }
}

async function askPath(message: string, initial: string | undefined, { prompts, messages }: StepContext) {
  const check = (text: string): string | undefined =>
    parseTypedPath(text) === undefined ? messages.certificate.noPath : undefined;
  const typed = await prompts.ask({ message, initial: initial ?? "", isEarlier: true, check });
  return parseTypedPath(typed) ?? typed;
}

/** Asked only where apps or other servers would say something. */
async function chooseFiles({ findings }: CheckedFiles, { prompts, messages }: StepContext) {
  if (findings.length === 0) return "use";
  return await prompts.choose({
    message: messages.certificate.filesQuestion,
    choices: [
      { value: "use", label: messages.certificate.filesUse },
      { value: "again", label: messages.certificate.filesAgain },
      { value: "other", label: messages.certificate.otherWay },
    ],
    initial: findings.every(({ reason }) => reason === "service-missing") ? "use" : "again",
    unattended: "use",
  });
}
