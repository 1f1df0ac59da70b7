/** jabber-home completion: a script with which a shell completes this program's command lines. */
import { EXIT } from "../exit.ts";
import { defineVerb } from "../verb.ts";
import { VerbError } from "../verb-error.ts";
import { bashCompletion } from "./bash.ts";
import { type CommandTree, commandTree } from "./command-tree.ts";
import { fishCompletion } from "./fish.ts";
import { powershellCompletion } from "./powershell.ts";
import { zshCompletion } from "./zsh.ts";

type Writer = (tree: CommandTree) => string;

const WRITERS: Readonly<Record<string, Writer>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

const SHELLS = Object.keys(WRITERS);

export default defineVerb({
  name: "completion",
  operands: [SHELLS.join("|")],
  examples: [
    "completion bash | sudo tee /etc/bash_completion.d/jabber-home",
    "completion zsh > ~/.zfunc/_jabber-home",
    "completion fish > ~/.config/fish/completions/jabber-home.fish",
    "completion powershell >> $PROFILE",
  ],
  flags: {},
  run: async ({ operands, terminal, language }, everyVerb) => {
    const [shell = ""] = operands;
    const write = Object.hasOwn(WRITERS, shell) ? WRITERS[shell] : undefined;
    if (!write) throw new VerbError(EXIT.usage, "no-shell", { given: shell, shells: SHELLS });
    terminal.out(write(commandTree((await everyVerb?.()) ?? [], language)).trimEnd());
    return EXIT.ok;
  },
});
