/** What is seen of this machine before the first question: at most four lines, each with what helps. */
import type { SetupMessages } from "../src/messages/setup.ts";
import { reachOf } from "../src/net/ip-address.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { isRunning } from "./former/service.ts";
import type { Line } from "./prompts.ts";
import { domainsText, nameOf } from "./wizard/origin.ts";

const LOCALHOST = "localhost";

export interface LookAroundDeps {
  readonly environment: Environment;
  /** Of an earlier setup. */
  readonly configured: Answers;
  readonly messages: SetupMessages;
}

/** Empty where all is as it should be and nothing is here yet. */
export async function lookAround({ environment, configured, messages }: LookAroundDeps): Promise<readonly Line[]> {
  const { machine } = messages;
  const clock = environment.wrongClock();
  const [here, address] = await Promise.all([homeText(environment, configured, messages), sharedAddress(environment)]);
  return [
    ...noted(await serviceText(environment, messages)),
    ...noted(
      clock === undefined
        ? undefined
        : machine.wrongClock(new Date(clock).toISOString().slice(0, 10), environment.machine.hasSystemd),
    ),
    ...noted(address && machine.sharedAddress(address)),
    ...formerLines(environment, configured, messages),
    ...(here === undefined ? [] : [{ mark: "plain", text: here } as const]),
  ];
}

const noted = (text: string | undefined): Line[] => (text === undefined ? [] : [{ mark: "note", text }]);

/** Servers of other kinds that could move here, where nothing is set up yet. */
function formerLines(
  { former, machine, program, homeFlag }: Environment,
  { domain }: Answers,
  messages: SetupMessages,
): Line[] {
  if (domain !== undefined && domain !== LOCALHOST) return [];
  return former.found().map((server) => {
    const name = nameOf(server, messages);
    const isOn = server.service !== undefined && isRunning(server.service, machine);
    const isDenied = server.state === "denied";
    return isDenied
      ? { mark: "note", text: messages.move.isHereDenied(name, `sudo ${program} setup${homeFlag}`) }
      : { mark: "plain", text: messages.move.isHere(name, domainsText(server), isOn) };
  });
}

/** Why this machine or this user can have no service. */
async function serviceText(
  environment: Environment,
  { machine: messages }: SetupMessages,
): Promise<string | undefined> {
  const { machine, program, homeFlag, executable } = environment;
  if (!machine.hasSystemd) return messages.noSystemd(`${program} run${homeFlag}`);
  if (machine.isAdministrator || executable === undefined) return undefined;
  const { kind } = await environment.portState({ host: "::", port: 80 });
  return messages.noSudo(`sudo ${program} setup${homeFlag}`, kind === "denied");
}

/** The server that is here already. */
async function homeText(
  { home, runningDomains }: Environment,
  { domain }: Answers,
  { machine: messages }: SetupMessages,
): Promise<string | undefined> {
  return domain === undefined ? undefined : messages.isHere(domain, home, (await runningDomains()) !== undefined);
}

/** RFC 6598: the address by which this machine reaches the Internet, where its provider shares a public one among customers. */
async function sharedAddress({ localAddress, ownAddresses }: Environment): Promise<string | undefined> {
  const address = await localAddress();
  const isShared = address !== undefined && reachOf(address) === "shared";
  return isShared && !ownAddresses().some((own) => !own.includes(":")) ? address : undefined;
}
