/** What the system refuses that is no file of the home, and what to do about it, in English. */

/** A file of certificates that others are trusted by. */
export interface UnusableRoots {
  readonly path: string;
  /** The system's code and reason; undefined where no certificate is in it. */
  readonly unreadable: { readonly code: string; readonly why: string } | undefined;
}

export const unusableRoots = ({ path, unreadable }: UnusableRoots): string =>
  unreadable ? `${path} cannot be read: ${unreadable.why}` : `there is no certificate in ${path}`;

export const systemErrors = {
  notPermitted: "run it as the owner of the folder, or with sudo",
  readOnly: "choose a folder that can be written, with --home DIR",
  diskFull: "make room on the disk",
  notFolder: "choose another folder with --home DIR",
  addressInUse: "stop what has the port, or choose another one with --set listen.NAME=ADDRESS:PORT",
  lowPort:
    "ports below 1024 belong to the administrator: sudo jabber-home service install runs it as a service, which may use them; or choose a higher one with --set listen.NAME=ADDRESS:PORT",
  noSuchAddress: "this machine has no such address: change it in config.toml",
  noSuchFamily: "write an IPv4 address in config.toml, or [::] for every address that there is",
  noSuchFile: "look at the name of the file",
  isFolder: "name a file, not a folder",
  /** By the system's codes; `place` is "[::]:5222 (listen.client)". */
  listening: {
    EADDRINUSE: (place: string) => `${place} is in use`,
    EACCES: (place: string) => `${place} is not permitted`,
    EADDRNOTAVAIL: (place: string) => `${place} is no address of this machine`,
    EAFNOSUPPORT: (place: string) => `${place} is of IPv6, which is off on this machine`,
  },
  notListening: (place: string, why: string) => `${place} failed: ${why}`,
  /** SSL_CERT_FILE. */
  roots: (roots: UnusableRoots): readonly [sentence: string, remedy: string] => [
    unusableRoots(roots),
    "SSL_CERT_FILE names it; correct or unset that",
  ],
  /** auth.source; `detail` is the system's sentence, or a path. */
  auth: {
    "no-pam": (detail: string): readonly [sentence: string, remedy: string] => [
      `this machine has no PAM that passwords could be checked with (auth.source = "system"): ${detail}`,
      'install it (Debian: libpam0g, libpam-modules; Fedora: pam); on Alpine and other systems with musl it cannot be used: write source = "internal" into the section [auth] of config.toml',
    ],
    "no-pam-service": (detail: string): readonly [sentence: string, remedy: string] => [
      `${detail} is missing, by which PAM would know how to check passwords (auth.source = "system")`,
      "run sudo jabber-home setup again, which writes it; what it says: docs/accounts.md",
    ],
    "no-program": (detail: string): readonly [sentence: string, remedy: string] => [
      `${detail} cannot be run, which is to check passwords (auth.command)`,
      "write the whole path of a program that the server's user may run, into the section [auth] of config.toml",
    ],
  },
  homeIsOpen: (home: string, mode: string): readonly [sentence: string, remedy: string] => [
    `others may change what is in ${home} (its mode is ${mode})`,
    `choose a folder of its own with --home DIR, or shut this one: chmod 700 ${home}`,
  ],
};
