/** Step: what the server is for. */
import { SERVER_OPTIONS } from "../../src/config/schema.ts";
import type { Answers } from "../answers.ts";
import type { Step } from "../step.ts";
import { isLocalOnly } from "./local.ts";

/** For a trial on this computer. */
const LOCAL_ANSWERS: Answers = { purpose: "local", domain: "localhost", host: "localhost", addresses: [] };

/** The default listeners in place of those of the loopback. */
function publicListeners(configChanges: NonNullable<Answers["configChanges"]>): Answers {
  const usual = Object.entries(SERVER_OPTIONS.listen).map(([name, { default: at }]) => [`listen.${name}`, at] as const);
  return { configChanges: Object.fromEntries(usual.filter(([key, at]) => (configChanges[key] ?? at) !== at)) };
}

export const purpose: Step = {
  name: "purpose",
  applies: () => true,
  run: async ({ answers, prompts, messages }) => {
    const choice = await prompts.choose({
      message: messages.purpose.question,
      choices: [
        { value: "internet", label: messages.purpose.internet, hint: messages.purpose.internetHint },
        { value: "local", label: messages.purpose.local, hint: messages.purpose.localHint },
      ],
      initial: answers.purpose ?? "internet",
    });
    if (choice === "local") return { ...LOCAL_ANSWERS, source: "self-signed" };
    // Answers for this computer only are dropped.
    const forgotten: Answers = answers.domain === "localhost" ? { domain: "", host: "", source: "acme" } : {};
    return {
      purpose: choice,
      ...forgotten,
      ...(isLocalOnly(answers) ? publicListeners(answers.configChanges ?? {}) : {}),
    };
  },
};
