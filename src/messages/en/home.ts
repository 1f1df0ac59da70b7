/** `jabber-home paths` and `config check`, in English. */

export const home = {
  configIsRight: (file: string) => `${file} is right`,
  live: (options: string) => `taken at once by a running server (jabber-home service reload): ${options}`,
  restart: (options: string) => `taken with its next start (jabber-home service restart): ${options}`,
  paths: {
    home: "home",
    config: "config",
    database: "database",
    certificate: "certificate",
    controlSocket: "control socket",
    secret: "secret",
    lock: "lock",
  },
};
