/** Step: what the server is for. */
import type { Answers } from "../answers.ts";
import type { Step } from "../step.ts";

/** A computer that only tries it out serves itself alone. */
export const LOCAL: Answers = { purpose: "here", domain: "localhost", host: "localhost", addresses: [] };

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
    return answers.domain === "localhost" ? { purpose: choice, domain: "", host: "" } : { purpose: choice };
  },
};
