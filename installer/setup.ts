/** Setup: a wizard for a person, the same steps by flags for a script. */
import { isIPv4 } from "node:net";
import type { Language } from "../src/messages/language.ts";
import { type SetupMessages, setupMessages } from "../src/messages/setup.ts";
import { isPrivateName } from "../src/special-names.ts";
import { type Answers, deleteAnswers, type Progress, readAnswers, readProgress, saveAnswers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { flagPrompts, InvalidFlag } from "./flag-prompts.ts";
import { lookAround } from "./look-around.ts";
import { passwordProblemText } from "./password.ts";
import { ChangeLanguage, Leave, type Prompts } from "./prompts.ts";
import { openEnvironment, type SetupHost } from "./real-environment.ts";
import { askResumption, type Resumption } from "./resume.ts";
import { ServiceError } from "./service/error.ts";
import { thisMachine } from "./service/machine.ts";
import { checkInstallable } from "./service/systemd.ts";
import { type SettingsFile, settingsFile } from "./settings.ts";
import { SetupError, type StepContext } from "./step.ts";
import { steps } from "./steps.ts";
import { terminalPrompts } from "./terminal-prompts.ts";
import { addressFlagProblem } from "./wizard/address-lines.ts";
import { serviceRefusal } from "./wizard/service.ts";
import { runSteps } from "./wizard.ts";

export interface SetupOptions {
  readonly language: Language;
  /** Answers given by flags. */
  readonly answers: Answers;
  /** KEY=VALUE of config.toml. */
  readonly settings: readonly string[];
  readonly password: string | undefined;
  readonly wantsService: boolean;
  /** Without a terminal, DNS records are written only with this. */
  readonly writesDns: boolean;
  /** Without a terminal, another server is stopped, and kept from starting again, only with these. */
  readonly stopsOld: boolean;
  readonly disablesOld: boolean;
  /** The terminal to ask on; undefined for no questions. */
  readonly terminal: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream } | undefined;
  /** Where lines go when there is no terminal. */
  readonly say: (line: string) => void;
}

/** Flags that a script must give. */
const REQUIRED_FLAGS = {
  domain: "--domain D",
  source: "--certificate self-signed|acme|files",
  admin: "--admin USER",
} as const;

/** The flags that are missing for an unattended setup. */
export function missingFlags({
  answers,
  password,
  source,
}: Pick<SetupOptions, "answers" | "password"> & Pick<SettingsFile, "source">): readonly string[] {
  // The other server has a domain, and administrators with their passwords.
  const isMoving = Boolean(answers.moveFrom);
  // Whoever has become the administrator for this administers the server as well.
  const isNamed = (key: string): boolean =>
    answers[key as keyof Answers] !== undefined ||
    (key === "admin" && source === "system") ||
    (isMoving && (key === "admin" || key === "domain"));
  const missing = Object.entries(REQUIRED_FLAGS).filter(([key]) => !isNamed(key));
  const files =
    answers.source === "files"
      ? ([
          ["chainFile", "--certificate-file F"],
          ["keyFile", "--key-file F"],
        ] as const)
      : [];
  return [
    ...missing.map(([, flag]) => flag),
    ...(password === undefined && source === "internal" && !isMoving ? ["--password-file FILE"] : []),
    ...files.filter(([key]) => answers[key] === undefined).map(([, flag]) => flag),
  ];
}

/**
 * Sets up a home. Returns all answers; undefined where the person has stopped: the answers are kept for the next run. Throws
 * SetupError, ConfigError, and what the system says of the home.
 */
export async function setup(host: SetupHost, options: SetupOptions): Promise<Answers | undefined> {
  const { language, terminal, say } = options;
  const messages = setupMessages[language];
  const prompts = terminal ? terminalPrompts(terminal.input, terminal.output, messages) : flagPrompts(say);
  const all = await runWizard({ ...prepareSetup(host, options), prompts, messages });
  if (all) deleteAnswers(host.home.directory);
  return all;
}

/** Looks at flags, configuration and what an earlier run has left. Throws SetupError, ConfigError, and what the system says of the home. */
export function prepareSetup(host: SetupHost, options: SetupOptions): Omit<Sitting, "prompts" | "messages"> {
  const { language, password, wantsService } = options;
  const messages = setupMessages[language];
  const { directory, config } = host.home;
  if (wantsService) checkService(host, messages);
  const problem = password === undefined ? undefined : passwordProblemText(password, messages.account);
  if (problem) throw new SetupError(problem, EX_USAGE);
  const settings = settingsFile(config, host.modules, options.settings, language);
  refuseAddresses(options, settings);
  const environment = openEnvironment(host, settings, options);
  return {
    environment,
    language,
    given: options.answers,
    configured: options.answers.restoredFrom
      ? onThisMachine(settings.earlierAnswers(), environment)
      : settings.earlierAnswers(),
    interrupted: { answers: readAnswers(directory), progress: progressOf(directory, options) },
    save: (answers, progress) => saveAnswers(directory, answers, progress),
  };
}

/** What config.toml of a backup says of another machine is left out: its addresses, but that of a router, which may be the same. */
function onThisMachine(answers: Answers, { ownAddresses }: Pick<Environment, "ownAddresses">): Answers {
  const { addresses = [] } = answers;
  const hasOwn = ownAddresses().some(isIPv4);
  return { ...answers, addresses: addresses.filter((address) => isIPv4(address) && !hasOwn) };
}

export interface Sitting extends Omit<StepContext, "answers"> {
  /** By flags. */
  readonly given: Answers;
  /** By an earlier setup that was finished. */
  readonly configured: Answers;
  /** Of an earlier one that was not. */
  readonly interrupted: Resumption;
  /** The same person goes on with it, who need not be asked. */
  readonly isGoingOn?: boolean;
  /** Behind `jabber-home setup`, to go on from here: " --web". */
  readonly flags?: string;
  readonly save: (answers: Answers, progress: Progress) => void;
}

/**
 * From the first screen to the last one. Resolves with all answers; undefined where the person has stopped. Throws SetupError,
 * and ChangeLanguage.
 */
export async function runWizard(sitting: Sitting): Promise<Answers | undefined> {
  const {
    prompts,
    environment,
    messages,
    given,
    configured,
    interrupted,
    isGoingOn = false,
    flags = "",
    save,
  } = sitting;
  try {
    if (!isGoingOn) await welcome(sitting);
    const earlier = isGoingOn ? interrupted : await askResumption(interrupted, prompts, messages);
    const answers = { ...configured, ...earlier.answers, ...given };
    return await runSteps(steps, { ...sitting, answers }, save, earlier.progress);
  } catch (error) {
    if (error instanceof InvalidFlag) throw new SetupError(error.message, EX_USAGE);
    if (!(error instanceof Leave) || error instanceof ChangeLanguage) throw error;
    showStopped(prompts, messages.stopped(thisCommand(environment, flags)));
    return undefined;
  } finally {
    prompts.end();
  }
}

const EX_USAGE = 2;

/** What is seen of the machine before the first question. */
async function welcome({ prompts, environment, messages, configured }: Sitting): Promise<void> {
  prompts.open(messages.title(environment.version));
  const lines = await lookAround({ environment, configured, messages });
  if (lines.length > 0) prompts.show(messages.host.shown, lines);
}

/** As the person has typed it: behind sudo, where the home would be another one without. */
function thisCommand({ program, homeFlag, machine, userName }: Environment, flags: string): string {
  const sudo = machine.isAdministrator && userName !== undefined && userName !== "root" ? "sudo " : "";
  return `${sudo}${program} setup${flags}${homeFlag}`;
}

/** Throws SetupError where an address given by a flag is one that nobody could reach, as the question would refuse it. */
function refuseAddresses({ answers, language }: SetupOptions, settings: SettingsFile): void {
  const { addresses = [], domain = "" } = answers;
  const isOwnNetwork = isPrivateName(domain) || settings.configFor({}).federation.private_addresses;
  for (const address of addresses) {
    const problem = addressFlagProblem(address, language, isOwnNetwork);
    if (problem) throw new SetupError(`--address ${address}: ${problem}`, EX_USAGE);
  }
}

/** How far an earlier run had come, unless flags give other answers than it had. */
const progressOf = (directory: string, { answers }: SetupOptions): Progress | undefined =>
  Object.keys(answers).length === 0 ? readProgress(directory) : undefined;

/** Throws SetupError where the machine or the program cannot have a service. */
export function checkService({ home, executable }: SetupHost, messages: SetupMessages): void {
  try {
    checkInstallable(thisMachine(), { home: home.directory, executable });
  } catch (error) {
    throw error instanceof ServiceError ? serviceRefusal(error, messages) : error;
  }
}

function showStopped(prompts: Prompts, [title = "", ...lines]: readonly string[]): void {
  prompts.close(title, lines);
}
