/** Completions in the shells that they are for, each in a terminal, with a running server. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type LocalSite, localSite, type RunningSite } from "../support/process/local-site.ts";
import { openTerminals, type Terminal, type Terminals } from "../support/process/terminal.ts";

const PATIENCE_MS = 15_000;

let site: LocalSite;
let server: RunningSite;
let terminals: Terminals;

beforeAll(async () => {
  site = await localSite();
  terminals = openTerminals(site.folder);
  server = await site.start();
  await site.runVerb(["room", "create", "family"]);
  // Nobody shall run what somebody has called a room.
  await site.runVerb(["room", "create", "fam$(reboot)"]);
  const bin = join(site.folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "jabber-home"), `#!/bin/sh\nexec ${compiledProgram()} "$@"\n`);
  chmodSync(join(bin, "jabber-home"), 0o755);
  writeFileSync(join(site.folder, "my backup.jhb"), "");
}, 60_000);

afterAll(async () => {
  await terminals?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  site?.[Symbol.dispose]();
});

/** Writes the script of a shell to where that shell looks for it. */
async function writeCompletion(shell: string, path: string): Promise<void> {
  const { out, err } = await site.runVerb(["completion", shell, "--lang", "fr"]);
  expect(err).toBe("");
  const file = join(site.folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, out);
}

function open(name: string, command: readonly string[]): Terminal {
  const env = {
    ...{ HOME: site.folder, JABBER_HOME: site.home, PS1: "% ", LANG: "C.UTF-8", TERM: "xterm-256color" },
    PATH: `${join(site.folder, "bin")}:${process.env.PATH}`,
  };
  return terminals.open(name, ["sh", "-c", `cd ${site.folder} && exec "$@"`, "sh", ...command], env);
}

/** What is typed before Tab, and what stands there then. */
const CASES: readonly (readonly [typed: string, completed: string])[] = [
  ["stat", "status"],
  ["room des", "room destroy"],
  ["user list --by", "user list --by-size"],
  ["user passwd ali", "user passwd alice@localhost"],
  ["user passwd alice@l", "user passwd alice@localhost"],
  ["room show fa", "room show family@rooms.localhost"],
  ["room affiliation family bob@localhost ow", "room affiliation family bob@localhost owner"],
  ["circle add friends alice@localhost b", "circle add friends alice@localhost bob@localhost"],
  ["--lang fr room create x --owner a", "--lang fr room create x --owner alice@localhost"],
  // --admin takes a value behind setup, and none behind invite.
  ["setup --admin ada --challenge dns-p", "setup --admin ada --challenge dns-persist-01"],
  ["invite --admin --ci", "invite --admin --circle"],
  ["invite --admin rev", "invite --admin revoke"],
  ["setup --certificate se", "setup --certificate self-signed"],
  ["dns --host-meta=x", "dns --host-meta=xml"],
  ["run --set log_level=de", "run --set log_level=debug"],
  ["federation --from lo", "federation --from localhost"],
  ["completion fi", "completion fish"],
  ["json-schema doc", "json-schema doctor"],
  ["json-schema user li", "json-schema user list"],
  ["restore my", "restore my\\ backup.jhb"],
];

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");

function completesAll(terminal: () => Terminal): void {
  // Whatever became of it: the next one begins on an empty line.
  afterEach(() => {
    terminal().pressKey("C-u");
    terminal().typeLine("clear");
  });
  test.each(CASES)("%s → %s", async (typed, completed) => {
    const { typeText, pressKey, waitForText } = terminal();
    await waitForText(/^%$/m, PATIENCE_MS);
    typeText(`jabber-home ${typed}`);
    await waitForText(new RegExp(`^% jabber-home ${escaped(typed)}`, "m"));
    pressKey("Tab");
    // zsh writes the = of a flag that takes a value.
    await waitForText(new RegExp(`^% jabber-home ${escaped(completed)}=?$`, "m"), PATIENCE_MS);
  });
}

describeWith(["tmux", "bash"])("bash alone", () => {
  let shell: Terminal;
  beforeAll(async () => {
    await writeCompletion("bash", "plain.bash");
    shell = open("plain-bash", ["bash", "--norc", "--noprofile", "-i"]);
    shell.typeLine("source ./plain.bash; clear");
  });
  completesAll(() => shell);
});

describeWith(["tmux", "bash", "/usr/share/bash-completion/bash_completion"])("bash with bash-completion", () => {
  let shell: Terminal;
  beforeAll(async () => {
    await writeCompletion("bash", ".local/share/bash-completion/completions/jabber-home");
    shell = open("bash", ["bash", "--norc", "--noprofile", "-i"]);
    shell.typeLine("source /usr/share/bash-completion/bash_completion; clear");
  });
  completesAll(() => shell);

  test("behind sudo as well", async () => {
    await shell.waitForText(/^%$/m, PATIENCE_MS);
    shell.typeText("sudo jabber-home user passwd alice@l");
    shell.pressKey("Tab");
    await shell.waitForText(/^% sudo jabber-home user passwd alice@localhost$/m, PATIENCE_MS);
  });
});

describeWith(["tmux", "zsh"])("zsh", () => {
  let shell: Terminal;
  beforeAll(async () => {
    await writeCompletion("zsh", "zfunc/_jabber-home");
    shell = open("zsh", ["zsh", "-f", "-i"]);
    shell.typeLine("PS1='%% '; fpath=(~/zfunc $fpath); autoload -U compinit; compinit -u -D; clear");
  });
  completesAll(() => shell);

  test("what verbs do is said, in the language", async () => {
    await shell.waitForText(/^%$/m, PATIENCE_MS);
    shell.typeText("jabber-home service ");
    shell.pressKey("Tab");
    await shell.waitForText(/^start +-- démarre le service/m, PATIENCE_MS);
  });
});

describeWith(["tmux", "fish"])("fish", () => {
  let shell: Terminal;
  beforeAll(async () => {
    await writeCompletion("fish", ".config/fish/completions/jabber-home.fish");
    const config = "set -g fish_autosuggestion_enabled 0\nset -g fish_greeting\nfunction fish_prompt; echo '% '; end\n";
    writeFileSync(join(site.folder, ".config/fish/config.fish"), config);
    shell = open("fish", ["fish", "-i"]);
  });
  completesAll(() => shell);

  test("what verbs do is said, in the language", async () => {
    await shell.waitForText(/^%$/m, PATIENCE_MS);
    shell.typeText("jabber-home service ");
    shell.pressKey("Tab");
    await shell.waitForText(/start .*\(démarre le service\)/m, PATIENCE_MS);
  });
});
