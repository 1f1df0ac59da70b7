/** What is in the executables without being a dependency of the program: its runtime, and the chat of the pages. */
import { SHA512, VERSION } from "../converse.mjs";
import type { Embedded, LockFile } from "./sbom.ts";

/** Throws Error where the lock file does not name the runtime. */
export function embeddedBy({ packages }: LockFile): readonly Embedded[] {
  const bun = packages["node_modules/bun"];
  if (bun?.version === undefined || bun.integrity === undefined) throw new Error("package-lock.json names no bun");
  const { version, integrity } = bun;
  return [
    { name: "bun", version, license: "MIT", type: "platform", integrity },
    { name: "converse.js", version: VERSION, license: "MPL-2.0", type: "library", integrity: `sha512-${SHA512}` },
  ];
}
