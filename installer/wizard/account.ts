/** Step: the first account, which administers the server. */
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { KnownAccount } from "../environment.ts";
import { parseTypedName } from "../parse-typed.ts";
import { passwordProblemText } from "../password.ts";
import { plain } from "../prompts.ts";
import type { Machine } from "../service/machine.ts";
import { given, type Step, type StepContext } from "../step.ts";
import { webOriginOf } from "./done.ts";

/** login.defs(5): UID_MIN. */
const FIRST_PERSON = 1000;

/** Whether the machine has it as the account of a person: root and the accounts of programs cannot sign in. */
function isUnixPerson(name: string, { run }: Machine): boolean {
  const { code, output } = run("id", "-u", name);
  return code === 0 && Number(output) >= FIRST_PERSON;
}

/** "5 of 5" for a server on the Internet; nothing for one on this computer only. */
const stepPrefix = ({ answers, messages }: StepContext): string =>
  answers.purpose === "local" ? "" : messages.account.step;

/** The existing administrator; undefined where there is none or the person wants another one. */
async function existingAdministrator(
  known: readonly KnownAccount[],
  context: StepContext,
): Promise<string | undefined> {
  const { answers, prompts, messages } = context;
  const domain = given(answers, "domain");
  const admins = known.filter(({ jid, admin }) => admin && jid.endsWith(`@${domain}`)).map(({ jid }) => jid);
  const named = `${answers.admin}@${domain}`;
  const first =
    answers.admin && !admins.includes(named) ? undefined : (admins.find((jid) => jid === named) ?? admins[0]);
  if (!first || answers.restoredFrom) return first;
  const choice = await prompts.choose({
    message: stepPrefix(context) + messages.account.isThere(first),
    choices: [
      { value: "keep", label: messages.account.keep },
      { value: "another", label: messages.account.another },
    ],
    initial: "keep",
  });
  return choice === "keep" ? first : undefined;
}

/** The password to be set: from a file, typed twice, or made up and shown once. */
async function newPassword(account: string, context: StepContext): Promise<string> {
  const { prompts, environment, messages } = context;
  if (environment.accounts.password !== undefined) return environment.accounts.password;
  for (;;) {
    const check = (text: string): string | undefined =>
      text === "" ? undefined : passwordProblemText(text, messages.account);
    const typed = await prompts.askSecret({ message: stepPrefix(context) + messages.account.password, check });
    if (typed === "") {
      const made = environment.accounts.generatePassword();
      prompts.show(messages.account.made(account), plain(`  ${made}`, messages.account.shownOnce));
      return made;
    }
    const again = await prompts.askSecret({ message: messages.account.again, check: () => undefined });
    if (again === typed) return typed;
    prompts.show(messages.account.differs, []);
  }
}

/** Where others could read it, the password can be chosen later: on a page of the server, which has TLS then. */
async function isChosenLater(context: StepContext): Promise<boolean> {
  const { answers, prompts, environment, messages } = context;
  const hasPages = answers.purpose !== "local" && webOriginOf(answers, environment) !== undefined;
  if (!prompts.canBeOverheard() || environment.accounts.password !== undefined || !hasPages) return false;
  const choice = await prompts.choose({
    message: stepPrefix(context) + messages.account.overheard,
    choices: [
      { value: "later", label: messages.account.chooseLater },
      { value: "here", label: messages.account.typeHere },
    ],
    initial: "later",
  });
  return choice === "later";
}

/** What stands before the @: as it was typed with the domain, else as it is typed now. */
async function newName(known: readonly KnownAccount[], context: StepContext): Promise<string> {
  const { answers, prompts, environment, messages } = context;
  const domain = given(answers, "domain");
  const check = (text: string): string | undefined => {
    const name = parseTypedName(text, domain);
    if (!name) return messages.account.malformed;
    const jid = `${name}@${domain}`;
    const { source } = environment.accounts;
    if (source === "system" && !isUnixPerson(name, environment.machine)) return messages.account.notUnix(name);
    return source === "internal" && known.some((account) => account.jid === jid)
      ? messages.account.taken(jid)
      : undefined;
  };
  const { admin = "" } = answers;
  if (!prompts.isUnattended && check(admin) === undefined) return parseTypedName(admin, domain) ?? admin;
  const typed = await prompts.ask({
    message: stepPrefix(context) + questionFor(context, domain),
    initial: admin && prompts.isUnattended ? admin : suggestedName(environment.userName, domain, messages),
    check,
  });
  return parseTypedName(typed, domain) ?? typed;
}

const questionFor = ({ environment, messages: { account } }: StepContext, domain: string): string =>
  environment.accounts.source === "system" ? account.unixQuestion : account.question(domain);

/** The name that the person has on this machine, if it can be one here. */
function suggestedName(userName: string | undefined, domain: string, { account }: SetupMessages): string {
  const name = userName === undefined || userName === "root" ? undefined : parseTypedName(userName, domain);
  return name ?? account.suggestion;
}

export const account: Step = {
  name: "account",
  number: 5,
  applies: ({ moveFrom }) => !moveFrom,
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const domain = given(answers, "domain");
    const known = await environment.accounts.list();
    const kept = await existingAdministrator(known, context);
    if (kept) return { admin: kept.slice(0, kept.lastIndexOf("@")) };
    const admin = await newName(known, context);
    const jid = `${admin}@${domain}`;
    if (environment.accounts.source !== "internal") {
      await environment.accounts.appoint(jid);
      prompts.show(messages.account.appointed(jid), []);
      return { admin };
    }
    const choosesPassword = await isChosenLater(context);
    const password = choosesPassword ? environment.accounts.generatePassword() : await newPassword(jid, context);
    const progress = { message: messages.account.creating(jid), whenLong: messages.slow };
    await prompts.waitFor(progress, () => environment.accounts.create(jid, password));
    prompts.show(messages.account.created(jid), []);
    return { admin, ...(choosesPassword || answers.choosesPassword ? { choosesPassword } : {}) };
  },
};
