/** How this program is called, for lines that a person types. */
import { relative } from "node:path";
import { type Home, locateHome, surroundings } from "../home.ts";

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

/** What has to stand behind a command so that it finds this home: " --home DIR", or nothing where it would anyway. */
export function homeFlag({ directory }: Pick<Home, "directory">, around = surroundings()): string {
  return locateHome(undefined, around) === directory ? "" : ` --home ${directory}`;
}

/** A command on this home as a person types it: "jabber-home room list". */
export const typed = (home: Home, words: string): string => `${programName()} ${words}${homeFlag(home)}`;
