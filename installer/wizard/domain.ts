/** Step: the administrator's address, and with it the domain; none for a trial on this computer only. */
import { SERVER_OPTIONS } from "../../src/config/schema.ts";
import { DEDYN, dedynDomain } from "../../src/dns/providers/desec.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import { dnsApiMessages } from "../../src/messages/dns-api.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { isPrivateName } from "../../src/special-names.ts";
import type { Answers } from "../answers.ts";
import type { FormerServer } from "../former/server.ts";
import { parseTypedDomain, parseTypedLocal, parseTypedPath } from "../parse-typed.ts";
import { plain } from "../prompts.ts";
import { BeginFromBackup, type Step, type StepContext } from "../step.ts";
import { isLocalOnly } from "./local.ts";
import { chooseOrigin, isPath, originAnswers, pathProblem } from "./origin.ts";

/** Names below these are given away; they themselves are nobody's. */
const SUFFIXES: readonly string[] = [DEDYN, "duckdns.org"];
/** The domain of a trial on this computer. */
const LOCALHOST = "localhost";
const LOCAL_ANSWERS: Answers = {
  purpose: "local",
  domain: LOCALHOST,
  host: LOCALHOST,
  addresses: [],
  source: "self-signed",
  webAddress: "",
};

/** What is wrong with a domain for a server on the Internet, in words. */
export function domainProblem(typed: string, messages: SetupMessages): string | undefined {
  const meant = parseTypedDomain(typed);
  if (meant === undefined) return messages.domain.malformed;
  if (SUFFIXES.includes(meant)) return messages.domain.suffix(meant);
  return isPrivateName(meant) ? messages.domain.private(meant) : undefined;
}

/** Nothing, and this computer's own name, mean a trial on it. */
const isTrial = (typed: string): boolean => /^\s*$|(^|@)localhost\s*$/i.test(typed);

function addressProblem(typed: string, context: StepContext): string | undefined {
  if (isPath(typed)) return pathProblem(typed, context);
  const { messages } = context;
  const problem = isTrial(typed) ? undefined : domainProblem(typed, messages);
  return problem ?? (parseTypedLocal(typed) === undefined ? messages.account.malformed : undefined);
}

/** The address of an earlier answer; that of a trial is what Enter takes anyway. */
function earlierAddress({ domain, admin }: Answers, isUnattended: boolean): string {
  if (!domain || (domain === LOCALHOST && !isUnattended)) return "";
  return admin ? `${admin}@${domain}` : domain;
}

/** The default listeners in place of those of the loopback. */
function publicListeners(configChanges: NonNullable<Answers["configChanges"]>): Answers {
  const usual = Object.entries(SERVER_OPTIONS.listen).map(([name, { default: at }]) => [`listen.${name}`, at] as const);
  return { configChanges: Object.fromEntries(usual.filter(([key, at]) => (configChanges[key] ?? at) !== at)) };
}

export const domain: Step = {
  name: "domain",
  applies: () => true,
  run: async (context) => {
    // The backup has the domain.
    if (context.answers.restoredFrom && context.answers.domain) return {};
    const origin = await chooseOrigin(context);
    if (typeof origin === "object") return await moving(origin, context);
    const found = origin === "trial" ? onThisComputer(context) : await askAddress(context);
    return { ...(context.answers.moveFrom === undefined ? {} : NOT_MOVING), ...found };
  },
};

async function askAddress(context: StepContext): Promise<Answers> {
  const { answers, prompts, environment, messages } = context;
  const initial = earlierAddress(answers, prompts.isUnattended);
  if (initial === "" && !prompts.isUnattended) prompts.show(messages.domain.free, plain(messages.move.typeIt));
  const typed = await prompts.ask({
    message: messages.domain.question,
    initial,
    isEarlier: true,
    example: messages.domain.trial,
    takesBackup: environment.isBackup !== undefined,
    check: (text) => addressProblem(text, context),
  });
  const path = isPath(typed) ? (parseTypedPath(typed) ?? typed) : undefined;
  if (path !== undefined && environment.isBackup?.(path)) throw new BeginFromBackup(path);
  const server = path === undefined ? undefined : environment.former.at(path);
  if (typeof server === "object") return await moving(server, context);
  const name = parseTypedLocal(typed) ?? "";
  const isTaken = !isTrial(typed) && !(await isToBeHad(parseTypedDomain(typed) ?? typed, context));
  if (isTaken) return await askAddress({ ...context, answers: { ...answers, domain: "", admin: "" } });
  // An address that has lost its name: it is asked for.
  const admin: Answers = name !== "" || initial.includes("@") ? { admin: name } : {};
  return { ...(isTrial(typed) ? onThisComputer(context) : onTheInternet(typed, name, context)), ...admin };
}

/** Nothing comes from another server, after all. */
const NOT_MOVING: Answers = { moveFrom: "", roomsAlso: [], webAlso: [], isMoved: false, isOldRunning: false };

function onThisComputer({ prompts, messages }: StepContext): Answers {
  prompts.show(messages.domain.shown, plain(messages.domain.onlyHere));
  return LOCAL_ANSWERS;
}

/** The domain comes from the other server, and so does the administrator, later on. */
async function moving(server: FormerServer, context: StepContext): Promise<Answers> {
  const origin = await originAnswers(server, context);
  return { ...(origin.domain === LOCALHOST ? LOCAL_ANSWERS : publicAnswers(origin.domain, context)), ...origin };
}

/** A name below dedyn.io is made later; what is there already is somebody's, perhaps this person's. */
async function isToBeHad(
  meant: string,
  { answers, prompts, environment, messages, language }: StepContext,
): Promise<boolean> {
  const name = domainToAscii(meant);
  if (prompts.isUnattended || meant === answers.domain || dedynDomain(name) !== name) return true;
  const { setup } = dnsApiMessages[language];
  const progress = { message: messages.dns.looking(meant), whenLong: messages.dns.slow };
  const isThere = await prompts.waitFor(progress, () => environment.hasZone(name));
  if (isThere === false) prompts.show(setup.free(meant), []);
  if (isThere !== true) return true;
  const choices = [
    { value: "mine", label: setup.isMine },
    { value: "other", label: setup.notMine },
  ] as const;
  return (await prompts.choose({ message: setup.isThere(meant), choices, initial: "mine" })) === "mine";
}

function onTheInternet(typed: string, name: string, { answers, prompts, messages }: StepContext): Answers {
  const meant = parseTypedDomain(typed) ?? typed;
  const ascii = domainToAscii(meant);
  const lines = [messages.domain.you(name, meant), ...(ascii === meant ? [] : [messages.domain.ascii(ascii)])];
  prompts.show(messages.domain.shown, plain(...lines));
  return publicAnswers(meant, { answers });
}

function publicAnswers(meant: string, { answers }: Pick<StepContext, "answers">): Answers {
  return {
    purpose: "internet",
    domain: meant,
    // Another domain has another machine's name, another certificate.
    ...(meant === answers.domain ? {} : { host: "" }),
    // What was for this computer only is dropped.
    ...(answers.domain === LOCALHOST ? { source: "acme" } : {}),
    ...(isLocalOnly(answers) ? publicListeners(answers.configChanges ?? {}) : {}),
  };
}
