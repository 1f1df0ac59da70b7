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
    "no-systemd": "this system has no systemd: jabber-home service file  prints what its own service manager takes",
    "no-manager": (given: string, managers: string) =>
      `"${given}" is no service manager that is known here: choose one of ${managers}`,
    "not-administrator": "only the administrator may do this: put sudo in front",
    "not-compiled": "only the compiled program can be a service: npm run build makes it",
    "not-set-up": (home: string) => `${home} has no config.toml: run jabber-home setup --home ${home}`,
    path: (path: string) => `${path}: choose a path of letters, digits and . _ @ + - only`,
    failed: (command: string, output: string) => `${command}: ${output}`,
  },
  installed: "the service is installed and runs",
  joined: (person: string) => `${person} may ask it without sudo from the next time of signing in`,
  removed: (home: string) => `the service is removed; ${home} and its user stay`,
  done: {
    start: "the service runs",
    stop: "the service is stopped",
    restart: "the service has started again",
    reload: "the service has read config.toml again; what it says about that: jabber-home logs",
  },
  notInstalled: "the service is not installed: jabber-home service install",
  logs: {
    notANumber: (given: string) => `"${given}" is no number of lines: write one, such as --lines 1000`,
    notADuration: (given: string) => `"${given}" is no duration: write one, such as --since 1h`,
    notShown: "the journal of systemd could not be read",
    withSudo: (command: string) => `journald shows it to administrators and to the group systemd-journal: ${command}`,
    elsewhere: (pid: number, target: string | undefined) =>
      `The server (process ${pid}) logs to where it was started${target === undefined ? "" : `, ${target}`}.\n  2>> FILE  behind the command that starts it keeps that, to be shown here.`,
    notRunning: (command: string) =>
      `The server is not running, and is no service, whose log systemd would keep.\n  ${command}\n  logs to the terminal; with  2>> FILE  behind it, into a file.`,
  },
  state: (state: string, isEnabled: boolean) => `${state}, ${isEnabled ? "starts" : "does not start"} with the machine`,
};
