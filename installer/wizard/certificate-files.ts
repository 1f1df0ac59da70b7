/** The person's own certificate: where its files are, and what apps and other servers would say of it. */
import { CertificateError } from "../../src/certificate/certificate-error.ts";
import type { Answers } from "../answers.ts";
import type { CheckedFiles } from "../environment.ts";
import { parseTypedPath } from "../parse-typed.ts";
import type { StepContext } from "../step.ts";
import { problemLines } from "./problem-lines.ts";

/** Without them messages go all the same. */
const MINOR: readonly string[] = ["service-missing", "web-missing"];

/**
 * Asks for the paths of a certificate for the domain and its key. Undefined where the person wants another way. Throws
 * CertificateError for files that nobody could use, where nobody can name others.
 */
export async function bringFiles(context: StepContext): Promise<Answers | undefined> {
  const { messages } = context;
  let answers = context.answers;
  for (;;) {
    const chainFile = await askPath(messages.certificate.chainFile, answers.chainFile, context);
    const keyFile = await askPath(messages.certificate.keyFile, answers.keyFile, context);
    const choice = await chooseFiles(checkFiles(chainFile, keyFile, context), context);
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

/** Shows what apps and other servers would say; undefined where nobody could use the files. Throws CertificateError in a script. */
function checkFiles(chainFile: string, keyFile: string, context: StepContext): CheckedFiles | undefined {
  const { answers, environment, messages, prompts } = context;
  try {
    const checked = environment.certificate.check(chainFile, keyFile, answers);
    const text = messages.certificate.usingFiles(checked.facts.names, checked.facts.notAfter);
    const findings = checked.findings.flatMap((problem) => problemLines(problem, context, "note"));
    prompts.show(messages.certificate.filesShown, [{ mark: "right", text }, ...findings]);
    return checked;
  } catch (error) {
    if (!(error instanceof CertificateError) || prompts.isUnattended) throw error;
    prompts.show(messages.certificate.failed, problemLines(error.problem, context));
    return undefined;
  }
}

/** Asked only where apps or other servers would say something, or nobody could use the files. */
async function chooseFiles(checked: CheckedFiles | undefined, { prompts, messages }: StepContext) {
  const others = [
    { value: "again", label: messages.certificate.filesAgain },
    { value: "other", label: messages.certificate.otherWay },
  ] as const;
  if (checked === undefined)
    return await prompts.choose({ message: messages.certificate.filesUnusable, choices: others, initial: "again" });
  const { findings } = checked;
  if (findings.length === 0) return "use";
  return await prompts.choose({
    message: messages.certificate.filesQuestion,
    choices: [{ value: "use", label: messages.certificate.filesUse }, ...others],
    initial: findings.every(({ reason }) => MINOR.includes(reason)) ? "use" : "again",
    unattended: "use",
  });
}
