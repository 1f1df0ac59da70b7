/** Step: the domain of the addresses. */
import { domainToAscii } from "../../src/jid/domain.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { domainMeant, isPrivateName } from "../meant.ts";
import { plain } from "../prompts.ts";
import type { Step } from "../step.ts";

/** What is wrong with a domain for a server on the Internet, in words. */
export function problemOf(typed: string, words: SetupMessages): string | undefined {
  const meant = domainMeant(typed);
  if (meant === undefined) return words.domain.malformed;
  return isPrivateName(meant) ? words.domain.private(meant) : undefined;
}

export const domain: Step = {
  name: "domain",
  applies: ({ purpose }) => purpose !== "here",
  play: async ({ answers, prompts, words }) => {
    const typed = await prompts.ask({
      message: words.domain.question,
      initial: answers.domain ?? "",
      example: words.domain.example,
      check: (text) => problemOf(text, words),
    });
    const meant = domainMeant(typed) ?? typed;
    const ascii = domainToAscii(meant);
    const lines = [words.domain.you(meant), ...(ascii === meant ? [] : [words.domain.ascii(ascii)])];
    prompts.show(words.domain.shown, plain(...lines));
    // Another domain has another machine's name, another certificate.
    return meant === answers.domain ? { domain: meant } : { domain: meant, host: "" };
  },
};
