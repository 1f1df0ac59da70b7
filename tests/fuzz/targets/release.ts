/** The manifest of a release, of which nothing is read before its signature: it is read strictly all the same. */
import { readManifest, writeManifest } from "../../../src/release/manifest.ts";
import { ReleaseError } from "../../../src/release/release-error.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

const FILE = { file: "jabber-home-linux-x64.gz", bytes: 1000, sha256: "a".repeat(64) };
const good = writeManifest({
  ...{ version: "1.2.3", released: Date.UTC(2026, 10, 30), expires: Date.UTC(2027, 10, 30) },
  files: [
    { ...FILE, executable: { target: "linux-x64", unpackedBytes: 3000, unpackedSha256: "b".repeat(64) } },
    { ...FILE, file: "jabber-home.deb" },
  ],
});

export const release: Target = {
  name: "release-manifest",
  share: 0.5,
  seeds: [good],
  words: [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "../",
    "null",
    '"file":',
    '"version":',
    "1e3",
    '"2026-02-30T00:00:00Z"',
    "-rc.1",
    '"__proto__":',
  ],
  check: (input) => {
    const read = unlessRefused([ReleaseError], () => readManifest(input.toString()));
    if (!read) return "refused";
    same("what is written", readManifest(writeManifest(read)), read);
    for (const { file } of read.files) if (/[/\\]|^\./.test(file)) throw new Wrong("a file", file);
    return `${read.files.length} ${read.files.some(({ executable }) => executable)} ${read.version.length}`;
  },
};
