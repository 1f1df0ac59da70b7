/** jabber-home import: accounts, rooms and all that belongs to them come here from another server. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readConfigFile } from "../config/read.ts";
import type { Config } from "../config/schema.ts";
import { tryParseDomain } from "../jid/domain.ts";
import { failureText } from "../messages/failures.ts";
import { importMessages } from "../messages/import.ts";
import type { Language } from "../messages/language.ts";
import { modules } from "../modules.ts";
import { OperationError } from "../operation-error.ts";
import { askIfRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { requireHomeAccess } from "./home-access.ts";
import { importJson, importText } from "./import-report.ts";
import { importFrom } from "./import-run.ts";
import { IMPORTED } from "./import-schema.ts";
import type { Terminal } from "./terminal.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

export default defineVerb({
  name: "import",
  operands: ["SOURCE"],
  examples: [
    "import /var/lib/prosody --dry-run --no-input",
    "import ejabberd.backup --no-input",
    "import /srv/old --domain example.com --no-input --json",
  ],
  prints: IMPORTED,
  flags: {
    domain: { kind: "text", value: "D", meaning: "importDomain" },
    "dry-run": { kind: "switch", meaning: "importTrial" },
    "no-input": { kind: "switch", meaning: "noInput" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, home, language, terminal } = call;
    const messages = importMessages[language];
    const isTrial = flags["dry-run"];
    requireHomeAccess(home);
    if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "not-set-up");
    if (!flags["no-input"]) throw new CommandError(EXIT.usage, ...messages.notAsked());
    const running = isTrial ? undefined : await askIfRunning(call, "GET /status");
    const config = readConfigFile(home.config, modules);
    const path = resolve(operands[0] ?? "");
    const domain = flags.domain === undefined ? undefined : domainIn(flags.domain, config, language);
    const onProgress = progressOf(terminal, language);
    const told = await importFrom({ home, language, path, domain, isTrial, running, onProgress });
    terminal.line?.("");
    report(call, IMPORTED, importJson(told), importText(told, language));
    return EXIT.ok;
  },
});

/** Throws CommandError. */
function domainIn(given: string, { general }: Config, language: Language): string {
  const domain = tryParseDomain(given);
  if (domain !== undefined && general.domains.includes(domain)) return domain;
  const error =
    domain === undefined
      ? new OperationError("not-a-domain", { given })
      : new OperationError("domain-not-served", { domain, domains: general.domains });
  throw new CommandError(EXIT.usage, ...failureText(error, language));
}

/** Undefined where the terminal cannot show it. */
function progressOf({ line }: Terminal, language: Language) {
  if (!line) return undefined;
  const { checking, progress } = importMessages[language];
  return (done: number, total: number | undefined): void =>
    line(total === undefined ? checking(done) : `${bar(done, total)} ${progress(done, total)}`);
}

const WIDTH = 24;

function bar(done: number, total: number): string {
  const filled = Math.min(WIDTH, Math.floor((done / Math.max(1, total)) * WIDTH));
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
}
