/** Runs the verb that the arguments name; its error becomes a message and an exit code. */
import { type Home, type HomeEnvironment, homeAt, locateHome } from "../home.ts";
import { lazy } from "../lazy.ts";
import { type HelpMessages, helpMessages } from "../messages/help.ts";
import { isLanguage, type Language } from "../messages/language.ts";
import { readArguments, readWords } from "./arguments.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Failure } from "./failure.ts";
import { printOverview, printVerb } from "./help.ts";
import { FAILURE } from "./json/failure-schema.ts";
import { printJson } from "./json/print.ts";
import { languageOf } from "./language.ts";
import type { Terminal } from "./terminal.ts";
import { COMMON_FLAGS } from "./verb.ts";
import { findVerb, groupOf, type VerbTable } from "./verb-table.ts";

export interface CommandDeps {
  readonly terminal: Terminal;
  readonly surroundings: HomeEnvironment;
  /** The verb that runs when none is typed, given the folder of the home. */
  readonly defaultVerb: (home: string) => string;
}

const failureFile = lazy((): typeof import("./failure.ts") => require("./failure.ts"));

/** Runs the verb of `args` (without the program's name). Never rejects. */
export async function runCommand(args: readonly string[], verbs: VerbTable, deps: CommandDeps): Promise<ExitCode> {
  try {
    return await dispatch(args, verbs, deps);
  } catch (error) {
    const failure = failureFile().failureOf(error, probableLanguage(args, deps), probableHome(args, deps));
    return printFailure(failure, readWords(args).wantsJson, deps.terminal);
  }
}

async function dispatch(args: readonly string[], verbs: VerbTable, deps: CommandDeps): Promise<ExitCode> {
  const { terminal, surroundings } = deps;
  const { words, withoutWords: without, wantsHelp, wantsVersion } = readWords(args);
  if (words[0] === "help") return await dispatch([...without(1), "--help"], verbs, deps);
  if (wantsHelp) return await help(words, verbs, terminal, helpMessages[probableLanguage(args, deps)]);
  if (words.length === 0 && wantsVersion) {
    const others = args.filter((arg) => arg !== "--version");
    return await dispatch(["version", ...others], verbs, deps);
  }
  if (words.length === 0) {
    const { flags } = readArguments(args, COMMON_FLAGS, []);
    return await dispatch([deps.defaultVerb(locateHome(flags.home, surroundings)), ...args], verbs, deps);
  }
  const found = findVerb(words, verbs);
  const verb = await found.load();
  const rest = without(found.words);
  const known: typeof COMMON_FLAGS = { ...verb.flags, ...COMMON_FLAGS };
  const { flags, operands } = readArguments(rest, known, verb.operands ?? []);
  const home = homeAt(locateHome(flags.home, surroundings));
  const language = languageOf(flags.lang, home, terminal.env);
  return await verb.run({ flags, operands, home, terminal, language }, () => everyVerb(verbs));
}

/** As far as it can be told of arguments that are perhaps wrong; so is the home. */
function probableLanguage(args: readonly string[], deps: CommandDeps): Language {
  const { lang } = readWords(args);
  return languageOf(isLanguage(lang) ? lang : undefined, probableHome(args, deps), deps.terminal.env);
}

const probableHome = (args: readonly string[], { surroundings }: CommandDeps): Home =>
  homeAt(locateHome(readWords(args).home, surroundings));

async function help(
  words: readonly string[],
  verbs: VerbTable,
  terminal: Terminal,
  messages: HelpMessages,
): Promise<ExitCode> {
  const [first] = words;
  if (first === undefined) {
    terminal.out(printOverview(await everyVerb(verbs), messages));
    return EXIT.ok;
  }
  const members = groupOf(first, verbs);
  const isGroup = words.length === 1 && members.length > 0 && !Object.hasOwn(verbs, first);
  const wanted = isGroup ? await loadAll(members, verbs) : [await findVerb(words, verbs).load()];
  terminal.out(wanted.map((verb) => printVerb(verb, messages)).join("\n\n"));
  return EXIT.ok;
}

const everyVerb = (verbs: VerbTable) => loadAll(Object.keys(verbs), verbs);

async function loadAll(names: readonly string[], verbs: VerbTable) {
  return await Promise.all(names.map((name) => findVerb(name.split(" "), verbs).load()));
}

function printFailure({ error, remedy, exitCode, bug }: Failure, asJson: boolean, terminal: Terminal): ExitCode {
  if (asJson) terminal.out(printJson(FAILURE, { error, remedy }));
  else terminal.err([bug ?? error, remedy && `  ${remedy}`].filter(Boolean).join("\n"));
  return exitCode;
}
