/** jabber-home config check: what is wrong with config.toml, all of it at once. */
import { existsSync, readFileSync } from "node:fs";
import { ConfigError, describeProblem } from "../config/error.ts";
import { readConfigFile, renamedIn } from "../config/read.ts";
import { homeMessages } from "../messages/home.ts";
import { modules } from "../modules.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { requireHomeAccess } from "./home-access.ts";
import { defineVerb, JSON_FLAG, report, SET_FLAG } from "./verb.ts";

export default defineVerb({
  name: "config check",
  summary: "tells what is wrong with config.toml",
  examples: ["config check", "config check --json", "config check --set listen.client=off"],
  flags: { set: SET_FLAG, json: JSON_FLAG },
  run: (call) => {
    const { flags, home } = call;
    requireHomeAccess(home);
    if (!existsSync(home.config))
      throw new CommandError(EXIT.configuration, `there is no ${home.config}`, "run jabber-home setup");
    try {
      readConfigFile(home.config, modules, flags.set);
      const hints = renamedIn(readFileSync(home.config, "utf8"), modules);
      report(
        call,
        { file: home.config, problems: [], hints },
        [
          homeMessages[call.language].configIsRight(home.config),
          ...hints.map((one) => `  ${describeProblem(one)}`),
        ].join("\n"),
      );
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const { problems } = error;
      report(
        call,
        { file: home.config, problems },
        [`${home.config}:`, ...problems.map((one) => `  ${describeProblem(one)}`)].join("\n"),
      );
      return EXIT.configuration;
    }
  },
});
