/** The completion of PowerShell, with descriptions. */
import { type CommandTree, LEADING_FLAGS, type TreeVerb } from "./command-tree.ts";
import type { Values } from "./values.ts";

/** The whole script. */
export const powershellCompletion = (
  tree: CommandTree,
): string => `# PowerShell completion of jabber-home, made by: jabber-home completion powershell
Register-ArgumentCompleter -Native -CommandName 'jabber-home', 'jabber-home.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $verbs = [ordered]@{
${tree.verbs.map(verbEntry).join("\n")}
    }
    $first = [ordered]@{
${tree.first.map(({ name, summary }) => `        ${quoted(name)} = ${quoted(summary)}`).join("\n")}
    }

    # The words before the cursor, without the one at it.
    $program = $commandAst.CommandElements[0].ToString()
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $words = @()
    $pending = $null
    $homeFolder = $null
    $verb = ''
    foreach ($word in $typed) {
        if ($pending) {
            if ($pending -eq '--home') { $homeFolder = $word }
            $pending = $null
            continue
        }
        if ($word.StartsWith('-')) {
            if ($word -in ${LEADING_FLAGS.map(quoted).join(", ")}) { $pending = $word }
            elseif ($verbs.Contains($verb) -and $verbs[$verb].Flags.Contains($word) -and $verbs[$verb].Flags[$word].Kind -ne '') { $pending = $word }
            continue
        }
        $words += $word
        if ($words.Count -eq 1) { $verb = $word }
        elseif ($words.Count -eq 2 -and $verbs.Contains("$verb $word")) { $verb = "$verb $word" }
    }

    $offer = {
        param($text, $meaning)
        if ($text -like ([System.Management.Automation.WildcardPattern]::Escape($wordToComplete) + '*')) {
            if (-not $meaning) { $meaning = $text }
            [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $meaning)
        }
    }
    $offerValues = {
        param($kind)
        if ($kind.StartsWith('choices ')) { foreach ($each in $kind.Substring(8).Split(' ')) { & $offer $each '' } }
        elseif ($kind.StartsWith('live ')) {
            $more = @()
            if ($homeFolder) { $more = @('--home', $homeFolder) }
            foreach ($each in @(& $program completion values $kind.Substring(5) "$wordToComplete" @more 2>$null)) { & $offer $each '' }
        }
        elseif ($kind -eq 'settings') {
${tree.settings.map(({ text, sentence }) => `            & $offer ${quoted(text)} ${quoted(sentence)}`).join("\n")}
        }
        elseif ($kind -eq 'files') { [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) }
        elseif ($kind -eq 'folders') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) |
                Where-Object { $_.ResultType -eq 'ProviderContainer' }
        }
    }

    if ($pending) {
        if ($pending -eq '--home') { & $offerValues 'folders' }
        elseif ($pending -eq '--lang') { & $offerValues ${quoted(kindOf(langValues(tree)))} }
        else { & $offerValues $verbs[$verb].Flags[$pending].Kind }
        return
    }
    if ($words.Count -eq 0 -and -not $wordToComplete.StartsWith('-')) {
        foreach ($each in $first.GetEnumerator()) { & $offer $each.Key $each.Value }
        return
    }
    if ($words.Count -eq 1 -and -not $wordToComplete.StartsWith('-')) {
        foreach ($each in $verbs.GetEnumerator()) {
            if ($each.Key.StartsWith("$verb ")) { & $offer $each.Key.Substring($verb.Length + 1) $each.Value.Summary }
        }
    }
    if (-not $verbs.Contains($verb)) { return }
    if ($wordToComplete.StartsWith('-')) {
        foreach ($each in $verbs[$verb].Flags.GetEnumerator()) { & $offer $each.Key $each.Value.Meaning }
        return
    }
    $operands = $verbs[$verb].Operands
    $place = $words.Count - $verb.Split(' ').Count
    if ($operands.Count -eq 0) { return }
    if ($place -ge $operands.Count) {
        if (-not $verbs[$verb].IsMany) { return }
        $place = $operands.Count - 1
    }
    & $offerValues $operands[$place]
}
`;

/** Inside of single quotes; PowerShell takes typographic ones for quotes as well. */
const quoted = (text: string): string => `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;

const kindOf = (values: Values): string =>
  values.kind === "live"
    ? `live ${values.live}`
    : values.kind === "choices"
      ? `choices ${values.choices.join(" ")}`
      : values.kind;

const langValues = ({ verbs }: CommandTree): Values =>
  verbs[0]?.flags.find(({ name }) => name === "--lang")?.value?.values ?? { kind: "free" };

function verbEntry({ name, summary, flags, operands }: TreeVerb): string {
  const entries = flags.map(
    (flag) =>
      `                ${quoted(flag.name)} = @{ Meaning = ${quoted(flag.meaning)}; Kind = ${quoted(flag.value ? kindOf(flag.value.values) : "")} }`,
  );
  return `        ${quoted(name)} = @{
            Summary = ${quoted(summary)}
            Operands = @(${operands.map(({ values }) => quoted(kindOf(values))).join(", ")})
            IsMany = $${operands.at(-1)?.isMany === true}
            Flags = [ordered]@{
${entries.join("\n")}
            }
        }`;
}
