/** What to do about an error of the system that names no file of the home, in English. */

export const systemErrors = {
  notPermitted: "run it as the owner of the folder, or with sudo",
  readOnly: "choose a folder that can be written, with --home DIR",
  diskFull: "make room on the disk",
  notFolder: "choose another folder with --home DIR",
  addressInUse: "stop what has the port, or choose another one with --set listen.NAME=ADDRESS:PORT",
  noSuchAddress: "this machine has no such address: change it in config.toml",
  noSuchFamily: "write an IPv4 address in config.toml, or [::] for every address that there is",
  noSuchFile: "look at the name of the file",
  isFolder: "name a file, not a folder",
  homeIsOpen: (home: string, mode: string): readonly [sentence: string, remedy: string] => [
    `others may change what is in ${home} (its mode is ${mode})`,
    `choose a folder of its own with --home DIR, or shut this one: chmod 700 ${home}`,
  ],
};
