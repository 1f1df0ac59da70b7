/** `jabber-home paths` and `config check`, in English. */

export const home = {
  configIsRight: (file: string) => `${file} is right`,
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
