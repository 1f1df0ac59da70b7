/** jabber-home doctor: what is wrong with a server, its home and its machine, and what helps. */

import { thisMachine } from "../../../installer/service/machine.ts";
import { askServer } from "../../control/client.ts";
import { SEVERITIES } from "../../findings/check.ts";
import { type Finding, findingsOf } from "../../findings/findings.ts";
import { confirmationMessages } from "../../messages/confirmation.ts";
import { doctorMessages } from "../../messages/doctor.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { boolean, choice, list, meaning, object, partial, text, time } from "../json/schema.ts";
import { shellCommand } from "../program.ts";
import { STATUS_FIELDS } from "../status-schema.ts";
import { type Call, COMMON_FLAGS, defineVerb, JSON_FLAG, report } from "../verb.ts";
import { VerbError } from "../verb-error.ts";
import { EXAMINED_FINDING } from "./finding-schema.ts";
import { gatherFacts } from "./gather.ts";
import { type Mend, mendOf } from "./mends.ts";
import { type Examination, examinationJson, printExamination } from "./report.ts";

/** As of monitoring programs: by the worst finding. */
const EXIT_CODES = { fine: EXIT.ok, notice: EXIT.ok, warning: EXIT.failed, bad: EXIT.usage } as const;

const ANSWER = object({
  at: time("When it was looked."),
  home: text(),
  running: boolean(),
  verdict: choice([...SEVERITIES, "fine"], "That of the worst finding."),
  findings: list(EXAMINED_FINDING, "The worst first."),
  facts: meaning(partial(STATUS_FIELDS), "What was seen, as in status; health is what the doctor has added."),
});

export default defineVerb({
  name: "doctor",
  examples: ["doctor", "doctor --json", "doctor --fix", "doctor --fix --yes", "doctor --home /srv/jabber --json"],
  prints: ANSWER,
  flags: {
    fix: { kind: "switch", meaning: "fix" },
    yes: { kind: "switch", meaning: "yes" },
    json: JSON_FLAG,
    home: COMMON_FLAGS.home,
  },
  run: async (call) => {
    const { flags, language, terminal } = call;
    let examined = await examine(call);
    if (flags.fix && examined.mendable.size > 0) {
      if (!flags.json) terminal.err(shown(examined, call));
      if ((await mendAll(examined, { terminal, language, isAgreedToAll: flags.yes })) > 0) {
        if (!flags.json) terminal.err(doctorMessages[language].again);
        // A server of another version may not know how.
        if (examined.facts.version !== undefined)
          await askServer(call.home, "POST /health/look").catch(() => undefined);
        examined = await examine(call);
      }
    } else if (flags.fix && !flags.json) terminal.err(doctorMessages[language].nothingToFix);
    report(call, ANSWER, examinationJson(examined, language), shown(examined, call));
    return exitCodeOf(examined);
  },
});

const exitCodeOf = ({ findings: [worst] }: Examination): ExitCode => EXIT_CODES[worst?.severity ?? "fine"];

const shown = (
  examined: Examination,
  { language, terminal, home, flags }: Pick<Call, "language" | "terminal" | "home"> & { flags: { fix: boolean } },
) =>
  printExamination(examined, {
    ...{ language, isColoured: terminal.isColoured },
    fixCommand: flags.fix ? undefined : shellCommand(home, "doctor --fix"),
  });

async function examine({ home, terminal, language }: Pick<Call, "home" | "terminal" | "language">) {
  terminal.line?.(doctorMessages[language].looking);
  const now = Date.now();
  const facts = await gatherFacts(home, now);
  terminal.line?.("");
  const findings = findingsOf(facts, now);
  const deps = { home, facts, machine: thisMachine() };
  const mends = new Map(
    findings.flatMap((finding): [Finding, Mend][] => {
      const mend = mendOf(finding, deps);
      return mend ? [[finding, mend]] : [];
    }),
  );
  return { home, facts, findings, mendable: new Set(mends.keys()), mends, now };
}

/** Asks for each, and does it. Returns how many were tried. Throws VerbError where nobody can be asked. */
async function mendAll(
  { mends }: { readonly mends: ReadonlyMap<Finding, Mend> },
  { isAgreedToAll, terminal, language }: Pick<Call, "terminal" | "language"> & { readonly isAgreedToAll: boolean },
): Promise<number> {
  const { acts, done, notDone, left } = doctorMessages[language];
  const all = [...mends.values()];
  const questions = all.map(({ act, about }) => acts[act](about));
  if (!isAgreedToAll && !terminal.isInteractive)
    throw new VerbError(EXIT.usage, "not-confirmed", { lost: questions.join("\n") });
  let tried = 0;
  for (const [index, { run }] of all.entries()) {
    const question = questions[index] ?? "";
    const answer = isAgreedToAll ? true : await ask(question, language);
    if (answer === undefined) break;
    if (!answer) {
      terminal.err(`${question} ${left}`);
      continue;
    }
    tried += 1;
    try {
      run();
      terminal.err(`${question} ${done}`);
    } catch (error) {
      terminal.err(`${question} ${notDone(error instanceof Error ? error.message : String(error))}`);
    }
  }
  return tried;
}

/** Undefined where the person wants no more questions (Ctrl-C). */
async function ask(message: string, language: Call["language"]): Promise<boolean | undefined> {
  const { yes: active, no: inactive } = confirmationMessages[language];
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message, active, inactive, initialValue: true });
  return isCancel(answer) ? undefined : answer;
}
