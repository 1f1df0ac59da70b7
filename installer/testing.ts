/** For tests of steps: a person who answers from a list, and a world in which everything is in order. */
import type { CertificateFacts } from "../src/certificate/facts.ts";
import { setupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import { GoBack, Leave, type Prompts } from "./prompts.ts";
import type { Scene } from "./step.ts";
import type { World } from "./world.ts";

/** What the person does at a question: "" is Enter alone. */
export const BACK = "<back>";
export const LEAVE = "<leave>";

export interface Person {
  readonly prompts: Prompts;
  /** Everything that was on the screen, a line each; questions begin with "? ". */
  readonly seen: string[];
  /** Answers that no question has asked for. */
  readonly left: readonly string[];
}

/** Fails where a question is asked that has no answer, or that does not accept its answer. */
export function person(...answers: string[]): Person {
  const seen: string[] = [];
  const next = (question: string): string => {
    seen.push(`? ${question}`);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`nobody answers: ${seen.join("\n")}`);
    if (answer === BACK) throw new GoBack();
    if (answer === LEAVE) throw new Leave();
    return answer;
  };
  const typed = async (
    message: string,
    initial: string,
    check: (text: string) => string | undefined,
  ): Promise<string> => {
    for (;;) {
      const answer = next(message) || initial;
      const problem = check(answer);
      if (problem === undefined) return answer;
      seen.push(problem);
    }
  };
  return {
    seen,
    left: answers,
    prompts: {
      isAlone: false,
      open: (title) => void seen.push(title),
      show: (heading, lines) => void seen.push(heading, ...lines.map(({ mark, text }) => `${mark}: ${text}`)),
      choose: async ({ message, choices, initial }) => {
        const answer = next(message) || initial;
        const choice = choices.find(({ value }) => value === answer);
        if (!choice) throw new Error(`${answer} is not offered: ${choices.map(({ value }) => value).join(" ")}`);
        return choice.value;
      },
      ask: ({ message, initial, check }) => typed(message, initial, check),
      askSecret: ({ message, check }) => typed(message, "", check),
      waitFor: (_, work) => work({ aside: (act) => act() }),
      close: (title, lines) => void seen.push(title, ...lines),
      end: () => {},
    },
  };
}

export const FACTS: CertificateFacts = {
  names: ["example.com"],
  issuer: "Somebody",
  notBefore: 0,
  notAfter: Date.UTC(2030, 0, 1),
  isSelfSigned: false,
};

const nothingFound = (): never => {
  throw new Error("not in this test");
};

/** A machine on the Internet for which everything is free, permitted and right. */
export function world(changes: Partial<World> = {}): World {
  return {
    home: "/var/lib/jabber-home",
    program: "jabber-home",
    homeFlag: "",
    version: "0",
    machineName: "tintin",
    ownAddresses: () => ["192.0.2.12"],
    echoService: "echo.example",
    askEchoService: async () => undefined,
    localAddress: async () => "192.168.1.20",
    addressesOf: async () => [],
    listeners: (findings) => ({
      client: "[::]:5222",
      client_tls: "[::]:5223",
      server: "[::]:5269",
      server_tls: "off",
      http: findings?.["listen.http"] ?? "[::]:80",
      https: findings?.["listen.https"] ?? "[::]:443",
      proxy: "[::]:7777",
    }),
    portState: async () => ({ kind: "free" }),
    records: () => [{ type: "A", name: "example.com", ttl: 3600, value: "192.0.2.12", isOptional: false }],
    look: async (records) => records.map((record) => ({ record, state: "right" })),
    save: nothingFound,
    certificate: {
      authority: "Let's Encrypt",
      hasTrial: true,
      existing: () => undefined,
      destination: async () => ({ kind: "here", addresses: ["192.0.2.12"] }),
      redirectsHere: async () => false,
      takesLastingRecord: async () => false,
      trial: async () => {},
      obtain: async () => FACTS,
      check: () => FACTS,
      triesLeft: () => 4,
    },
    accounts: { list: async () => [], create: async () => {}, password: undefined, newPassword: () => "made-up-word" },
    servedNow: async () => undefined,
    writeConfig: () => {},
    machine: { root: "", isAdministrator: false, hasSystemd: false, run: nothingFound },
    executable: undefined,
    installService: nothingFound,
    wantsService: false,
    ...changes,
  };
}

export const scene = (somebody: Person, here: World, answers: Answers = {}): Scene => ({
  answers,
  prompts: somebody.prompts,
  world: here,
  words: setupMessages.en,
  language: "en",
});
