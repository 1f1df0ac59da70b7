/** jabber-home move-in: an account of another server comes here, by its password. */

import { confirmationMessages } from "../messages/confirmation.ts";
import { moveInMessages } from "../messages/move-in.ts";
import { userMessages } from "../messages/users.ts";
import type { MoveInResult, MoveInStep } from "../operations/move-in.ts";
import { askRunning, followRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { KINDS_MEANING, LEFT } from "./import-schema.ts";
import { boolean, integer, list, object, optional, text } from "./json/schema.ts";
import { moveInJson, moveInText } from "./move-in-report.ts";
import { passwordFor, readPassword } from "./password-input.ts";
import type { Terminal } from "./terminal.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "./verb.ts";

const ANSWER = object({
  from: text(),
  to: text(),
  dryRun: boolean(),
  isNew: boolean("The account was made."),
  hasPassword: boolean("The owner of the account has a password for it."),
  link: optional(text("Where one is chosen; not there where there are no pages.")),
  counts: list(object({ kind: text(KINDS_MEANING), stored: integer(), known: integer("Were here already.") })),
  left: list(LEFT, "What did not come along."),
  asked: integer("Contacts that are asked to follow, or would be."),
  isStated: optional(
    boolean("XEP-0283: the old account says where it has moved to; not there where nobody is asked to follow."),
  ),
});

export default defineVerb({
  name: "move-in",
  operands: ["JID"],
  examples: [
    "move-in alice@elsewhere.org",
    "move-in alice@elsewhere.org --to alice --dry-run",
    "move-in alice@elsewhere.org --password-file old.txt --no-input",
  ],
  prints: ANSWER,
  flags: {
    to: { kind: "text", value: "NAME", meaning: "moveInTo" },
    "password-file": { kind: "text", value: "FILE", meaning: "oldPassword" },
    "dry-run": { kind: "switch", meaning: "importTrial" },
    "no-follow": { kind: "switch", meaning: "notFollowed" },
    "no-input": { kind: "switch", meaning: "noInput" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, language } = call;
    const [from = ""] = operands;
    const messages = moveInMessages[language];
    const users = userMessages[language];
    const isTrial = flags["dry-run"];
    const terminal = { ...call.terminal, isInteractive: call.terminal.isInteractive && !flags["no-input"] };
    const { to, isHere } = await accountHere(call, flags.to ?? from.split("@")[0] ?? "");
    if (isHere && !isTrial && flags.to === undefined)
      throw new CommandError(EXIT.usage, messages.exists(to), messages.existsRemedy(to));
    const file = flags["password-file"];
    const password =
      file === undefined
        ? await askedOnce(messages.oldPassword(from), terminal, call)
        : readPassword(file, terminal, users);
    const isAsked = terminal.isInteractive && !isTrial;
    const newPassword = isAsked && !isHere ? await passwordFor(to, undefined, terminal, users) : undefined;
    const follows = !flags["no-follow"] && (!isAsked || (await saysYes(messages.followQuestion, call)));
    let result: MoveInResult | undefined;
    const body = { from, to, password, newPassword, mayExist: flags.to !== undefined, follows, isTrial };
    await followRunning(call, "POST /move-in", body, (step) => {
      if ("result" in step) ({ result } = step);
      else call.terminal.line?.(lineOf(step, call));
    });
    call.terminal.line?.("");
    if (!result) throw new CommandError(EXIT.unavailable, ...messages.ended());
    report(call, ANSWER, moveInJson(result), moveInText(result, language));
    return EXIT.ok;
  },
});

/** The address here, and whether there is such an account. */
async function accountHere(call: Call, name: string): Promise<{ readonly to: string; readonly isHere: boolean }> {
  const { domains } = await askRunning(call, "GET /status");
  const to = (name.includes("@") ? name : `${name}@${domains[0] ?? ""}`).toLowerCase();
  const { users } = await askRunning(call, "GET /users");
  return { to, isHere: users.some(({ jid }) => jid === to) };
}

function lineOf(
  step: Exclude<MoveInStep, { readonly result: MoveInResult }>,
  { language }: Pick<Call, "language">,
): string {
  const messages = moveInMessages[language];
  if ("signedIn" in step) return messages.signedIn(step.signedIn);
  return messages.stage(messages.stages[step.stage], step.done, step.total);
}

/** Rejects with CommandError where the terminal is not interactive, or for Ctrl-C. */
async function askedOnce(
  message: string,
  { isInteractive }: Pick<Terminal, "isInteractive">,
  call: Call,
): Promise<string> {
  const messages = userMessages[call.language];
  const [sentence = "", remedy] = messages.input.missing;
  if (!isInteractive) throw new CommandError(EXIT.usage, sentence, remedy);
  const { password, isCancel } = await import("@clack/prompts");
  const answer = await password({ message, validate: (text) => (text ? undefined : messages.needed) });
  if (isCancel(answer)) throw new CommandError(EXIT.failed, messages.cancelled);
  return answer;
}

/** Rejects with CommandError for Ctrl-C. */
async function saysYes(message: string, { language }: Pick<Call, "language">): Promise<boolean> {
  const { yes, no } = confirmationMessages[language];
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message, active: yes, inactive: no, initialValue: true });
  if (isCancel(answer)) throw new CommandError(EXIT.failed, userMessages[language].cancelled);
  return answer;
}
