/** Why a verb was not run, and what to do about it, in English. */

import { fileErrors } from "./file-errors.ts";

export type Said = readonly [sentence: string, remedy?: string | undefined];

export interface PortHolder {
  readonly port: number;
  readonly option: string;
  readonly name: string;
  readonly pid: number;
  /** Of a server of this program. */
  readonly home?: string | undefined;
  readonly isDemo?: boolean;
}

export const verbErrors = {
  ...fileErrors,
  missing: ({ operands }: { operands: readonly string[] }): Said => [`missing: ${operands.join(", ")}`],
  superfluous: ({ word }: { word: string }): Said => [`"${word}" is one too many`, "put words with spaces in quotes"],
  "no-flag": ({ flag, near }: { flag: string; near: string | undefined }): Said => [
    `there is no ${flag}`,
    near && `did you mean --${near}?`,
  ],
  "no-value": ({ flag }: { flag: string }): Said => [`${flag} takes no value`],
  "value-needed": ({ flag, value }: { flag: string; value: string }): Said => [
    `${flag} needs a value: ${flag} ${value}`,
  ],
  "no-choice": ({ flag, given, choices }: { flag: string; given: string; choices: readonly string[] }): Said => [
    `there is no ${flag} ${given}`,
    `choose one of: ${choices.join(", ")}`,
  ],
  "no-language": ({ given, languages }: { given: string; languages: readonly string[] }): Said => [
    `there is no language "${given}"`,
    `choose one of: --lang ${languages.join(", ")}`,
  ],
  "no-shell": ({ given, shells }: { given: string; shells: readonly string[] }): Said => [
    `there is no completion for "${given}"`,
    `choose one of: ${shells.join(", ")}`,
  ],
  "no-verb": ({ word, near }: { word: string; near: string | undefined }): Said => [
    `there is no verb "${word}"`,
    near ? `did you mean jabber-home ${near}?` : "see jabber-home --help",
  ],
  "which-verb": ({ group, members }: { group: string; members: readonly string[] }): Said => [
    `${group} what?`,
    `one of: ${members.join(", ")}`,
  ],
  "no-member": ({
    words,
    near,
    members,
  }: {
    words: string;
    near: string | undefined;
    members: readonly string[];
  }): Said => [`there is no "${words}"`, near ? `did you mean jabber-home ${near}?` : `one of: ${members.join(", ")}`],
  "nobody-named": (): Said => ["who?", "give one JID, or a list with --from FILE"],
  "not-both": ({ flags }: { flags: readonly string[] }): Said => [`only one of ${flags.join(" and ")} can be meant`],
  "needs-flag": ({ flag, needed }: { flag: string; needed: string }): Said => [`${flag} goes with ${needed}`],
  "no-port": ({ flag, given }: { flag: string; given: string }): Said => [
    `"${given}" is no port`,
    `a number from 0 to 65535, such as ${flag} 8080`,
  ],
  "passwords-twice": (): Said => ["--from brings the passwords", "leave out --password-file"],
  "long-input": ({ limit }: { limit: number }): Said => [`standard input is longer than ${limit} bytes`],
  "not-confirmed": ({ lost }: { lost: string }): Said => ["missing: --yes", lost],
  "no-former": ({ file }: { file: string }): Said => [
    `this version has failed, and the one before it is not there: ${file}`,
    "put it there, or restore the backup of before the update: jabber-home restore",
  ],
  "not-restarted": (): Said => ["the server has stopped, and cannot start itself again", "start it: jabber-home run"],
  "not-set-up": (): Said => ["nothing is set up yet", "run jabber-home setup"],
  "no-domain": (): Said => ["no domain is served", "run jabber-home setup, or --set domains=example.com"],
  "no-config": ({ file }: { file: string }): Said => [`there is no ${file}`, "run jabber-home setup"],
  "no-certificate": ({ command }: { command: string }): Said => [
    "there is no certificate yet",
    `the server makes or obtains it when it starts: ${command}`,
  ],
  "not-renewed": (): Said => [
    "the server is not running",
    "it renews by itself when it runs: jabber-home run; without it, jabber-home setup obtains one",
  ],
  "port-held": ({ port, option, name, pid, home, isDemo }: PortHolder): Said => [
    `port ${port} (${option}) is in use by ${isDemo ? "the demo" : home === undefined ? name : `the server of ${home}`} (pid ${pid})`,
    `${isDemo ? "end it with Ctrl-C in its window" : `stop it (kill ${pid}, or its service)`}, or choose another port with --set ${option}=ADDRESS:PORT`,
  ],
  "port-kept": ({ port, option }: { port: number; option: string }): Said => [
    `systemd keeps port ${port} (${option}) open for a service`,
    `systemctl list-sockets tells for which one; for jabber-home itself: sudo jabber-home service stop, or choose another port with --set ${option}=ADDRESS:PORT`,
  ],
  "address-unusable": ({ address, sentence }: { address: string; sentence: string }): Said => [
    `--address ${address}: ${sentence}`,
  ],
  "host-meta-format": ({ given }: { given: string }): Said => [
    `--host-meta ${given}: there is no such file`,
    "write --host-meta xml, or --host-meta json",
  ],
  "no-duration": ({ flag, given }: { flag: string; given: string }): Said => [
    `${flag} ${given}: this is no duration`,
    "write it like 7d, 24h or 30m",
  ],
  "no-number": ({ flag, given }: { flag: string; given: string }): Said => [`${flag} ${given}: this is no number`],
  "no-web-server": (): Said => [
    "nothing here serves browsers",
    "turn it on in config.toml: https in the section [listen], such as [::]:443",
  ],
};
