/** How this program is called, for lines that a person types. */
import { relative } from "node:path";

export interface Called {
  /** Undefined where it runs from source. */
  readonly executable: string | undefined;
  /** What a shell finds under the name "jabber-home". */
  readonly found: string | null;
  readonly folder: string;
}

const thisCall = (): Called => ({
  executable: Bun.isStandaloneExecutable ? process.execPath : undefined,
  found: Bun.which("jabber-home"),
  folder: process.cwd(),
});

/** "jabber-home" where a shell finds it, "./dist/jabber-home" where it is at hand, else its path. */
export function programName({ executable, found, folder }: Called = thisCall()): string {
  if (executable === undefined) return "npm start --";
  if (found === executable) return "jabber-home";
  const near = relative(folder, executable);
  return near.startsWith("..") ? executable : `./${near}`;
}
