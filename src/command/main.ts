#!/usr/bin/env bun
/** The program: jabber-home VERB. */
import { existsSync } from "node:fs";
import { homeAt, surroundings } from "../home.ts";
import { runCommand } from "./command-line.ts";
import { processTerminal } from "./terminal.ts";
import { verbs } from "./verbs.ts";

const ended = runCommand(process.argv.slice(2), verbs, {
  terminal: processTerminal(),
  surroundings: surroundings(),
  unspoken: (home) => (existsSync(homeAt(home).config) ? "status" : "setup"),
});

// A server that could not start may have left a listener or a timer behind: nothing of it shall keep the process.
// No top-level await: bytecode knows none.
void ended.then((exitCode) => process.exit(exitCode));
