/** Where everything lives that this server keeps: one folder. */
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export const SERVICE_HOME = "/var/lib/jabber-home";

/** The paths of a home, absolute. */
export interface Home {
  readonly directory: string;
  readonly config: string;
  readonly database: string;
  readonly certificate: string;
  readonly controlSocket: string;
  /** What tokens are made with. */
  readonly secret: string;
  /** Held by the one process that may write. */
  readonly lock: string;
  /** Of no content: the room that it takes up is for a disk that is full. */
  readonly spare: string;
}

/** What the choice of a home depends on. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly userHome: string;
  readonly exists: (path: string) => boolean;
}

export const surroundings = (): Surroundings => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  userHome: homedir(),
  exists: existsSync,
});

/**
 * The folder: what `--home` says, else JABBER_HOME, else the service's (which systemd names in STATE_DIRECTORY, and which
 * the administrator of a machine that has one means), else the platform's place for one person's state.
 */
export function locateHome(given: string | undefined, around: Surroundings): string {
  const { env, platform, userHome } = around;
  const named = given || env.JABBER_HOME || env.STATE_DIRECTORY?.split(":")[0];
  if (named) return resolve(named);
  if (around.isRoot && around.exists(SERVICE_HOME)) return SERVICE_HOME;
  if (platform === "win32") return join(env.LOCALAPPDATA || join(userHome, "AppData", "Local"), "jabber-home");
  if (platform === "darwin") return join(userHome, "Library", "Application Support", "jabber-home");
  // XDG Base Directory Specification: a relative path is invalid and to be ignored.
  const state = env.XDG_STATE_HOME?.startsWith("/") ? env.XDG_STATE_HOME : join(userHome, ".local", "state");
  return join(state, "jabber-home");
}

export function homeAt(directory: string): Home {
  return {
    directory,
    config: join(directory, "config.toml"),
    database: join(directory, "data.sqlite"),
    certificate: join(directory, "certificate"),
    controlSocket: join(directory, "control.sock"),
    secret: join(directory, "secret"),
    lock: join(directory, "lock"),
    spare: join(directory, "spare"),
  };
}

/** Others could change what is in the folder, and it is not this program's to shut. */
export class HomeError extends Error {
  /** EX_CANTCREAT. */
  readonly exitCode = 73;
  readonly remedy: string;

  constructor(sentence: string, remedy: string) {
    super(sentence);
    this.remedy = remedy;
  }
}

/** Rights of the group and of all others. */
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/**
 * The folder is there, and nobody else may look into it: one that was open to others is shut. Returns the mode that it had
 * then, undefined where nothing had to be changed. Throws HomeError where others may write into a folder that is another
 * user's or holds other things than a home, and what mkdir throws (EACCES, ENOTDIR).
 */
export function createHome(home: Home): number | undefined {
  const { directory } = home;
  const made = mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Windows has no such modes.
  if (process.platform === "win32") return undefined;
  // The umask may have taken rights from the owner, and mkdir gives the mode to the folders above as well.
  if (made !== undefined) {
    chmodSync(directory, 0o700);
    return undefined;
  }
  const { mode, uid } = statSync(directory);
  const rights = mode & 0o777;
  if ((rights & OTHERS) === 0) return undefined;
  const user = process.getuid?.() ?? 0;
  const isOurs = (user === 0 || uid === user) && isHome(home);
  if (isOurs) {
    chmodSync(directory, 0o700);
    return rights;
  }
  if ((rights & OTHERS_WRITE) === 0) return undefined;
  const others = `others may change what is in ${directory} (its mode is ${rights.toString(8).padStart(4, "0")})`;
  throw new HomeError(others, `choose a folder of its own with --home DIR, or shut this one: chmod 700 ${directory}`);
}

/** Nothing else is in it: shutting /tmp would hurt others. */
function isHome({ directory, config, database }: Home): boolean {
  return existsSync(config) || existsSync(database) || readdirSync(directory).length === 0;
}
