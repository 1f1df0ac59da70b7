/** A home directory that other users can reach: permissions are tightened, and no other user can prevent a start. */
import { expect, test } from "bun:test";
import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { localSite } from "../support/process/local-site.ts";
import { program } from "../support/process/program.ts";
import { runProgram } from "../support/process/started.ts";

const isRoot = process.getuid?.() === 0;

/** Paths below a folder that the group or others can access; the control socket lies in a folder that they cannot enter. */
const reachableByOthers = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !lstatSync(join(folder, name)).isSocket() && (lstatSync(join(folder, name)).mode & 0o077) !== 0)
    .sort();

test("an existing home of mode 0777 is closed to others with everything in it, and a message says so", async () => {
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
  await using restarted = await site.start();
  expect(reachableByOthers(site.home)).toEqual([]);
  expect(restarted.output()).not.toContain("home-shut");
});

(isRoot ? testWith(["setpriv"]) : test.skip)(
  "a user who may not read the lock file cannot hold the lock and prevent the server from starting",
  async () => {
    using site = await localSite({ program });
    // Setup has made the lock file: its own mode protects it, whatever the folder's mode is.
    for (const folder of [site.folder, site.home]) chmodSync(folder, 0o755);
    const asOtherUser = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/bin/cat"];
    const open = join(site.folder, "open");
    await Bun.write(open, "to everybody");
    expect(await runProgram([...asOtherUser, open])).toMatchObject({ exit: 0, out: "to everybody" });
    expect((await runProgram([...asOtherUser, join(site.home, "lock")])).err).toContain("Permission denied");
  },
);
