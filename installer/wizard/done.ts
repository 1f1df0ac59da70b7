/** Step: how to connect, and what comes next. */
import { parseListener } from "../../src/config/listener.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Running } from "../answers.ts";
import { given, type Step } from "../step.ts";
import type { World } from "../world.ts";

/** What to type: a service has put the program where shells look for it. */
const programOf = (running: Running, { program }: World): string => (running === "service" ? "jabber-home" : program);

/** The commands to type from here on. */
function nextLines(domain: string, running: Running, world: World, { done: messages }: SetupMessages): string[] {
  const command = (verb: string): string => `${programOf(running, world)} ${verb}${world.homeFlag}`;
  return [
    ...(running === "later" ? [messages.start(command("run"))] : []),
    ...(running === "already" ? [messages.restart] : []),
    messages.addUser(command(`user add bob@${domain}`)),
    messages.status(command("status")),
  ];
}

export const done: Step = {
  name: "done",
  applies: () => true,
  play: ({ answers, prompts, world, words }) => {
    const jid = `${given(answers, "admin")}@${given(answers, "domain")}`;
    const port = parseListener(world.listeners(answers.findings).client)?.port;
    const domain = given(answers, "domain");
    const running = given(answers, "running");
    const isHere = given(answers, "purpose") === "here";
    const how = isHere ? words.done.connectHere(port ?? 5222) : words.done.connect;
    const next = nextLines(domain, running, world, words);
    prompts.close(words.done.title[running], [...words.done.account(jid), ...how, ...next]);
    return Promise.resolve({});
  },
};
