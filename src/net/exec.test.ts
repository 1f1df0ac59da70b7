import { expect, test } from "bun:test";
import { join } from "node:path";

/** What a shell prints that has taken the place of a program of ours. */
function becoming(script: string, options: string): string {
  const program = `
    import { exec } from ${JSON.stringify(join(import.meta.dir, "exec.ts"))};
    const before = process.pid;
    exec("/bin/sh", ["-c", ${JSON.stringify(script)}], ${options});
    console.log("still here", before);`;
  const shell = 'exec 7</dev/null; exec "$0" -e "$1"';
  const { stdout, stderr } = Bun.spawnSync(["sh", "-c", shell, process.execPath, program]);
  return `${stdout}${stderr}`.trim();
}

test("execve(2): the other program has the words, the variables and the process", () => {
  const printed = becoming("echo $ONE $#", '{ environment: { ONE: "first $x", PATH: process.env.PATH } }');
  expect(printed).toBe("first $x 0");
});

test("a descriptor that is named goes along, and no other one", () => {
  const isOpen = "if [ -e /proc/$$/fd/7 ]; then echo open; else echo shut; fi";
  expect(becoming(isOpen, "{ descriptors: [7] }")).toBe("open");
  expect(becoming(isOpen, "{}")).toBe("shut");
});

test("it returns where there is no such program", () => {
  const program = `
    import { exec } from ${JSON.stringify(join(import.meta.dir, "exec.ts"))};
    exec("/nowhere/at/all", []);
    console.log("still here");`;
  expect(String(Bun.spawnSync([process.execPath, "-e", program]).stdout)).toBe("still here\n");
});
