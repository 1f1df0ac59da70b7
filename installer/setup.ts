/** Setup: the wizard for a person, the same steps by flags for a script. */
import type { Language } from "../src/messages/language.ts";
import { type SetupMessages, setupMessages } from "../src/messages/setup.ts";
import { type Answers, forgetAnswers, keepAnswers, keptAnswers } from "./answers.ts";
import { flagPrompts, Refused } from "./flag-prompts.ts";
import { Leave, type Prompts } from "./prompts.ts";
import { type House, openWorld } from "./real-world.ts";
import { ServiceError } from "./service/error.ts";
import { thisMachine } from "./service/machine.ts";
import { checkInstallable } from "./service/systemd.ts";
import { settingsFile } from "./settings.ts";
import { SetupError } from "./step.ts";
import { steps } from "./steps.ts";
import { terminalPrompts } from "./terminal-prompts.ts";
import { refusal } from "./wizard/service.ts";
import { playSteps } from "./wizard.ts";

export interface SetupOptions {
  readonly language: Language;
  /** Answers given by flags. */
  readonly answers: Answers;
  /** KEY=VALUE of config.toml. */
  readonly settings: readonly string[];
  readonly password: string | undefined;
  readonly wantsService: boolean;
  /** The terminal to ask on; undefined for no questions. */
  readonly terminal: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream } | undefined;
  /** Where lines go when there is no terminal. */
  readonly say: (line: string) => void;
}

/** What a script has to say, by flag. */
const NEEDED = { domain: "--domain D", source: "--certificate self-signed|acme|files", admin: "--admin USER" } as const;

/** The flags without which nothing can be set up unattended. */
export function missingFlags({ answers, password }: Pick<SetupOptions, "answers" | "password">): readonly string[] {
  const missing = Object.entries(NEEDED).filter(([key]) => answers[key as keyof Answers] === undefined);
  const files =
    answers.source === "files"
      ? ([
          ["chainFile", "--certificate-file F"],
          ["keyFile", "--key-file F"],
        ] as const)
      : [];
  return [
    ...missing.map(([, flag]) => flag),
    ...(password === undefined ? ["--password-file FILE"] : []),
    ...files.filter(([key]) => answers[key] === undefined).map(([, flag]) => flag),
  ];
}

/**
 * Sets a home up. Returns all answers; undefined where the person has stopped, whose answers are kept for the next time.
 * Throws SetupError, ConfigError, and what the system says of the home.
 */
export async function setup(house: House, options: SetupOptions): Promise<Answers | undefined> {
  const { language, terminal, say, password, wantsService } = options;
  const words = setupMessages[language];
  const directory = house.home.directory;
  if (wantsService) refuseImpossibleService(house, words);
  const settings = settingsFile(house.home.config, house.modules, options.settings);
  const world = openWorld(house, settings, { password, wantsService });
  const prompts = terminal ? terminalPrompts(terminal.input, terminal.output, words.keys) : flagPrompts(say);
  const answers = { ...settings.earlier(), ...keptAnswers(directory), ...options.answers };
  prompts.open(words.title(house.version));
  try {
    const all = await playSteps(steps, { answers, prompts, world, words, language }, (known) =>
      keepAnswers(directory, known),
    );
    forgetAnswers(directory);
    return all;
  } catch (error) {
    if (error instanceof Refused) throw new SetupError(error.message, USAGE);
    if (!(error instanceof Leave)) throw error;
    stop(prompts, words.stopped(directory));
    return undefined;
  } finally {
    prompts.end();
  }
}

const USAGE = 2;

/** Before anything else is done. */
function refuseImpossibleService({ home, executable }: House, words: SetupMessages): void {
  try {
    checkInstallable(thisMachine(), { home: home.directory, executable });
  } catch (error) {
    throw error instanceof ServiceError ? refusal(error, words) : error;
  }
}

function stop(prompts: Prompts, [title = "", ...lines]: readonly string[]): void {
  prompts.close(title, lines);
}
