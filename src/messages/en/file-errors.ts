/** What is wrong with the files of a home, and what to do about it, in English. */

type Said = readonly [sentence: string, remedy?: string | undefined];

interface NewerDatabase {
  readonly path: string;
  /** The version that has written it, where it is known, and this one. */
  readonly program: string | undefined;
  readonly here: string;
}

export const fileErrors = {
  "home-no-folder": ({ home }: { home: string }): Said => [
    `${home} is no folder`,
    "choose another one with --home DIR, or move that file away",
  ],
  "home-shut": ({ home }: { home: string }): Said => [`${home} may not be changed`, `permit it: chmod u+rwx ${home}`],
  "home-of-service": ({ home, command, joins }: { home: string; command: string; joins: boolean }): Said => [
    `the server of ${home} belongs to the service of this machine`,
    joins ? `${command}  (without sudo once you have signed in again: you are in its group)` : command,
  ],
  "home-of-other": ({ home, owner, command }: { home: string; owner: string; command: string }): Said => [
    `${home} belongs to ${owner}`,
    command,
  ],
  "file-of-other": ({ path, owner, remedy }: { path: string; owner: string; remedy: string }): Said => [
    `${path} belongs to ${owner}, and not to the owner of the folder`,
    `give it back: ${remedy}`,
  ],
  "file-shut": ({ path }: { path: string }): Said => [
    `${path} may not be read or changed`,
    `permit it: chmod u+rw ${path}`,
  ],
  "not-permitted": ({ path }: { path: string }): Said => [
    `${path}: permission denied`,
    "run it as the owner of the folder, or with sudo",
  ],
  "read-only": ({ path }: { path: string }): Said => [
    `${path} is on a file system that is read-only`,
    "a disk or SD card that fails becomes so: look at  dmesg , and replace it; else mount it for writing, or choose another folder with --home DIR",
  ],
  "disk-full": ({ path }: { path: string }): Said => [
    `the disk is full: there is no room for ${path}`,
    `make room on it, and start again: df -h ${path}`,
  ],
  "disk-fails": ({ path, why }: { path: string; why: string }): Said => [
    `the disk fails: ${path} could not be read or written (${why})`,
    "look at  dmesg ; copy the folder to another disk while that is possible",
  ],
  "no-file": ({ path }: { path: string }): Said => [
    `${path} is a folder or a device, and no file`,
    `move it away: mv ${path} ${path}.old`,
  ],
  "in-the-way": ({ path }: { path: string }): Said => [
    `${path} is in the way of what the server makes under this name`,
    `move it away: mv ${path} ${path}.old`,
  ],
  "link-broken": ({ path }: { path: string }): Said => [
    `${path} is a link to something that is not there`,
    `if it is on another disk, mount that; where it leads: ls -l ${path}`,
  ],
  "no-such-file": ({ path }: { path: string }): Said => [`${path} does not exist`, "look at the name of the file"],
  "is-folder": ({ path }: { path: string }): Said => [`${path} is a folder`, "name a file"],
  "below-file": ({ path }: { path: string }): Said => [
    `${path} cannot be: what stands before its last / is a file, and no folder`,
    "choose another folder with --home DIR",
  ],
  "home-locked": ({ home, pid }: { home: string; pid: number | undefined }): Said => [
    `${home} is in use by ${pid === undefined ? "another process" : `process ${pid}`}`,
    "stop it first, or choose another folder with --home DIR",
  ],
  "update-unfinished": ({ home }: { home: string }): Said => [
    `an update of ${home} is not over: the new version has not proven itself yet`,
    "start the server, and call this again: jabber-home service start, or jabber-home run",
  ],
  "database-newer": ({ path, program, here }: NewerDatabase): Said =>
    program === undefined
      ? [
          `${path} was written by a newer version of this program, and this is version ${here}`,
          "use that version, or a later one",
        ]
      : [
          `${path} was written by version ${program} of this program, and this is version ${here}`,
          `install version ${program}, or a later one`,
        ],
  "lock-damaged": ({ path }: { path: string }): Said => [
    `${path} is damaged; nothing of value is in it`,
    `remove it: rm ${path}`,
  ],
  "database-damaged": ({ path, why }: { path: string; why: string }): Said => [
    `the database ${path} is damaged (${why})`,
    `take the last backup: jabber-home restore FILE --replace; without one, save what can be read, put that in its place, and remove ${path}-wal and ${path}-shm: sqlite3 ${path} .recover | sqlite3 ${path}.saved  (with the sqlite3 of sqlite.org, 3.43 or later: that of Debian 12 cannot)`,
  ],
};
