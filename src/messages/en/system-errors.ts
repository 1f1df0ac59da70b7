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
  homeIsOpen: (home: string, mode: string): readonly [sentence: string, remedy: string] => [
    `others may change what is in ${home} (its mode is ${mode})`,
    `choose a folder of its own with --home DIR, or shut this one: chmod 700 ${home}`,
  ],
};
