/** Step of a move: everything is read and told, and the administrator is found among the accounts. */
import { closeSync, constants, existsSync, fchmodSync, openSync } from "node:fs";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { bring } from "../former/bring.ts";
import { adminsOf } from "../former/find.ts";
import type { Brought, FormerServer } from "../former/server.ts";
import { isRunning } from "../former/service.ts";
import { parseTypedName } from "../parse-typed.ts";
import { plain } from "../prompts.ts";
import { given, SetupError, type Step, type StepContext } from "../step.ts";
import { formerServer, nameOf } from "./origin.ts";

/** sysexits(3). */
const EX_USAGE = 2;
const EX_UNAVAILABLE = 69;
const EX_TEMPFAIL = 75;
/** Accounts that are shown to be chosen from. */
const MAX_CHOICES = 8;
const OTHER = "@";

export const moveTrial: Step = {
  name: "moveTrial",
  number: 5,
  applies: ({ moveFrom, isMoved }) => Boolean(moveFrom) && !isMoved,
  run: async (context) => {
    const { answers, prompts, messages } = context;
    const server = required(context);
    await requireStopped(context);
    const path = sourcePath(server, context);
    const trial = await bring({ path, isTrial: true }, context);
    const step = answers.purpose === "local" ? "" : messages.move.step;
    prompts.show(step + messages.move.trialHeading, plain(...trial.lines));
    return { admin: await chooseAdministrator(trial, server, context) };
  },
};

/** What setup writes is read when a server starts: none may run in this home. Throws SetupError. */
export async function requireStopped({ environment, messages }: StepContext): Promise<void> {
  const served = await environment.runningDomains();
  if (served !== undefined) throw new SetupError(messages.otherServerRuns(served.join(", ")), EX_TEMPFAIL);
}

/** The server whose data come here. */
export function required({ answers, environment }: StepContext): FormerServer {
  const server = formerServer(answers, environment);
  if (server === undefined) throw new Error("an earlier step should have said from where");
  return server;
}

/**
 * What the import reads: as it is, or as ejabberd writes it now. Where ejabberd does not run, as it has written it before it
 * was stopped. Throws SetupError.
 */
export function sourcePath(server: FormerServer, { environment, messages }: StepContext): string {
  if (server.state !== "raw") return server.path;
  const { machine, former, program, homeFlag } = environment;
  const file = backupFile(server);
  const { service } = server;
  if (service === undefined || !isRunning(service, machine)) {
    if (existsSync(file)) return file;
    throw new SetupError(messages.move.hasToRun(nameOf(server, messages), service?.start.join(" ")), EX_UNAVAILABLE);
  }
  if (!machine.isAdministrator)
    throw new SetupError(messages.move.needsRoot(`sudo ${program} setup${homeFlag}`), EX_UNAVAILABLE);
  former.remove(file);
  const command = ["ejabberdctl", "backup", file] as const;
  const { code, output } = machine.run(...command);
  if (code !== 0 || !existsSync(file))
    throw new SetupError(messages.move.commandFailed(command.join(" "), output), EX_UNAVAILABLE);
  keepPrivate(file);
  return file;
}

/** It has what checks passwords. The folder belongs to somebody else, who may have put a link there: it is not followed. */
function keepPrivate(file: string): void {
  const open = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    fchmodSync(open, 0o600);
  } finally {
    closeSync(open);
  }
}

/** In ejabberd's own folder, which others may not enter, and which its service may write to. */
export const backupFile = ({ path }: FormerServer): string => `${path}/jabber-home.backup`;

/** One of the accounts that come along: as a flag says, as the old server has it, else as the person chooses. */
async function chooseAdministrator(
  { accounts }: Brought,
  server: FormerServer,
  { answers, prompts, environment, messages }: StepContext,
): Promise<string> {
  const domain = given(answers, "domain");
  const names = accounts.map(({ name }) => name);
  if (names.length === 0) throw new SetupError(messages.move.nobody(domain), EX_UNAVAILABLE);
  const problem = (typed: string): string | undefined => {
    const name = parseTypedName(typed, domain);
    return name !== undefined && names.includes(name) ? undefined : messages.move.noAccount(name ?? typed, domain);
  };
  const configured = adminsOf(server, domain, environment.machine).filter((name) => names.includes(name));
  const admins = [...new Set([...accounts.filter(({ admin }) => admin).map(({ name }) => name), ...configured])];
  const [first] = admins;
  if (prompts.isUnattended) return unattendedAdministrator(answers.admin || first, problem, messages);
  const shown = [...new Set([...admins, ...(names.length <= MAX_CHOICES ? names : [])])].slice(0, MAX_CHOICES);
  const before = answers.admin && shown.includes(answers.admin) ? answers.admin : undefined;
  if (shown.length > 0) {
    const more = names.length > shown.length ? [{ value: OTHER, label: messages.move.anotherAccount }] : [];
    const chosen = await prompts.choose({
      message: messages.move.whoAdministers,
      choices: [...shown.map((name) => ({ value: name, label: `${name}@${domain}` })), ...more],
      initial: before ?? first ?? shown[0] ?? OTHER,
    });
    if (chosen !== OTHER) return chosen;
  }
  const typed = await prompts.ask({
    message: messages.move.whichAccount(domain),
    initial: answers.admin ?? "",
    isEarlier: true,
    check: problem,
  });
  return parseTypedName(typed, domain) ?? typed;
}

function unattendedAdministrator(
  name: string | undefined,
  problem: (name: string) => string | undefined,
  messages: SetupMessages,
): string {
  if (name === undefined) throw new SetupError(messages.missing(["--admin USER"]), EX_USAGE);
  const said = problem(name);
  if (said !== undefined) throw new SetupError(said, EX_USAGE);
  return name;
}
