/** Step: how to connect, and what comes next. */
import { parseListener } from "../../src/config/listener.ts";
import { HTTPS_PORT, originOf } from "../../src/config/web-address.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { dateText } from "../../src/messages/units.ts";
import type { Answers, StartMode } from "../answers.ts";
import type { Environment } from "../environment.ts";
import { Leave, plain } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";

/** What to type: a service has put the program where shells look for it. */
export const programOf = (startMode: StartMode, { program }: Environment): string =>
  startMode === "service" ? "jabber-home" : program;

/** The commands to type from here on. */
function nextLines(
  answers: Answers,
  startMode: StartMode,
  environment: Environment,
  { done: messages }: SetupMessages,
): string[] {
  const domain = given(answers, "domain");
  const command = (verb: string): string => `${programOf(startMode, environment)} ${verb}${environment.homeFlag}`;
  // A server that runs was looked at before.
  const isUnseen = answers.purpose !== "local" && (startMode === "foreground" || startMode === "later");
  return [
    ...(startMode === "later" ? [messages.start(command("run"))] : []),
    ...(startMode === "already" ? [messages.restart] : []),
    environment.accounts.source === "internal"
      ? messages.addUser(command(answers.purpose === "local" ? `user add bob@${domain}` : "invite bob"))
      : messages.others,
    messages.status(command("status")),
    ...(isUnseen ? [messages.outside(command("dns --outside"))] : []),
    ...(isSiteElsewhere(answers, environment) ? [messages.site(command("dns"))] : []),
  ];
}

/** XEP-0156: apps in browsers look at https://DOMAIN/, which is another web server. */
function isSiteElsewhere(answers: Answers, environment: Environment): boolean {
  const origin = webOriginOf(answers, environment);
  return answers.purpose === "internet" && origin !== undefined && origin !== siteOf(given(answers, "domain"));
}

const siteOf = (name: string): string => originOf({ name, port: HTTPS_PORT });

/** Where pages and files are; undefined where their port cannot be had. */
export const webOriginOf = (answers: Answers, environment: Environment): string | undefined =>
  answers.unavailable?.includes("https") ? undefined : environment.webOrigin(answers);

/** As text and, where there is room, as a code; undefined, with the reason shown, where there is none. */
async function showPasswordLink(
  jid: string,
  { prompts, environment, messages, language }: StepContext,
): Promise<string | undefined> {
  const texts = messages.done.password;
  try {
    const progress = { message: texts.making, whenLong: messages.slow };
    const made = await prompts.waitFor(progress, () => environment.passwordLink(jid));
    if (made === undefined) {
      prompts.show(texts.failed, []);
      return undefined;
    }
    const { link, expires } = made;
    prompts.show(texts.heading, plain(texts.open(dateText(expires, language)), `  ${link}`));
    prompts.showCode(link);
    return link;
  } catch (error) {
    if (error instanceof Leave || !(error instanceof Error)) throw error;
    prompts.show(texts.failed, [{ mark: "wrong", text: error.message }]);
    return undefined;
  }
}

export const done: Step = {
  name: "done",
  applies: () => true,
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const jid = `${given(answers, "admin")}@${given(answers, "domain")}`;
    const port = parseListener(environment.listeners(answers.configChanges).client)?.port;
    const startMode = given(answers, "startMode");
    const isLocal = given(answers, "purpose") === "local";
    const how = isLocal ? messages.done.connectLocally(port ?? 5222) : messages.done.connect;
    const next = nextLines(answers, startMode, environment, messages);
    const origin = webOriginOf(answers, environment);
    const who = [messages.done.account(jid), ...(origin === undefined ? [] : [messages.done.web(origin)]), ""];
    const link = answers.choosesPassword ? await showPasswordLink(jid, context) : undefined;
    const page = link ?? (origin === undefined ? undefined : `${origin}/account`);
    const nextPage = page === undefined || startMode === "later" ? undefined : { url: page, label: messages.done.open };
    prompts.close(messages.done.title[startMode], [...who, ...how, ...next], nextPage);
    return {};
  },
};
