/** The service for managers that are not here: files that are well formed, from the one description. */
import { expect, test } from "bun:test";
import { SaxesParser } from "saxes";
import { LASTING_FAILURES } from "./description.ts";
import { ServiceError } from "./error.ts";
import { MANAGERS, serviceFile } from "./files.ts";

const person = { name: "ada", folder: "/Users/ada" };
const place = { home: undefined, person };

/** The names of its elements and their text, in their order. Throws where it is not well formed. */
function read(xml: string): readonly string[] {
  const seen: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name }) => void seen.push(`<${name}>`));
  parser.on("text", (text) => void (text.trim() === "" || seen.push(text)));
  parser.write(xml).close();
  return seen;
}

test("launchd.plist(5): runs as the person, from the start, with their folder", () => {
  const file = serviceFile("launchd", place);
  const seen = read(file);
  const home = "/Users/ada/Library/Application Support/jabber-home";
  expect(seen.slice(0, 4)).toEqual(["<plist>", "<dict>", "<key>", "Label"]);
  for (const text of ["/usr/local/bin/jabber-home", "run", "--home", home, "/Users/ada/Library/Logs/jabber-home.log"])
    expect(seen).toContain(text);
  expect(file).toContain("<key>UserName</key><string>ada</string>");
  expect(file).toContain("<key>Umask</key><integer>63</integer>");
  expect(read(serviceFile("launchd", { home: "/Users/a & <b>", person }))).toContain("/Users/a & <b>");
});

test("Task Scheduler: starts with the machine, without an end, and its words are quoted where they need it", () => {
  const seen = read(serviceFile("windows", { home: String.raw`D:\Our chat & more`, person }));
  expect(seen).toContain(String.raw`run --home "D:\Our chat & more"`);
  expect(seen.slice(seen.indexOf("<Settings>"))).toEqual(expect.arrayContaining(["IgnoreNew", "PT0S", "PT1M"]));
  expect(seen.indexOf("<BootTrigger>")).toBeGreaterThan(0);
});

test("openrc-run(8): a shell reads it, and what it says is what the unit says", () => {
  const file = serviceFile("openrc", place);
  const { exitCode, stdout } = Bun.spawnSync([
    "sh",
    "-c",
    `${file.replace(/^#!.*\n/, "")}\necho "$command $command_args as $command_user in $directory, $rc_ulimit"`,
  ]);
  expect({ exitCode, said: stdout.toString() }).toEqual({
    exitCode: 0,
    said: "/usr/local/bin/jabber-home run --home /var/lib/jabber-home as jabber-home:jabber-home in /var/lib/jabber-home, -n 65536\n",
  });
});

test("Dockerfile(5): about ten lines, each an instruction; the command is a list of words", () => {
  const lines = serviceFile("docker", place).trimEnd().split("\n");
  expect(lines.map((line) => line.split(" ", 1)[0])).toEqual([
    "FROM",
    "COPY",
    "RUN",
    "USER",
    "VOLUME",
    "EXPOSE",
    "HEALTHCHECK",
    "ENTRYPOINT",
    "CMD",
  ]);
  expect(JSON.parse(lines.at(-1)?.slice(4) ?? "")).toEqual(["run", "--home", "/var/lib/jabber-home"]);
});

test("each manager starts the same words, for the home that is named", () => {
  for (const manager of MANAGERS) {
    const file = serviceFile(manager, { home: "/srv/chat", person });
    expect(file.replace(/<\/string><string>|", ?"|","/g, " ")).toMatch(
      /run"? ?--home "?\/srv\/chat|run --home \/srv\/chat/,
    );
  }
  expect(serviceFile("systemd", place)).toContain(`RestartPreventExitStatus=${LASTING_FAILURES.join(" ")}`);
});

test("sysexits(3): 2 for a path that a file cannot say", () => {
  for (const manager of ["systemd", "openrc", "docker"] as const)
    expect(() => serviceFile(manager, { home: "/srv/a b", person })).toThrow(ServiceError);
  expect(serviceFile("launchd", { home: "/srv/a b", person })).toContain("<string>/srv/a b</string>");
});
