#!/usr/bin/env bun
/** The program: jabber-home VERB. */
import { existsSync } from "node:fs";
import { readWords } from "./command/arguments.ts";
import { runCommand } from "./command/command-line.ts";
import { startWithEngineOptions } from "./command/engine-options.ts";
import { homeAccessProblem } from "./command/home-access.ts";
import { processTerminal } from "./command/terminal.ts";
import { verbs } from "./command/verbs.ts";
import { type Home, homeAt, processEnvironment } from "./home.ts";

/** Also where this user may not see it: nobody is to set up a second server instead of asking the first. */
const isSetUp = (home: Home): boolean => existsSync(home.config) || homeAccessProblem(home) !== undefined;

const args = process.argv.slice(2);
if (readWords(args).words[0] === "run") startWithEngineOptions();

const ended = runCommand(args, verbs, {
  terminal: processTerminal(),
  surroundings: processEnvironment(),
  defaultVerb: (home) => (isSetUp(homeAt(home)) ? "status" : "setup"),
});

// A server that could not start may have left a listener or a timer behind: nothing of it shall keep the process.
// No top-level await: bytecode knows none.
void ended.then((exitCode) => process.exit(exitCode));
