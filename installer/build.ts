/** Builds the executable `dist/jabber-home`; or those of the platforms that are named; or all, with --all. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { compile, compressAssets, DIST, isTarget, TARGETS } from "./compile.ts";

mkdirSync(DIST, { recursive: true });
const wanted = process.argv.slice(2);
const unknown = wanted.filter((word) => word !== "--all" && !isTarget(word));
if (unknown.length > 0) {
  console.error(`there is no platform ${unknown.join(", ")}: choose of ${TARGETS.join(", ")}, or --all`);
  process.exitCode = 2;
} else {
  compressAssets();
  const targets = wanted.includes("--all") ? TARGETS : wanted.filter(isTarget);
  // One after the other: each takes the better part of a gigabyte of memory.
  for (const target of targets) await compile(join(DIST, `jabber-home-${target}`), target);
  if (targets.length === 0) await compile(join(DIST, process.platform === "win32" ? "jabber-home.exe" : "jabber-home"));
}
