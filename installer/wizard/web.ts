/** Step: the name under which people see pages and files; asks nothing. */
import { given, type Step, type StepContext } from "../step.ts";
import { webAddressFor } from "../web-address.ts";

/** A script has said what this machine is called: its name leads here. */
async function isDomainHere({ answers, prompts, environment, messages }: StepContext): Promise<boolean> {
  const domain = given(answers, "domain");
  if (prompts.isUnattended || answers.host === domain) return false;
  const progress = { message: messages.dns.looking(domain), whenLong: messages.slow };
  const { kind } = await prompts.waitFor(progress, () =>
    environment.certificate.destination(domain, answers.addresses ?? []),
  );
  return kind === "here";
}

export const web: Step = {
  name: "web",
  // A port may have been chosen anew.
  isRepeated: true,
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, environment } = context;
    const { https } = environment.listeners(answers.configChanges);
    const [domain, host] = [given(answers, "domain"), given(answers, "host")];
    return { webAddress: webAddressFor({ domain, host, isDomainHere: await isDomainHere(context), https }) };
  },
};
