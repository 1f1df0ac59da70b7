/** The home: the folder with all files of a server. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export const SERVICE_HOME = "/var/lib/jabber-home";
export const UNIT_PATH = "/etc/systemd/system/jabber-home.service";
/** That of a package, which UNIT_PATH overrides. */
export const PACKAGED_UNIT_PATH = "/usr/lib/systemd/system/jabber-home.service";
export const SOCKET_PATH = "/etc/systemd/system/jabber-home.socket";

/** The home that the service of systemd serves, below `root`; undefined where there is no service. */
export function serviceHome(root = ""): string | undefined {
  const path = [UNIT_PATH, PACKAGED_UNIT_PATH].find((one) => existsSync(root + one));
  const unit = path === undefined ? "" : readFileSync(root + path, "utf8");
  return /^ExecStart=.* --home (\S+)$/m.exec(unit)?.[1];
}

/** The paths of a home, absolute. */
export interface Home {
  readonly directory: string;
  readonly config: string;
  readonly database: string;
  readonly certificate: string;
  readonly controlSocket: string;
  /** store/home-secret.ts. */
  readonly secret: string;
  /** store/lock.ts: held by the process that serves the home. */
  readonly lock: string;
  /** store/spare.ts: space for when the disk is full. */
  readonly spare: string;
  /** store/journal-file.ts: sessions, for the case that the process is killed. */
  readonly journal: string;
  /** A folder of a module, such as "files". */
  readonly folder: (name: string) => string;
}

/** What the location of the home depends on. */
export interface HomeEnvironment {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly userHome: string;
  readonly exists: (path: string) => boolean;
  readonly serviceHome?: () => string | undefined;
}

export const processEnvironment = (): HomeEnvironment => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  userHome: homedir(),
  exists: existsSync,
  serviceHome,
});

/**
 * The folder: `--home`, else JABBER_HOME, else STATE_DIRECTORY (systemd), else the service's home if there is one, except for a
 * user with a home of their own, else the platform's place for the state of a user.
 */
export function locateHome(given: string | undefined, environment: HomeEnvironment): string {
  const { env, isRoot, exists } = environment;
  const named = given || env.JABBER_HOME || env.STATE_DIRECTORY?.split(":")[0];
  if (named) return resolve(named);
  const own = userStateFolder(environment);
  const isOwn = !isRoot && ["config.toml", "setup.json"].some((name) => exists(join(own, name)));
  if (isOwn) return own;
  return environment.serviceHome?.() ?? (exists(SERVICE_HOME) ? SERVICE_HOME : own);
}

/** The platform's place for the state of a user. */
export function userStateFolder({ env, platform, userHome }: HomeEnvironment): string {
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
    journal: join(directory, "sessions.journal"),
    folder: (name) => join(directory, name),
  };
}
