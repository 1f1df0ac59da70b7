/** config.toml: what is wrong in it is said, and nothing else happens. */
import { ConfigError, describeProblem } from "../../../src/config/error.ts";
import { readConfig } from "../../../src/config/read.ts";
import { modules } from "../../../src/modules.ts";
import type { Target } from "../target.ts";
import { Wrong } from "../target.ts";

export const config: Target = {
  name: "config",
  seeds: [
    'domains = ["example.com"]\n[listen]\nclient = ["0.0.0.0:5222"]\n[limits]\nstanza = "1MB"\n',
    '[certificate]\nsource = "acme"\nemail = "a@example.com"\n[rooms]\nlabel = "conference"\nalso = ["groups"]\n',
    'language = "fr"\n[archive]\nkeep = "5y"\n[auth]\nsource = "system"\n[turn]\nports = "49152-65535"\n',
  ],
  words: [
    "[",
    "]",
    "=",
    '"',
    "'''",
    "\n",
    "{",
    "}",
    ",",
    "true",
    "1979-05-27",
    "nan",
    "inf",
    "0x",
    "__proto__",
    "constructor",
    ".",
    "#",
  ],
  share: 0.1,
  check: (input) => {
    try {
      return `accepted ${readConfig(input.toString(), modules).general.domains.length}`;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (error.problems.length === 0) throw new Wrong("refused without a reason", "");
      for (const problem of error.problems) describeProblem(problem, "en");
      return error.problems
        .map(({ remedy }) => remedy[0])
        .slice(0, 3)
        .join(",");
    }
  },
};
