/** Releases of versions that do not exist: made of these sources in folders of their own, with a key that nobody keeps. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { thisTarget } from "../../../src/release/target.ts";
import { type TestKey, testKey } from "../../../src/release/testing.ts";
import { ROOT } from "../process/compiled.ts";

/** In a file, the first text is replaced by the second one. */
export type Change = readonly [file: string, from: string, to: string];

export const KEY: TestKey = testKey();
export const TARGET = thisTarget();
export const PACKED = `jabber-home-${TARGET}.gz`;
/** When all of them are released. */
const RELEASED = "2026-11-30T12:00:00Z";

const PARTS = [
  "src",
  "installer",
  "assets",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "LICENSE",
  "dist/converse",
];

/** The sources as `version`, below `folder`. */
function sourcesOf(version: string, folder: string, changes: readonly Change[]): void {
  mkdirSync(join(folder, "dist"), { recursive: true });
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  // Second names, in the folder itself as npm has them: their place is part of the program. Elsewhere they are copied.
  const copied = Bun.spawnSync(["cp", "-al", join(ROOT, "node_modules"), folder], {
    stdio: ["ignore", "ignore", "ignore"],
  });
  if (!copied.success) cpSync(join(ROOT, "node_modules"), join(folder, "node_modules"), { recursive: true });
  const own = `"version": "${(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version}"`;
  const keys: Change = [
    "src/release/root-keys.json",
    readFileSync(join(ROOT, "src/release/root-keys.json"), "utf8"),
    JSON.stringify([KEY.publicKey]),
  ];
  for (const [file, from, to] of [keys, ["package.json", own, `"version": "${version}"`] as const, ...changes]) {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not have ${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
}

/** The executable of a release, unpacked beside it. */
export const executableIn = (release: string): string => `${release}.program`;

/** Makes a release by `npm run release`'s program, from sources in `folder`. Resolves with the folder of its files. */
export async function makeRelease(version: string, folder: string, changes: readonly Change[] = []): Promise<string> {
  sourcesOf(version, folder, changes);
  const key = join(folder, "key.pem");
  const to = join(folder, "release");
  writeFileSync(key, KEY.privateKey, { mode: 0o600 });
  const made = Bun.spawn(
    [
      ...[process.execPath, "installer/release/release.ts", "--key", key, "--to", to],
      ...["--target", TARGET, "--date", RELEASED, "--quick"],
    ],
    { cwd: folder, stdin: "ignore", stdout: "pipe", stderr: "pipe" },
  );
  const [out, err] = await Promise.all([made.stdout.text(), made.stderr.text()]);
  if ((await made.exited) !== 0) throw new Error(`${out}${err}`);
  writeFileSync(executableIn(to), gunzipSync(readFileSync(join(to, PACKED))), { mode: 0o755 });
  return to;
}
