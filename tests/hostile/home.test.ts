/** A home that others can reach: what is in it is shut, and nobody can keep the server from starting. */
import { expect, test } from "bun:test";
import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { localSite } from "../support/local-site.ts";
import { program } from "../support/program.ts";
import { started } from "../support/started.ts";

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
  await using server = await site.run();
  expect(server.said()).toMatch(/home-shut .*mode=777/);
  expect(lstatSync(site.home).mode & 0o777).toBe(0o700);
  const alice = await server.logIn("alice");
  alice.send("<message to='bob@localhost' type='chat'><body>hark</body></message>");
  await alice.end();
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
  await using again = await site.run();
  expect(openIn(site.home)).toEqual([]);
  expect(again.said()).not.toContain("home-shut");
});

/** Holds a read lock on the file, and says so. */
const READER = `
import fcntl, sys, time
file = open(sys.argv[1], "rb")
fcntl.lockf(file, fcntl.LOCK_SH, 510, 0x40000002)
print("holds", flush=True)
time.sleep(600)
`;

test.skipIf(!isRoot || Bun.which("python3") === null || Bun.which("setpriv") === null)(
  "another user's read lock does not keep the server from starting",
  async () => {
    using site = await localSite({ program });
    // Setup has made the lock: it is shut by itself, whoever opens the folder.
    for (const folder of [site.folder, site.home]) chmodSync(folder, 0o755);
    const lock = join(site.home, "lock");
    const somebody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "python3", "-c", READER, lock];
    await using reader = started(somebody);
    await reader.exited;
    expect(reader.said()).toContain("Permission denied");
    await using server = await site.run();
    expect(server.said()).toContain("server-started");
  },
);
