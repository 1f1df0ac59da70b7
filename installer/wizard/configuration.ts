/** Step: what has been answered is written into config.toml; nothing to ask. */
import type { Step } from "../step.ts";

export const configuration: Step = {
  name: "configuration",
  applies: () => true,
  play: ({ answers, world }) => {
    world.writeConfig(answers);
    return Promise.resolve({});
  },
};
