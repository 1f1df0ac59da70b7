/** A command of another version of this program, on the home. */
import { statSync } from "node:fs";
import type { Home } from "../../home.ts";
import type { Language } from "../../messages/language.ts";
import { updateMessages } from "../../messages/update.ts";
import { MOST_MINUTES } from "./swap.ts";

export interface Tried {
  readonly isRight: boolean;
  readonly output: string;
}

/** Runs it as the owner of the home, as whom the server runs; what does not end is ended. Never rejects. */
export async function tried(
  program: string,
  words: readonly string[],
  { home: { directory }, language }: { readonly home: Pick<Home, "directory">; readonly language: Language },
): Promise<Tried> {
  const { uid, gid } = statSync(directory);
  const user = process.getuid?.() === 0 && uid !== 0 ? { uid, gid } : {};
  try {
    const child = Bun.spawn([program, ...words], {
      ...user,
      cwd: directory,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, MOST_MINUTES * 60_000);
    const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    const isRight = (await child.exited) === 0;
    clearTimeout(timer);
    const late = isLate ? `\n${updateMessages[language].hangs(MOST_MINUTES)}` : "";
    const ending = child.signalCode === null || isLate ? "" : `\n${child.signalCode}`;
    return { isRight, output: `${isRight ? "" : err}${out}${late}${ending}` };
  } catch (error) {
    return { isRight: false, output: error instanceof Error ? error.message : String(error) };
  }
}
