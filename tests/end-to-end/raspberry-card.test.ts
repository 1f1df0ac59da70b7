/** A card for a Raspberry Pi: prepared from a stock image's first partition, and started, as far as a machine without one can. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeDeb } from "../../installer/package/deb.ts";
import type { AnswersByTitle } from "../support/browser/answer-setup.ts";
import { type Box, noSystemd, startBox } from "../support/debian/box.ts";
import { boxTestUnless } from "../support/debian/box-test.ts";
import { noDebian } from "../support/debian/root.ts";
import { compiledProgram, ROOT } from "../support/process/compiled.ts";
import { type EndedProgram, runProgram, temporaryFolder } from "../support/process/started.ts";

const lacking = noDebian() ?? noSystemd();
const boxTest = boxTestUnless(lacking);

const folder = temporaryFolder("card");
afterAll(() => folder[Symbol.dispose]());
const shared = join(folder.path, "shared");
/** In the name of a Pi's, and for this machine in truth. */
const deb = join(folder.path, "jabber-home_0.0.1_arm64.deb");

beforeAll(() => {
  mkdirSync(shared);
  chmodSync(shared, 0o755);
  const architecture = process.arch === "arm64" ? "arm64" : "amd64";
  const [to, binary] = [join(folder.path, "deb"), lacking === undefined ? compiledProgram() : "/bin/true"];
  copyFileSync(writeDeb({ architecture, version: "0.0.1", binary, to, date: 1_796_000_000, level: 1 }), deb);
}, 120_000);

const STOCK =
  "console=serial0,115200 console=tty1 root=PARTUUID=5a1f1d2c-02 rootfstype=ext4 fsck.repair=yes rootwait quiet";
const RUN =
  " systemd.run=/boot/firmware/jabber-home/first-run.sh systemd.run_success_action=reboot systemd.unit=kernel-command-line.target";

/** A partition as the Imager leaves it. */
function card(name: string, commands: string, files: Readonly<Record<string, string>> = {}): string {
  const path = join(shared, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries({
    "cmdline.txt": `${commands}\n`,
    "config.txt": "arm_64bit=1\n",
    ...files,
  }))
    writeFileSync(join(path, file), text);
  return path;
}
const prepare = (...words: readonly string[]): Promise<EndedProgram> =>
  runProgram(["sh", join(ROOT, "installer/package/raspberry-pi/card.sh"), ...words]);
const commandsOf = (path: string): string => readFileSync(join(path, "cmdline.txt"), "utf8");

test("a stock card runs the first start once; prepared again, it stays as it is", async () => {
  const path = card("stock", STOCK);
  expect(await prepare(path, deb)).toMatchObject({ exit: 0, err: "" });
  expect(commandsOf(path)).toBe(`${STOCK}${RUN}\n`);
  expect((await prepare(path, deb)).err).toContain("prepared already");
  expect(commandsOf(path)).toBe(`${STOCK}${RUN}\n`);
});

test("a card that the Imager has given a user and Wi-Fi does that as before, and this besides", async () => {
  const commands = `${STOCK} systemd.run=/boot/firstrun.sh systemd.run_success_action=reboot`;
  const path = card("customised", commands, { "firstrun.sh": "#!/bin/bash\nset +e\nexit 0\n" });
  expect(await prepare(path, deb)).toMatchObject({ exit: 0, err: "" });
  expect(commandsOf(path)).toBe(`${commands} jabber-home=prepared\n`);
  expect(readFileSync(join(path, "firstrun.sh"), "utf8")).toBe(
    "#!/bin/bash\nsh /boot/firmware/jabber-home/first-run.sh\nset +e\nexit 0\n",
  );
});

test("refused: another folder, another file, a package for another processor, a system of before Debian 12", async () => {
  const path = card("other", STOCK);
  const other = join(folder.path, "jabber-home_0.0.1_amd64.deb");
  copyFileSync(deb, other);
  for (const words of [[folder.path, deb], [path, "/etc/hostname"], [path, other], [path]])
    expect((await prepare(...words)).exit).toBe(2);
  expect(commandsOf(path)).toBe(`${STOCK}\n`);
  const issue = (day: string) => ({ "issue.txt": `Raspberry Pi reference ${day}\nGenerated using pi-gen\n` });
  const old = card("old", STOCK, issue("2023-05-03"));
  expect((await prepare(old, deb)).exit).toBe(2);
  expect(commandsOf(old)).toBe(`${STOCK}\n`);
  expect((await prepare(card("new", STOCK, issue("2025-11-24")), deb)).exit).toBe(0);
});

test("cloud-init's user-data installs the same package and starts the same unit", () => {
  const text = readFileSync(join(ROOT, "installer/package/raspberry-pi/user-data"), "utf8");
  expect(text).toStartWith("#cloud-config\n");
  expect(Bun.YAML.parse(text)).toEqual({
    hostname: "jabber-home",
    packages: ["avahi-daemon"],
    runcmd: [
      ["dpkg", "--install", "/boot/firmware/jabber-home/jabber-home.deb"],
      ["systemctl", "enable", "--now", "jabber-home-setup.service"],
    ],
  });
});

const start = async (box: Box, name: string): Promise<void> => {
  await box.sh(`mkdir -p /boot/firmware && mount --bind /shared/${name} /boot/firmware
    echo raspberrypi >/etc/hostname && echo '127.0.1.1 raspberrypi' >>/etc/hosts
    sh /boot/firmware/jabber-home/first-run.sh`);
};

boxTest(
  "the first start installs it, names the machine, and leaves nothing to be done again; then setup waits for a browser",
  async () => {
    await prepare(card("started", STOCK), deb);
    await using box = await startBox({ shared, systemd: true });
    await start(box, "started");
    expect(await box.sh("cat /boot/firmware/cmdline.txt /etc/hostname")).toBe(`${STOCK}\njabber-home\n`);
    expect(await box.sh("cat /etc/hosts")).toContain("127.0.1.1 jabber-home\n");
    expect(await box.sh("ls /boot/firmware")).toBe("cmdline.txt\nconfig.txt\njabber-home.log\n");
    await box.sh("systemctl start jabber-home-setup");
    const page = await box.sh("until curl --silent --fail --location http://127.0.0.1:8080/; do sleep 0.2; done");
    expect(page).toContain("jabber-home");
    // Once the service starts with the machine, setup does not.
    await box.sh(
      "systemctl stop jabber-home-setup && systemctl enable jabber-home && systemctl start jabber-home-setup",
    );
    expect((await box.run(["systemctl", "is-active", "jabber-home-setup"])).out).toBe("inactive\n");
    await box.sh("dpkg --purge jabber-home && systemctl daemon-reload");
    expect(await box.sh("find /etc/systemd -name '*jabber-home*'")).toBe("");
  },
);

/** Without a network there is no DNS, and no authority. */
const ANSWERS: AnswersByTitle = {
  "What shall your address be": { answer: "marie@example.test" },
  "This machine has no public IPv4 address": { answer: "none" },
  "What is this machine called": { answer: "example.test" },
  "DNS of": { key: "enter" },
  "Ports on this machine": { key: "enter" },
  "Your router": [{ answer: "hand" }, { go: "on" }],
  Certificate: { answer: "self-signed" },
  Password: { answer: "curiouser and curiouser" },
  "Once more": { answer: "curiouser and curiouser" },
  "Start it now, and whenever": { answer: "service" },
  "Does the world get to this server?": { answer: "on" },
  "Whom do you want to write with?": { answer: "later" },
};

boxTest("whoever opens the page answers its questions, and the server runs as a service", async () => {
  await prepare(card("answered", STOCK), deb);
  copyFileSync(process.execPath, join(shared, "bun"));
  const { success, outputs } = await Bun.build({
    entrypoints: [join(ROOT, "tests/support/browser/answer-setup.ts")],
    target: "bun",
  });
  expect(success).toBe(true);
  await Bun.write(join(shared, "answer.js"), outputs[0] ?? "");
  await using box = await startBox({ shared, systemd: true });
  await start(box, "answered");
  await box.sh("systemctl start jabber-home-setup");
  await box.sh("until curl --silent --fail http://127.0.0.1:8080/; do sleep 0.2; done");
  const answering = ["/shared/bun", "/shared/answer.js", "http://127.0.0.1:8080", "", JSON.stringify(ANSWERS)];
  const { out, err } = await box.run(answering);
  expect(err).toBe("");
  const { titles, html } = JSON.parse(out) as { titles: readonly string[]; html: string };
  expect(titles.at(-1)).toBe("It runs.");
  expect(html).toContain('href="https://example.test/account"');
  expect(await box.sh("systemctl is-active jabber-home")).toBe("active\n");
  expect(await box.sh("systemctl is-enabled jabber-home")).toBe("enabled\n");
  // The port that has led to setup is the server's now.
  const led = await box.sh("curl --silent --head --resolve example.test:80:127.0.0.1 http://example.test/");
  expect(led).toMatch(/^HTTP\S+ 308[\s\S]*location: https:\/\/example\.test\//i);
});

boxTest("where the package cannot be installed, the machine starts nevertheless, and the card says why", async () => {
  const path = card("broken", STOCK);
  await prepare(path, deb);
  writeFileSync(join(path, "jabber-home/jabber-home.deb"), "!<arch>\n");
  await using box = await startBox({ shared, systemd: true });
  await start(box, "broken");
  expect(commandsOf(path)).toBe(`${STOCK}\n`);
  expect(readFileSync(join(path, "jabber-home.log"), "utf8")).toContain("dpkg");
});
