/** The manual pages and completions of this version, where Debian looks for them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { LANGUAGES } from "../../src/messages/language.ts";
import type { Entry } from "./archive.ts";

const ROOT = join(import.meta.dir, "../..");
const MAIN = join(ROOT, "src/main.ts");

const COMPLETIONS = {
  bash: "./usr/share/bash-completion/completions/jabber-home",
  zsh: "./usr/share/zsh/vendor-completions/_jabber-home",
  fish: "./usr/share/fish/vendor_completions.d/jabber-home.fish",
} as const;

/** `date` in seconds since 1970. Throws Error with what the program says. */
export function manuals(date: number): readonly Entry[] {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-man-"));
  try {
    for (const language of LANGUAGES) run(["man", "--to", folder, "--lang", language], date);
    const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(join(folder, name)).isFile(),
    );
    return [
      ...pages.map((name) => ({
        path: `./usr/share/man/${name}.gz`,
        content: gzipSync(readFileSync(join(folder, name)), { level: 9 }),
      })),
      ...Object.entries(COMPLETIONS).map(([shell, path]) => ({ path, content: run(["completion", shell], date) })),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns what it prints. */
function run(words: readonly string[], date: number): string {
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(date), LANG: "C.UTF-8" };
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, MAIN, ...words], {
    cwd: ROOT,
    env,
    stdin: "ignore",
  });
  if (exitCode !== 0) throw new Error(`jabber-home ${words.join(" ")}: ${stderr}`);
  return stdout.toString();
}
