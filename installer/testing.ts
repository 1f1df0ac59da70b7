/** For tests of steps: a person who answers from a list, and an environment in which everything is in order. */
import type { CertificateFacts } from "../src/certificate/facts.ts";
import { setupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { GoBack, Leave, lettersOf, type Prompts } from "./prompts.ts";
import type { StepContext } from "./step.ts";

/** The columns of a line with a sign on a terminal of 80. */
const LINE_WIDTH = 75;

/** What the person does at a question: "" is Enter alone. */
export const BACK = "<back>";
export const LEAVE = "<leave>";
/** At a list that is watched: until it has been looked at again. */
export const WAIT = "<wait>";

export interface Person {
  readonly prompts: Prompts;
  /** Everything that was on the screen, a line each; questions begin with "? ". */
  readonly seen: string[];
  /** Answers that no question has asked for. */
  readonly left: readonly string[];
}

/** Fails where a question is asked that has no answer, or that does not accept its answer. */
export function scriptedPerson(...answers: string[]): Person {
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
      isUnattended: false,
      canBeOverheard: () => false,
      open: (title) => void seen.push(title),
      startStep: () => {},
      show: (heading, lines) => void seen.push(heading, ...lines.map(({ mark, text }) => `${mark}: ${text}`)),
      showCode: (text) => void seen.push(`code: ${text}`),
      choose: async ({ message, choices, initial }) => {
        const answer = next(message) || initial;
        const choice = choices.find(({ value }) => value === answer);
        if (!choice) throw new Error(`${answer} is not offered: ${choices.map(({ value }) => value).join(" ")}`);
        return choice.value;
      },
      ask: ({ message, initial, check }) => typed(message, initial, check),
      askSecret: ({ message, check }) => {
        seen.push(`hidden: ${message}`);
        return typed(message, "", check);
      },
      watch: async ({ first, look, lines, isDone, actions }) => {
        for (let state = first; ; state = await look()) {
          seen.push(...lines(state, LINE_WIDTH).map(({ mark, text }) => `${mark}: ${text}`));
          if (isDone(state)) return { key: "done", state };
          const answer = next("watch");
          if (answer !== WAIT) return { key: lettersOf(actions).find((key) => key === answer) ?? "enter", state };
        }
      },
      waitFor: (_, work) => work({ pause: (act) => act() }),
      close: (title, lines, next) => void seen.push(title, ...lines, ...(next ? [`next: ${next.url}`] : [])),
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
export function fakeEnvironment(changes: Partial<Environment> = {}): Environment {
  return {
    home: "/var/lib/jabber-home",
    program: "jabber-home",
    homeFlag: "",
    version: "0",
    machineName: "tintin",
    userName: undefined,
    isOwnNetwork: false,
    ownAddresses: () => ["192.0.2.12"],
    echoService: "echo.example",
    askEchoService: async () => undefined,
    localAddress: async () => "192.168.1.20",
    resolveAddresses: async () => [],
    listeners: (configChanges) => ({
      client: "[::]:5222",
      client_tls: "[::]:5223",
      server: "[::]:5269",
      server_tls: "off",
      http: configChanges?.["listen.http"] ?? "[::]:80",
      https: configChanges?.["listen.https"] ?? "[::]:443",
      http_proxied: "off",
      proxy: "[::]:7777",
      turn: "[::]:3478",
      turns: "[::]:5349",
    }),
    gateway: {
      decided: undefined,
      open: async (ports) => ({
        ...{ state: "found", protocol: "upnp", router: "192.168.1.1", external: "192.0.2.12", pinholes: [] },
        ports,
      }),
    },
    relayPorts: "49152-49215",
    portState: async () => ({ kind: "free" }),
    webOrigin: ({ domain, webAddress, configChanges }) => {
      const port = (configChanges?.["listen.https"] ?? "[::]:443").replace("[::]", "").replace(/^:443$/, "");
      return `https://${webAddress || `${domain}${port}`}`;
    },
    records: () => [{ type: "A", name: "example.com", ttl: 3600, value: "192.0.2.12", isOptional: false }],
    seeDns: async () => ({ records: [], strays: [], isConnected: true }),
    zoneOf: async (name) => ({ name, provider: undefined }),
    dnsApi: {
      writer: () => undefined,
      tokenFile: ({ dnsTokenFile = "" }) => dnsTokenFile,
      isFollowing: ({ dnsUpdate = false }) => dnsUpdate,
      stored: () => ({}),
      check: async () => {},
      makeDomain: async () => {},
      keep: () => "/var/lib/jabber-home/dns-token",
      isAgreed: false,
      sleep: async () => {},
    },
    hasZone: async () => false,
    saveFile: nothingFound,
    certificate: {
      authority: "Let's Encrypt",
      hasTrial: true,
      hasDnsApi: () => false,
      existing: () => undefined,
      destination: async () => ({ kind: "here", addresses: ["192.0.2.12"] }),
      isRedirectedTo: async () => false,
      isHandedOn: async () => false,
      supportsDnsPersist: async () => false,
      trial: async () => {},
      tryOtherPort: async () => undefined,
      obtain: async () => FACTS,
      check: () => ({ facts: FACTS, findings: [] }),
      adopt: () => FACTS,
      attemptsLeft: () => 4,
      maxAttempts: 5,
    },
    accounts: {
      source: "internal",
      pamService: "jabber-home",
      appoint: async () => {},
      list: async () => [],
      create: async () => {},
      password: undefined,
      generatePassword: () => "made-up-word",
    },
    invite: async (inviter, name) => ({
      link: `https://${inviter.split("@")[1]}/invite/${name ?? "somebody"}`,
      expires: Date.UTC(2030, 0, 8, 12),
    }),
    passwordLink: async (account) => ({
      link: `https://${account.split("@")[1]}/reset/token`,
      expires: Date.UTC(2030, 0, 8, 12),
    }),
    outside: {
      plan: async () => ({ witnesses: ["Let's Encrypt Staging", "conversations.im"], hasPages: true }),
      look: async () => [{ mark: "right", text: "443 pages, files   Let's Encrypt Staging, just now" }],
      phone: async (onSeen) => {
        onSeen({ link: { url: "https://example.com/check/token", hints: ["Scan this:"] }, lines: [] });
        onSeen({ lines: [{ mark: "note", text: "A phone has opened the page." }] });
      },
    },
    former: {
      found: () => [],
      at: (path) => `${path}: nothing is there`,
      bring: nothingFound,
      remove: () => {},
      mayStop: false,
      mayDisable: false,
    },
    isBackup: (path) => path.endsWith(".tar.zst"),
    runningDomains: async () => undefined,
    writeConfig: () => {},
    wrongClock: () => undefined,
    machine: { root: "", isAdministrator: false, person: undefined, hasSystemd: false, run: nothingFound },
    executable: undefined,
    installService: nothingFound,
    wantsService: false,
    ...changes,
  };
}

export const contextFor = (somebody: Person, here: Environment, answers: Answers = {}): StepContext => ({
  answers,
  prompts: somebody.prompts,
  environment: here,
  messages: setupMessages.en,
  language: "en",
});
