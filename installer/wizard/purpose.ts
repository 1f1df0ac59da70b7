/** Step: what the server is for. */
import { SERVER_OPTIONS } from "../../src/config/schema.ts";
import type { Answers } from "../answers.ts";
import type { Step } from "../step.ts";
import { isForHere } from "./here.ts";

/** A computer that only tries it out serves itself alone. */
export const LOCAL: Answers = { purpose: "here", domain: "localhost", host: "localhost", addresses: [] };

/** Listeners that nobody else could reach listen for the whole world again. */
function reachable(findings: NonNullable<Answers["findings"]>): Answers {
  const usual = Object.entries(SERVER_OPTIONS.listen).map(([name, { default: at }]) => [`listen.${name}`, at] as const);
  return { findings: Object.fromEntries(usual.filter(([key, at]) => (findings[key] ?? at) !== at)) };
}

export const purpose: Step = {
  name: "purpose",
  applies: () => true,
  play: async ({ answers, prompts, words }) => {
    const choice = await prompts.choose({
      message: words.purpose.question,
      choices: [
        { value: "internet", label: words.purpose.internet, hint: words.purpose.internetHint },
        { value: "here", label: words.purpose.here, hint: words.purpose.hereHint },
      ],
      initial: answers.purpose ?? "internet",
    });
    if (choice === "here") return { ...LOCAL, source: "self-signed" };
    // What was only good for this computer is not carried to the Internet.
    const forgotten: Answers = answers.domain === "localhost" ? { domain: "", host: "", source: "acme" } : {};
    return { purpose: choice, ...forgotten, ...(isForHere(answers) ? reachable(answers.findings ?? {}) : {}) };
  },
};
