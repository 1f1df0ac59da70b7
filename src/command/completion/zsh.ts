/** The completion of zsh, with descriptions. */
import { type CommandTree, LEADING_FLAGS, type NamedSummary, type TreeFlag, type TreeVerb } from "./command-tree.ts";
import type { Setting, Values } from "./values.ts";

/** The whole script: a function that zsh loads by its name, `_jabber-home`, or that is run by `source`. */
export const zshCompletion = (tree: CommandTree): string => `#compdef jabber-home
# zsh completion of jabber-home, made by: jabber-home completion zsh

_jabber_home() {
  local first second home
  integer i=2 place_first=0 place_second=0 ret=1
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      --home) home=$words[i+1]; ((i += 1)) ;;
      --home=*) home=\${words[i]#*=} ;;
      ${LEADING_FLAGS.filter((name) => name !== "--home").join(" | ")}) ((i += 1)) ;;
      -*) ;;
      *)
        if ((! place_first)); then first=$words[i] place_first=i
        elif ((! place_second)); then second=$words[i] place_second=i; fi ;;
    esac
  done
  if ((! place_first)); then
    [[ $PREFIX == -* ]] || _jabber_home_first && ret=0
    _jabber_home_verb '' && ret=0
    return ret
  fi
  local program=$words[1] verb=$first
  ((place_second)) && _jabber_home_is "$first $second" && verb="$first $second"
  if ((! place_second)) && [[ $PREFIX != -* ]]; then _jabber_home_second "$first" && ret=0; fi
  # What is left is what the verb itself is given.
  if [[ $verb == *" "* ]]; then words[place_second]=(); ((CURRENT -= 1)); fi
  words[place_first]=()
  ((CURRENT -= 1))
  _jabber_home_verb "$verb" && ret=0
  return ret
}

_jabber_home_first() {
  local -a verbs=(
${described(tree.first)}
  )
  _describe -t verbs verb verbs
}

_jabber_home_second() {
  local -a verbs
  case $1 in
${Object.entries(tree.second)
  .map(([name, members]) => `    ${name}) verbs=(\n${described(members)}\n    ) ;;`)
  .join("\n")}
    *) return 1 ;;
  esac
  _describe -t verbs verb verbs
}

_jabber_home_is() {
  case $1 in
    ${tree.verbs.map(({ name }) => single(name)).join(" | ")}) return 0 ;;
  esac
  return 1
}

_jabber_home_verb() {
  case $1 in
${tree.verbs.map((verb) => `    ${single(verb.name)}) _arguments ${specs(verb)} ;;`).join("\n")}
    *) _arguments ${commonSpecs(tree).join(" ")} ;;
  esac
}

# OPTION… KIND: the options are those of compadd.
_jabber_home_live() {
  local -a found
  found=(\${(f)"$(command \${~\${(Q)program}} completion values $argv[-1] "\${(Q)PREFIX}" \${home:+--home \${~\${(Q)home}}} 2>/dev/null </dev/null)"})
  compadd "\${(@)argv[1,-2]}" -a found
}

# Says what is to be typed; where that is a flag, there is nothing to say.
_jabber_home_free() {
  [[ $PREFIX == -* ]] || _message -r "$descr"
}

_jabber_home_settings() {
  local -a whole=(
${settingLines(tree, (text) => !text.endsWith("="))}
  ) open=(
${settingLines(tree, (text) => text.endsWith("="))}
  )
  _describe -t settings option whole -- open -S ''
}

if [[ \${funcstack[1]-} == _jabber-home ]]; then _jabber_home "$@"; else compdef _jabber_home jabber-home; fi
`;

const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** In a list of _describe: a colon ends the name. */
const describedName = (text: string): string => text.replace(/[:\\]/g, "\\$&");
const described = (entries: readonly NamedSummary[]): string =>
  entries.map(({ name, summary }) => `      ${single(`${describedName(name)}:${summary}`)}`).join("\n");
const settingLines = ({ settings }: CommandTree, isMeant: (text: string) => boolean): string =>
  described(
    settings
      .filter(({ text }: Setting) => isMeant(text))
      .map(({ text, sentence }) => ({ name: text, summary: sentence })),
  );

/** In a spec of _arguments. */
const explained = (text: string): string => text.replace(/[[\]:\\]/g, "\\$&");

const specs = ({ flags, operands }: TreeVerb): string =>
  [
    ...flags.map(flagSpec),
    ...operands.map(({ word, values, isMany }, index) =>
      single(`${isMany ? "*" : index + 1}:${explained(word)}:${action(values)}`),
    ),
  ].join(" ");

const commonSpecs = ({ verbs }: CommandTree): readonly string[] =>
  (verbs[0]?.flags ?? []).filter(({ name }) => [...LEADING_FLAGS, "--help"].includes(name)).map(flagSpec);

function flagSpec({ name, meaning, isList, value }: TreeFlag): string {
  const head = `${isList ? "*" : ""}${name}${value ? "=" : ""}[${explained(meaning)}]`;
  return single(value ? `${head}:${explained(value.word)}:${action(value.values)}` : head);
}

function action(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `(${values.choices.join(" ")})`;
    case "files":
      return "_files";
    case "folders":
      return "_files -/";
    case "settings":
      return "_jabber_home_settings";
    case "live":
      return `_jabber_home_live ${values.live}`;
    case "free":
      return "_jabber_home_free";
  }
}
