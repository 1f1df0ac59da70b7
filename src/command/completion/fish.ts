/** The completion of fish, with descriptions. */
import { type CommandTree, LEADING_FLAGS, type TreeFlag, type TreeVerb } from "./command-tree.ts";
import type { Values } from "./values.ts";

/** The whole script. */
export const fishCompletion = (
  tree: CommandTree,
): string => `# fish completion of jabber-home, made by: jabber-home completion fish

# What was typed before the cursor, without flags and their values: the verb in a line, then the operands.
function __jabber_home_words
    set -l skips 0
    set -l verb
    set -l operands
    for token in (commandline -opc)[2..-1]
        if test $skips = 1
            set skips 0
            continue
        end
        switch "$verb $token"
            case ${valuedFlags(tree).join(" ")}
                set skips 1
            case '* -*'
            case '*'
                if test -z "$verb"
                    set verb $token
                else if test (count $operands) = 0; and contains -- "$verb $token" ${tree.verbs
                  .filter(({ name }) => name.includes(" "))
                  .map(({ name }) => quoted(name))
                  .join(" ")}
                    set verb "$verb $token"
                else
                    set -a operands $token
                end
        end
    end
    string join \\n -- "$verb" $operands
end

# VERB [PLACE [many]]: whether this verb was typed, and so many operands behind it.
function __jabber_home_at
    set -l words (__jabber_home_words)
    test "$words[1]" = "$argv[1]"; or return 1
    set -q argv[2]; or return 0
    set -l place (math (count $words) - 1)
    test $place = $argv[2]; or begin
        test "$argv[3]" = many; and test $place -gt $argv[2]
    end
end

function __jabber_home_none
    test -z (__jabber_home_words)[1]
end

function __jabber_home_live
    set -l tokens (commandline -opc)
    set -l home
    for i in (seq 2 (count $tokens))
        switch $tokens[$i]
            case --home
                set home --home $tokens[(math $i + 1)]
            case '--home=*'
                set home $tokens[$i]
        end
    end
    set -l typed (string replace -r '^--[a-z-]+=' '' -- (commandline -ct))
    command $tokens[1] completion values $argv[1] "$typed" $home 2>/dev/null </dev/null
end

function __jabber_home_settings
    printf '%s\\t%s\\n' ${tree.settings
      .map(({ text, sentence }) => `${quoted(text)} ${quoted(sentence)}`)
      .join(" \\\n        ")}
end

complete -c jabber-home -f
${tree.first.map(({ name, summary }) => `complete -c jabber-home -n __jabber_home_none -a ${quoted(name)} -d ${quoted(summary)}`).join("\n")}
${Object.entries(tree.second)
  .flatMap(([first, members]) =>
    members.map(
      ({ name, summary }) =>
        `complete -c jabber-home -n "__jabber_home_at ${first} 0" -a ${quoted(name)} -d ${quoted(summary)}`,
    ),
  )
  .join("\n")}
${commonFlags(tree)
  .map((flag) => flagLine("", flag))
  .join("\n")}
${tree.verbs.map(verbLines).join("\n")}
`;

const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/['\\]/g, "\\$&")}'`);

const isCommon = ({ name }: TreeFlag): boolean => [...LEADING_FLAGS, "--help"].includes(name);
const commonFlags = ({ verbs }: CommandTree): readonly TreeFlag[] => (verbs[0]?.flags ?? []).filter(isCommon);

/** Behind the verb, as patterns of fish: "user add --from". */
const valuedFlags = ({ verbs }: CommandTree): readonly string[] => [
  ...LEADING_FLAGS.map((name) => `'* ${name}'`),
  ...verbs.flatMap(({ name: verb, flags }) =>
    flags.filter((flag) => flag.value && !isCommon(flag)).map(({ name }) => `'${verb} ${name}'`),
  ),
];

function verbLines({ name, flags, operands }: TreeVerb): string {
  const of = operands.flatMap(({ values, isMany }, place) => {
    const source = sourceOf(values);
    const condition = `"__jabber_home_at '${name}' ${place}${isMany ? " many" : ""}"`;
    return source === "" ? [] : [`complete -c jabber-home -n ${condition} ${source}`];
  });
  return [...flags.filter((flag) => !isCommon(flag)).map((flag) => flagLine(name, flag)), ...of].join("\n");
}

function flagLine(verb: string, { name, meaning, value }: TreeFlag): string {
  const condition = verb === "" ? "" : ` -n "__jabber_home_at '${verb}'"`;
  const takes = value ? ` -r ${sourceOf(value.values)}`.trimEnd() : "";
  return `complete -c jabber-home${condition} -l ${name.slice(2)}${takes} -d ${quoted(meaning)}`;
}

/** How fish finds the values. */
function sourceOf(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `-a ${quoted(values.choices.join(" "))}`;
    case "files":
      return "-F";
    case "folders":
      return "-a '(__fish_complete_directories (commandline -ct))'";
    case "settings":
      return "-a '(__jabber_home_settings)'";
    case "live":
      return `-a '(__jabber_home_live ${values.live})'`;
    case "free":
      return "";
  }
}
