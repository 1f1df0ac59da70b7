/** How this program is called on a command line that a person types. */
import { relative } from "node:path";
import { type Home, locateHome, processEnvironment, serviceHome } from "../home.ts";

export interface Invocation {
  /** Undefined where it runs from source. */
  readonly executable: string | undefined;
  /** The path of "jabber-home" that a shell finds; null where it finds none. */
  readonly inPath: string | null;
  readonly folder: string;
}

/** As the program was called: the system tells another one when the file has been replaced. */
const calledAs = process.execPath;

/** The path of this executable; undefined where it runs from source. */
export const executable = (): string | undefined => (Bun.isStandaloneExecutable ? calledAs : undefined);

const thisInvocation = (): Invocation => ({
  executable: executable(),
  inPath: Bun.which("jabber-home"),
  folder: process.cwd(),
});

/** "jabber-home" where a shell finds it, "./dist/jabber-home" below the current folder, else its path. */
export function programName({ executable, inPath, folder }: Invocation = thisInvocation()): string {
  if (executable === undefined) return "npm start --";
  if (inPath === executable) return "jabber-home";
  const near = relative(folder, executable);
  return near.startsWith("..") ? executable : `./${near}`;
}

/** The flag with which a command finds this home: " --home DIR"; empty where it finds it without. */
export function homeFlag({ directory }: Pick<Home, "directory">, around = processEnvironment()): string {
  return locateHome(undefined, around) === directory ? "" : ` --home ${directory}`;
}

/** The command line of a verb on this home, as a person types it: "jabber-home room list". */
export const shellCommand = (home: Home, words: string): string => `${programName()} ${words}${homeFlag(home)}`;

/** What was typed, for the administrator: "sudo jabber-home user list"; a server that is the service's is started as such. */
export function sudoCommand(home: Pick<Home, "directory">, typed: readonly string[] = process.argv.slice(2)): string {
  if (typed[0] === "run" && home.directory === serviceHome()) return `sudo ${programName()} service start`;
  const words = typed.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  // Of the environment, sudo keeps nothing by which the home was found.
  const flag = typed.some((word) => /^--home(=|$)/.test(word))
    ? ""
    : homeFlag(home, { ...processEnvironment(), isRoot: true, env: {} });
  return ["sudo", programName(), ...words].join(" ") + flag;
}

/** How the server of a home is started: by systemd, where it is the service's. */
export function startCommand(home: Home): string {
  if (home.directory !== serviceHome()) return shellCommand(home, "run");
  return `${process.getuid?.() === 0 ? "" : "sudo "}${programName()} service start`;
}
