/** Builds the packages for Debian of this version into dist/: of the architectures that are named, or of this machine. */
import { join } from "node:path";
import { version } from "../../src/version.ts";
import { ARCHITECTURES, type Architecture, writeDeb } from "./deb.ts";
import { manuals } from "./manuals.ts";

const DIST = join(import.meta.dir, "../../dist");
const NATIVE: Architecture = process.arch === "arm64" ? "arm64" : "amd64";

const isArchitecture = (word: string): word is Architecture => word in ARCHITECTURES;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((word) => !isArchitecture(word));
if (unknown.length > 0) {
  console.error(`there is no package for ${unknown.join(", ")}: choose of ${Object.keys(ARCHITECTURES).join(", ")}`);
  process.exit(2);
}
for (const architecture of wanted.length > 0 ? wanted.filter(isArchitecture) : [NATIVE]) {
  const target = ARCHITECTURES[architecture];
  const { exitCode } = Bun.spawnSync([process.execPath, join(import.meta.dir, "../build.ts"), target], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (exitCode !== 0) process.exit(exitCode);
  const date = Number(process.env.SOURCE_DATE_EPOCH) || Math.floor(Date.now() / 1000);
  const binary = join(DIST, `jabber-home-${target}`);
  console.log(writeDeb({ architecture, version, binary, to: DIST, date, more: manuals(date) }));
}
