/** Step: the administrator's phone, and a link for the first person. */
import { dateText } from "../../src/messages/units.ts";
import { parseTypedName } from "../parse-typed.ts";
import { Leave, type Prompts, plain } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";
import { webOriginOf } from "./done.ts";

/** As text and, where there is room, as a code. */
function showLink(prompts: Prompts, heading: string, hint: string, link: string): void {
  prompts.show(heading, plain(hint, `  ${link}`));
  prompts.showCode(link);
}

/** Where the phone finds the account: the page on which one signs in, or the address alone. */
function showPhone({ answers, prompts, environment, messages }: StepContext, jid: string): void {
  const origin = webOriginOf(answers, environment);
  if (origin === undefined) showLink(prompts, messages.people.phone, messages.people.address, `xmpp:${jid}`);
  else {
    const isRunning = answers.startMode === "service" || answers.startMode === "already";
    showLink(prompts, messages.people.phone, messages.people.account(jid, isRunning), `${origin}/account`);
  }
}

/** Undefined where the person does not want to invite anybody, or not now. */
async function invitedName({ answers, prompts, messages }: StepContext): Promise<string | undefined> {
  const domain = given(answers, "domain");
  const check = (text: string): string | undefined =>
    text === "" || parseTypedName(text, domain) ? undefined : messages.account.malformed;
  const typed = await prompts.ask({
    message: messages.people.name(domain),
    initial: "",
    example: messages.people.anyName,
    check,
  });
  return parseTypedName(typed, domain);
}

async function inviteSomebody(context: StepContext, jid: string): Promise<void> {
  const { prompts, environment, messages, language, answers } = context;
  const name = await invitedName(context);
  try {
    const progress = { message: messages.people.making, whenLong: messages.slow };
    const { link, expires } = await prompts.waitFor(progress, () => environment.invite(jid, name));
    const whose =
      name === undefined ? messages.people.forAnybody : messages.people.forName(`${name}@${answers.domain}`);
    showLink(prompts, whose, messages.people.once(dateText(expires, language)), link);
  } catch (error) {
    if (error instanceof Leave || !(error instanceof Error)) throw error;
    prompts.show(messages.people.failed, [{ mark: "wrong", text: error.message }]);
  }
}

export const people: Step = {
  name: "people",
  applies: ({ purpose, restoredFrom }) => purpose !== "local" && !restoredFrom,
  run: async (context) => {
    const { answers, prompts, messages } = context;
    if (prompts.isUnattended) return {};
    const jid = `${given(answers, "admin")}@${given(answers, "domain")}`;
    // Before a password has been chosen, nobody can sign in.
    if (!answers.choosesPassword) showPhone(context, jid);
    // Nobody makes an account here with an invitation.
    if (context.environment.accounts.source !== "internal") return {};
    for (let isFirst = true; ; isFirst = false) {
      const { question, another, later, enough, invite, inviteAnother } = messages.people;
      const choice = await prompts.choose({
        message: isFirst ? question : another,
        choices: [
          { value: "later", label: isFirst ? later : enough },
          { value: "invite", label: isFirst ? invite : inviteAnother },
        ],
        initial: "later",
      });
      if (choice === "later") return {};
      await inviteSomebody(context, jid);
    }
  },
};
