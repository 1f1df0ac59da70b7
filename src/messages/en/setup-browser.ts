/** What setup says in a browser beside the wizard's own texts, in English. */

export const setupBrowser = {
  /** In place of the sentences of the wizard that speak of a terminal and its keys. */
  instead: {
    slow: "This can take up to half a minute.",
    slowDns: "Name servers are slow to answer. Nothing is lost meanwhile.",
    trial: "Leave it empty to only try it on this computer.",
    bringLong: "Many years of messages take a few minutes. If setup is stopped, the old server runs again.",
    foreground: "Start it now, in the window where setup was started",
  },
  title: "Set up your server",
  lead: "A few questions, and this machine is a messaging server of your own.",
  code: {
    label: "Code",
    hint: "It stands in the terminal where setup was started.",
    wrong: "That is not the code. Compare it with the terminal, letter by letter.",
    often: "Too many wrong codes have come. Wait a few minutes, then try again.",
    begin: "Begin",
  },
  first: {
    lead: "This machine is new, and nobody has set it up yet. Whoever begins now decides on all that follows.",
    begin: "Begin",
  },
  taken: {
    title: "Somebody is setting it up already",
    lead: "Another browser was here before this one, and only one at a time may answer.",
    hint: "Was it yours? Go on there. If it is gone, restart the machine: whoever comes first then goes on from the same place.",
  },
  outside: {
    title: "Only from its own network",
    lead: "Setup answers browsers in the same network as the machine alone. Connect to that network, then open this page again.",
  },
  answered: "That question was answered already. This is the present one.",
  inOrder: "What was found and done meanwhile: all in order",
  wait: "One moment …",
  goOn: "Go on",
  back: "Back",
  stop: {
    summary: "Stop here",
    explained: "What you have answered is kept. When setup is started again, it goes on from this question.",
    button: "Stop setup",
  },
  overheard:
    "This page is not encrypted yet: others in your network could read what you type here. If you do not trust all of them, do this question at the machine itself, or through ssh.",
  upload: {
    summary: "I have a backup of this server",
    explained: "It is sent to this machine, and what is in it is shown before it is put in place.",
    label: "The file of the backup",
    button: "Send it",
    problems: {
      none: "No file was chosen.",
      cut: "The file has not come to its end. Send it again.",
      "no-backup": "This file is no backup of jabber-home. Its name mostly ends in .tar.zst or .tar.zst.age.",
      "no-room": "There is not enough room for it on this machine.",
      busy: "A file is being sent already.",
    },
    wrongPassphrase: "This is not the passphrase of the backup.",
    yes: "Put it in place",
    no: "Leave everything as it is",
  },
  qr: "QR code of this link",
  marks: { right: "In order:", wrong: "To do:", note: "Note:", plain: "", paste: "" },
  copy: "Copy",
  copied: "Copied",
  show: "Show the password",
  failed: "Setup cannot go on",
  again: "Try again",
  lost: "Setup does not answer any more. It may have been stopped: look where it was started, and load this page again.",
  starting: "The server is starting. In a moment a button leads there.",
  finished: "That was all. You can close this page.",
  handOver:
    "Does it not open? A new name takes up to an hour to be known everywhere, and some routers do not let you in from inside: try it with a phone, its Wi-Fi off.",
  terminal: {
    open: "Setup waits for a browser in this network:",
    code: (code: string) => `Its code:  ${code}`,
    scan: "Or scan this:",
    first: "The first browser that begins is let in.",
    remote: (port: number) =>
      `This machine has no address in a local network. From your computer, through ssh:  ssh -L ${port}:127.0.0.1:${port} NAME-OF-THIS-MACHINE`,
    plain: "The pages are not encrypted, since there is no certificate yet. They are for your own network.",
    entered: (address: string) => `A browser has come in, from ${address}.`,
    lingers: (seconds: number) => `The last page can be loaded again for ${seconds} seconds; Ctrl-C ends this now.`,
    idle: "Nobody has answered for a long time: setup ends. Your answers are kept.",
  },
};
