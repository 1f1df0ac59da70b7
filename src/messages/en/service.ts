/** The service of systemd, in the wizard and in `jabber-home service`, in English. */

export const service = {
  question: "Start it now, and whenever this machine starts?",
  questionLocal: "Start it now?",
  modes: {
    service: "Yes, as a service",
    foreground: "Start it now, in this window",
    later: "No, I will start it myself",
    already: "No, it runs already",
  },
  installing: "installing and starting the service",
  failed: "The service does not run",
  blocked: "It cannot start yet",
  problems: {
    "no-systemd": "this system has no systemd: let its own service manager run  jabber-home run",
    "not-administrator": "only the administrator may do this: put sudo in front",
    "not-compiled": "only the compiled program can be a service: npm run build makes it",
    "not-set-up": (home: string) => `${home} has no config.toml: run jabber-home setup --home ${home}`,
    path: (path: string) => `${path}: choose a path of letters, digits and . _ @ + - only`,
    failed: (command: string, output: string) => `${command}: ${output}`,
  },
  installed: "the service is installed and runs",
  removed: (home: string) => `the service is removed; ${home} and its user stay`,
  started: "the service runs",
  stopped: "the service is stopped",
  notInstalled: "the service is not installed: jabber-home service install",
  state: (state: string, isEnabled: boolean) => `${state}, ${isEnabled ? "starts" : "does not start"} with the machine`,
};
