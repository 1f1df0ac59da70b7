/** `jabber-home update` of a service that systemd runs, in a Debian of its own. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join, relative } from "node:path";
import { type Box, noSystemd, startBox } from "../debian/box.ts";
import { boxTestUnless } from "../debian/box-test.ts";
import { noDebian } from "../debian/root.ts";

export interface UpdatedBySystemd {
  /** Has everything that follows, and is there when the tests begin. */
  readonly folder: () => string;
  /** The executable of version 1.0.0, which looks for updates all the time, and the folders of the releases 1.1.0 and 1.2.0. */
  readonly programs: () => { readonly before: string; readonly next: string; readonly faulty: string };
  /** A file in the home that tells the faulty one to hang. */
  readonly hangs: string;
}

const HOME = "/var/lib/jabber-home";
const PROGRAM = "/usr/local/bin/jabber-home";

export function updatedBySystemd({ folder, programs, hangs }: UpdatedBySystemd): void {
  const lacking = noDebian() ?? noSystemd();
  const boxTest = boxTestUnless(lacking);
  let box: Box;
  beforeAll(async () => {
    if (lacking === undefined) box = await startBox({ shared: folder(), systemd: true });
  }, 600_000);
  afterAll(async () => await box?.[Symbol.asyncDispose](), 60_000);

  const shared = (path: string): string => join("/shared", relative(folder(), path));
  const running = async (): Promise<string> =>
    (JSON.parse(await box.sh(`${PROGRAM} status --json`)) as { version: string }).version;
  const unit = async (): Promise<string> =>
    await box.sh("systemctl show --property=ActiveState,Result jabber-home && systemctl is-active jabber-home.socket");
  const WELL = "Result=success\nActiveState=active\nactive\n";

  boxTest("a service is updated: its unit stays active, and its ports stay with systemd", async () => {
    await box.sh(`cp ${shared(programs().before)} /root/jabber-home
      printf %s 'down the rabbit hole' | /root/jabber-home setup --no-input --domain localhost --certificate self-signed --admin alice --password-file - --service`);
    expect(await running()).toBe("1.0.0");
    await box.sh(`${PROGRAM} update --yes --from ${shared(programs().next)}`);
    expect([await running(), await unit()]).toEqual(["1.1.0", WELL]);
    expect(await box.sh(`${PROGRAM} user list`)).toContain("alice@localhost");
    await box.sh("ls -l /usr/local/bin/jabber-home.old");
  });

  boxTest("a version that fails in its trial is taken back, and so is one that hangs: the service runs", async () => {
    for (const [before, why] of [
      ["true", "a deliberate fault"],
      [`touch ${HOME}/${hangs}`, "it did nothing for 3 seconds"],
    ]) {
      await box.sh(before ?? "");
      const { exit, err } = await box.run([PROGRAM, "update", "--yes", "--from", shared(programs().faulty)]);
      expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining(why ?? "") });
      expect([await running(), await unit()]).toEqual(["1.1.0", WELL]);
      expect(await box.sh(`${PROGRAM} version`)).toBe("jabber-home 1.1.0\n");
    }
  });

  boxTest("--back: the version of before runs again as the service", async () => {
    // What was taken back has left none: an update that succeeds does.
    expect((await box.run([PROGRAM, "update", "--back", "--yes"])).exit).toBe(78);
    await box.sh(`cp ${shared(programs().before)} ${PROGRAM}.new && mv ${PROGRAM}.new ${PROGRAM} && systemctl restart jabber-home
      ${PROGRAM} update --yes --from ${shared(programs().next)}`);
    await box.sh(`${PROGRAM} update --back --yes`);
    expect([await running(), await unit()]).toEqual(["1.0.0", WELL]);
    expect(await box.sh(`${PROGRAM} version && ${PROGRAM} user list`)).toMatch(
      /^jabber-home 1\.0\.0\n.*alice@localhost/s,
    );
  });

  boxTest("by itself: the service asks for it by a file, and systemd runs the administrator's update", async () => {
    const options = `url = "${shared(programs().next)}"\\nautomatic = true\\nhour = 0`;
    await box.sh(`rm -r ${HOME}/update && sed -i '/^\\[update\\]/a ${options}' ${HOME}/config.toml
      systemctl restart jabber-home
      until ${PROGRAM} status --json | grep -q '"version": *"1.1.0"'; do sleep 0.2; done`);
    expect(await unit()).toBe(WELL);
  });
}
