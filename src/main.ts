#!/usr/bin/env bun
/** The program: jabber-home VERB. */
import { existsSync } from "node:fs";
import { runCommand } from "./command/command-line.ts";
import { processTerminal } from "./command/terminal.ts";
import { verbs } from "./command/verbs.ts";
import { homeAt, processEnvironment } from "./home.ts";

const ended = runCommand(process.argv.slice(2), verbs, {
  terminal: processTerminal(),
  surroundings: processEnvironment(),
  defaultVerb: (home) => (existsSync(homeAt(home).config) ? "status" : "setup"),
});

// A server that could not start may have left a listener or a timer behind: nothing of it shall keep the process.
// No top-level await: bytecode knows none.
void ended.then((exitCode) => process.exit(exitCode));
