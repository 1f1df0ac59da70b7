/** The service in the words of each service manager, from the one description. */
import { join } from "node:path";
import { type Description, SERVICE_USER } from "./description.ts";
import { dockerfile } from "./dockerfile.ts";
import { ServiceError } from "./error.ts";
import { launchdFile } from "./launchd.ts";
import { openrcFile } from "./openrc.ts";
import { taskFile } from "./task-scheduler.ts";
import { isPlainPath, STATE_DIRECTORY, unitFile } from "./unit.ts";

export const MANAGERS = ["systemd", "openrc", "launchd", "windows", "docker"] as const;
export type Manager = (typeof MANAGERS)[number];

export const isManager = (word: string): word is Manager => MANAGERS.some((manager) => manager === word);

/** "NT AUTHORITY\LocalService", which may do little. */
const LOCAL_SERVICE = "S-1-5-19";

export interface Place {
  /** What was named by --home; undefined where nothing was. */
  readonly home: string | undefined;
  /** Whoever asks, and their home folder: a Mac's daemon runs as them. */
  readonly person: { readonly name: string; readonly folder: string };
}

/** What the service is for a manager, on a machine of its kind. */
export function descriptionFor(manager: Manager, { home, person }: Place): Description {
  switch (manager) {
    case "launchd":
      return {
        binary: "/usr/local/bin/jabber-home",
        home: home ?? join(person.folder, "Library/Application Support/jabber-home"),
        user: person.name,
        log: join(person.folder, "Library/Logs/jabber-home.log"),
      };
    case "windows":
      return {
        binary: String.raw`C:\Program Files\jabber-home\jabber-home.exe`,
        home: home ?? String.raw`C:\ProgramData\jabber-home`,
        user: LOCAL_SERVICE,
      };
    default:
      return { binary: "/usr/local/bin/jabber-home", home: home ?? STATE_DIRECTORY, user: SERVICE_USER };
  }
}

const WRITERS: Readonly<Record<Manager, (service: Description) => string>> = {
  systemd: unitFile,
  openrc: openrcFile,
  launchd: launchdFile,
  windows: taskFile,
  docker: dockerfile,
};

/** Managers in whose files a path is written as it is. */
const PLAIN: readonly Manager[] = ["systemd", "openrc", "docker"];

/** Throws ServiceError for a path that the manager's file cannot say. */
export function serviceFile(manager: Manager, place: Place): string {
  const service = descriptionFor(manager, place);
  if (PLAIN.includes(manager) && !isPlainPath(service.home))
    throw new ServiceError({ kind: "path", path: service.home });
  return WRITERS[manager](service);
}
