/** A home directory that other users can reach: permissions are tightened, and nobody can prevent a start. */
import { expect, test } from "bun:test";
import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { localSite } from "../support/process/local-site.ts";
import { program } from "../support/process/program.ts";
import { runProgram } from "../support/process/started.ts";

const isRoot = process.getuid?.() === 0;

/** Everything below a folder that the group or others may do anything with; the control socket is in a folder that is shut. */
const openIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !lstatSync(join(folder, name)).isSocket() && (lstatSync(join(folder, name)).mode & 0o077) !== 0)
    .sort();

test("a home of mode 0777 that was there: it is shut with all that is in it, and that is said", async () => {
  using site = await localSite({ program });
  chmodSync(site.home, 0o777);
  for (const name of ["lock", "data.sqlite", "secret", "certificate"])
    if (lstatSync(join(site.home, name), { throwIfNoEntry: false })) chmodSync(join(site.home, name), 0o777);
  await using server = await site.start();
  expect(server.output()).toMatch(/home-shut .*mode=777/);
  expect(lstatSync(site.home).mode & 0o777).toBe(0o700);
  const alice = await server.logIn("alice");
  alice.send("<message to='bob@localhost' type='chat'><body>hark</body></message>");
  await alice.end();
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
  await using again = await site.start();
  expect(openIn(site.home)).toEqual([]);
  expect(again.output()).not.toContain("home-shut");
});

test.skipIf(!isRoot || Bun.which("setpriv") === null)(
  "who may not read the lock cannot hold it: another user does not keep the server from starting",
  async () => {
    using site = await localSite({ program });
    // Setup has made the lock: it is shut by itself, whoever opens the folder.
    for (const folder of [site.folder, site.home]) chmodSync(folder, 0o755);
    const somebody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/bin/cat"];
    const open = join(site.folder, "open");
    await Bun.write(open, "to everybody");
    expect(await runProgram([...somebody, open])).toMatchObject({ exit: 0, out: "to everybody" });
    expect((await runProgram([...somebody, join(site.home, "lock")])).err).toContain("Permission denied");
  },
);
