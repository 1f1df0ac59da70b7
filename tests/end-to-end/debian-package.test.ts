/** The package for Debian, in a Debian of its own: installed, set up, updated, removed, installed again, purged. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import { debName, writeDeb } from "../../installer/package/deb.ts";
import { type Box, noSystemd, startBox } from "../support/debian/box.ts";
import { boxTestUnless } from "../support/debian/box-test.ts";
import { noDebian } from "../support/debian/root.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { temporaryFolder } from "../support/process/started.ts";

const architecture = process.arch === "arm64" ? "arm64" : "amd64";
const lacking = noDebian() ?? noSystemd();
const boxTest = boxTestUnless(lacking);

const shared = temporaryFolder("deb");
let box: Box;
beforeAll(async () => {
  if (lacking !== undefined) return;
  const binary = compiledProgram();
  const given = { architecture, to: shared.path, date: 1_796_000_000, level: 1 } as const;
  for (const version of ["0.0.1", "0.0.2"]) writeDeb({ ...given, version, binary });
  // Never installed.
  writeDeb({ ...given, version: "0.0.2-rc.1", binary: "/bin/true" });
  box = await startBox({ shared: shared.path, systemd: true });
}, 600_000);
afterAll(async () => {
  await box?.[Symbol.asyncDispose]();
  shared[Symbol.dispose]();
}, 60_000);

const install = (version: string): Promise<string> =>
  box.sh(`dpkg --install ${join("/shared", debName({ version, architecture }))} 2>&1`);
const isThere = async (path: string): Promise<boolean> => (await box.run(["test", "-e", path])).exit === 0;
const state = async (unit: string): Promise<string> => (await box.run(["systemctl", "is-active", unit])).out.trim();
const pid = async (): Promise<string> => (await box.sh("systemctl show --value --property=MainPID jabber-home")).trim();
const HOME = "/var/lib/jabber-home";
const SETUP = `printf %s 'down the rabbit hole' | jabber-home setup --no-input --domain localhost --certificate self-signed --admin alice --password-file - --service`;

boxTest("installed: the user is there, and nothing runs before setup", async () => {
  expect(await install("0.0.1")).toContain("Setting up jabber-home (0.0.1)");
  expect(await box.sh("id --user --name jabber-home; jabber-home version")).toMatch(/^jabber-home\njabber-home \d/);
  expect(await state("jabber-home")).toBe("inactive");
  expect(await isThere(HOME)).toBe(false);
  expect((await box.run(["systemctl", "is-enabled", "jabber-home"])).out).toBe("disabled\n");
  // Somebody may try; the condition says why it does not run.
  await box.sh("systemctl start jabber-home");
  expect(await state("jabber-home")).toBe("inactive");
});

boxTest("set up: it runs by the package's unit, within its limits, and systemd holds its ports", async () => {
  await box.sh(SETUP);
  expect([await state("jabber-home"), await state("jabber-home.socket")]).toEqual(["active", "active"]);
  expect(await isThere("/etc/systemd/system/jabber-home.service")).toBe(false);
  const shown = await box.sh("systemctl show jabber-home --property=FragmentPath,User,UnitFileState,NRestarts");
  expect(shown).toMatch(/^FragmentPath=(?:\/usr)?\/lib\/systemd\/system\/jabber-home\.service$/m);
  expect(shown.split("\n")).toEqual(
    expect.arrayContaining(["User=jabber-home", "UnitFileState=enabled", "NRestarts=0"]),
  );
  expect(JSON.parse(await box.sh("jabber-home status --json"))).toMatchObject({ domains: ["localhost"] });
});

/** Connects without a pause while `during` runs; how many were refused, and how many not. */
const connecting = async (during: string): Promise<{ readonly refused: number; readonly served: number }> => {
  const script = `
    refused=0 served=0
    { ${during}; touch /run/over; } >/dev/null &
    while [ ! -e /run/over ]; do
      if (exec 3<>/dev/tcp/127.0.0.1/5222) 2>/dev/null; then served=$((served + 1)); else refused=$((refused + 1)); fi
    done
    rm /run/over
    echo "$refused $served"`;
  const { out, err } = await box.run(["bash", "-c", script]);
  const [refused = Number.NaN, served = 0] = out.split(" ").map(Number);
  expect(err).toBe("");
  return { refused, served };
};

boxTest("set up again while it runs: its ports are its own, although systemd has them open, too", async () => {
  expect(await box.sh(SETUP)).not.toContain("in use");
  expect(await state("jabber-home")).toBe("active");
  await box.sh("systemctl stop jabber-home && systemctl is-active jabber-home.socket");
  const { exit, err } = await box.run(["jabber-home", "run", "--home", "/root/other", "--set", "domains=localhost"]);
  expect({ exit, err }).toEqual({ exit: 69, err: expect.stringContaining("systemctl list-sockets") });
  await box.sh("systemctl start jabber-home");
});

boxTest("restarted under constant connecting: nobody is refused", async () => {
  const before = await pid();
  const { refused, served } = await connecting("for n in 1 2 3; do systemctl restart jabber-home; done");
  expect(refused).toBe(0);
  expect(served).toBeGreaterThan(50);
  expect(await pid()).not.toBe(before);
  expect(await state("jabber-home")).toBe("active");
});

/** The ports that systemd has open. */
const kept = async (): Promise<string> =>
  (await box.run(["systemctl", "show", "--property=Listen", "jabber-home.socket"])).out;

boxTest(
  "where another program has the port of the pages, systemd keeps the others open, and the server runs",
  async () => {
    const pages = "127.0.0.1:5443";
    expect(await kept()).toContain(pages);
    await box.sh(`jabber-home service stop
    systemd-run --quiet --unit=other busybox httpd -f -p ${pages}
    jabber-home service install`);
    expect([await state("jabber-home"), await kept()]).toEqual(["active", expect.not.stringContaining(pages)]);
    expect(await kept()).toContain("127.0.0.1:5222");
    await box.sh("systemctl stop other && jabber-home service install");
    expect(await kept()).toContain(pages);
  },
);

boxTest(
  "a mistake in config.toml: the ports are closed after some attempts, and open again when it is mended",
  async () => {
    await box.sh(
      "cp /var/lib/jabber-home/config.toml /run/good && echo 'nonsense = [' >>/var/lib/jabber-home/config.toml",
    );
    expect((await box.run(["systemctl", "restart", "jabber-home"])).exit).not.toBe(0);
    // Each connection starts it anew, as long as one waits.
    await box.run(["bash", "-c", "while (exec 3<>/dev/tcp/127.0.0.1/5222) 2>/dev/null; do sleep 0.1; done"]);
    expect(await state("jabber-home.socket")).toBe("failed");
    await box.sh("cat /run/good >/var/lib/jabber-home/config.toml && jabber-home service start");
    expect([await state("jabber-home"), await state("jabber-home.socket")]).toEqual(["active", "active"]);
  },
);

boxTest("updated: the new program runs, nobody is refused, and data and changed files are kept", async () => {
  await box.sh("echo '# mine' >>/etc/pam.d/jabber-home");
  const before = await pid();
  const { refused } = await connecting(
    `dpkg --install ${join("/shared", debName({ version: "0.0.2", architecture }))}`,
  );
  expect(refused).toBe(0);
  expect(await pid()).not.toBe(before);
  expect(await box.sh("readlink /proc/$(systemctl show --value --property=MainPID jabber-home)/exe")).toBe(
    "/usr/bin/jabber-home\n",
  );
  expect(await state("jabber-home")).toBe("active");
  expect(await box.sh("jabber-home user list")).toContain("alice@localhost");
  expect(await box.sh("tail -n 1 /etc/pam.d/jabber-home")).toBe("# mine\n");
});

/** The backups that were made before upgrades to a version. */
const before = async (version: string): Promise<readonly string[]> =>
  (await box.sh(`find ${HOME}/backups -name 'jabber-home-before-${version}-*.tar.zst' -user jabber-home`))
    .split("\n")
    .filter((path) => path !== "");

boxTest("an upgrade makes a backup first; with it, and the package of before, one goes back", async () => {
  const [backup = "", ...others] = await before("0.0.2");
  expect(others).toEqual([]);
  await box.sh("printf %s 'off with her head' | jabber-home user add late@localhost --password-file -");
  await box.sh("jabber-home service stop");
  await install("0.0.1");
  const restored = await box.sh(`jabber-home restore ${backup} --replace --no-input --json`);
  expect(JSON.parse(restored)).toMatchObject({ beforeUpdate: "0.0.2" });
  await box.sh("jabber-home service start");
  expect(await box.sh("jabber-home user list")).toMatch(/^(?=.*alice@localhost)(?!.*late@localhost)/s);
});

boxTest("where no backup can be made, the upgrade says so, and is made all the same", async () => {
  await box.sh(`mv ${HOME}/backups /run/backups && touch ${HOME}/backups`);
  const said = await install("0.0.2");
  expect(said).toContain("no backup was made before this upgrade");
  expect(await state("jabber-home")).toBe("active");
  await box.sh(`rm ${HOME}/backups && mv /run/backups ${HOME}/backups`);
});

boxTest("Debian Policy §5.6.12: a candidate comes before its release", async () => {
  const [candidate, release] = ["0.0.2-rc.1", "0.0.2"].map((version) => debName({ version, architecture }));
  const versions = await box.sh(`for deb in ${candidate} ${release}; do dpkg-deb --field /shared/$deb Version; done`);
  expect(versions).toBe("0.0.2~rc.1\n0.0.2\n");
  await box.sh("dpkg --compare-versions 0.0.2~rc.1 lt 0.0.2");
});

boxTest("maintainer scripts run twice without harm", async () => {
  await box.sh("for n in 1 2; do /var/lib/dpkg/info/jabber-home.postinst configure 0.0.1; done");
  expect(await state("jabber-home")).toBe("active");
  // An update that is given up.
  await box.sh(
    "/var/lib/dpkg/info/jabber-home.prerm upgrade 0.0.3 && /var/lib/dpkg/info/jabber-home.postinst abort-upgrade 0.0.3",
  );
  expect(await state("jabber-home")).toBe("active");
});

boxTest("removed: it stops, its ports close, and everything of people stays; installed again it goes on", async () => {
  await box.sh("dpkg --remove jabber-home 2>&1");
  expect([await state("jabber-home"), await state("jabber-home.socket")]).toEqual(["inactive", "inactive"]);
  expect(await isThere(`${HOME}/data.sqlite`)).toBe(true);
  await box.sh("systemctl daemon-reload && systemctl start sockets.target && systemctl is-system-running");
  await install("0.0.2");
  await box.sh("jabber-home service start");
  expect(await box.sh("jabber-home user list")).toContain("alice@localhost");
  expect([await state("jabber-home"), await state("jabber-home.socket")]).toEqual(["active", "active"]);
});

boxTest("purged: the data go, and everything that package and setup have written", async () => {
  await box.sh("dpkg --purge jabber-home 2>&1");
  const left = await box.sh("find /etc /usr /var -xdev -name '*jabber-home*' ! -path '*/var/log/*'");
  expect(left).toBe("");
  expect((await box.run(["dpkg", "--status", "jabber-home"])).exit).not.toBe(0);
  expect(await box.sh("id --user --name jabber-home")).toBe("jabber-home\n");
  expect((await box.run(["systemctl", "is-system-running"])).out).toBe("running\n");
});
