/** Step: what has been answered is written into config.toml; nothing to ask. */
import type { Step } from "../step.ts";

export const configuration: Step = {
  name: "configuration",
  applies: () => true,
  play: ({ answers, world }) => {
    const own = world.ownAddresses();
    const { addresses = [] } = answers;
    // Those of this machine itself are found out anew whenever they are needed.
    world.writeConfig({ ...answers, addresses: addresses.filter((address) => !own.includes(address)) });
    return Promise.resolve({});
  },
};
