/** A certificate that the person brings along. */
import { resolve } from "node:path";
import type { Answers } from "../answers.ts";
import { given, type Scene } from "../step.ts";

/** The paths, when they hold a certificate for the domain and its key. Throws CertificateError. */
export async function bringFiles({ answers, prompts, world, words }: Scene): Promise<Answers> {
  const check = (text: string): string | undefined => (text.trim() === "" ? words.certificate.noPath : undefined);
  const ask = (message: string, initial: string): Promise<string> => prompts.ask({ message, initial, check });
  const chainFile = resolve(await ask(words.certificate.chainFile, answers.chainFile ?? ""));
  const keyFile = resolve(await ask(words.certificate.keyFile, answers.keyFile ?? ""));
  const facts = world.certificate.check(chainFile, keyFile, given(answers, "domain"));
  const text = words.certificate.brought(facts.names, facts.notAfter);
  prompts.show(words.certificate.filesShown, [{ mark: "right", text }]);
  return { source: "files", chainFile, keyFile };
}
