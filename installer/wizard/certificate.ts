/** Step: the certificate. */

import { CertificateError } from "../../src/certificate/certificate-error.ts";
import type { CertificateFacts } from "../../src/certificate/facts.ts";
import type { Answers } from "../answers.ts";
import { plain } from "../prompts.ts";
import { GoTo, given, SetupError, type Step, type StepContext } from "../step.ts";
import { bringFiles } from "./certificate-files.ts";
import { type CertificateMethod, destinationLines, initialMethod, methodsFor } from "./certificate-methods.ts";
import { obtainCertificate } from "./certificate-order.ts";
import { problemLines } from "./certificate-problem.ts";
import { prepareRedirect } from "./certificate-redirect.ts";

/** sysexits(3): EX_UNAVAILABLE. */
const EX_UNAVAILABLE = 69;

export const certificate: Step = {
  name: "certificate",
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, prompts, environment, messages, language } = context;
    const domain = given(answers, "domain");
    const heading = messages.certificate.heading(environment.certificate.authority);
    const existing = environment.certificate.existing(domain);
    if (existing && (answers.source ?? "acme") === "acme") {
      prompts.show(heading, [keptLine(existing, context)]);
      return { source: "acme" };
    }
    const publicAddresses = answers.addresses ?? [];
    const sight = isDecided(context) ? NOT_CHECKED : await checkDestination(context);
    const ways = methodsFor(answers, sight);
    prompts.show(
      messages.certificate.heading(environment.certificate.authority),
      destinationLines(domain, sight.destination, publicAddresses, messages),
    );
    let suggested: CertificateMethod | undefined;
    for (;;) {
      const way = await prompts.choose({
        message: messages.certificate.question,
        choices: ways.map((value) => ({ value, label: messages.certificate.ways[value](given(answers, "domain")) })),
        initial: suggested ?? initialMethod(ways, answers),
      });
      try {
        const found = await useMethod(way, context);
        if (found) return found;
      } catch (error) {
        if (!(error instanceof CertificateError)) throw error;
        const lines = problemLines(error.problem, environment.certificate.attemptsLeft(domain), messages, language);
        if (prompts.isUnattended) throw new SetupError(lines.map(({ text }) => text.trim()).join("\n"), EX_UNAVAILABLE);
        prompts.show(messages.certificate.failed, lines);
        suggested = ways.find((each) => error.problem.remedies.some(({ key }) => key === `use-${each}`)) ?? suggested;
      }
    }
  },
};

const NOT_CHECKED = { destination: { kind: "unknown", reason: "failed" }, supportsDnsPersist: false } as const;

/** Where the domain leads, and what the authority takes: a script has decided already which way to go. */
function checkDestination({ answers, prompts, environment, messages }: StepContext) {
  const domain = given(answers, "domain");
  const { destination, supportsDnsPersist } = environment.certificate;
  const looking = { message: messages.dns.looking(domain), whenLong: messages.waitLong };
  return prompts.waitFor(looking, async () => {
    const publicAddresses = answers.addresses ?? [];
    const [where, isTaken] = await Promise.all([
      destination(domain, publicAddresses),
      prompts.isUnattended ? false : supportsDnsPersist(answers),
    ]);
    // Who does not know where it is itself cannot tell that a name leads elsewhere: the simplest way is tried.
    const isTold = where.kind !== "elsewhere" || publicAddresses.length > 0;
    return { destination: isTold ? where : NOT_CHECKED.destination, supportsDnsPersist: isTaken };
  });
}

/** A script that brings its own certificate needs no look at where the domain leads. */
const isDecided = ({ answers, prompts }: StepContext): boolean => prompts.isUnattended && answers.source !== "acme";

const keptLine = (facts: CertificateFacts, { messages }: StepContext) =>
  ({ mark: "right", text: messages.certificate.kept(facts.names, facts.notAfter) }) as const;

/** What is known when this way has led to a certificate; undefined where the person wants to choose again. */
async function useMethod(way: CertificateMethod, context: StepContext): Promise<Answers | undefined> {
  const { answers, prompts, messages } = context;
  const domain = given(answers, "domain");
  if (way === "subdomain") throw new GoTo("domain", { domain: `chat.${domain}`, host: "" });
  if (way === "files") return bringFiles(context);
  if (way === "self-signed") {
    prompts.show(messages.certificate.ownShown, plain(...messages.certificate.own));
    return { source: "self-signed" };
  }
  if (way === "redirect" && !(await prepareRedirect(context))) return undefined;
  const challenge = way === "redirect" ? "http-01" : way;
  await obtainCertificate(challenge, context);
  return { source: "acme", challenge };
}
