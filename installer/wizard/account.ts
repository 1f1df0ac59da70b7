/** Step: the first account, which administers the server. */
import type { SetupMessages } from "../../src/messages/setup.ts";
import { nameMeant } from "../meant.ts";
import { plain } from "../prompts.ts";
import { given, type Scene, SetupError, type Step } from "../step.ts";
import type { KnownAccount } from "../world.ts";

/** NIST SP 800-63B §5.1.1.2. */
const MIN_PASSWORD_LENGTH = 8;

export const passwordProblem = (password: string, words: SetupMessages): string | undefined =>
  [...password].length < MIN_PASSWORD_LENGTH ? words.account.short(MIN_PASSWORD_LENGTH) : undefined;

/** Of the five steps to the Internet this is the last; on this computer there are none. */
const stepOf = ({ answers, words }: Scene): string => (answers.purpose === "here" ? "" : words.account.step);

/** The administrator that there is already, unless the person wants another one. */
async function keptAccount(known: readonly KnownAccount[], scene: Scene): Promise<string | undefined> {
  const { answers, prompts, words } = scene;
  const domain = given(answers, "domain");
  const admins = known.filter(({ jid, admin }) => admin && jid.endsWith(`@${domain}`)).map(({ jid }) => jid);
  const named = `${answers.admin}@${domain}`;
  const first =
    answers.admin && !admins.includes(named) ? undefined : (admins.find((jid) => jid === named) ?? admins[0]);
  if (!first) return undefined;
  const choice = await prompts.choose({
    message: stepOf(scene) + words.account.isThere(first),
    choices: [
      { value: "keep", label: words.account.keep },
      { value: "another", label: words.account.another },
    ],
    initial: "keep",
  });
  return choice === "keep" ? first : undefined;
}

/** The password to be set: from a file, typed twice, or made up and shown once. */
async function newPassword(account: string, { prompts, world, words }: Scene): Promise<string> {
  if (world.accounts.password !== undefined) return world.accounts.password;
  for (;;) {
    const check = (text: string): string | undefined => (text === "" ? undefined : passwordProblem(text, words));
    const typed = await prompts.askSecret({ message: words.account.password, check });
    if (typed === "") {
      const made = world.accounts.newPassword();
      prompts.show(words.account.made(account), plain(`  ${made}`, words.account.shownOnce));
      return made;
    }
    const again = await prompts.askSecret({ message: words.account.again, check: () => undefined });
    if (again === typed) return typed;
    prompts.show(words.account.differs, []);
  }
}

export const account: Step = {
  name: "account",
  applies: () => true,
  play: async (scene) => {
    const { answers, prompts, world, words } = scene;
    const domain = given(answers, "domain");
    const known = await world.accounts.list();
    const kept = await keptAccount(known, scene);
    if (kept) return { admin: kept.slice(0, kept.lastIndexOf("@")) };
    const typed = await prompts.ask({
      message: stepOf(scene) + words.account.question(domain),
      initial: answers.admin ?? words.account.suggestion,
      check: (text) => {
        const name = nameMeant(text, domain);
        if (!name) return words.account.malformed;
        return known.some(({ jid }) => jid === `${name}@${domain}`)
          ? words.account.taken(`${name}@${domain}`)
          : undefined;
      },
    });
    const admin = nameMeant(typed, domain) ?? typed;
    const jid = `${admin}@${domain}`;
    const password = await newPassword(jid, scene);
    const problem = passwordProblem(password, words);
    if (problem) throw new SetupError(problem, 2);
    const waiting = { message: words.account.creating(jid), whenLong: words.waitLong };
    await prompts.waitFor(waiting, () => world.accounts.create(jid, password));
    prompts.show(words.account.created(jid), []);
    return { admin };
  },
};
