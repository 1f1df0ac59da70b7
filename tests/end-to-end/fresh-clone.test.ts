/** A fresh clone on a machine with Node.js, npm and an empty cache: the tests run, the demo runs. */
import { expect, test } from "bun:test";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/process/compiled.ts";
import { runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";

/** Everything is downloaded, so it runs in CI only. */
const isEnabled = process.env.CI === "true";
const title = "npm test and npm run demo need Node.js and npm alone";
const TEST_TIMEOUT_MS = 300_000;

/** Programs that npm needs: its scripts are run by sh. */
const PROGRAMS = ["node", "npm", "sh"];

/** Variables that say where the registry is and how it is reached: they are passed on. */
const isOfTheNetwork = (name: string): boolean =>
  /^(https?_proxy|no_proxy|npm_config_(registry|userconfig|cafile)|node_extra_ca_certs|ssl_cert_\w+)$/i.test(name);

function environment(folder: string): Record<string, string> & { readonly PATH: string } {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const name of PROGRAMS) symlinkSync(Bun.which(name) ?? name, join(bin, name));
  const network = Object.entries(process.env).filter(([name]) => isOfTheNetwork(name)) as [string, string][];
  const userConfig = join(process.env.HOME ?? folder, ".npmrc");
  return {
    npm_config_userconfig: userConfig,
    ...Object.fromEntries(network),
    PATH: bin,
    HOME: folder,
    JABBER_HOME: join(folder, "jabber"),
    npm_config_cache: join(folder, "cache"),
    BUN_INSTALL_CACHE_DIR: join(folder, "bun-cache"),
  };
}

test.skipIf(!isEnabled)(
  isEnabled ? title : `${title} (only where CI=true)`,
  async () => {
    using folder = temporaryFolder("clone");
    const clone = join(folder.path, "clone");
    const cloned = await runProgram(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], { cwd: folder.path });
    expect(cloned).toMatchObject({ exit: 0 });
    const env = environment(folder.path);
    const options = { cwd: clone, env };
    const npm = join(env.PATH, "npm");
    expect(Bun.which("bun", { PATH: env.PATH })).toBeNull();
    expect(existsSync(join(clone, "node_modules"))).toBe(false);

    const tests = await runProgram([npm, "test", "--", "src/config"], options);
    expect({ exit: tests.exit, last: tests.out.trimEnd().split("\n").at(-1) }).toEqual({
      exit: 0,
      last: expect.stringMatching(/^[1-9]\d* passed, 0 failed$/),
    });

    await using demo = startProgram([npm, "run", "demo"], options);
    await demo.prints(/\/connect alice@localhost server 127\.0\.0\.1 port \d+ tls trust\n/);
    expect(existsSync(join(folder.path, "jabber-demo/data.sqlite"))).toBe(true);
  },
  TEST_TIMEOUT_MS,
);
