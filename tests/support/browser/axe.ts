/** axe-core looks at a page as a screen reader, a person with weak sight or one without a mouse would. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(Bun.resolveSync("axe-core/axe.min.js", import.meta.dir), "utf8");

interface AxeFinding {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** What is serious or critical: a line for each element. Elements that match `except` are left out. */
export async function accessFindings(page: Page, except: readonly string[] = []): Promise<readonly string[]> {
  // It comes through the debugger: the page's policy, which allows no script of elsewhere, stays as it is.
  await page.evaluate(`${SOURCE}; undefined`);
  const what = JSON.stringify({ exclude: except.map((selector) => [selector]) });
  const found = await page.evaluate<readonly AxeFinding[]>(
    `axe.run(${what}, { resultTypes: ["violations"] }).then(({ violations }) => violations)`,
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = "" }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
    );
}
