/** install.sh in a clean Debian, against releases on loopback: good ones, and everything that may be wrong with one. */
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installScript } from "../../installer/package/install-script.ts";
import { testKey } from "../../src/release/testing.ts";
import { version } from "../../src/version.ts";
import { type Box, startBox } from "../support/debian/box.ts";
import { boxTestUnless } from "../support/debian/box-test.ts";
import { noDebian } from "../support/debian/root.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type EndedProgram, temporaryFolder } from "../support/process/started.ts";
import { DAY, type ReleaseOptions, type ReleaseSite, releaseFiles, releaseSite } from "../support/release-site.ts";

const lacking = noDebian();
const boxTest = boxTestUnless(lacking);

const [key, spare, stranger] = [testKey(), testKey(), testKey()];
const target = process.arch === "arm64" ? "linux-arm64" : "linux-x64";
/** In the place of the program; long enough to be cut. */
const program = (itsVersion: string): Buffer =>
  Buffer.from(
    `#!/bin/sh\n[ "$1" = version ] && echo "jabber-home ${itsVersion}"\nexit\n${"#".repeat(100)}${Bun.randomUUIDv7()}\n`,
  );
const release = (changes: Partial<ReleaseOptions> = {}) =>
  releaseFiles({ version: "1.2.3", programs: { [target]: program("1.2.3") }, signedBy: [key.privateKey], ...changes });

const shared = temporaryFolder("install");
let box: Box;
let site: ReleaseSite;

beforeAll(async () => {
  if (lacking !== undefined) return;
  const script = installScript({ keys: [spare.publicKey, key.publicKey] });
  writeFileSync(join(shared.path, "install.sh"), script);
  writeFileSync(join(shared.path, "keyless.sh"), installScript({ keys: [] }));
  chmodSync(shared.path, 0o755);
  site = await releaseSite(new Map());
  box = await startBox({ shared: shared.path, sharesNetwork: true });
  // Nothing but busybox and openssl; and a folder for programs that tell lies.
  await box.sh(`useradd --create-home ada
    mkdir /only && busybox --install -s /only && ln -s /usr/bin/openssl /only/openssl
    mkdir /without && busybox --install -s /without`);
}, 600_000);
afterAll(async () => {
  await box?.[Symbol.asyncDispose]();
  await site?.[Symbol.asyncDispose]();
  shared[Symbol.dispose]();
}, 60_000);

interface Run {
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly script?: string;
}

const HOME = "/home/ada";
const PROGRAM = `${HOME}/.local/bin/jabber-home`;

describe.each([
  ["dash and curl", "/usr/bin/dash", "/usr/local/bin:/usr/bin:/usr/sbin"],
  ["busybox alone", "/only/sh", "/only"],
])("with %s", (_, shell, path) => {
  const run = ({ words = [], env = {}, user = "ada", script = "install.sh" }: Run = {}): Promise<EndedProgram> => {
    const variables = Object.entries({
      PATH: path,
      HOME: user === "ada" ? HOME : "/root",
      LANG: "en_GB.UTF-8",
      ...env,
    });
    const given = ["env", "-i", ...variables.map(([name, value]) => `${name}=${value}`)];
    return box.run(["runuser", "-u", user, "--", ...given, shell, `/shared/${script}`, "--from", site.url, ...words]);
  };
  /** What is there of it, by names. */
  const left = async (): Promise<string> =>
    (await box.sh(`cd ${HOME} && find . /tmp -user ada -type f ! -name '.bash*' ! -name .profile | sort`)).trim();
  const fresh = async (files: ReadonlyMap<string, Uint8Array>): Promise<void> => {
    await box.sh(`rm -rf ${HOME}/.local ${HOME}/.cache`);
    Object.assign(site, { files, cutAfter: undefined, knowsRanges: true });
    site.asked.length = 0;
  };
  const refused = async (files: ReadonlyMap<string, Uint8Array>, how: Run = {}): Promise<string> => {
    await fresh(files);
    const { exit, out, err } = await run(how);
    expect(await left()).toBe("");
    return `${exit}: ${err}${out.includes("Installing") ? out : ""}`;
  };

  boxTest("a release is verified and installed, without root, and each step is said", async () => {
    await fresh(release());
    const { exit, out, err } = await run();
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out).toBe(
      [
        `Asking which version there is: ${site.url}`,
        "Verifying the signature",
        `Downloading version 1.2.3 for ${target}: 1 MB`,
        "Verifying the checksum",
        `Installing ${PROGRAM}`,
        "jabber-home 1.2.3 is installed. The last step asks a few questions and starts it:",
        `  sudo ${PROGRAM} setup\n`,
      ].join("\n"),
    );
    expect(await left()).toBe("./.local/bin/jabber-home");
    expect(await box.sh(`stat --format='%a %U' ${PROGRAM}`)).toBe("755 ada\n");
  });

  boxTest("in French, where the system speaks it", async () => {
    await fresh(release({ signedBy: [stranger.privateKey] }));
    const { err } = await run({ env: { LANG: "fr_FR.UTF-8" } });
    expect(err).toContain("n’est pas signée par une clé que cet install.sh connaît\u00a0: rien n’en est utilisé");
  });

  boxTest("refused, and nothing is left: not signed by a known key, or changed after it was signed", async () => {
    const good = release();
    const changed = Buffer.from(
      Buffer.from(good.get("manifest.json") ?? [])
        .toString()
        .replace("1.2.3", "9.9.9"),
    );
    const long = Buffer.concat([good.get("manifest.json") ?? Buffer.alloc(0), Buffer.alloc(65_536, " ")]);
    const signature = good.get("manifest.json.sig") ?? Buffer.alloc(0);
    for (const files of [
      release({ signedBy: [stranger.privateKey] }),
      new Map([...good, ["manifest.json", changed]]),
      new Map([...good, ["manifest.json", long]]),
      new Map([...good, ["manifest.json.sig", Buffer.alloc(0)]]),
      new Map([...good, ["manifest.json.sig", signature.subarray(1)]]),
      new Map([...good, ["manifest.json.sig", Buffer.concat([Buffer.alloc(256), signature])]]),
    ])
      expect(await refused(files)).toMatch(/^65: The release is not signed by a key/);
    expect(site.asked).toEqual(["manifest.json", "manifest.json.sig"]);
  });

  boxTest("signed twice, by a key that is not known and by one that is: installed", async () => {
    await fresh(release({ signedBy: [stranger.privateKey, key.privateKey] }));
    expect((await run()).exit).toBe(0);
  });

  boxTest("refused, and nothing is left: other bytes than those that were signed, packed or unpacked", async () => {
    const [good, other] = [release(), release()];
    const name = `jabber-home-${target}.gz`;
    const packed = new Map([...good, [name, other.get(name) ?? Buffer.alloc(0)]]);
    expect(await refused(packed)).toMatch(/^65: What was downloaded is not what the release says/);
    // A manifest whose author was wrong about what is in the file.
    const text = Buffer.from(good.get("manifest.json") ?? []).toString();
    const wrong = text.replace(/"unpackedSha256":"[0-9a-f]{4}/, '"unpackedSha256":"0000');
    const signed = await signedAnew(good, wrong);
    expect(await refused(signed)).toMatch(/^65: What was unpacked is not what the release says/);
  });

  boxTest("a program that does not run here is not installed", async () => {
    const broken = release({
      programs: { [target]: Buffer.from("#!/bin/sh\necho no such instruction >&2\nexit 132\n") },
    });
    expect(await refused(broken)).toMatch(/^1: The program does not run on this machine: no such instruction/);
  });

  boxTest("a download that is cut off is told, and the next run goes on from there", async () => {
    for (const knowsRanges of [true, false]) {
      await fresh(release());
      Object.assign(site, { cutAfter: 70, knowsRanges });
      const cut = await run();
      expect(cut.exit).toBe(69);
      expect(cut.err).toMatch(
        /The download was cut off after 70 of \d+ bytes\. Run this again: it goes on from there\./,
      );
      expect(await left()).toMatch(/^\.\/\.cache\/jabber-home-install\/[0-9a-f]{64}\.part$/);
      expect((await run()).exit).toBe(0);
      expect(await left()).toBe("./.local/bin/jabber-home");
      expect(site.asked.includes(`jabber-home-${target}.gz from 70`)).toBe(knowsRanges && path !== "/only");
    }
  });

  boxTest("no room: told before anything is downloaded, or unpacked, and nothing is left", async () => {
    const large = release({
      programs: {
        [target]: Buffer.concat([
          program("1.2.3"),
          Buffer.from(Array.from({ length: 3_000_000 }, () => Math.random() * 256)),
        ]),
      },
    });
    for (const folder of [".cache", ".local/bin"]) {
      await fresh(large);
      await box.sh(
        `runuser -u ada -- mkdir -p ${HOME}/${folder} && mount -t tmpfs -o size=1m,mode=777 tmpfs ${HOME}/${folder}`,
      );
      const { exit, err } = await run();
      const isThere = await left();
      await box.sh(`umount ${HOME}/${folder}`);
      expect(`${exit}: ${err}`).toMatch(/^73: There is not enough room in .*: [34] MB are needed, [01] MB are free\./);
      if (folder === ".cache") expect(isThere).toMatch(/^(?:\.\/\.cache\/jabber-home-install\/\w+\.part)?$/);
      else expect(isThere).toMatch(/^\.\/\.cache\/jabber-home-install\/\w+\.part$/);
    }
    // The disk fills up while it is written to.
    await fresh(large);
    await box.sh(`printf '#!/bin/sh\\necho "x 1 1 9999999 1 /"; echo "x 1 1 9999999 1 /"\\n' >/shared/df && chmod 755 /shared/df
      runuser -u ada -- mkdir -p ${HOME}/.local/bin && mount -t tmpfs -o size=1m,mode=777 tmpfs ${HOME}/.local/bin`);
    const { exit, err } = await run({ env: { PATH: `/shared:${path}` } });
    const isThere = await left();
    await box.sh(`umount ${HOME}/.local/bin; rm /shared/df`);
    expect(err).toContain(`Writing into ${HOME}/.local/bin failed: is the disk full?`);
    expect(exit).toBe(73);
    expect(isThere).not.toContain(".local");
  });

  boxTest("refused: expired, made after this machine's time, older than what is here, of a later format", async () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    expect(await refused(release({ released: now - 200 * DAY, expires: now - 1000 }))).toMatch(
      /^65: The release at .* was to be used until/,
    );
    expect(await refused(release({ released: now + 2 * DAY }))).toMatch(
      /^65: This machine's clock says .*, which is before the release was made/,
    );
    const text = Buffer.from(release().get("manifest.json") ?? []).toString();
    expect(await refused(await signedAnew(release(), text.replace('"format": 1', '"format": 2')))).toMatch(
      /^65: This release is of a later kind/,
    );
    await fresh(release({ version: "1.10.0", programs: { [target]: program("1.10.0") } }));
    expect((await run()).exit).toBe(0);
    site.files = release({ version: "1.9.9" });
    expect(await run()).toMatchObject({
      exit: 65,
      err: "Version 1.10.0 is here already, and newer than 1.9.9: it stays.\n",
    });
    site.files = release({ version: "1.10.0-rc.1" });
    expect((await run()).exit).toBe(65);
    expect(await box.sh(`${PROGRAM} version`)).toBe("jabber-home 1.10.0\n");
    site.files = release({ version: "1.10.1", programs: { [target]: program("1.10.1") } });
    expect((await run({ words: ["--version"] })).out).toEndWith("there: 1.10.1\nhere: 1.10.0\n");
    expect((await run()).exit).toBe(0);
    expect(await box.sh(`${PROGRAM} version`)).toBe("jabber-home 1.10.1\n");
  });

  /** A program that says something else than the machine's, before the others. */
  const lying = async (name: string, says: string): Promise<string> => {
    await box.sh(
      `mkdir -p /shared/lies && printf '#!/bin/sh\\n${says}\\n' >/shared/lies/${name} && chmod 755 /shared/lies/${name}`,
    );
    const result = await refused(release(), { env: { PATH: `/shared/lies:${path}` } });
    await box.sh("rm -r /shared/lies");
    return result;
  };

  boxTest(
    "machines for which there is no program are named: 32-bit ones, other systems, musl where it is not made",
    async () => {
      const named = 'case "$1" in -s) echo Linux ;; -m) echo armv7l ;; esac';
      expect(await lying("uname", named)).toMatch(/^69: jabber-home does not run on this machine \(Linux, armv7l\)/);
      expect(await lying("uname", named.replace("Linux", "Plan9"))).toContain("(Plan9, armv7l)");
      expect(await lying("getconf", "echo 32")).toMatch(
        /^69: jabber-home does not run on this machine .* 64-bit Raspberry Pi OS/,
      );
      expect(await lying("ldd", "echo musl libc")).toBe(
        `69: Version 1.2.3 is not made for this machine (${target}-musl).\n`,
      );
    },
  );

  boxTest(
    "without openssl 3 nothing is downloaded, and how to get it is said; without a key nothing either",
    async () => {
      await fresh(release());
      const without = await run({ env: { PATH: "/without" } });
      expect(without).toMatchObject({ exit: 69, out: "" });
      expect(without.err).toContain("sudo apt install openssl");
      expect(await lying("openssl", "echo LibreSSL 3.9.0")).toMatch(/^69: The signature cannot be verified/);
      expect(site.asked).toEqual([]);
      expect(await run({ script: "keyless.sh" })).toMatchObject({ exit: 69, out: "" });
      expect(await run({ words: ["--from", "http://example.org"] })).toMatchObject({ exit: 2, out: "" });
      expect((await run({ words: ["--nonsense"] })).exit).toBe(2);
    },
  );

  boxTest("a script that was cut off does nothing", async () => {
    const whole = readFileSync(join(shared.path, "install.sh"), "utf8");
    for (const part of [0.3, 0.6, 0.9]) {
      writeFileSync(join(shared.path, "cut.sh"), whole.slice(0, Math.floor(whole.length * part)));
      await fresh(release());
      expect((await run({ script: "cut.sh" })).out).toBe("");
      expect(site.asked).toEqual([]);
    }
  });

  boxTest("a folder that may not be written to is named", async () => {
    await fresh(release());
    expect(await run({ words: ["--to", "/usr/bin"] })).toMatchObject({
      exit: 77,
      err: expect.stringContaining("You may not write into /usr/bin"),
    });
  });

  boxTest("--uninstall removes the program; data only where that is asked for", async () => {
    for (const [words, stays] of [
      [[], true],
      [["--purge"], false],
    ] as const) {
      await fresh(release());
      await run();
      const home = `${HOME}/.local/state/jabber-home`;
      await box.sh(`runuser -u ada -- sh -c 'mkdir -p ${home} && touch ${home}/config.toml'`);
      const { exit, out } = await run({ words: ["--uninstall", ...words] });
      expect(exit).toBe(0);
      expect(out).toContain(`Removing ${PROGRAM}\n`);
      expect(out).toContain(stays ? `${home} stays, with all data.` : `Removing ${home}`);
      expect(await left()).toBe(stays ? "./.local/state/jabber-home/config.toml" : "");
    }
  });
});

/** The same files with another manifest, which is signed. */
async function signedAnew(
  files: ReadonlyMap<string, Uint8Array>,
  text: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { signaturesOf } = await import("../../src/release/signature.ts");
  const manifest = Buffer.from(text);
  return new Map([
    ...files,
    ["manifest.json", manifest],
    ["manifest.json.sig", signaturesOf(manifest, [key.privateKey])],
  ]);
}

boxTest("curl … | bash: the script is read from standard input", async () => {
  site.files = release();
  const out = await box.sh(
    `bash -s -- --from ${site.url} --to /opt/a </shared/install.sh && /opt/a/jabber-home version`,
  );
  expect(out).toEndWith("  /opt/a/jabber-home setup\njabber-home 1.2.3\n");
  await box.sh("rm -r /opt/a");
});

boxTest("--uninstall asks on a terminal, and takes only a yes for one", async () => {
  const home = "/var/lib/jabber-home";
  for (const [answer, stays] of [
    ["", true],
    ["y", true],
    ["yes", false],
  ] as const) {
    site.files = release();
    await box.sh(`dash /shared/install.sh --from ${site.url} && mkdir -p ${home} && touch ${home}/config.toml`);
    const asking = ["script", "--quiet", "--return", "--command", "dash /shared/install.sh --uninstall", "/dev/null"];
    const { out } = await box.run(asking, { input: `${answer}\n` });
    expect(out).toContain(`All messages, accounts, files and backups in ${home}: remove them, too?`);
    expect((await box.run(["test", "-e", home])).exit === 0).toBe(stays);
  }
});

boxTest("--uninstall of a service is for root, and leaves it to the program that is the service", async () => {
  site.files = release();
  await box.sh(`dash /shared/install.sh --from ${site.url}
    printf '#!/bin/sh\\necho "$*" >>/run/asked; rm /etc/systemd/system/jabber-home.service\\n' >/usr/local/bin/jabber-home
    mkdir -p /etc/systemd/system /srv/chat && touch /srv/chat/config.toml
    echo 'ExecStart=/usr/local/bin/jabber-home run --home /srv/chat' >/etc/systemd/system/jabber-home.service`);
  const refused = await box.run(["runuser", "-u", "ada", "--", "dash", "/shared/install.sh", "--uninstall"]);
  expect(refused).toMatchObject({
    exit: 77,
    err: "It is a service of this machine:  sudo sh install.sh --uninstall\n",
  });
  const out = await box.sh("dash /shared/install.sh --uninstall --purge </dev/null; cat /run/asked");
  expect(out).toContain("Removing /srv/chat\n");
  expect(out).toEndWith("service uninstall\n");
  expect(await box.sh("ls /srv /usr/local/bin")).not.toContain("jabber");
});

boxTest("the program itself, by root: installed, run, and uninstalled", async () => {
  const bytes = readFileSync(compiledProgram());
  site.files = releaseFiles({ version, programs: { [target]: bytes }, signedBy: [key.privateKey] });
  expect(await box.sh(`dash /shared/install.sh --from ${site.url}`)).toContain(`jabber-home ${version} is installed.`);
  expect(await box.sh("jabber-home version")).toBe(`jabber-home ${version}\n`);
  expect(await box.sh(`dash /shared/install.sh --from ${site.url} --uninstall`)).toContain(
    "Removing /usr/local/bin/jabber-home",
  );
});
