/** A program of its own whose file descriptors are used up. */
import { join } from "node:path";
import { temporaryFolder } from "./started.ts";

const PRELUDE = `
import { openSync } from "node:fs";
const useUp = () => { try { for (;;) openSync("/dev/null", "r"); } catch {} };
const codeOf = (work) => work.then(() => "done", ({ code }) => code);
`;

/**
 * Runs a module's text, which calls \`useUp()\` once it has imported what it needs, and may ask \`codeOf(promise)\` how that was refused.
 * Resolves with what it has printed.
 */
export async function withoutDescriptors(text: string): Promise<string> {
  using folder = temporaryFolder("descriptors");
  const file = join(folder.path, "program.ts");
  await Bun.write(file, `${PRELUDE}${text}`);
  const program = Bun.spawn(["sh", "-c", 'ulimit -n 64; exec "$@"', "sh", process.execPath, file], {
    ...{ cwd: folder.path, stdin: "ignore", stdout: "pipe", stderr: "pipe" },
  });
  const [output, errors] = await Promise.all([program.stdout.text(), program.stderr.text(), program.exited]);
  return output + errors;
}
