/** Step: the answers are written to config.toml; asks only where another server runs on this home. */
import { given, SetupError, type Step, type StepContext } from "../step.ts";

/** sysexits(3): EX_TEMPFAIL. */
const EX_TEMPFAIL = 75;

/** Resolves when no server runs on this home that would refuse accounts of the domain. */
async function waitForOtherServer({ answers, prompts, environment, messages }: StepContext): Promise<void> {
  for (;;) {
    const served = await environment.runningDomains();
    if (!served || served.includes(given(answers, "domain"))) return;
    const message = messages.otherServerRuns(served.join(", "));
    if (prompts.isUnattended) throw new SetupError(message, EX_TEMPFAIL);
    await prompts.choose({ message, choices: [{ value: "again", label: messages.lookAgain }], initial: "again" });
  }
}

export const configuration: Step = {
  name: "configuration",
  applies: () => true,
  run: async (context) => {
    const { answers, environment } = context;
    await waitForOtherServer(context);
    const own = environment.ownAddresses();
    const { addresses = [] } = answers;
    // The machine's own are found out again whenever they are needed.
    environment.writeConfig({ ...answers, addresses: addresses.filter((address) => !own.includes(address)) });
    return {};
  },
};
