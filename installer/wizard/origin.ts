/** Part of the first step: whether accounts come here from another server, from which one, and for which domain. */
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Answers } from "../answers.ts";
import type { Environment } from "../environment.ts";
import { InvalidFlag } from "../flag-prompts.ts";
import type { FormerServer, SeenDomain } from "../former/server.ts";
import { isRunning } from "../former/service.ts";
import { parseTypedPath } from "../parse-typed.ts";
import { plain } from "../prompts.ts";
import { BeginFromBackup, SetupError, type StepContext } from "../step.ts";

/** Sysexits(3). */
const EX_USAGE = 2;
const LOCALHOST = "localhost";

/** A path is no address. */
export const isPath = (typed: string): boolean => /^\s*['"]?(\.{0,2}\/|~\/|file:\/\/)/.test(typed);

export const nameOf = ({ kind }: FormerServer, { move }: SetupMessages): string => move.names[kind];

/** The domains of a server, as a person reads them. */
export const domainsText = ({ domains }: FormerServer): string => domains.map(({ domain }) => domain).join(", ");

/** The server whose data come here; undefined where none do. Throws SetupError where it is not there any more. */
export function formerServer({ moveFrom }: Answers, { former }: Environment): FormerServer | undefined {
  if (!moveFrom) return undefined;
  const server = former.at(moveFrom);
  if (typeof server === "string") throw new SetupError(server, EX_USAGE);
  return server;
}

/** What is wrong with a typed path, as a sentence; undefined where something can come from there. */
export function pathProblem(
  typed: string,
  { environment: { former, isBackup }, messages }: Pick<StepContext, "environment" | "messages">,
): string | undefined {
  const path = parseTypedPath(typed) ?? typed;
  if (isBackup?.(path)) return undefined;
  const server = former.at(path);
  if (typeof server === "string") return server;
  return server.domains.length === 0 ? messages.move.noDomain(nameOf(server, messages), server.path) : undefined;
}

/** As a flag, an earlier run or the person says; asked only where there is something to choose. */
export async function chooseOrigin(context: StepContext): Promise<FormerServer | "trial" | "new"> {
  const { answers, prompts, environment, messages } = context;
  const { move } = messages;
  if (prompts.isUnattended) return formerServer(answers, environment) ?? "new";
  const isSetUp = ![undefined, "", LOCALHOST].includes(answers.domain);
  if (isSetUp && !answers.moveFrom) return "new";
  const named = formerServer(answers, environment);
  const found = environment.former.found().filter(({ state }) => state !== "denied");
  const servers = named && !found.some(({ path }) => path === named.path) ? [named, ...found] : found;
  const [first] = servers;
  if (first === undefined) return "new";
  const choice = await prompts.choose({
    message: move.question,
    choices: [
      ...servers.map((server) => ({
        value: server.path,
        label: move.from(nameOf(server, messages), domainsText(server)),
      })),
      ...(environment.isBackup ? [{ value: "backup", label: move.backup }] : []),
      { value: "new", label: move.anew },
      { value: "trial", label: move.trial },
    ],
    initial: named?.path ?? first.path,
  });
  if (choice === "backup") throw await askBackup(context);
  return servers.find(({ path }) => path === choice) ?? (choice === "trial" ? "trial" : "new");
}

/** Where the backup is. */
async function askBackup({ prompts, environment, messages }: StepContext): Promise<BeginFromBackup> {
  const typed = await prompts.ask({
    message: messages.move.whichBackup,
    initial: "",
    example: messages.move.backupExample,
    takesBackup: true,
    check: (text) =>
      environment.isBackup?.(parseTypedPath(text) ?? text) ? undefined : messages.move.noBackup(text.trim()),
  });
  return new BeginFromBackup(parseTypedPath(typed) ?? typed);
}

/** The domain that moves, and what else is known of it. Throws InvalidFlag, and SetupError where a script has not agreed. */
export async function originAnswers(server: FormerServer, context: StepContext): Promise<Answers & { domain: string }> {
  const { answers, prompts, environment, messages } = context;
  const { move } = messages;
  const name = nameOf(server, messages);
  const isOn = server.service !== undefined && isRunning(server.service, environment.machine);
  if (prompts.isUnattended && isOn && !environment.former.mayStop) throw new SetupError(move.notAgreed(name), EX_USAGE);
  const { domain, roomLabels, fileHosts } = await chooseDomain(server, context);
  const services = [...roomLabels.map((label) => `${label}.${domain}`), ...fileHosts];
  prompts.show(
    move.shown,
    plain(move.whose(domain, name, server.path), ...(services.length > 0 ? [move.services(services.join(", "))] : [])),
  );
  const isSame = answers.moveFrom === server.path && answers.domain === domain;
  return {
    domain,
    ...{ moveFrom: server.path, roomsAlso: roomLabels, webAlso: fileHosts },
    isMoved: isSame && (answers.isMoved ?? false),
    isOldRunning: isSame && (answers.isOldRunning ?? false),
  };
}

async function chooseDomain(server: FormerServer, { answers, prompts, messages }: StepContext): Promise<SeenDomain> {
  const { domains } = server;
  const { move } = messages;
  const name = nameOf(server, messages);
  const given = domains.find(({ domain }) => domain === answers.domain);
  const [only, ...others] = domains;
  if (only === undefined) throw new SetupError(move.noDomain(name, server.path), EX_USAGE);
  if (prompts.isUnattended) {
    if (given === undefined && answers.domain)
      throw new InvalidFlag(move.notThere(answers.domain, domainsText(server)));
    if (given === undefined && others.length > 0) throw new InvalidFlag(move.severalDomains(domainsText(server)));
    return given ?? only;
  }
  if (others.length === 0) return only;
  const chosen = await prompts.choose({
    message: move.whichDomain(name),
    choices: domains.map(({ domain }) => ({ value: domain, label: domain })),
    initial: (given ?? only).domain,
  });
  return domains.find(({ domain }) => domain === chosen) ?? only;
}
