/** Step: PAM is told how to check passwords, where they are those of the machine (auth.source = "system"); asks nothing. */
import { openPamService } from "../service/pam.ts";
import type { Step } from "../step.ts";

export const systemAccounts: Step = {
  name: "system-accounts",
  isRepeated: true,
  applies: () => true,
  run: async ({ prompts, environment, messages }) => {
    const { source, pamService } = environment.accounts;
    if (source !== "system") return {};
    const { path, state, text } = openPamService(environment.machine, pamService);
    const { systemAccounts: texts } = messages;
    if (state === "lacking") {
      const lines = text?.trimEnd().split("\n") ?? [];
      prompts.show(texts.heading, [
        { mark: "wrong", text: text === undefined ? texts.unknownForm(path) : texts.lacking(path) },
        ...lines.map((line) => ({ mark: "paste", text: line }) as const),
      ]);
    } else prompts.show(texts.heading, [{ mark: "right", text: texts[state](path) }]);
    return {};
  },
};
