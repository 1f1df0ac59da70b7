/** `run` loads neither the wizard nor the ACME client before they are needed. */
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly imports: readonly { path: string; kind: string }[] }>>;
}

/** Files and packages that a file loads, directly or not. */
async function loadedBy(entry: string): Promise<{ files: ReadonlySet<string>; packages: ReadonlySet<string> }> {
  const directory = mkdtempSync(join(tmpdir(), "lazy-"));
  try {
    const metafile = join(directory, "meta.json");
    const args = ["build", entry, "--target=bun", "--splitting", `--outdir=${directory}`, `--metafile=${metafile}`];
    // Files that npm may not have brought here, of /chat alone.
    args.push("--external=#converse/*");
    Bun.spawnSync([process.execPath, ...args], { cwd: join(import.meta.dir, "..") });
    const { inputs }: Metafile = await Bun.file(metafile).json();
    const reached = new Set<string>();
    const reach = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { path: next, kind } of inputs[path]?.imports ?? [])
        if (!["dynamic-import", "require-call"].includes(kind)) reach(next);
    };
    reach(entry);
    const names = [...reached].map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
    return { files: reached, packages: new Set(names.filter((name) => name !== undefined)) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("run loads the XML tree, but neither prompts nor the ACME client nor the wizard's messages", async () => {
  const { files, packages } = await loadedBy("src/command/run.ts");
  expect(packages).toContain("ltx");
  for (const later of ["@clack/prompts", "acme-client", "@peculiar/x509"]) expect(packages).not.toContain(later);
  const texts = [...files].filter((path) => path.startsWith("src/messages/"));
  expect(texts).toContain("src/messages/notices.ts");
  expect(texts.filter((path) => /\/(setup|demo|dns|service)\b/.test(path))).toEqual([]);
});
