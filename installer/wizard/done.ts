/** Step: how to connect, and what comes next. */
import { parseListener } from "../../src/config/listener.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Answers, StartMode } from "../answers.ts";
import type { Environment } from "../environment.ts";
import { given, type Step } from "../step.ts";

/** What to type: a service has put the program where shells look for it. */
const programOf = (startMode: StartMode, { program }: Environment): string =>
  startMode === "service" ? "jabber-home" : program;

/** The commands to type from here on. */
function nextLines(
  domain: string,
  startMode: StartMode,
  environment: Environment,
  { done: messages }: SetupMessages,
): string[] {
  const command = (verb: string): string => `${programOf(startMode, environment)} ${verb}${environment.homeFlag}`;
  return [
    ...(startMode === "later" ? [messages.start(command("run"))] : []),
    ...(startMode === "already" ? [messages.restart] : []),
    messages.addUser(command(`user add bob@${domain}`)),
    messages.status(command("status")),
  ];
}

/** Where pages and files are; nothing where their port cannot be had. */
function webLines(answers: Answers, environment: Environment, { done: messages }: SetupMessages): string[] {
  const origin = environment.webOrigin(answers);
  return origin === undefined || answers.unavailable?.includes("https") ? [] : [messages.web(origin)];
}

export const done: Step = {
  name: "done",
  applies: () => true,
  run: ({ answers, prompts, environment, messages }) => {
    const jid = `${given(answers, "admin")}@${given(answers, "domain")}`;
    const port = parseListener(environment.listeners(answers.configChanges).client)?.port;
    const domain = given(answers, "domain");
    const startMode = given(answers, "startMode");
    const isLocal = given(answers, "purpose") === "local";
    const how = isLocal ? messages.done.connectLocally(port ?? 5222) : messages.done.connect;
    const next = nextLines(domain, startMode, environment, messages);
    const who = [messages.done.account(jid), ...webLines(answers, environment, messages), ""];
    prompts.close(messages.done.title[startMode], [...who, ...how, ...next]);
    return Promise.resolve({});
  },
};
