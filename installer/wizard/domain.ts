/** Step: the domain of the addresses. */
import { domainToAscii } from "../../src/jid/domain.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { isPrivateName, parseTypedDomain } from "../parse-typed.ts";
import { plain } from "../prompts.ts";
import type { Step } from "../step.ts";

/** What is wrong with a domain for a server on the Internet, in words. */
export function domainProblem(typed: string, messages: SetupMessages): string | undefined {
  const meant = parseTypedDomain(typed);
  if (meant === undefined) return messages.domain.malformed;
  return isPrivateName(meant) ? messages.domain.private(meant) : undefined;
}

export const domain: Step = {
  name: "domain",
  applies: ({ purpose }) => purpose !== "local",
  run: async ({ answers, prompts, messages }) => {
    const typed = await prompts.ask({
      message: messages.domain.question,
      initial: answers.domain ?? "",
      example: messages.domain.example,
      check: (text) => domainProblem(text, messages),
    });
    const meant = parseTypedDomain(typed) ?? typed;
    const ascii = domainToAscii(meant);
    const lines = [messages.domain.you(meant), ...(ascii === meant ? [] : [messages.domain.ascii(ascii)])];
    prompts.show(messages.domain.shown, plain(...lines));
    // Another domain has another machine's name, another certificate.
    return meant === answers.domain ? { domain: meant } : { domain: meant, host: "" };
  },
};
