import { expect, test } from "bun:test";
import { helpMessages } from "../../messages/help.ts";
import { LANGUAGES } from "../../messages/language.ts";
import { verbs } from "../verbs.ts";
import { commandTree } from "./command-tree.ts";
import { isPlain } from "./live-values.ts";
import { powershellCompletion } from "./powershell.ts";

const all = await Promise.all(Object.values(verbs).map((load) => load()));
const trees = LANGUAGES.map((language) => commandTree(all, language));

test("what programs alone use is not offered", () => {
  for (const tree of trees) {
    expect(tree.verbs.map(({ name }) => name)).not.toContain("completion values");
    expect(tree.second.completion).toBeUndefined();
  }
});

test("a group says which verbs it has, what may follow its name what each of them does", () => {
  const [tree] = trees;
  expect(tree?.first.find(({ name }) => name === "certificate")?.summary).toBe(helpMessages.en.summaries.certificate);
  expect(tree?.first.find(({ name }) => name === "user")?.summary).toContain("passwd");
  expect(tree?.second.user?.find(({ name }) => name === "list")?.summary).toBe(helpMessages.en.summaries["user list"]);
});

test.each(["$(reboot)@rooms.example", "`x`@y", "a;b@y", "-rf", "a|b@y", "a b", "~root", "a\u001b[2J@y", "*"])(
  "a shell could take %j for something else: it is not offered",
  (name) => {
    expect(isPlain(name)).toBe(false);
  },
);

test.each(["alice@example.com", "Zoé@exämple.org", "La-famille", "a_b.c+d@y"])("%s is offered", (name) => {
  expect(isPlain(name)).toBe(true);
});

test("PowerShell: quotes, braces and parentheses are closed, in every language", () => {
  for (const tree of trees) {
    const script = powershellCompletion(tree);
    const bare = script.replace(/^ *#.*$/gm, "").replace(/'(?:[^']|'')*'|"[^"\n]*"/g, "");
    expect(bare).not.toMatch(/['"]/);
    for (const [open, close] of ["{}", "()", "[]"])
      expect([open, bare.split(open ?? "").length]).toEqual([open, bare.split(close ?? "").length]);
    // Typographic quotes end a text of PowerShell as ' does.
    expect(script.replaceAll("’’", "")).not.toContain("’");
  }
});
