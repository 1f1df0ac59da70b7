/** Step: the answers are written to config.toml; asks only where another server runs on this home. */
import { isIPv4 } from "node:net";
import { type Line, WATCH_MS } from "../prompts.ts";
import { given, SetupError, type Step, type StepContext } from "../step.ts";

/** sysexits(3): EX_TEMPFAIL. */
const EX_TEMPFAIL = 75;

/** Resolves when no server runs on this home that would refuse accounts of the domain. */
async function waitForOtherServer({ answers, prompts, environment, messages }: StepContext): Promise<void> {
  const domain = given(answers, "domain");
  /** The domains of a server that is in the way; none where it is not. */
  const look = async (): Promise<readonly string[]> => {
    const served = (await environment.runningDomains()) ?? [];
    return served.includes(domain) ? [] : served;
  };
  const isDone = (served: readonly string[]): boolean => served.length === 0;
  const lineOf = (served: readonly string[]): Line =>
    isDone(served)
      ? { mark: "right", text: messages.otherServerStopped }
      : { mark: "wrong", text: messages.otherServerRuns(served.join(", ")) };
  const { watching } = messages.dns;
  const actions = messages.otherServerActions;
  for (let first = await look(); !isDone(first); first = await look()) {
    if (prompts.isUnattended) throw new SetupError(lineOf(first).text, EX_TEMPFAIL);
    const lines = (served: readonly string[]): Line[] => [lineOf(served)];
    const { key } = await prompts.watch({ first, look, everyMs: WATCH_MS, lines, isDone, watching, actions });
    if (key === "done") return;
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
    // The machine's own are found out again whenever they are needed, and so is the router's, where it is followed.
    const isFollowing = environment.dnsApi.isFollowing(answers);
    const isFollowed = (address: string): boolean => isFollowing && isIPv4(address);
    const kept = addresses.filter((address) => !own.includes(address) && !isFollowed(address));
    environment.writeConfig({ ...answers, addresses: kept });
    return {};
  },
};
