/** What the service is and needs, for whatever starts it: systemd, launchd, OpenRC, Windows or a container. */

export const SERVICE = "jabber-home";

/** A user of its own and not systemd's DynamicUser: backups, `chown` and `sudo -u` need a lasting owner. */
export const SERVICE_USER = "jabber-home";

export interface Description {
  /** Absolute. */
  readonly binary: string;
  /** Absolute: all that it may write. */
  readonly home: string;
  readonly user: string;
  /** The file for what it logs to standard error, where a manager keeps nothing of that. */
  readonly log?: string;
}

export const TITLE = "Instant messaging on the Jabber network (XMPP)";

/** Stays in the foreground, logs to standard error, ends at SIGTERM, reads its configuration again at SIGHUP. */
export const commandOf = ({ binary, home }: Pick<Description, "binary" | "home">): readonly string[] => [
  binary,
  "run",
  "--home",
  home,
];

/** Exit codes that do not go away by starting again: usage, damaged database, no permission, configuration. */
export const LASTING_FAILURES = [2, 65, 77, 78] as const;

export const SECONDS = { betweenStarts: 2, start: 120, stop: 30 } as const;

export const OPEN_FILES = 65_536;

/**
 * Of the machine's memory: beyond it, the system takes back what it can, and slows the server down, before others have too little. A
 * busy server with 1,000 apps has taken 190 MiB at the most, a home's less than 130.
 */
export const MEMORY_HIGH = "50%";

/** Whoever may read the home reads everybody's messages. */
export const UMASK = 0o077;
