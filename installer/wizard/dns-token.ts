/** The token of a provider's API: asked for, tried, and kept in the home. */
import { type ApiProvider, type Credentials, DnsApiError } from "../../src/dns/providers/api.ts";
import { credentialsText, NEEDED } from "../../src/dns/providers/credentials.ts";
import { dedynDomain } from "../../src/dns/providers/desec.ts";
import { dnsApiMessages } from "../../src/messages/dns-api.ts";
import type { Answers } from "../answers.ts";
import { type Line, plain } from "../prompts.ts";
import { GoTo, type StepContext } from "../step.ts";

export type ApiAnswers = Pick<Answers, "dnsProvider" | "dnsTokenFile" | "dnsUpdate">;

type Field = keyof typeof dnsApiMessages.en.setup.fields;

/** Asked for besides those that are needed. */
const OPTIONAL: Readonly<Partial<Record<ApiProvider, readonly Field[]>>> = { dyndns2: ["username", "password"] };
/** Seen while they are typed: nothing secret is in them. */
const SHOWN: readonly Field[] = ["server", "key", "algorithm", "username"];
/** They tell nothing before something is written. */
const UNTOLD: readonly ApiProvider[] = ["duckdns", "dyndns2"];
/** Of one value: several of them fit into the file. */
const MAX_LENGTH = 2000;
const ALGORITHM = "hmac-sha256";

/**
 * Asks until the provider accepts the token for `zone`, and keeps it in the home; `stored` is tried before anything is asked for.
 * A name below dedyn.io that is nobody's is made in its account. Undefined where the person wants to enter the records by hand.
 * Throws GoTo where the name is somebody else's.
 */
export async function askToken(
  provider: ApiProvider,
  zone: string,
  context: StepContext,
  stored?: Credentials,
): Promise<ApiAnswers | undefined> {
  const { prompts, environment, language } = context;
  const { names, setup: messages } = dnsApiMessages[language];
  if (stored === undefined) prompts.show(headingOf(provider, language), howLines(provider, zone, language));
  let credentials = stored ?? (await typedCredentials(provider, context));
  for (;;) {
    const problem = await tryToken(provider, credentials, zone, context);
    if (problem === undefined) break;
    prompts.show(messages.failed, problemLines(problem, zone, language));
    const isTyped = problem.reason === "credentials" || problem.reason === "no-zone";
    const next = await prompts.choose({
      message: messages.next,
      choices: [
        { value: "type", label: messages.typeAgain },
        { value: "again", label: messages.tryAgain },
        { value: "hand", label: messages.instead },
      ],
      initial: isTyped ? "type" : "again",
    });
    if (next === "hand") return undefined;
    if (next === "type") credentials = await typedCredentials(provider, context);
  }
  const path = environment.dnsApi.keep(credentialsText(credentials) ?? "");
  const accepted = UNTOLD.includes(provider)
    ? ({ mark: "note", text: messages.untold(names[provider]) } as const)
    : ({ mark: "right", text: messages.accepted(names[provider], zone) } as const);
  prompts.show(headingOf(provider, language), [accepted, ...plain(messages.kept(path))]);
  return { dnsProvider: provider, dnsTokenFile: path };
}

const headingOf = (provider: ApiProvider, language: StepContext["language"]): string => {
  const { names, setup } = dnsApiMessages[language];
  return provider === "rfc2136" || provider === "dyndns2" ? setup.services[provider] : setup.how(names[provider]);
};

/** How a token is made that can do no more than it has to. */
function howLines(provider: ApiProvider, zone: string, language: StepContext["language"]): Line[] {
  const { tokens, setup } = dnsApiMessages[language];
  const account = dedynDomain(zone) === undefined ? [] : [setup.account];
  return plain(...account, tokens[provider](zone), setup.shown);
}

export function problemLines(
  { provider, reason, detail }: DnsApiError,
  zone: string,
  language: StepContext["language"],
): Line[] {
  const { names, problems, remedies, tokens } = dnsApiMessages[language];
  const remedy = reason === "credentials" ? tokens[provider](zone) : remedies[reason];
  return [{ mark: "wrong", text: problems[reason](names[provider], detail) }, ...plain(`  ${remedy}`)];
}

async function typedCredentials(provider: ApiProvider, { prompts, language }: StepContext): Promise<Credentials> {
  const { setup: messages } = dnsApiMessages[language];
  const needed = NEEDED[provider] as readonly Field[];
  const typed: Record<string, string> = {};
  const ask = async (field: Field): Promise<void> => {
    const check = (text: string): string | undefined => fieldProblem(field, text, !needed.includes(field), messages);
    const question = { message: messages.fields[field], check };
    const text = SHOWN.includes(field)
      ? await prompts.ask({ ...question, initial: field === "algorithm" ? ALGORITHM : "" })
      : await prompts.askSecret(question);
    if (text.trim() !== "") typed[field] = text.trim();
  };
  for (const field of needed) await ask(field);
  for (const field of OPTIONAL[provider] ?? []) await ask(field);
  if (provider === "rfc2136") await ask("algorithm");
  return typed;
}

/** What is wrong with a value, as a sentence. */
function fieldProblem(
  field: Field,
  text: string,
  isOptional: boolean,
  messages: (typeof dnsApiMessages)["en"]["setup"],
): string | undefined {
  const value = text.trim();
  if (value === "") return isOptional ? undefined : messages.needed;
  if (value.length > MAX_LENGTH || credentialsText({ [field]: value }) === undefined) return messages.notWritable;
  if (field === "url" && !(URL.canParse(value) && value.startsWith("https://"))) return messages.notHttps;
  return undefined;
}

/** Undefined where the provider accepts it. */
async function tryToken(
  provider: ApiProvider,
  credentials: Credentials,
  zone: string,
  context: StepContext,
): Promise<DnsApiError | undefined> {
  const { prompts, environment, messages, language } = context;
  const { names, setup } = dnsApiMessages[language];
  const progress = { message: setup.asking(names[provider]), whenLong: messages.slow };
  const { check, makeDomain } = environment.dnsApi;
  const attempt = (work: () => Promise<void>): Promise<DnsApiError | undefined> =>
    prompts.waitFor(progress, () =>
      work().then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof DnsApiError) return error;
          throw error;
        },
      ),
    );
  const problem = await attempt(() => check(provider, credentials, zone));
  const isMade = provider === "desec" && problem?.reason === "no-zone" && dedynDomain(zone) === zone;
  if (!isMade) return problem;
  const refusal = await attempt(() => makeDomain(zone, credentials));
  if (refusal?.reason === "taken") return await takeAnotherName(refusal, credentials, zone, context);
  if (refusal === undefined) prompts.show(setup.made(zone), []);
  return refusal;
}

/** The token is kept for the next name. */
async function takeAnotherName(
  refusal: DnsApiError,
  credentials: Credentials,
  zone: string,
  { prompts, environment, language }: StepContext,
): Promise<DnsApiError> {
  const { setup } = dnsApiMessages[language];
  prompts.show(setup.failed, problemLines(refusal, zone, language));
  const choices = [
    { value: "name", label: setup.anotherName },
    { value: "token", label: setup.anotherToken },
  ] as const;
  if ((await prompts.choose({ message: setup.next, choices, initial: "name" })) === "token") return refusal;
  const dnsTokenFile = environment.dnsApi.keep(credentialsText(credentials) ?? "");
  throw new GoTo("domain", { dnsProvider: "desec", dnsTokenFile });
}
