/** A certificate that the person brings along. */
import { resolve } from "node:path";
import type { Answers } from "../answers.ts";
import { given, type StepContext } from "../step.ts";

/** The paths, when they hold a certificate for the domain and its key. Throws CertificateError. */
export async function bringFiles({ answers, prompts, environment, messages }: StepContext): Promise<Answers> {
  const check = (text: string): string | undefined => (text.trim() === "" ? messages.certificate.noPath : undefined);
  const ask = (message: string, initial: string): Promise<string> => prompts.ask({ message, initial, check });
  const chainFile = resolve(await ask(messages.certificate.chainFile, answers.chainFile ?? ""));
  const keyFile = resolve(await ask(messages.certificate.keyFile, answers.keyFile ?? ""));
  const facts = environment.certificate.check(chainFile, keyFile, given(answers, "domain"));
  const text = messages.certificate.brought(facts.names, facts.notAfter);
  prompts.show(messages.certificate.filesShown, [{ mark: "right", text }]);
  return { source: "files", chainFile, keyFile };
}
