/** The completion of bash, with or without the package bash-completion. */
import { type CommandTree, LEADING_FLAGS, type TreeFlag, type TreeOperand } from "./command-tree.ts";
import type { Values } from "./values.ts";

/** The whole script. */
export const bashCompletion = (
  tree: CommandTree,
): string => `# bash completion of jabber-home, made by: jabber-home completion bash
_jabber_home() {
  local program=\${COMP_WORDS[0]} rest=$COMP_LINE verb= home= pending= members= options= kind= value= before= word after i n=0 at=0
  local -a typed=() kinds=()
  COMPREPLY=()

  # The words as they were typed: readline splits them at = : @, too.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    after=\${rest#"\${rest%%[![:space:]]*}"}
    if ((n == 0)) || [[ $after != "$rest" ]]; then typed[n]=$word; ((n += 1)); else typed[n-1]+=$word; fi
    rest=\${after#"$word"}
  done
  value=\${typed[n-1]}

  for ((i = 1; i < n - 1; i++)); do
    word=\${typed[i]}
    case $word in
      --home=*) home=\${word#*=}; continue ;;
      --home) home=\${typed[i+1]} ;;
    esac
    case $word in
      ${LEADING_FLAGS.join(" | ")}) pending=$word; ((i += 1)); continue ;;
      -*)
        _jabber_home_kind "$verb" "$word" && { pending=$word; ((i += 1)); }
        continue ;;
    esac
    if [[ -z $verb ]]; then verb=$word
    elif ((at == 0)) && _jabber_home_verb "$verb $word"; then verb+=" $word"
    else ((at += 1)); fi
  done
  # The flag whose value is at the cursor.
  ((i == n)) || pending=
  [[ $home == "~/"* ]] && home=$HOME/\${home#"~/"}

  kind=
  _jabber_home_verb "$verb"
  if [[ -n $pending ]]; then
    _jabber_home_kind "$verb" "$pending"
  elif [[ $value == --*=* ]]; then
    before=\${value%%=*}= value=\${value#*=}
    _jabber_home_kind "$verb" "\${before%=}"
  elif [[ $value == -* ]]; then
    kind="choices $options"
  else
    ((\${#kinds[@]} > 0 && at >= \${#kinds[@]})) && [[ \${kinds[\${#kinds[@]}-1]} == *+ ]] && at=$((\${#kinds[@]} - 1))
    kind=\${kinds[at]%+}
    ((at == 0)) && [[ -n $members && $verb != *" "* ]] && _jabber_home_reply "" "$value" $members
  fi
  case $kind in
    files) compopt -o default 2>/dev/null ;;
    folders) compopt -o dirnames 2>/dev/null ;;
    settings) _jabber_home_reply "$before" "$value" $(_jabber_home_settings) ;;
    live\\ *) _jabber_home_reply "$before" "$value" $(command "\${program/#~\\//$HOME/}" completion values "\${kind#live }" "$value" \${home:+--home "$home"} 2>/dev/null </dev/null) ;;
    choices\\ *) _jabber_home_reply "$before" "$value" \${kind#choices } ;;
  esac
  return 0
}

# BEFORE VALUE CANDIDATE…: offers those that begin with VALUE, from the last sign on at which readline splits.
_jabber_home_reply() {
  local before=$1 value=$2 whole=$1$2 split= sign candidate
  shift 2
  for sign in = : @; do [[ $COMP_WORDBREAKS == *$sign* ]] && split+=$sign; done
  [[ -n $split ]] && split=\${whole%"\${whole##*[$split]}"}
  # With its completion of host names, bash takes @ for a part of the word.
  [[ $split == *@ ]] && shopt -q hostcomplete && split=\${split%@}
  for candidate; do
    [[ $candidate == "$value"* ]] || continue
    candidate=$before$candidate
    COMPREPLY+=("\${candidate#"$split"}")
    [[ $candidate == *= ]] && compopt -o nospace 2>/dev/null
  done
}

# VERB: sets what may follow it. False for what is no verb.
_jabber_home_verb() {
  case $1 in
${verbCases(tree)}
    *) return 1 ;;
  esac
}

# VERB FLAG: sets what its value may be. False for a flag without one.
_jabber_home_kind() {
  case "$1 $2" in
${kindCases(tree)}
    *) return 1 ;;
  esac
}

_jabber_home_settings() {
  printf '%s\\n' ${tree.settings.map(({ text }) => quoted(text)).join(" \\\n    ")}
}

complete -F _jabber_home jabber-home
`;

/** A word that the shell takes as it stands. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const kindOf = (values: Values): string =>
  values.kind === "live"
    ? `live ${values.live}`
    : values.kind === "choices"
      ? `choices ${values.choices.join(" ")}`
      : values.kind;

function verbCases({ verbs, first, second }: CommandTree): string {
  const facts = new Map(verbs.map((verb) => [verb.name, verb]));
  const names = ["", ...first.map(({ name }) => name), ...verbs.map(({ name }) => name)];
  return [...new Set(names)]
    .map((name) => {
      const members = (name === "" ? first : (second[name] ?? [])).map((each) => each.name).join(" ");
      const verb = facts.get(name);
      const flags = (verb?.flags ?? [...LEADING_FLAGS, "--help"].map((flag) => ({ name: flag }))).map(
        (flag) => flag.name,
      );
      const kinds = (verb?.operands ?? []).map(operandKind).join(" ");
      return `    '${name}') members='${members}' options='${flags.join(" ")}' kinds=(${kinds}) ;;`;
    })
    .join("\n");
}

const operandKind = ({ values, isMany }: TreeOperand): string => `'${kindOf(values)}${isMany ? "+" : ""}'`;

/** A case for each kind of values; the common flags are there without a verb as well. */
function kindCases({ verbs }: CommandTree): string {
  const places = new Map<string, string[]>();
  const add = (verb: string, { name, value }: TreeFlag): void => {
    if (!value) return;
    const kind = kindOf(value.values);
    places.set(kind, [...(places.get(kind) ?? []), verb === "*" ? `*' ${name}'` : `'${verb} ${name}'`]);
  };
  for (const flag of verbs[0]?.flags ?? []) if (LEADING_FLAGS.includes(flag.name)) add("*", flag);
  for (const verb of verbs) for (const flag of verb.flags) if (!LEADING_FLAGS.includes(flag.name)) add(verb.name, flag);
  return [...places].map(([kind, all]) => `    ${all.join(" | ")}) kind='${kind}' ;;`).join("\n");
}
