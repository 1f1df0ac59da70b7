/** config.toml as `config check` sees it, whatever is in it. */
import { readFileSync } from "node:fs";
import { ConfigError } from "../../config/error.ts";
import { readConfigFile, renamedIn } from "../../config/read.ts";
import type { Config } from "../../config/schema.ts";
import { webHints } from "../../config/web-rules.ts";
import type { ConfigFacts } from "../../doctor/facts.ts";
import { orNothing } from "../../doctor/system-files.ts";
import type { Home } from "../../home.ts";
import { modules } from "../../modules.ts";
import { certificateFileProblems } from "../certificate/stored.ts";
import { tokenFileProblems } from "../token-file.ts";

export interface SeenConfig {
  readonly facts: ConfigFacts;
  /** Undefined where it has mistakes, or cannot be read. */
  readonly config?: Config;
}

export function seeConfig(home: Home): SeenConfig {
  const path = home.config;
  const nothing = { path, problems: [], hints: [] };
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { facts: { ...nothing, state: "missing" } };
    return { facts: { ...nothing, state: "unreadable", why: code ?? message } };
  }
  try {
    const config = readConfigFile(path, modules, []);
    if (config.general.domains.length === 0) return { facts: { ...nothing, state: "missing" } };
    const { refused, hints } = orNothing(() => certificateFileProblems(home, config)) ?? { refused: [], hints: [] };
    const more = [...renamedIn(text, modules), ...hints, ...tokenFileProblems(config), ...webHints(config)];
    return { config, facts: { path, state: refused.length > 0 ? "wrong" : "right", problems: refused, hints: more } };
  } catch (error) {
    if (error instanceof ConfigError) return { facts: { ...nothing, state: "wrong", problems: error.problems } };
    return { facts: { ...nothing, state: "unreadable", why: String(error) } };
  }
}
