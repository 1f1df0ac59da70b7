/** Step: how to connect, and what comes next. */
import { parseListener } from "../../src/config/listener.ts";
import { HTTPS_PORT, originOf } from "../../src/config/web-address.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Answers, StartMode } from "../answers.ts";
import type { Environment } from "../environment.ts";
import { given, type Step } from "../step.ts";

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

export const done: Step = {
  name: "done",
  applies: () => true,
  run: ({ answers, prompts, environment, messages }) => {
    const jid = `${given(answers, "admin")}@${given(answers, "domain")}`;
    const port = parseListener(environment.listeners(answers.configChanges).client)?.port;
    const startMode = given(answers, "startMode");
    const isLocal = given(answers, "purpose") === "local";
    const how = isLocal ? messages.done.connectLocally(port ?? 5222) : messages.done.connect;
    const next = nextLines(answers, startMode, environment, messages);
    const origin = webOriginOf(answers, environment);
    const who = [messages.done.account(jid), ...(origin === undefined ? [] : [messages.done.web(origin)]), ""];
    prompts.close(messages.done.title[startMode], [...who, ...how, ...next]);
    return Promise.resolve({});
  },
};
