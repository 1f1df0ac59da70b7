/** Step: what has been answered is written into config.toml; nothing to ask, unless a server is in the way. */
import { given, type Scene, SetupError, type Step } from "../step.ts";

/** sysexits(3): EX_TEMPFAIL. */
const TRY_AGAIN = 75;

/** No server runs on this home that would refuse accounts of the domain. */
async function madeWay({ answers, prompts, world, words }: Scene): Promise<void> {
  for (;;) {
    const served = await world.servedNow();
    if (!served || served.includes(given(answers, "domain"))) return;
    const message = words.inTheWay(served.join(", "));
    if (prompts.isAlone) throw new SetupError(message, TRY_AGAIN);
    await prompts.choose({ message, choices: [{ value: "again", label: words.lookAgain }], initial: "again" });
  }
}

export const configuration: Step = {
  name: "configuration",
  applies: () => true,
  play: async (scene) => {
    const { answers, world } = scene;
    await madeWay(scene);
    const own = world.ownAddresses();
    const { addresses = [] } = answers;
    // Those of this machine itself are found out anew whenever they are needed.
    world.writeConfig({ ...answers, addresses: addresses.filter((address) => !own.includes(address)) });
    return {};
  },
};
