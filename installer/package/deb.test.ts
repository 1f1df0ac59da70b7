/** deb(5): what is in the package, and that the same input makes the same bytes. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LANGUAGES } from "../../src/messages/language.ts";
import { withFolders } from "./archive.ts";
import { debVersion, writeDeb } from "./deb.ts";
import { manuals } from "./manuals.ts";

const folder = mkdtempSync(join(tmpdir(), "deb-"));
afterAll(() => rmSync(folder, { recursive: true }));

const needs = (program: string): boolean => {
  const isThere = Bun.which(program) !== null;
  if (!isThere && process.env.CI === "true") throw new Error(`${program} is needed to judge the package`);
  return isThere;
};
const [hasDpkg, hasLintian] = [needs("dpkg-deb"), needs("lintian")];

const options = { architecture: "arm64", version: "1.2.3", binary: "/bin/true", date: 1_796_000_000 } as const;
const more = manuals(options.date);
const made = (to: string): string => writeDeb({ ...options, more, to: join(folder, to) });
const output = (...command: readonly string[]): string => {
  const { stdout, stderr, exitCode } = Bun.spawnSync([...command], {
    env: { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC" },
  });
  if (exitCode !== 0) throw new Error(`${command.join(" ")}: ${stdout}${stderr}`);
  return stdout.toString();
};

test("the same executable, version and date give the same bytes; another date gives others", () => {
  const bytes = readFileSync(made("a"));
  expect(readFileSync(made("b")).equals(bytes)).toBe(true);
  const later = writeDeb({ ...options, date: options.date + 1, to: join(folder, "c") });
  expect(readFileSync(later).equals(bytes)).toBe(false);
});

test.skipIf(!hasDpkg)("dpkg-deb reads it: name, version, architecture, and files that belong to root", () => {
  const path = made("d");
  expect(path).toEndWith("/jabber-home_1.2.3_arm64.deb");
  expect(output("dpkg-deb", "--field", path, "Package", "Version", "Architecture")).toBe(
    "Package: jabber-home\nVersion: 1.2.3\nArchitecture: arm64\n",
  );
  const files = output("dpkg-deb", "--contents", path);
  expect(files).toMatch(/^-rwxr-xr-x root\/root +\d+ .* \.\/usr\/bin\/jabber-home$/m);
  expect(files).toMatch(/^-rw-r--r-- root\/root +\d+ .* \.\/usr\/lib\/systemd\/system\/jabber-home\.service$/m);
  expect(files).not.toContain("/var/lib/jabber-home");
  expect(output("dpkg-deb", "--info", path, "conffiles")).toBe(
    "/etc/pam.d/jabber-home\n/etc/ufw/applications.d/jabber-home\n",
  );
});

test("manual pages in every language and completions are where man and shells look for them, and the same each time", () => {
  const paths = more.map(({ path }) => path.slice("./usr/share/".length));
  expect(paths).toEqual(
    expect.arrayContaining([
      "man/man1/jabber-home.1.gz",
      ...LANGUAGES.filter((each) => each !== "en").map((each) => `man/${each}/man1/jabber-home.1.gz`),
      "man/man5/jabber-home-config.5.gz",
      "bash-completion/completions/jabber-home",
      "zsh/vendor-completions/_jabber-home",
      "fish/vendor_completions.d/jabber-home.fish",
    ]),
  );
  expect(manuals(options.date)).toEqual(more);
});

test.skipIf(!hasDpkg)("md5sums(5): each file that is no conffile, as it is", () => {
  const [path, root] = [made("e"), join(folder, "unpacked")];
  output("dpkg-deb", "--extract", path, root);
  writeFileSync(join(folder, "md5sums"), output("dpkg-deb", "--info", path, "md5sums"));
  const checked = output("sh", "-c", `cd ${root} && md5sum --check ${join(folder, "md5sums")}`);
  expect(checked).toContain("usr/bin/jabber-home: OK");
});

/** Of an executable for another architecture that stands in for the real one. */
const STAND_IN = ["arch-dependent-file-not-in-arch-specific-directory", "binary-from-other-architecture"];

test.skipIf(!hasLintian)(
  "lintian has neither errors nor warnings",
  () => {
    const { stdout } = Bun.spawnSync([
      "lintian",
      "--fail-on",
      "none",
      "--suppress-tags",
      STAND_IN.join(","),
      made("f"),
    ]);
    expect(stdout.toString()).not.toMatch(/^[EW]: .*$/m);
  },
  120_000,
);

test("Debian Policy §5.6.12: a tilde sorts before the end", () => {
  expect(debVersion("1.2.3-rc.1")).toBe("1.2.3~rc.1");
  expect(debVersion("1.2.3")).toBe("1.2.3");
});

test("a folder comes before what is in it, once", () => {
  const files = [{ path: "./a/c/d" }, { path: "./a/b" }];
  expect(withFolders(files).map(({ path }) => path)).toEqual(["./", "./a/", "./a/b", "./a/c/", "./a/c/d"]);
});
