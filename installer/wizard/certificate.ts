/** Step: the certificate. */
import type { CertificateFacts } from "../../src/certificate/facts.ts";
import { CertificateError } from "../../src/certificate/problems.ts";
import type { Answers } from "../answers.ts";
import { plain } from "../prompts.ts";
import { GoTo, given, type Scene, SetupError, type Step } from "../step.ts";
import { bringFiles } from "./certificate-files.ts";
import { obtainCertificate } from "./certificate-order.ts";
import { problemLines } from "./certificate-problem.ts";
import { prepareRedirect } from "./certificate-redirect.ts";
import { type CertificateWay, destinationLines, initialWay, waysFor } from "./certificate-ways.ts";

/** sysexits(3): EX_UNAVAILABLE. */
const UNAVAILABLE = 69;

export const certificate: Step = {
  name: "certificate",
  applies: ({ purpose }) => purpose !== "here",
  play: async (scene) => {
    const { answers, prompts, world, words, language } = scene;
    const domain = given(answers, "domain");
    const heading = words.certificate.heading(world.certificate.authority);
    const existing = world.certificate.existing(domain);
    if (existing && (answers.source ?? "acme") === "acme") {
      prompts.show(heading, [keptLine(existing, scene)]);
      return { source: "acme" };
    }
    const ours = answers.addresses ?? [];
    const sight = isSettled(scene) ? UNASKED : await look(scene);
    const ways = waysFor(answers, sight);
    prompts.show(
      words.certificate.heading(world.certificate.authority),
      destinationLines(domain, sight.destination, ours, words),
    );
    let suggested: CertificateWay | undefined;
    for (;;) {
      const way = await prompts.choose({
        message: words.certificate.question,
        choices: ways.map((value) => ({ value, label: words.certificate.ways[value](given(answers, "domain")) })),
        initial: suggested ?? initialWay(ways, answers),
      });
      try {
        const found = await goThatWay(way, scene);
        if (found) return found;
      } catch (error) {
        if (!(error instanceof CertificateError)) throw error;
        const lines = problemLines(error.problem, world.certificate.triesLeft(domain), words, language);
        if (prompts.isAlone) throw new SetupError(lines.map(({ text }) => text.trim()).join("\n"), UNAVAILABLE);
        prompts.show(words.certificate.failed, lines);
        suggested = ways.find((each) => error.problem.remedies.some(({ key }) => key === `use-${each}`)) ?? suggested;
      }
    }
  },
};

const UNASKED = { destination: { kind: "unknown", reason: "failed" }, takesLastingRecord: false } as const;

/** Where the domain leads, and what the authority takes: a script has decided already which way to go. */
function look({ answers, prompts, world, words }: Scene) {
  const domain = given(answers, "domain");
  const { destination, takesLastingRecord } = world.certificate;
  const looking = { message: words.dns.looking(domain), whenLong: words.waitLong };
  return prompts.waitFor(looking, async () => {
    const ours = answers.addresses ?? [];
    const [where, isTaken] = await Promise.all([
      destination(domain, ours),
      prompts.isAlone ? false : takesLastingRecord(answers),
    ]);
    // Who does not know where it is itself cannot tell that a name leads elsewhere: the simplest way is tried.
    const isTold = where.kind !== "elsewhere" || ours.length > 0;
    return { destination: isTold ? where : UNASKED.destination, takesLastingRecord: isTaken };
  });
}

/** A script that brings its own certificate needs no look at where the domain leads. */
const isSettled = ({ answers, prompts }: Scene): boolean => prompts.isAlone && answers.source !== "acme";

const keptLine = (facts: CertificateFacts, { words }: Scene) =>
  ({ mark: "right", text: words.certificate.kept(facts.names, facts.notAfter) }) as const;

/** What is known when this way has led to a certificate; undefined where the person wants to choose again. */
async function goThatWay(way: CertificateWay, scene: Scene): Promise<Answers | undefined> {
  const { answers, prompts, words } = scene;
  const domain = given(answers, "domain");
  if (way === "subdomain") throw new GoTo("domain", { domain: `chat.${domain}`, host: "" });
  if (way === "files") return bringFiles(scene);
  if (way === "self-signed") {
    prompts.show(words.certificate.ownShown, plain(...words.certificate.own));
    return { source: "self-signed" };
  }
  if (way === "redirect" && !(await prepareRedirect(scene))) return undefined;
  const challenge = way === "redirect" ? "http-01" : way;
  await obtainCertificate(challenge, scene);
  return { source: "acme", challenge };
}
