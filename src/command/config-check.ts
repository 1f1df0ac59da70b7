/** jabber-home config check: what is wrong with config.toml, all of it at once. */

import { existsSync, readFileSync } from "node:fs";
import { ConfigError, type ConfigProblem, describeProblem } from "../config/error.ts";
import { readConfigFile, renamedIn } from "../config/read.ts";
import { reloadsOf } from "../config/reload.ts";
import { webHints } from "../config/web-rules.ts";
import { configRemedyText } from "../messages/config-problems.ts";
import { homeMessages } from "../messages/home.ts";
import { hanging } from "../messages/wrap.ts";
import { modules } from "../modules.ts";
import { certificateFileProblems } from "./certificate/stored.ts";
import { EXIT } from "./exit.ts";
import { requireHomeAccess } from "./home-access.ts";
import { anything, integer, list, object, optional, text } from "./json/schema.ts";
import { tokenFileProblems } from "./token-file.ts";
import { defineVerb, JSON_FLAG, report, SET_FLAG } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

const PROBLEM = object({
  key: text("listen.client; empty where the file as a whole cannot be read."),
  value: optional(anything("As it was written; not there where something is missing.")),
  line: optional(integer("In config.toml, from 1; not there for what came by --set or is missing.")),
  remedy: text("What is expected, or what to write instead."),
});

const ANSWER = object({
  file: text(),
  problems: list(PROBLEM, "What is wrong: the server does not start with it."),
  hints: optional(list(PROBLEM, "What is right, and could be better; not there where something is wrong.")),
  live: optional(list(text(), "Options in the file that a running server takes over by a reload.")),
  restart: optional(list(text(), "Those that it takes over by a restart alone.")),
});

export default defineVerb({
  name: "config check",
  examples: ["config check", "config check --json", "config check --set listen.client=off"],
  prints: ANSWER,
  flags: { set: SET_FLAG, json: JSON_FLAG },
  run: (call) => {
    const { flags, home, language } = call;
    // Scripts get the text.
    const inJson = (one: ConfigProblem) => ({ ...one, remedy: configRemedyText(one.remedy, language) });
    const inText = (one: ConfigProblem): string => `  ${describeProblem(one, language)}`;
    requireHomeAccess(home);
    if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "no-config", { file: home.config });
    try {
      const config = readConfigFile(home.config, modules, flags.set);
      const files = certificateFileProblems(home, config);
      if (files.refused.length > 0) throw new ConfigError(files.refused);
      const text = readFileSync(home.config, "utf8");
      const hints = [...renamedIn(text, modules), ...files.hints, ...tokenFileProblems(config), ...webHints(config)];
      const reloads = reloadsOf(text, modules);
      const messages = homeMessages[language];
      report(
        call,
        ANSWER,
        { file: home.config, problems: [], hints: hints.map(inJson), ...reloads },
        [
          messages.configIsRight(home.config),
          ...(reloads.live.length > 0 ? [hanging("  ", messages.live(reloads.live.join(", ")))] : []),
          ...(reloads.restart.length > 0 ? [hanging("  ", messages.restart(reloads.restart.join(", ")))] : []),
          ...hints.map(inText),
        ].join("\n"),
      );
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const { problems } = error;
      report(
        call,
        ANSWER,
        { file: home.config, problems: problems.map(inJson) },
        [`${home.config}:`, ...problems.map(inText)].join("\n"),
      );
      return EXIT.configuration;
    }
  },
});
