/** Where everything lives that this server keeps: one folder. */
import { chmodSync, existsSync, mkdirSync } from "node:fs";
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
  };
}

/** The folder is there, and nobody else may look into it. Throws what mkdir throws (EACCES, ENOTDIR). */
export function createHome(home: Home): void {
  const made = mkdirSync(home.directory, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  // The umask may have taken rights from the owner, and mkdir gives the mode to the folders above as well.
  chmodSync(home.directory, 0o700);
}
